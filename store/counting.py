"""Which rounds count: one place for figures, lists and follow-ups."""

from __future__ import annotations

from store.guard import VOID
from store.rounds import Round
from store.workspace import Workspace


def counting(workspace: Workspace) -> list[Round]:
    """The rounds that count, oldest first: those that can be read and are not void."""
    return [each for each in reversed(workspace.rounds()) if each.damage is None and each.info.state != VOID]
