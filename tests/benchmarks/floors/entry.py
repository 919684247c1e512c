"""A floor: one stock Input to type in."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input


class Entry(App[None]):
    """The Input."""

    def compose(self) -> ComposeResult:
        yield Input()


if __name__ == "__main__":
    Entry().run()
