"""Documents about many units, made side by side: by as many processes as asked for, one of them by this one itself.

A process gets the name of a unit, and answers with the bytes of its document or with what is wrong; it writes nothing
but the rectifications that an issued notice opens. Whoever asks writes the files, and holds the register's lock.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from dataclasses import dataclass, fields
from functools import cached_property
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple

from checklists.errors import N_, AudittyError
from reports.kinds import KINDS, Asked
from store.documents import Apart, Made
from store.errors import MachineError
from store.workspace import Workspace

_QUEUED = 2  # tasks that a process has at once: it need not wait while its last answer is written
_KEPT = 64  # documents that may wait for an earlier one
_MOST = 16  # each process takes some 70 MiB
_ENDED = N_("a process that made documents ended before its time; the same call goes on where this one ended")
_UNEXPECTED = N_("a record holds what auditty does not write (see “auditty verify”), or auditty is wrong: {error}")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be made, as it can be sent to another process: what `Asked` holds that is plain, the rest by names."""

    root: Path
    who: str
    kind: str
    round: str
    plain: dict[str, Any]

    @classmethod
    def of(cls, kind: str, asked: Asked) -> Order:
        """The order for documents of the kind named `kind`."""
        there = {"workspace", "round", "units", "progress", "left_out", "not_taken"}
        return cls(
            root=asked.workspace.root,
            who=asked.workspace.hands.who,
            kind=kind,
            round=asked.round.info.id if asked.round else "",
            plain={each.name: getattr(asked, each.name) for each in fields(asked) if each.name not in there},
        )


class Task(NamedTuple):
    """What to do about a unit: ask if there is anything to say; write a draft if there is; or number a document.

    `ahead` is how many documents get their numbers before this one, of those that are not registered yet.
    """

    unit: str
    step: Literal["ask", "draft", "number"]
    ahead: int = 0


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of it. `worth`: there is something to say. `made` has a number, else `data` is a draft."""

    unit: str
    worth: bool = True
    name: str = ""
    findings: int | None = None
    data: bytes = b""
    made: Made | None = None
    problem: AudittyError | None = None


def cores() -> int:
    """How many processes may work at once on this machine."""
    return min(len(os.sched_getaffinity(0)), _MOST)


class _Numbering(Workspace):
    """A workspace whose documents another process takes in."""

    @cached_property
    def documents(self) -> Apart:
        return Apart(self.record, self.root / "documents", self.hands)


class Maker:
    """Makes one document after the other."""

    def __init__(self, order: Order) -> None:
        self._kind, self._workspace = KINDS[order.kind], _Numbering(order.root, who=order.who)
        round_ = self._workspace.round(order.round) if order.round else None
        self._asked = Asked(workspace=self._workspace, round=round_, **order.plain)

    def make(self, task: Task) -> Result:
        """Carry out the task. What is wrong with one unit is told as a value: it concerns no other."""
        try:
            return self._made(task)
        except AudittyError as error:
            return Result(unit=task.unit, problem=AudittyError(error.message, **error.params))
        except Exception as error:
            # Whoever can work out a hash can write any value into a record; else it is a mistake of ours.
            what = f"{type(error).__name__}: {error}"
            return Result(unit=task.unit, problem=AudittyError(_UNEXPECTED, error=what))

    def _made(self, task: Task) -> Result:
        asked, kind = self._asked.about(task.unit), self._kind
        name = asked.round.unit(task.unit).name if asked.round else asked.workspace.units.get(task.unit).name
        if task.step == "number":
            register = self._workspace.documents
            register.ahead = task.ahead
            issued = kind.register(asked)
            return Result(unit=task.unit, name=name, findings=len(issued.findings), made=register.made[0])
        if not kind.is_worth(asked):
            return Result(unit=task.unit, name=name, worth=False)
        if task.step == "ask":
            return Result(unit=task.unit, name=name)
        count = len(kind.findings_of(asked)) if kind.findings else None
        return Result(unit=task.unit, name=name, findings=count, data=kind.make(asked))


class Makers:
    """So many processes that make what `order` says, until the `with` block is left; 1 is this process."""

    def __init__(self, order: Order, processes: int) -> None:
        self._order, self._count = order, processes
        self._busy: dict[Connection, deque[int]] = {}
        self._started: list[BaseProcess] = []
        self._open = ExitStack()

    def __enter__(self) -> Makers:
        if self._count == 1:
            self._open.enter_context(_filling(self._order))
            self._here = Maker(self._order)
            return self
        context = get_context("spawn")  # a fork would take along the locks and threads of whoever asks
        for _ in range(self._count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, self._order), daemon=False)
            process.start()
            theirs.close()
            self._started.append(process)
            self._busy[ours] = deque()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        for line in self._busy:
            line.close()  # at which the process ends, also if this one is killed
        for process in self._started:
            process.join()

    def results(self, tasks: Sequence[Task]) -> Generator[Result]:
        """What came of each task, in their order.

        Raises:
            MachineError: a process ended before its time.
        """
        if self._count == 1:
            yield from map(self._here.make, tasks)
            return
        arrived: dict[int, Result] = {}
        sent = 0
        try:
            for at in range(len(tasks)):
                sent = self._send(tasks, sent, min(len(tasks), at + _KEPT))
                while at not in arrived:
                    for line in wait([line for line, queue in self._busy.items() if queue]):
                        arrived.update([self._receive(line)])  # type: ignore[arg-type]
                    sent = self._send(tasks, sent, min(len(tasks), at + _KEPT))
                yield arrived.pop(at)
        except (EOFError, OSError) as error:
            raise MachineError(_ENDED) from error
        finally:
            with suppress(EOFError, OSError):
                while waiting := [line for line, queue in self._busy.items() if queue]:
                    self._receive(waiting[0])  # whoever has enough leaves none of it for the next

    def _send(self, tasks: Sequence[Task], sent: int, end: int) -> int:
        """Give each process what it can have of the tasks from `sent` to `end`; says how far that went."""
        for depth in range(_QUEUED):
            for line, queue in self._busy.items():
                if len(queue) <= depth and sent < end:
                    queue.append(sent)
                    line.send(tasks[sent])
                    sent += 1
        return sent

    def _receive(self, line: Connection) -> tuple[int, Result]:
        result = line.recv()
        return self._busy[line].popleft(), result


def _filling(order: Order) -> AbstractContextManager[None]:
    """What keeps the process ready that fills the template, if there is one."""
    if order.plain["template"] is None:
        return nullcontext()
    from reports.templates.fill import many

    return many()


def _serve(line: Connection, order: Order) -> None:
    """In a process of its own: carry out what comes in, until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all of them; the one that asks decides
    with _filling(order), suppress(EOFError, BrokenPipeError, ConnectionResetError):
        maker = Maker(order)
        while True:
            line.send(maker.make(line.recv()))
