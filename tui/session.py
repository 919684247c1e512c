"""What the screens share: the open workspace, who is at work, how the terminal is drawn on."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.places import Places
from store.workspace import Workspace
from tui.who import certain_person
from tui.widgets.look import Look

if TYPE_CHECKING:
    from store.phrasing.reading import Before
    from store.rectifying.board import Board


@dataclass
class Session:
    """One run of the program. No workspace on the welcome screen; `signed_in` once it is known who is at work."""

    workspace_: Workspace | None
    look: Look = field(default_factory=Look)
    signed_in: bool = False
    remark: str = ""
    board: Board | None = None
    """The rectifications as they were read last."""
    words: str = ""
    """What was searched for last."""
    before: Before | None = None
    """What was written before, as far as a form asked for it."""
    _places: Places | None = None

    @property
    def workspace(self) -> Workspace:
        """The open workspace."""
        if self.workspace_ is None:
            raise RuntimeError("no workspace is open")
        return self.workspace_

    @property
    def places(self) -> Places:
        """Where this OS user was, in this workspace."""
        if self._places is None:
            workspace = self.workspace
            self._places = Places(workspace.root, workspace.disk, "", workspace.hands.user)
        return self._places

    def settle_who(self, asked_for: str) -> None:
        """Sign in whoever is known without asking: the one named, the login that is on the list, a list of one."""
        if who := asked_for or certain_person(self.workspace):
            self.sign_in(who)

    def sign_in(self, who: str) -> None:
        """From now on changes are recorded as made by `who`."""
        self.workspace.sign_in(who)
        self.places.put("who", who)
        self.signed_in = True


def plain_terminal(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal cannot show ✓, ✗ and Chinese: the Linux console, or an encoding that is not Unicode."""
    return environment.get("TERM") == "linux" or not encoding().startswith("utf")


def encoding() -> str:
    """How what is shown is written, by the locale: "utf-8", "ascii", "gbk"."""
    return codecs.lookup(sys.stdout.encoding or "ascii").name
