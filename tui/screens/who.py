"""Who is recording: asked once a session where several inspectors share a login, before the first change."""

from __future__ import annotations

from collections.abc import Mapping

from tui.i18n import _
from tui.session import Session
from tui.widgets.form import Field


def who_fields(session: Session) -> list[Field]:
    """The fields to ask with; none when it is known."""
    if session.signed_in:
        return []
    known = list(session.workspace.inspectors)
    last = session.places.get("who")
    choices = [(name, name) for name in known]
    return [
        Field("who", _("Recording"), last if last in known else known[0], "choice", choices),
        Field("who_else", _("or another name"), max_length=200),
    ]


def take_who(session: Session, values: Mapping[str, str]) -> None:
    """Sign in who was chosen in a form that had `who_fields` in it."""
    if "who" in values:
        session.sign_in(values["who_else"].strip() or values["who"])
