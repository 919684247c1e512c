"""The words of the command line: one module per group of commands, each with `add(commands)`."""
