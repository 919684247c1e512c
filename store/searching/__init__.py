"""Words looked for in everything that is recorded: one place reads, screens and commands only show."""
