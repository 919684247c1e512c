"""Marking one item of many units at once: what is asked before, and the marks themselves, in a thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from threading import Event as Stop
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from checklists.verdicts import Verdict
from store.across.item import Standing
from store.across.marking import Outcome, mark_each, undo_each
from store.given import FINDING_FIELDS, Input
from store.journal import Event
from tui.finding_start import new_finding
from tui.i18n import _, current_language
from tui.screens import sheet_forms as forms
from tui.screens.item_view import consequences, question
from tui.screens.reading import patient
from tui.screens.who import take_who, who_fields
from tui.widgets.form import Field

if TYPE_CHECKING:
    from tui.screens.item import ItemScreen


class ManyMarks:
    """Asks for what a verdict needs, marks the units one after the other, and takes the marks back if asked to."""

    def __init__(self, screen: ItemScreen) -> None:
        self._screen = screen
        self._use: Callable[[Mapping[str, str]], Awaitable[None]] | None = None
        self._stop: Stop | None = None
        self._just: dict[str, Event] = {}

    @property
    def busy(self) -> bool:
        """Whether a form is open, or marks are being made."""
        return self._use is not None or self._stop is not None

    async def ask(self, verdict: Verdict, units: Sequence[Standing]) -> None:
        """What the verdict needs, and whether it is meant; then mark the units."""
        screen = self._screen
        fields: list[Field] = [*who_fields(screen.session)]
        if verdict == "fail":
            sheet, line = screen.sheet_of(units[0].unit.code)
            lang = current_language()
            start = new_finding(screen.session.workspace, sheet, line, lang)
            fields += forms.finding_fields(sheet, line, start, lang, True)
        elif verdict == "na":
            fields.append(Field("note", _("Why not applicable"), required=True, max_length=4000))
        else:
            choices = [("no", _("no, not yet")), ("yes", _("yes, mark them"))]
            fields.append(Field("sure", _("Mark them?"), "yes", "choice", choices))

        async def use(values: Mapping[str, str]) -> None:
            self.left()
            screen.form.close()
            take_who(screen.session, values)
            if values.get("sure") != "no":
                self._mark(verdict, units, _given(values))

        self._use = use
        await screen.ask(fields, question(verdict, units), enter=_("Enter marks"), text=[consequences(verdict, units)])

    async def saved(self, values: Mapping[str, str]) -> None:
        """Carry out the open form."""
        if self._use is not None:
            await self._use(values)

    def left(self) -> None:
        """The form is not needed any more."""
        self._use = None

    def stop(self) -> bool:
        """Mark no more units than those that are marked already; says whether any were being marked."""
        if self._stop is None:
            return False
        self._stop.set()
        return True

    def _mark(self, verdict: Verdict, units: Sequence[Standing], given: Input) -> None:
        seen = {each.unit.code: each.event for each in units}

        def outcomes() -> Iterable[Outcome]:
            workspace = self._screen.session.workspace
            round_ = workspace.round(self._screen.round_id)  # its own: it is another thread
            return mark_each(workspace, round_, self._screen.ref, seen, verdict, given)

        self._work(outcomes, len(seen), _("Marking (Esc stops)"))

    def undo(self) -> bool:
        """Take back the marks that were made last; says whether there are any."""
        just, self._just = self._just, {}

        def outcomes() -> Iterable[Outcome]:
            workspace = self._screen.session.workspace
            return undo_each(workspace, workspace.round(self._screen.round_id), just)

        if just:
            self._work(outcomes, len(just), _("Taking back (Esc stops)"), undoing=True)
        return bool(just)

    def _work(self, outcomes: Callable[[], Iterable[Outcome]], of: int, label: str, undoing: bool = False) -> None:
        screen, stop = self._screen, Stop()
        self._stop = stop
        tell = patient(lambda text: screen.from_thread(screen.say, text))

        def work() -> None:
            found: list[Outcome] = []
            worker = get_current_worker()
            for outcome in outcomes():
                found.append(outcome)
                tell(label, len(found), of)
                if stop.is_set() or worker.is_cancelled:
                    break
            screen.from_thread(ended, found)

        def ended(found: list[Outcome]) -> None:
            self._stop = None
            if not undoing:
                self._just = {each.unit: each.event for each in found if each.event is not None}
            screen.worked(found, of - len(found), undoing)

        screen.run_worker(work, thread=True, group="mark")


def _given(values: Mapping[str, str]) -> Input:
    finding = {name: values[name].strip() for name in FINDING_FIELDS if values.get(name, "").strip()}
    return Input(note=values.get("note"), finding=finding or None)
