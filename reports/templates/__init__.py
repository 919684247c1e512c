"""An office's own Word template: checked, filled in a process that can reach nothing, checked again."""
