"""How people meet it: screens, widgets, styles, translations, and the command line."""
