"""How a Word document, whoever made it, stands against a layout: one module for each thing that is looked at."""
