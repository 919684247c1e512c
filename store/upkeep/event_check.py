"""Are the events of a journal that was made elsewhere such as this program writes? Checked before any is taken in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from checklists.errors import N_, cut
from store.attached import FILES
from store.digests import is_digest
from store.errors import Refused
from store.guard import CLOSED, HEAD, OPEN
from store.ids import is_code
from store.journal import Event
from store.model import NAME_LIMIT, OUTCOMES, Finding, Mark, PinnedChecklist, PinnedUnit, RoundInfo, Visit
from store.page import MARKS, OTHERS, VISIT
from store.rounds import UNITS
from store.texts import TEXT_LIMIT
from store.upkeep.reweaving import REPAIRS
from store.upkeep.walk import ORIGINS

Check = Callable[[str, dict[str, Any]], bool]
"""Whether a key and a value are such as a table has."""

_EVENT_ID = re.compile("[0-9a-f]{23}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_WORDING = re.compile("[0-9a-f]{16}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_KEY_LIMIT = 300
_LIST_LIMIT = 10_000
_COUNT_LIMIT = 1 << 53


def of_sheet(checklists: frozenset[str] | None = None) -> dict[str, Check]:
    """The tables of a sheet in a round of these checklists; None: of whichever."""

    def is_mark(key: str, value: dict[str, Any]) -> bool:
        checklist, _colon, item = key.partition(":")
        known = checklists is None or checklist in checklists
        return known and bool(item) and "findings" in value and _sound(Mark, value)

    return {
        MARKS: is_mark,
        OTHERS: lambda key, value: _sound(Finding, value) and value.get("id") == key,
        VISIT: lambda key, value: key == VISIT and _sound(Visit, value),
        FILES: _is_file,
        REPAIRS: _is_repair,
    }


def of_round(round_id: str) -> dict[str, Check]:
    """The tables of the round with this id."""
    states = {*OPEN, *CLOSED}

    def is_head(key: str, value: dict[str, Any]) -> bool:
        return (
            key == HEAD
            and _sound(RoundInfo, value)
            and value["id"] == round_id
            and value.get("state", OPEN[0]) in states
            and bool(value.get("checklists"))
        )

    def is_unit(key: str, value: dict[str, Any]) -> bool:
        return "types" in value and _sound(PinnedUnit, value) and is_code(key) and value["code"] == key

    return {HEAD: is_head, UNITS: is_unit, ORIGINS: _is_origin, REPAIRS: _is_repair}


def check_events(path: Path, entry: str, events: Iterable[Event], tables: Mapping[str, Check]) -> None:
    """Check the events of one journal, in its order: `entry` of the bundle at `path`.

    Raises:
        Refused: one of them is not such as this program writes; the message says the line and what is wrong.
    """
    seen: dict[str, Event] = {}
    for number, event in enumerate(events, 1):
        if fault := _fault(event, tables, seen):
            about = {"table": cut(str(event.table)), "key": cut(str(event.key))}
            raise Refused(fault, path=path, entry=entry, number=number, **about)
        seen[event.id] = event


def _fault(event: Event, tables: Mapping[str, Check], seen: Mapping[str, Event]) -> str:
    if not _well_formed(event):
        return N_("{path}: {entry}, line {number} is not an event")
    if event.id in seen:
        return N_("{path}: {entry}, line {number} has the id of an earlier line")
    if event.table not in tables:
        return N_("{path}: {entry}, line {number}: “{table}” is nothing that a bundle brings")
    for value in (event.before, event.after):
        if value is not None and not tables[event.table](event.key, value):
            return N_("{path}: {entry}, line {number}: not such a value as “{table}” has for “{key}”")
    earlier = [seen.get(id) for id in (event.base, *event.resolves, event.undo) if id]
    if not all(other is not None and (other.table, other.key) == (event.table, event.key) for other in earlier):
        return N_("{path}: {entry}, line {number} builds upon a line that is not before it")
    before = seen[event.base].after if event.base else None
    if event.before != before or (event.undo and event.after != seen[event.undo].before):
        return N_("{path}: {entry}, line {number} says that something else stood before than did")
    return ""


def _well_formed(event: Event) -> bool:
    texts = (event.id, event.time, event.who, event.user, event.table, event.key, event.base, event.undo)
    if not all(_is_text(text, _KEY_LIMIT) for text in (*texts, *event.resolves)):
        return False
    if not all(value is None or isinstance(value, dict) for value in (event.before, event.after)):
        return False
    names = max(len(event.who), len(event.user)) <= NAME_LIMIT
    return names and bool(_EVENT_ID.fullmatch(event.id)) and _is_time(event.time)


def _is_time(text: str) -> bool:
    return bool(_TIME.fullmatch(text)) and _parses(datetime.fromisoformat, text)


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _is_text(value: Any, limit: int = TEXT_LIMIT) -> bool:
    return isinstance(value, str) and len(value) <= limit and not _SURROGATE.search(value)


def _is_file(key: str, value: dict[str, Any]) -> bool:
    return (
        is_digest(key)
        and value.keys() == {"name", "size", "kind"}
        and _is_text(value["name"], NAME_LIMIT)
        and _is_text(value["kind"], NAME_LIMIT)
        and _is_count(value["size"])
    )


def _is_origin(key: str, value: dict[str, Any]) -> bool:
    return value.keys() == {"first"} and is_digest(value["first"])


def _is_repair(key: str, value: dict[str, Any]) -> bool:
    restored = value.get("restored")
    return (
        value.keys() == {"lost", "restored", "set_aside", "sha256"}
        and _is_count(value["lost"])
        and isinstance(restored, list)
        and all(isinstance(event, str) and _EVENT_ID.fullmatch(event) for event in restored)
        and _is_text(value["set_aside"], _KEY_LIMIT)
        and is_digest(value["sha256"])
    )


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < _COUNT_LIMIT


# Values against the classes of store.model


def _is_day(text: str) -> bool:
    return not text or _parses(date.fromisoformat, text)


def _is_clock(text: str) -> bool:
    return not text or _parses(time.fromisoformat, text)


_MEMBERS: dict[str, Callable[[Any], bool]] = {
    "name": lambda text: len(text) <= NAME_LIMIT,
    "id": is_code,
    "due": _is_day,
    "date": _is_day,
    "period_from": _is_day,
    "period_to": _is_day,
    "start": _is_clock,
    "end": _is_clock,
    "created": lambda text: not text or _is_time(text),
    "digest": is_digest,
    "wording": lambda text: not text or bool(_WORDING.fullmatch(text)),
    "outcome": lambda text: not text or any(text in meanings for meanings in OUTCOMES.values()),
    "evidence": lambda digests: all(map(is_digest, digests)),
}
"""What more is asked of the members of these names, wherever they stand, than their type."""


def _sound(cls: Any, value: Any) -> bool:
    """Whether `value` is what `cls.from_value` reads: every member known and of its type, none missing."""
    if not isinstance(value, dict):
        return False
    hints, needed = _shape(cls)
    if not needed <= value.keys() <= hints.keys():
        return False
    if not all(_fits(member, hints[name]) and _MEMBERS.get(name, _any)(member) for name, member in value.items()):
        return False
    if cls is PinnedChecklist:
        file = f"{value['id']}@{value['digest'][:16]}.json"
        return value.get("file", "") in ("", file) and value["title"].keys() == {"zh", "en"}
    return not issubclass(cls, Finding) or "id" in value


def _any(member: Any) -> bool:
    return True


@cache
def _shape(cls: Any) -> tuple[dict[str, Any], frozenset[str]]:
    """The types of a class's members, and the names of those without a default."""
    members = fields(cls)
    needed = (each.name for each in members if each.default is MISSING and each.default_factory is MISSING)
    hints = get_type_hints(cls)
    return {each.name: hints[each.name] for each in members}, frozenset(needed)


def _fits(value: Any, hint: Any) -> bool:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return isinstance(value, str) and value in inner
    if origin is tuple:
        return isinstance(value, list) and len(value) <= _LIST_LIMIT and all(_fits(each, inner[0]) for each in value)
    if origin is dict:
        return isinstance(value, dict) and all(_is_text(key) and _fits(each, inner[1]) for key, each in value.items())
    if is_dataclass(hint):
        return _sound(hint, value)
    return _is_count(value) if hint is int else _is_text(value)
