"""What keeps a workspace whole over the years, and proves that it is."""
