"""What was recorded, in the words of people: for conflicts on the screen, and for history on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.journal import Event
from store.model import Mark
from store.sheet import MARKS, OTHERS, VISIT, Sheet
from tui.i18n import VERDICTS, _, current_language


def whole(value: Any) -> str:
    """Everything a person gave on a sheet, on one line: where two values differ must be seen."""
    if not value:
        return _("nothing")
    if "verdict" not in value:
        return "; ".join(_texts(value))
    mark = Mark.from_value(value)
    findings = [", ".join(_texts(finding)) for finding in value.get("findings", ())]
    files = [f"{_('Files')} {len(mark.evidence)}"] if mark.evidence else []
    return "; ".join(part for part in (_(VERDICTS[mark.verdict]), mark.found, mark.note, *findings, *files) if part)


def recorded(table: str, value: Mapping[str, Any] | None) -> str:
    """What an event left in a table: a mark in words, of anything else the members that say something."""
    if value is None or table == MARKS:
        return whole(value)
    members = ((name, _member(member)) for name, member in value.items())
    return "; ".join(_("{label}: {text}").format(label=name, text=text) for name, text in members if text)


def subject(sheet: Sheet, event: Event) -> str:
    """What of a sheet an event is about."""
    if event.table == VISIT:
        return _("The visit")
    if event.table == OTHERS:
        text = (event.after or event.before or {}).get("problem", "")
        return _("{label}: {text}").format(label=_("Finding outside the list"), text=text)
    line = next((line for line in sheet.all_lines if line.ref == event.key), None)
    if line is None:  # of a checklist that had the item before the round moved on
        return event.key
    return _("Item {number}: {text}").format(number=line.number, text=line.item.text.get(current_language()))


def _texts(value: Mapping[str, Any]) -> list[str]:
    """What the members of a finding or a visit say, persons by their names."""
    texts: list[str] = []
    for name, member in value.items():
        if isinstance(member, str) and name != "id":
            texts.append(member)
        elif isinstance(member, list):
            texts += [str(person["name"]) for person in member if isinstance(person, dict)]
    return [text for text in texts if text]


def _member(member: Any) -> str:
    """A member on one line: of texts in several languages the one spoken now, things by their name or id."""
    if isinstance(member, list):
        return ", ".join(filter(None, map(_member, member)))
    if isinstance(member, dict):
        known = next((member[name] for name in (current_language(), "name", "id") if member.get(name)), None)
        return str(known) if known else ", ".join(f"{name} {text}" for name, text in member.items() if text)
    return "" if member is None else str(member)
