"""A document for each of many units, into one folder with an index of them; cut off at any moment, it goes on there."""

from __future__ import annotations

import hashlib
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from time import monotonic

from checklists.errors import AudittyError
from reports.bulk_index import FILE, Row, index, unfinished
from reports.kinds import KINDS, Asked, file_name
from reports.makers import Makers, Order, Result, Task, cores
from reports.pdf import NO_PDF, pdf_name, to_pdf
from store.disk import Disk
from store.documents import Made
from store.fingerprint import fingerprint

_FEW = 24  # documents that one process makes sooner than others have started
_LOCKED = 0.5  # seconds for which the register is kept from everybody else, about
_COPIED = 40  # documents that LibreOffice is given at once
_BATCH = 32  # documents registered at once, at most


@dataclass(kw_only=True)
class Summary:
    """What a run came to: a row for each document in the folder; the units without one, and those that failed."""

    rows: list[Row] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


class Bulk:
    """A run over `units` that makes documents of the kind named `kind` in `folder`.

    `written` is told each document, `failed` each unit that none can be made for: the others are made all the same.
    With `pdf` each document has a copy as PDF beside it.
    """

    def __init__(
        self,
        kind: str,
        asked: Asked,
        units: Sequence[str],
        folder: Path,
        *,
        written: Callable[[Row], None],
        failed: Callable[[str, AudittyError], None],
        pdf: bool = False,
    ) -> None:
        self._kind, self._units, self._folder = kind, list(dict.fromkeys(units)), folder
        self._asked = replace(asked, as_of=asked.day)  # whatever midnight passes, they are all of one day
        self._written, self._tell_failed, self._pdf = written, failed, pdf
        self._round = asked.round.info.id if asked.round else ""
        self._disk = Disk()
        self._summary = Summary()

    def run(self, processes: int = 0) -> Summary:
        """Make what is not there yet, with so many processes, 0: as many as there is work for, on all cores.

        Raises:
            StoreError: the folder cannot be written to. What is done is done, and the next run goes on from there.
        """
        self._disk.make_dir(self._folder)
        with unfinished(self._disk, self._folder, self._about()) as self._list:
            self._sweep()
            there = {row.unit for row in self._list.rows.values()}
            missing = self._units if self._asked.issue else [unit for unit in self._units if unit not in there]
            count = processes or (1 if len(missing) < _FEW else cores())
            with Makers(Order.of(self._kind, self._asked), count) as makers:
                if self._asked.issue:
                    self._bring()
                    self._issue(makers)
                else:
                    self._draft(makers, missing)
            place = {unit: at for at, unit in enumerate(self._units)}
            rows = sorted(self._list.rows.values(), key=lambda row: (place.get(row.unit, len(place)), row.file))
            self._summary.rows = rows
            if self._pdf:
                self._copy(rows, processes or cores())
            if rows:
                listed = self._issued_before(rows) + rows
                self._disk.replace(self._folder / FILE, index(listed, self._asked.lang), durable=True)
        if not self._disk.names(self._folder):
            self._disk.remove_tree(self._folder)  # there was nothing to say to anybody
        return self._summary

    def _about(self) -> dict[str, object]:
        """What must be the same for a run to go on with what another one left."""
        asked, order = self._asked, Order.of(self._kind, self._asked)
        about = f"{order.kind} {order.round} {sorted(order.plain.items())}"
        if not asked.issue:  # a draft is as good as the records it was made from
            about += f" {fingerprint(asked.workspace)}"
        return {"about": hashlib.sha256(about.encode()).hexdigest(), "since": len(asked.workspace.documents.all())}

    def _sweep(self) -> None:
        """Remove the half files that a run left which was killed."""
        left = re.compile(rf"\.({re.escape(self._kind)}-.+|{re.escape(FILE)})\.\d+\.tmp")
        for name in self._disk.names(self._folder):
            if left.fullmatch(name):
                self._disk.remove_tree(self._folder / name)

    def _draft(self, makers: Makers, units: Sequence[str]) -> None:
        already = len(self._units) - len(units)
        for done, result in enumerate(makers.results([Task(unit, "draft") for unit in units]), already + 1):
            if self._has_something(result):
                self._put(result, file_name(self._kind, self._round, result.unit, ending=self._asked.format))
            self._asked.progress(done, len(self._units))

    def _bring(self) -> None:
        """What an earlier run issued, and did not come to write into the folder."""
        documents, units = self._asked.workspace.documents, set(self._units)
        for issued in documents.all()[self._list.since :]:
            about = (issued.kind, issued.round) == (self._kind, self._round) and issued.unit in units
            if about and self._file(issued.unit, issued.year, issued.serial) not in self._list.rows:
                KINDS[self._kind].take_steps(self._asked, issued)
                self._put(
                    Result(
                        unit=issued.unit,
                        name=self._name(issued.unit),
                        findings=len(issued.findings),
                        made=Made(issued, documents.read(issued)),
                    )
                )

    def _issued_before(self, rows: Sequence[Row]) -> list[Row]:
        """The documents of the same kind and round that lie in the folder, and are not of this run."""
        if not self._asked.issue:
            return []
        there, found = set(self._disk.names(self._folder)) - {row.file for row in rows}, []
        for issued in self._asked.workspace.documents.all():
            file = self._file(issued.unit, issued.year, issued.serial)
            if (issued.kind, issued.round) == (self._kind, self._round) and file in there:
                found.append(
                    Row(
                        unit=issued.unit,
                        name=self._name(issued.unit),
                        number=issued.number,
                        file=file,
                        findings=len(issued.findings),
                        sha256=issued.sha256,
                    )
                )
        return found

    def _issue(self, makers: Makers) -> None:
        wanted = []
        for done, result in enumerate(makers.results([Task(unit, "ask") for unit in self._units]), 1):
            if self._has_something(result):
                wanted.append(result.unit)
            self._asked.progress(done, len(self._units))
        there = {row.unit for row in self._list.rows.values()}
        self._summary.silent = [unit for unit in self._summary.silent if unit not in there]
        of, size = len(wanted), 4
        while wanted:
            began = monotonic()
            with _uninterrupted():
                wanted = self._batch(makers, wanted[:size]) + wanted[size:]
            took = monotonic() - began
            size = max(1, size // 2) if took > 2 * _LOCKED else min(size * 2, _BATCH) if took < _LOCKED else size
            self._asked.progress(of - len(wanted), of)

    def _batch(self, makers: Makers, units: Sequence[str]) -> list[str]:
        """Number and register documents for these units, in order; those that must wait for the next numbers."""
        results: list[Result] = []

        def made() -> Iterator[Made]:
            tasks = [Task(unit, "number", ahead) for ahead, unit in enumerate(units)]
            with closing(makers.results(tasks)) as found:
                for result in found:
                    results.append(result)
                    if result.made:
                        yield result.made

        taken = self._asked.workspace.documents.take_in(made)
        for issued in taken:
            KINDS[self._kind].take_steps(self._asked, issued)
        over = {issued.unit for issued in taken}
        for result in results:
            if result.problem:
                over.add(result.unit)
                self._has_something(result)
            elif result.unit in over:
                self._put(result)
        return [unit for unit in units if unit not in over]

    def _copy(self, rows: Sequence[Row], processes: int) -> None:
        """Put the PDF of each document beside it, where there is none or an older one."""
        missing = [row for row in rows if not self._is_older(row.file, pdf_name(row.file))]
        parts = [missing[at : at + _COPIED] for at in range(0, len(missing), _COPIED)]
        done = len(rows) - len(missing)
        stop = Event()

        def pdfs_of(rows: Sequence[Row]) -> set[str]:
            made = to_pdf({row.file: self._disk.read(self._folder / row.file) for row in rows}, stop)
            for file, data in made.items():
                self._disk.replace(self._folder / pdf_name(file), data, durable=True)
            return set(made)

        with ThreadPoolExecutor(processes) as pool:  # what works is LibreOffice, in processes of its own
            try:
                for part, made in zip(parts, pool.map(pdfs_of, parts), strict=True):
                    for row in part:
                        if row.file not in made:
                            self._has_something(Result(unit=row.unit, problem=AudittyError(NO_PDF, path=row.file)))
                    done += len(part)
                    self._asked.progress(done, len(rows))
            finally:
                stop.set()
                pool.shutdown(cancel_futures=True)

    def _is_older(self, file: str, than: str) -> bool:
        stamps = [self._disk.stamp(self._folder / name) for name in (file, than)]
        return stamps[0] is not None and stamps[1] is not None and stamps[0][1] <= stamps[1][1]

    def _has_something(self, result: Result) -> bool:
        """Whether there is a document to make, or made; else it is noted why not."""
        if result.problem:
            self._summary.failed.append(result.unit)
            self._tell_failed(result.unit, result.problem)
        elif not result.worth:
            self._summary.silent.append(result.unit)
        return result.worth and not result.problem

    def _put(self, result: Result, file: str = "") -> None:
        """Write a document into the folder, and onto the list."""
        issued, data = result.made or (None, result.data)
        if issued:
            file = self._file(issued.unit, issued.year, issued.serial)
        self._disk.replace(self._folder / file, data, durable=True)
        row = Row(
            unit=result.unit,
            name=result.name,
            number=issued.number if issued else "",
            file=file,
            findings=result.findings,
            sha256=hashlib.sha256(data).hexdigest(),
        )
        self._list.add(row)
        self._written(row)

    def _file(self, unit: str, year: int, serial: int) -> str:
        """The name of an issued document in the folder: a later one about the unit does not take its place."""
        return file_name(self._kind, self._round, unit, f"{year}-{serial:04}", ending=self._asked.format)

    def _name(self, unit: str) -> str:
        asked = self._asked
        return asked.round.unit(unit).name if asked.round else asked.workspace.units.get(unit).name


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl+C and the like come when the block is left: what has a number gets into the register."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
