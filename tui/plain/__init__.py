"""The same inspection as questions and answers in plain lines: for screen readers, serial lines and scripts."""

from __future__ import annotations

from store.workspace import Workspace


def run(workspace: Workspace, asked_for: str = "") -> int:
    """Ask until the person leaves; returns the exit code. `asked_for` is who records, "" to find out."""
    from tui.commands.output import Exit
    from tui.plain.dialogue import Dialogue, Ended
    from tui.plain.rounds import Rounds

    dialogue = Dialogue()
    try:
        Rounds(workspace, dialogue, asked_for).inspect()
    except Ended:
        dialogue.say()  # the prompt's own line ends
    return Exit.DONE
