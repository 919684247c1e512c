"""What a sheet's forms offer of what was written before: read in a thread, there when it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.worker import get_current_worker

from checklists.errors import AudittyError
from store.phrasing.own import FIELDS
from store.phrasing.reading import Before
from store.phrasing.written import Again, Written, findings, offered
from store.rounds import Round
from tui.i18n import _
from tui.screens.reading import Left
from tui.widgets.chooser import Entry
from tui.widgets.look import DIM, PLAIN

if TYPE_CHECKING:
    from tui.screens.sheet import SheetScreen

Made = TypeVar("Made")
Rounds = list[tuple[Round, list[Written]]]

_COPIED = ("problem", "requirement", "grade")


class Phrasing:
    """For one sheet's screen: the phrases of its forms' fields, and the findings that can be copied."""

    def __init__(self, screen: SheetScreen) -> None:
        self._screen = screen
        session = screen.session
        if session.before is None:
            session.before = Before(session.workspace)
        self._before = session.before

    def _read(self, group: str, make: Callable[[Rounds], Made], have: Callable[[Made], object]) -> None:
        """Call `have` on the screen with what `make` says of what was read: after this round, then after all."""
        screen, round_id = self._screen, self._screen.sheet.info.id

        def work() -> None:
            worker = get_current_worker()

            def still_wanted(*_progress: int) -> None:
                if worker.is_cancelled:
                    raise Left

            def tell(read: Rounds) -> None:
                made = make(read)
                screen.from_thread(lambda: None if worker.is_cancelled else have(made))

            read: Rounds = []
            try:
                for found in self._before.of(round_id, still_wanted):
                    read.append(found)
                    if len(read) == 1:
                        tell(read)
                    still_wanted()
                if len(read) > 1:
                    tell(read)
            except (Left, AudittyError):
                return  # it was only an offer

        screen.run_worker(work, thread=True, exclusive=True, group=group)

    # Phrases

    def offer(self, ref: str, given: Mapping[str, Sequence[str]]) -> None:
        """Offer phrases in the open form, which is of the item `ref`; `given` are the checklist's, by field."""
        form = self._screen.form
        own = list(self._screen.session.workspace.phrases.all().values())
        names = [name for name in FIELDS if name in form.values()]
        opened = form.title

        def made(read: Rounds) -> dict[str, list[str]]:
            written = [each for _round, found in read for each in found if each.ref == ref]
            return {name: offered(name, ref, own, given.get(name, ()), written) for name in names}

        def have(phrases: Mapping[str, Sequence[str]]) -> None:
            if form.is_open and form.title == opened:
                for name, texts in phrases.items():
                    form.set_phrases(name, texts)

        have(made([]))
        self._read("phrases", made, have)

    # Findings

    async def copy(self, ref: str) -> None:
        """A list of findings of other units and rounds in the place of the form, those of the item `ref` first."""
        form, sheet = self._screen.form, self._screen.sheet
        found: dict[str, Again] = {}
        chooser = await form.chooser()

        def take(id: str) -> None:
            form.fill({name: getattr(found[id], name) for name in _COPIED})

        def made(read: Rounds) -> tuple[dict[str, Again], list[Entry]]:
            here = read[0][1] if read else []
            own = {(each.ref, each.problem) for each in here if each.unit == sheet.unit.code}
            numbers = {line.ref: line.number for line in sheet.all_lines}
            found: dict[str, Again] = {}
            entries = []
            for round_, again in _ordered(read, ref):
                id = f"{again.ref}\n{again.problem}\n{again.requirement}\n{again.grade}"
                if id not in found and not (again.times == 1 and (again.ref, again.problem) in own):
                    found[id] = again
                    entries.append(
                        _entry(id, round_, again, "" if again.ref == ref else str(numbers.get(again.ref, "-")))
                    )
            return found, entries

        def have(made: tuple[dict[str, Again], list[Entry]]) -> None:
            if chooser.is_open:
                found.update(made[0])
                chooser.fill(made[1], _("No finding was written before."))

        chooser.open(_("Findings of others"), "f5", form, take)
        self._read("findings", made, have)


def _ordered(read: Rounds, ref: str) -> Iterable[tuple[Round, Again]]:
    """The findings of the item in each round, then all others of the first one."""
    for round_, written in read:
        for again in findings(each for each in written if each.ref == ref):
            yield round_, again
    for round_, written in read[:1]:
        for again in findings(each for each in written if each.ref != ref):
            yield round_, again


def _entry(id: str, round_: Round, again: Again, number: str) -> Entry:
    unit = round_.everyone.get(again.unit)
    name = unit.name if unit else again.unit
    where = f"{name} x{again.times}" if again.times > 1 else name
    lead = _("item {number}").format(number=number) + "  " if number else ""
    text = f"{again.problem}  {again.requirement}".rstrip()
    words = f"{lead}{text} {name} {round_.info.name}"
    return Entry(id, words, [(f" {lead}", DIM), (text, PLAIN)], [(f" {where} ", DIM)])
