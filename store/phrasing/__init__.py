"""What is written again and again: phrases of the office's own, and what was written on the sheets of every round."""
