"""The steps that the board offers: which are possible, the fields that each needs, and what becomes of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checklists.errors import AudittyError
from store.attached import Attached
from store.errors import Conflict
from store.rectifying.board import Row
from store.rectifying.life import VERBS, possible, proof
from store.rectifying.many import ready
from store.rectifying.model import Rectification, Step
from store.texts import TEXT_LIMIT
from tui.i18n import _, joined, labelled, ngettext, translate
from tui.rectifying_words import FIELDS, refusal_text, state_text, step_line, verb_text
from tui.screens.file_picker import Picker
from tui.screens.files import Files, first_folders
from tui.screens.sheet_entry import LAST_FOLDER
from tui.screens.step_menu import StepMenu
from tui.screens.who import take_who, who_fields
from tui.widgets.form import Field, Form

if TYPE_CHECKING:
    from tui.screens.board import BoardScreen

Use = Callable[[Mapping[str, str]], Awaitable[None]]


class StepForms:
    """Offers the steps for the rows that a person acts on, asks what the chosen one needs, and hands it over."""

    def __init__(self, screen: BoardScreen) -> None:
        self._screen = screen
        self._rows: Sequence[Row] = ()
        self._one: Rectification | None = None
        self._use: Use | None = None
        self._files = Files([])

    @property
    def busy(self) -> bool:
        """Whether the steps or a form of one are on the screen."""
        return self._use is not None or any(menu.display for menu in self._screen.query(StepMenu))

    @property
    def _form(self) -> Form:
        return self._screen.form

    async def offer(self, rows: Sequence[Row], one: Rectification | None) -> None:
        """The steps that the rows are ready for; `one` is the rectification itself where there is only one row."""
        closing = self._screen.session.workspace.settings.closing
        self._rows, self._one = rows, one
        found = dict.fromkeys(possible(one, closing), 1) if one else ready(rows, closing)
        if not found:
            self._screen.say(_("No step is possible now."))
            return
        body = self._screen.query_one("#body")
        if not self._screen.query(StepMenu):
            await body.mount(StepMenu())
        every = len(rows)
        remark = _("for {count} of {all}")
        steps = [
            (verb, verb_text(verb), remark.format(count=count, all=every) if count < every else "")
            for verb, count in found.items()
        ]
        self._screen.query_one(StepMenu).open(steps, self._about(_("Which step?")), self._screen.pane)

    def _about(self, what: str) -> str:
        if self._one is not None:
            return labelled(self._one.id, what)
        count = len(self._rows)
        return ngettext("{count} chosen: {what}", "{count} chosen: {what}", count).format(count=count, what=what)

    async def picked(self, verb: str) -> None:
        """Ask for what the step needs."""
        if not verb:
            return
        files = self._files = Files([])

        async def use(values: Mapping[str, str]) -> None:
            await self._take(verb, values, files)

        own = self._screen.session.workspace.phrases.all().values()
        phrases = [phrase.text for phrase in own if phrase.fits("note", "")]
        fields = [*who_fields(self._screen.session), *_fields(verb, self._one, phrases), files.field()]
        if self._one is not None:
            self._screen.drafting.begin(f"board {self._one.id} {verb}", "")
        await self._open(fields, self._about(verb_text(verb)), use, _said(verb, self._one))

    async def _open(self, fields: Sequence[Field], title: str, use: Use, text: Sequence[str] = ()) -> None:
        self._use = use
        await self._screen.ask(fields, title, text=text)

    async def _take(self, verb: str, values: Mapping[str, str], files: Files) -> None:
        screen = self._screen
        take_who(screen.session, values)
        try:
            new = files.taken_in(screen.session.workspace, values)
        except AudittyError as error:
            self._form.set_error("files", translate(error))
            return
        given = {name: values[name] for name in (*FIELDS, "by", "date") if name in values}
        step = Step.from_value({"verb": verb, **given})
        if self._one is None:
            self.left()
            self._form.close()
            screen.take_many(self._rows, step, new)
        else:
            await self._take_one(self._one.id, step, new, screen.seen.get(self._one.id))

    async def _take_one(self, id: str, step: Step, files: Sequence[Attached], base: str | None) -> None:
        try:
            taken, _event = self._screen.desk.take(id, step, base, files)
        except Conflict as conflict:
            await self._ask_which(conflict, id, step, files)
        except AudittyError as error:
            fields = list(self._form.values())
            self._form.set_error("note" if "note" in fields else fields[0], refusal_text(error))
        else:
            self.left()
            self._form.close()
            await self._screen.taken(id, _("{id}: {state}").format(id=id, state=state_text(taken.state)))

    async def _ask_which(self, conflict: Conflict, id: str, step: Step, files: Sequence[Attached]) -> None:
        """Somebody took a step meanwhile: it stands in the form, the person chooses."""

        async def use(values: Mapping[str, str]) -> None:
            if values["which"] == "mine":
                await self._take_one(id, step, files, conflict.head)
                return
            self.left()
            self._form.close()
            await self._screen.taken(id, "")

        theirs = Rectification.from_value(conflict.theirs)
        zone = self._screen.session.workspace.settings.zone
        last = step_line(theirs.steps[-1], zone) if theirs.steps else ""
        text = [
            _("now: {value}").format(value=joined((state_text(theirs.state), theirs.due, last))),
            _("yours, not taken: {value}").format(value=verb_text(step.verb)),
        ]
        choices = [("theirs", _("leave it")), ("mine", _("take mine after it"))]
        title = _("{who} took a step meanwhile").format(who=conflict.params["who"])
        await self._open([Field("which", _("Which?"), "theirs", "choice", choices)], title, use, text)

    async def saved(self, values: Mapping[str, str]) -> None:
        """Carry out the open form."""
        if self._use is not None:
            await self._use(values)

    def left(self) -> None:
        """The form is not needed any more."""
        self._use = None

    async def choose_files(self) -> None:
        """A list of files in the place of the open form."""
        session = self._screen.session
        if not self._screen.query(Picker):
            picker = Picker(session.workspace.disk.entries, session.workspace.evidence.limit)
            await self._screen.query_one("#body").mount(picker)
        self._screen.query_one(Picker).open(self._files, first_folders(session.places.get(LAST_FOLDER)), self._form)

    def files_chosen(self, folder: Path) -> None:
        """The list of files was left."""
        self._screen.session.places.put(LAST_FOLDER, str(folder))
        if self._use is not None:
            self._form.set_hint("files", self._files.hint())


def _fields(verb: str, one: Rectification | None, phrases: Sequence[str]) -> list[Field]:
    """What a person gives with a step, besides files; `phrases` are offered in its texts."""
    needs, takes = VERBS[verb].needs, VERBS[verb].takes
    asked = one.asked if one and verb == "grant" else ""
    fields = [
        Field(name, _(FIELDS[name]), required=name in needs, max_length=TEXT_LIMIT, phrases=phrases, lines=1)
        for name in ("measure", "progress")
        if name in takes
    ]
    note = _(FIELDS["note"])
    fields.append(Field("note", note, required="note" in needs, max_length=TEXT_LIMIT, phrases=phrases, lines=1))
    if "due" in takes:
        placeholder = asked or (_("as it is") if verb == "return" else "")
        fields.append(Field("due", _(FIELDS["due"]), "", "date", placeholder=placeholder, required="due" in needs))
    if "lead" in takes:
        lead, responsible = (one.lead, one.responsible) if one else ("", "")
        fields.append(Field("lead", _(FIELDS["lead"]), placeholder=lead))
        fields.append(Field("responsible", _(FIELDS["responsible"]), placeholder=responsible, beside=True))
    fields.append(Field("by", _("For"), placeholder=_("nobody else")))
    fields.append(Field("date", _("Date"), "", "date", placeholder=_("today"), beside=True))
    return fields


def _said(verb: str, one: Rectification | None) -> list[str]:
    """What is there already for a step that needs evidence."""
    if "proof" not in VERBS[verb].needs or one is None:
        return []
    count = len(proof(one))
    there = ngettext("{count} file since the unit's answer.", "{count} files since the unit's answer.", count)
    return [there.format(count=count) if count else _("Evidence is needed, and there is none yet: F3 chooses files.")]
