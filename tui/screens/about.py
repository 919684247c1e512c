"""Screens from which documents are opened: those about what is under the cursor, and those that were issued."""

from __future__ import annotations

from typing import NamedTuple

from store.rounds import Round
from tui.screens.base import BaseScreen


class About(NamedTuple):
    """What documents are to be about: a round or all of them, a unit by its code or all of them, its name."""

    round: Round | None = None
    unit: str = ""
    name: str = ""


class DocumentsOpener(BaseScreen):
    """Says what is under the cursor."""

    def about(self) -> About | None:
        """What documents are to be about; None where something was said instead."""
        raise NotImplementedError

    def action_report(self) -> None:
        """The documents about what is under the cursor."""
        from tui.screens.documents import DocumentsScreen

        if (about := self.about()) is not None:
            self.app.push_screen(DocumentsScreen(about))

    def action_register(self) -> None:
        """Every document that was issued."""
        from tui.screens.register import RegisterScreen

        self.session.workspace.record.refresh()  # what others issued
        self.app.push_screen(RegisterScreen())
