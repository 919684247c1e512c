"""The screens in a browser: textual-serve runs them, this room says who may come in and what the page looks like."""
