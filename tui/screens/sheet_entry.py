"""What is typed on a sheet: one form at a time, in the place of the item's text, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checklists.verdicts import Verdict
from store.given import Input, with_more
from store.model import Finding
from store.sheet import SheetLine
from tui.finding_start import due_day, new_finding, with_time
from tui.i18n import _, current_language
from tui.screens import sheet_forms as forms
from tui.screens.file_picker import Picker
from tui.screens.files import Files, first_folders
from tui.screens.sheet_questions import Questions
from tui.visit_head import filled_visit
from tui.widgets.form import Field

if TYPE_CHECKING:
    from tui.screens.phrasing import Phrasing
    from tui.screens.sheet import SheetScreen


def _copy() -> tuple[str, str]:
    return "F5", _("copy")


LAST_FOLDER = "files"
"""The place under which the folder that files were last chosen from is remembered."""


class Entry(Questions):
    """Opens the forms of a sheet's screen and carries out what was typed."""

    def __init__(self, screen: SheetScreen) -> None:
        super().__init__(screen)
        self._proposed_due = ""
        self._line: SheetLine | None = None
        self._files = Files([])
        self._about = ""

    def changed(self, values: Mapping[str, str]) -> None:
        """Another grade has another due date, unless the person set one."""
        line = self._line
        if line is None or "grade" not in values or values.get("due") != self._proposed_due:
            return
        due = due_day(self._screen.session.workspace, line.checklist, values["grade"])
        if due != self._proposed_due:
            self._proposed_due = due
            self._form.set_value("due", due)

    def _what(self, kind: str, *about: object) -> str:
        """The name under which a draft of a form of this sheet is kept."""
        sheet = self._screen.sheet
        return " ".join(["sheet", sheet.info.id, sheet.unit.code, kind, *map(str, about)])

    def remind(self) -> None:
        """Say where something was typed on this sheet and not saved."""
        screen = self._screen
        drafts = screen.drafting.unsaved(self._what(""))
        if drafts:
            numbers = {line.ref: line.number for line in screen.sheet.lines}
            ref = drafts[0].what.split()[4:5]
            item = _("item {number}").format(number=numbers[ref[0]]) if ref and ref[0] in numbers else ""
            about = item or _("this sheet")
            screen.say(_("Typed and not saved: {about}. Its form has it again.").format(about=about))

    # Findings

    async def finding(self, line: SheetLine, index: int, outcome: str = "") -> None:
        """The item's finding number `index`; one behind the last is a new one.

        In a follow-up what was carried over is there already, and `outcome`, else the one recorded, is proposed.
        """
        if await self.asks_who(lambda: self.finding(line, index, outcome)):
            return
        screen, lang = self._screen, current_language()
        mark = screen.sheet.mark(line.ref)
        failed = mark if mark and mark.verdict == "fail" else None
        findings = failed.findings if failed else screen.sheet.carried(line.ref)
        base = screen.drafting.begin(self._what("finding", line.ref, index), screen.seen(line.ref))
        start = (
            findings[index]
            if index < len(findings)
            else new_finding(screen.session.workspace, screen.sheet, line, lang)
        )
        if failed is None:
            start = with_time(screen.session.workspace, line.checklist, start)
        self._line, self._proposed_due = line, start.due
        files = self._files = Files(screen.sheet.files(start.evidence))
        title = _("Item {number}: finding {index} of {count}").format(
            number=line.number, index=index + 1, count=max(len(findings), index + 1)
        )

        async def use(values: Mapping[str, str], more: bool) -> None:
            filled = forms.filled_finding(start, values)
            # An emptied problem takes the finding away, unless it is the only one.
            before, after = findings[:index], findings[index + 1 :]
            if not (filled.problem or before or after):
                self._form.set_error("problem", _("This must not be empty."))
                return

            def write(head: str) -> None:
                new = files.taken_in(screen.session.workspace, values)
                named = replace(filled, evidence=with_more(files.kept, new))
                kept = (*before, *((named,) if named.problem else ()), *after)
                screen.sheet.set_findings(line.ref, kept, base=head, files=new, outcome=values.get("outcome"))
                self.close()
                screen.recorded(line.ref, advance=not more)

            if await screen.record(lambda: write(base), write) and more:
                await self.finding(line, index + 1 if filled.problem else index)

        required = len(findings) <= 1 and index == 0
        fields = forms.finding_fields(screen.sheet, line, start, lang, required)
        if screen.follows_up:
            fields.append(forms.outcome_field(outcome or (failed.result if failed else "not")))
        fields.append(files.field())
        await self.open(fields, title, use, more=_("next finding"), foot=[_copy()])
        self._offer(line.ref, fields)

    async def other(self, finding: Finding | None = None) -> None:
        """A finding outside the list, new or there already."""
        if await self.asks_who(lambda: self.other(finding)):
            return
        screen, start = self._screen, finding or Finding()
        base = screen.drafting.begin(self._what("other", start.id), screen.sheet.record.base("others", start.id))
        self._line = None
        files = self._files = Files(screen.sheet.files(start.evidence))

        async def use(values: Mapping[str, str], more: bool) -> None:
            filled = forms.filled_finding(start, values)

            def write(head: str) -> None:
                new = files.taken_in(screen.session.workspace, values)
                screen.sheet.set_other(replace(filled, evidence=with_more(files.kept, new)), base=head, files=new)
                self.close()
                screen.redraw()
                screen.saved()

            if await screen.record(lambda: write(base), write) and more:
                await self.other()

        fields = forms.finding_fields(screen.sheet, None, start, current_language(), True)
        fields.append(files.field())
        await self.open(fields, _("Finding outside the list"), use, more=_("one more"), foot=[_copy()])
        self._offer("", fields)

    # What was written before

    @property
    def _phrasing(self) -> Phrasing:
        from tui.screens.phrasing import Phrasing  # what it needs to read takes longer than a first screen may

        return Phrasing(self._screen)

    def _offer(self, ref: str, fields: Sequence[Field]) -> None:
        """Offer phrases in the form just opened."""
        self._about = ref
        self._phrasing.offer(ref, {field.name: field.phrases for field in fields})

    async def copy(self) -> None:
        """A list of findings of others in the place of the open form, if that is one of a finding."""
        if self.busy and "problem" in self._form.values():
            await self._phrasing.copy(self._about)

    # Files

    async def choose_files(self) -> None:
        """A list of files in the place of the open form."""
        session, body = self._screen.session, self._screen.query_one("#body")
        if not self._screen.query(Picker):
            await body.mount(Picker(session.workspace.disk.entries, session.workspace.evidence.limit))
        self._screen.query_one(Picker).open(self._files, first_folders(session.places.get(LAST_FOLDER)), self._form)

    def files_chosen(self, folder: Path) -> None:
        """The list of files was left."""
        self._screen.session.places.put(LAST_FOLDER, str(folder))
        if self.busy:
            self._form.set_hint("files", self._files.hint())

    # Notes and the visit

    async def note(self, line: SheetLine, verdict: Verdict | None = None) -> None:
        """A note and what was found; with a `verdict` that demands the note, both at once."""
        if await self.asks_who(lambda: self.note(line, verdict)):
            return
        screen = self._screen
        base = screen.drafting.begin(self._what(verdict or "note", line.ref), screen.seen(line.ref))
        mark = screen.sheet.mark(line.ref)
        files = self._files = Files(screen.sheet.files(mark.evidence if mark else ()))

        async def use(values: Mapping[str, str], more: bool) -> None:
            untouched = values == {field.name: field.value for field in fields} and not (files.gone or files.chosen)
            if verdict is None and untouched:
                self.close()  # looked at and left as it was: nothing to record
                screen.keys()
                return

            def write(head: str) -> None:
                new, gone = files.taken_in(screen.session.workspace, values), tuple(files.gone)
                if verdict is None:
                    found = values.get("found")
                    screen.sheet.set_note(line.ref, values["note"].strip(), found, base=head, files=new, drop=gone)
                else:
                    given = Input(note=values["note"].strip(), found=values.get("found"), evidence=new, drop=gone)
                    screen.sheet.set_mark(line.ref, verdict, given, base=head)
                self.close()
                screen.recorded(line.ref, advance=verdict is not None)

            await screen.record(lambda: write(base), write)

        title = _("Item {number}: note").format(number=line.number)
        if verdict == "na":
            title = _("Item {number}: why does it not apply?").format(number=line.number)
        fields = forms.note_fields(screen.sheet, line, files.field())
        if verdict is not None:
            fields = [replace(field, required=field.name == "note") for field in fields if field.name != "found"]
        text = forms.due_text(screen.session.workspace, screen.sheet, line) if verdict is None else ()
        await self.open(fields, title, use, text=text)
        self._offer(line.ref, fields)

    async def visit(self) -> None:
        """The sheet's head."""
        if await self.asks_who(self.visit, to_read=True):
            return
        screen = self._screen
        workspace = screen.session.workspace
        base = screen.drafting.begin(self._what("visit"), screen.sheet.record.base("visit", "visit"))

        async def use(values: Mapping[str, str], more: bool) -> None:
            def write(head: str) -> None:
                screen.sheet.set_visit(filled_visit(workspace, screen.sheet.visit, values), base=head)
                self.close()
                screen.saved()

            await screen.record(lambda: write(base), write)

        await self.open(forms.visit_fields(workspace, screen.sheet), _("The visit"), use)
