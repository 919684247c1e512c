"""The command line, one module per group of commands. Nothing here imports Textual or Rich."""
