"""Records put side by side: one item over all units of a round, one unit over all rounds."""
