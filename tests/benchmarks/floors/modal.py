"""A floor: F2 opens a modal screen with one Input over an empty screen, Escape closes it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Input


class Question(ModalScreen[None]):
    """The Input."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss")]

    def compose(self) -> ComposeResult:
        yield Input()


class Modal(App[None]):
    """Nothing, and a screen over it."""

    BINDINGS: ClassVar[list[BindingType]] = [("f2", "ask", "Ask")]

    def action_ask(self) -> None:
        """Open the modal screen."""
        self.push_screen(Question())


if __name__ == "__main__":
    Modal().run()
