"""What the records add up to. Each figure is worked out in one place, for screens, the command line and documents."""
