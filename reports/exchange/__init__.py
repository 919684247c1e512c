"""A round as other programs take it: one module per format, all on what `collect` gathers."""
