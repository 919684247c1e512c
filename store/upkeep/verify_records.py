"""Journals and records: every chain from its beginning, every record against what its journal adds up to."""

from __future__ import annotations

from collections.abc import Iterator

from checklists.errors import N_
from store import snapshot
from store.attached import named
from store.digests import is_digest
from store.errors import StoreError
from store.guard import HEAD
from store.journal import NO_LINE, Line, genesis, whole_part
from store.record import Record
from store.rectifying.ledger import TABLE as RECTIFICATIONS
from store.rectifying.model import unit_of
from store.state import State, Tables, replay
from store.upkeep.event_check import Check, of_round, of_sheet
from store.upkeep.scan import Piece, begins, pieces
from store.upkeep.verdict import FORGED, Verdict
from store.upkeep.walk import Origins


def check_record(record: Record, origins: Origins, verdict: Verdict) -> None:
    """Look at one pair of files."""
    try:
        _check(record, origins, verdict)
    except FORGED as error:
        verdict.fault(record.journal_path, N_("holds what auditty does not write: {reason}"), reason=str(error))


def _check(record: Record, origins: Origins, verdict: Verdict) -> None:
    verdict.count("journals")
    verdict.seen |= {
        record.journal_path,
        record.json_path,
        record.journal_path.with_name(record.journal_path.name + ".torn"),
    }
    try:
        stored = record.stored()  # before the journal, which can then only be ahead
        data = record.journal_bytes()
    except StoreError as error:
        verdict.trouble(record.journal_path, error)
        return
    if data is None:
        if stored is not None:
            verdict.fault(record.journal_path, N_("the journal is missing"))
        return
    found = pieces(data, record.journal_path)
    verdict.count("lines", len(found))
    if whole_part(data) < len(data):
        verdict.remark(
            record.journal_path,
            N_("the last line was never finished; it will be set aside"),
            line=len(found) + 1,
        )
    lines = _chained(record, found, origins, verdict)
    if lines is None:
        if stored and snapshot.load(stored) is None:
            verdict.fault(record.json_path, N_("not as it was written"))
        return
    state = replayed(lines, found)
    verdict.named.update(filter(is_digest, named(state.tables)))
    _check_documents(record, state, stored, lines, found, verdict)
    _check_belongs(record, state, verdict)
    _check_values(record, state, lines, verdict)


def replayed(lines: list[Line], found: list[Piece], upto: int | None = None) -> State:
    """What the lines add up to; `found` are the pieces they come from."""

    def ends() -> Iterator[tuple[Line, int]]:
        end = 0
        for line, piece in zip(lines[:upto], found, strict=False):
            end += len(piece.raw) + 1
            yield line, end

    return replay(ends())


def _chained(record: Record, found: list[Piece], origins: Origins, verdict: Verdict) -> list[Line] | None:
    """The lines, if each is as it was written and follows the one before; every one that does not is a fault."""
    path, lines, whole = record.journal_path, [], True
    prev: str | None = genesis(record.name)
    for piece in found:
        line = piece.line
        if line is None:
            whole = False
            verdict.fault(path, N_("the line is damaged: its hash does not match"), line=piece.number)
        elif piece.number == 1:
            if not begins(line, genesis(record.name), origins.first(record.name)):
                whole = False
                message = (
                    N_("it begins as in an older format, but not with the line that was registered when that ended")
                    if line.prev == NO_LINE
                    else N_("the journal does not begin here: lines are missing, or it is another record's")
                )
                verdict.fault(path, message, line=1)
        elif prev is not None and line.prev != prev:
            whole = False
            message = N_("the line does not follow the one before it: one was removed, added or moved")
            verdict.fault(path, message, line=piece.number)
        prev = line.sha if line else None
        if line is not None:
            lines.append(line)
    return lines if whole else None


def _check_documents(
    record: Record, state: State, stored: bytes | None, lines: list[Line], found: list[Piece], verdict: Verdict
) -> None:
    """The record's other file: exactly what the journal adds up to, or behind it as a crash can leave it."""
    if stored == snapshot.dump(state.tables):
        return
    path = record.json_path
    if not stored:  # None, or empty as a power cut can leave it
        if state.lines:
            verdict.remark(path, N_("missing or empty, as after a crash; the journal has everything"))
        return
    tables = snapshot.load(stored)
    if tables is None:
        if _is_beginning(stored, state, lines, found):
            verdict.remark(path, N_("cut off, as after a power cut; the journal has everything"))
        else:
            verdict.fault(path, N_("not as it was written; the journal has everything and mends it"))
        return
    at = State(tables).lines
    if at > state.lines and _share(tables, lines):
        verdict.fault(
            record.journal_path,
            N_("lines are missing at the end: {file} stands at line {at}"),
            line=state.lines,
            file=path.name,
            at=at,
        )
    elif 0 < at < state.lines and stored == snapshot.dump(replayed(lines, found, at).tables):
        message = N_("stands at line {lines} of {of}, as after a crash")
        verdict.remark(path, message, lines=at, of=state.lines)
    else:
        verdict.fault(path, N_("does not hold what the journal says"))


_BEGINNING = b'{"_journal":{"1":{"lines":'


def _is_beginning(stored: bytes, state: State, lines: list[Line], found: list[Piece]) -> bool:
    """Whether the file holds the first part of what the journal adds up to at the line that it names."""
    if len(stored) <= len(_BEGINNING):
        return _BEGINNING.startswith(stored)
    number, comma, _rest = stored.removeprefix(_BEGINNING).partition(b",")
    at = int(number) if number.isdigit() and len(number) < 10 else 0
    if not comma or not 0 < at <= state.lines:
        return False
    return snapshot.dump(replayed(lines, found, at).tables).startswith(stored)


def _share(tables: Tables, lines: list[Line]) -> bool:
    """Whether the documents come from this journal: they name an event of it, or it has none."""
    events = {doc.get("event") for docs in tables.values() for doc in docs.values()}
    return not lines or any(line.event.id in events for line in lines)


def _check_belongs(record: Record, state: State, verdict: Verdict) -> None:
    """What the record holds must be of the round, and of the unit, that its place says."""
    parts = record.name.split("/")
    if parts[0] == "rounds" and parts[2:] == ["round"]:
        head = state.doc(HEAD, HEAD)
        if head and head["value"] and head["value"].get("id") != parts[1]:
            message = N_("holds the round {id}, not {folder}")
            verdict.fault(record.journal_path, message, id=head["value"].get("id"), folder=parts[1])
    elif parts[0] == "ledger":
        ordered = verdict.ordered.setdefault(record.journal_path, set())
        for doc in state.docs(RECTIFICATIONS):
            if doc["value"] is not None:
                ordered.add(doc["value"]["notice"])
            if unit_of(doc["key"]) != parts[1]:
                message = N_("holds the rectification {id}, which is not this unit's")
                verdict.fault(record.journal_path, message, id=doc["key"])


def _check_values(record: Record, state: State, lines: list[Line], verdict: Verdict) -> None:
    """What stands on a sheet, or in a round's record, must be such as a program can read it again."""
    parts = record.name.split("/")
    tables: dict[str, Check] = {}
    if parts[2:3] == ["sheets"]:
        tables = of_sheet()
    elif parts[0] == "rounds":
        tables = of_round(parts[1])
    for table, check in tables.items():
        for doc in state.docs(table):
            if doc["value"] is not None and not check(doc["key"], doc["value"]):
                number = next(line.number for line in lines if line.event.id == doc["event"])
                message = N_("{table} {key}: not such a value as auditty writes")
                verdict.fault(record.journal_path, message, line=number, table=table, key=doc["key"])
