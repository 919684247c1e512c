"""A journal woven anew from what is intact: its own lines, and the documents of the file beside it.

Lines that can be found again exactly are, and the chain stays as it was. Beyond that, intact events keep their id,
time, author and value and get a new place in the chain; an item whose last event is lost gets it back from its
document, under the id it had; and an event in the table `repairs` says what is gone for good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from store.changes import Hands
from store.ids import event_id
from store.journal import Event, Line, encode, genesis, whole_part
from store.state import State, Tables, documents
from store.upkeep.found_again import Found, found_again
from store.upkeep.scan import begins, intact, pieces

REPAIRS = "repairs"
"""Table: id of a repair to what it found: lines lost, events restored, where the damaged file lies and its SHA-256."""


@dataclass
class Woven:
    """A journal again: its bytes; `exact` if the chain is as it was, else how many lines are `lost` for good at least,
    and the ids of the events `restored` from documents."""

    data: bytes
    exact: bool = True
    lost: int = 0
    restored: list[str] = field(default_factory=list)


@dataclass
class Mess:
    """What is known of a journal: the intact lines in order, how many damaged ones lie between or after them."""

    lines: Found
    damaged: int = 0
    at_end: bool = False


def weave(
    data: bytes, name: str, path: Path, registered: str | None, tables: Tables | None, hands: Hands, aside: str
) -> Woven:
    """The journal of the record `name` again from its bytes and the intact documents beside it, if any.

    `registered` is as in `begins`; `aside` is where the damaged file is kept, for the record of the repair.
    """
    mess = _sorted_out(data, path, tables)
    chain = _chain(mess.lines, genesis(name), registered)
    known = {line.event.id for _, line in chain}
    loose = []
    for _, line in mess.lines:
        if line.event.id not in known:
            known.add(line.event.id)
            loose.append(line.event)
    missing = _missing(tables, known)
    last = chain[-1][1].sha if chain else ""
    ahead = _ahead(tables, {line.sha for _, line in chain}, len(chain))
    if not (loose or missing or ahead or mess.at_end):
        return Woven(_bytes(raw for raw, _ in chain))
    weaver = _Weaver([line.event for _, line in chain])
    events = [*weaver.loose(loose), *map(weaver.restored, missing)]
    woven = Woven(b"", exact=False, lost=max(mess.damaged, ahead - len(missing), 0), restored=[e.id for e in missing])
    repair_id = event_id(hands.clock.now())
    report = {
        "lost": woven.lost,
        "restored": woven.restored,
        "set_aside": aside,
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    events.append(
        Event(repair_id, hands.clock.stamp(), hands.who, hands.user, REPAIRS, repair_id, before=None, after=report)
    )
    raws, prev = [raw for raw, _ in chain], last or genesis(name)
    for event in events:
        raw, prev = encode(event, prev)
        raws.append(raw[:-1])
    woven.data = _bytes(raws)
    return woven


def _bytes(raws: Iterable[bytes]) -> bytes:
    return b"".join(raw + b"\n" for raw in raws)


def _sorted_out(data: bytes, path: Path, tables: Tables | None) -> Mess:
    """The intact lines and those found again, each once; damaged lines at the end count only if they were whole."""
    mess, bad, seen = Mess([]), [], set()  # type: ignore[var-annotated]

    def settle(follow: str | None) -> None:
        again = found_again(bad, follow, path) if bad else []
        if again is None:
            mess.damaged += len(bad)
            mess.at_end = follow is None
        for raw, line in again or ():
            take(raw, line)
        bad.clear()

    def take(raw: bytes, line: Line) -> None:
        if line.sha not in seen:
            seen.add(line.sha)
            mess.lines.append((raw, line))

    for piece in pieces(data, path):
        if piece.line is None:
            bad.append(piece.raw)
        else:
            settle(piece.line.prev)
            take(piece.raw, piece.line)
    torn = data[whole_part(data) :]
    if torn and (last := intact(torn[:-1], 0, path)) is not None:  # the newline became something else
        settle(last.prev)
        take(torn[:-1], last)
    elif torn and (last := intact(torn, 0, path)) is not None and _stands(tables, last):
        settle(last.prev)
        take(torn, last)
    else:
        settle(None)
    return mess


def _stands(tables: Tables | None, line: Line) -> bool:
    """Whether the documents know the line: it was whole then."""
    return tables is not None and any(
        doc.get("event") == line.event.id for _name, docs in documents(tables) for doc in docs.values()
    )


def _chain(lines: Found, start: str, registered: str | None) -> Found:
    """The lines that follow each other from the beginning of the record, wherever they lie in the file."""
    after: dict[str, tuple[bytes, Line]] = {}
    for raw, line in lines:
        after.setdefault(line.prev, (raw, line))
    link = next(((raw, line) for raw, line in lines if begins(line, start, registered)), None)
    chain: Found = []
    while link is not None:
        chain.append(link)
        link = after.get(link[1].sha)
    return chain


def _ahead(tables: Tables | None, shas: set[str], lines: int) -> int:
    """How many lines the documents stand after the chain; 0 where they stand in it."""
    if tables is None:
        return 0
    state = State(tables)
    return 0 if state.head in shas or not state.lines else max(state.lines - lines, 0)


def _missing(tables: Tables | None, known: set[str]) -> list[Event]:
    """The last events of items whose lines are gone, as far as the documents tell them, oldest item first."""
    if tables is None:
        return []
    found = []
    for table, docs in documents(tables):
        for number, doc in docs.items():
            if doc["event"] not in known:
                event = Event(
                    doc["event"], doc["time"], doc["who"], "", table, doc["key"], None, doc["value"],
                    resolves=tuple(doc["conflict"]),
                )  # fmt: skip
                found.append((int(number), event))
    return [event for _, event in sorted(found, key=lambda each: each[0])]


class _Weaver:
    """Puts events after each other so that each builds upon what stands, as if nothing had ever come between."""

    def __init__(self, events: list[Event]) -> None:
        self._seen: dict[str, Event] = {}
        self._heads: dict[tuple[str, str], dict[str, Event]] = {}
        for event in events:
            self._take(event)

    def _take(self, event: Event) -> Event:
        heads = self._heads.setdefault((event.table, event.key), {})
        for parent in (event.base, *event.resolves):
            heads.pop(parent, None)
        self._seen[event.id] = heads[event.id] = event
        return event

    def loose(self, events: list[Event]) -> list[Event]:
        """Events that were written after lines that are gone, each after those it builds upon."""
        pending, woven = {event.id: event for event in events}, []
        while pending:
            ready = (event for event in pending.values() if pending.keys().isdisjoint((event.base, *event.resolves)))
            event = pending.pop(next(ready, next(iter(pending.values()))).id)
            whole = event.base in self._seen or not (event.base or self._heads.get((event.table, event.key)))
            woven.append(self._take(event) if whole else self._upon_what_stands(event))
        return woven

    def restored(self, event: Event) -> Event:
        """An event known from a document only, which says what conflicted with it."""
        return self._upon_what_stands(event, event.resolves)

    def _upon_what_stands(self, event: Event, conflict: tuple[str, ...] = ()) -> Event:
        heads = [head for id, head in self._heads.get((event.table, event.key), {}).items() if id not in conflict]
        heads.sort(key=lambda head: (head.time, head.id))
        return self._take(
            replace(
                event,
                base=heads[-1].id if heads else "",
                before=heads[-1].after if heads else None,
                resolves=tuple(head.id for head in heads[:-1]),
                undo="",
            )
        )
