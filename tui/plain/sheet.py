"""One unit's sheet, item by item."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from checklists.errors import N_, AudittyError
from checklists.verdicts import Verdict
from store.attached import Attached
from store.errors import Refused
from store.given import Input
from store.judging import propose
from store.model import OUTCOMES
from store.places import Places
from store.sheet import MARKS, Sheet, SheetLine
from store.workspace import Workspace
from tui.i18n import OUTCOMES as OUTCOME_NAMES
from tui.i18n import VERDICTS, _, current_language, labelled
from tui.item_facts import Fact, ItemFacts
from tui.own_files import at_home
from tui.plain.dialogue import Dialogue, Left
from tui.plain.findings import ask_finding, ask_outside
from tui.plain.visit import ask_visit
from tui.wordings import items_of, subject

HELP = (
    N_("1  pass: the item is met"),
    N_("2  fail: the item is not met; says what is wrong"),
    N_("3  not applicable"),
    N_("0  take the mark away"),
    N_("4  note, and what was found"),
    N_("5  mark as the criterion proposes"),
    N_("6  in a follow-up: partly put right"),
    N_("7  the visit: when, where, who was there"),
    N_("8  a finding outside the list"),
    N_("9  a document about this unit"),
    N_("Enter  on to the next item, ] to the next one without a mark, [ back, g 12 to item 12"),
    N_("d  how to check, what proves it, on what it rests"),
    N_("l  the list of items and their marks"),
    N_("z  take back your own last change"),
    N_(".  leave the sheet"),
)


ALIASES = {"p": "1", "f": "2", "n": "3", "u": "0", "e": "4", "a": "5", "v": "7", "o": "8", "r": "9"}
"""Letters that stand for a digit."""

RECORDING = "01234568"
"""The answers that change the sheet."""


class Inspection:
    """Walks one sheet; every answer is on disk before the next question."""

    def __init__(self, workspace: Workspace, sheet: Sheet, dialogue: Dialogue, places: Places, who: str) -> None:
        self._workspace, self._sheet, self._dialogue, self._places, self._who = workspace, sheet, dialogue, places, who
        self._facts = ItemFacts(workspace, sheet, current_language())
        self._place = f"item:{sheet.info.id}:{sheet.unit.code}"
        self._at = 0
        self._base: str | None = None
        self._commands: dict[str, Callable[[SheetLine], None]] = {
            "1": lambda line: self._mark(line, "pass"),
            "2": self._fail,
            "3": lambda line: self._mark(line, "na"),
            "0": lambda line: self._mark(line, "none"),
            "4": self._note,
            "5": self._as_proposed,
            "6": self._partly,
            "7": lambda line: self._visit(),
            "8": lambda line: ask_outside(self._sheet, self._dialogue, self._files),
            "9": lambda line: self._document(),
            "]": lambda line: self._on(),
            "[": lambda line: self._step(-1),
            "": lambda line: self._step(1),
            "d": self._details,
            "l": lambda line: self._list(),
            "z": lambda line: self._undo(),
            "?": lambda line: self._help(),
        }

    def walk(self) -> None:
        """Ask about one item after the other until the person leaves."""
        self._dialogue.say(f"{self._sheet.info.name} / {self._sheet.unit.name}. {self._how_far()}")
        self._go_to(self._places.get(self._place) or self._sheet.next_unmarked() or "")
        tell = True
        while lines := self._lines(anew=tell):
            self._at = min(self._at, len(lines) - 1)
            line = lines[self._at]
            self._places.put(self._place, line.ref)
            if tell:
                self._tell(line, len(lines))
            self._base = self._sheet.record.base(MARKS, line.ref)  # what was read out is what is answered
            try:
                answer = self._dialogue.command(_("1 pass, 2 fail, 3 not applicable, ? more"))
            except Left:
                return
            tell = self._carry_out(line, answer)
        self._dialogue.say(_("This unit is asked nothing in this round."))

    def _lines(self, anew: bool) -> tuple[SheetLine, ...]:
        """The items; `anew` takes in first what others recorded."""
        if anew:
            self._sheet.record.refresh()
        return self._sheet.lines

    def _carry_out(self, line: SheetLine, answer: str) -> bool:
        """Do what was answered; whether the item is to be read out again."""
        word, _space, more = answer.lower().partition(" ")
        if word == "g" and more.isdecimal() and 0 < int(more[:6]) <= len(self._sheet.lines):
            self._at = int(more[:6]) - 1
            return True
        word = ALIASES.get(word, word)
        if word not in self._commands or more:
            self._dialogue.say(_("Not understood; ? says what can be answered."))
            return False
        try:
            if word and word in RECORDING:
                self._sheet.record.check()
            self._commands[word](line)
        except Left:
            self._dialogue.say(_("Left; nothing was recorded."))
            return True
        except AudittyError as error:
            self._dialogue.complain(error)
            return True
        return word not in ("?", "l", "d")

    # Saying

    def _tell(self, line: SheetLine, count: int) -> None:
        verdict = _(VERDICTS[self._sheet.verdict(line.ref)])
        where = _("Item {number} of {count}, {verdict}").format(number=self._at + 1, count=count, verdict=verdict)
        self._dialogue.say(f"{where}. {self._facts.question(line)}")
        self._read([*self._facts.recorded(line), *self._facts.veto(line)])
        for finding in self._sheet.carried(line.ref):
            self._read([replace(fact, label=_("Before")) for fact in self._facts.finding((line, None, finding))[:1]])

    def _read(self, facts: list[Fact]) -> None:
        for fact in facts:
            self._dialogue.say(labelled(fact.label, fact.text))

    def _details(self, line: SheetLine) -> None:
        facts = self._facts.about(line)
        self._read(facts)
        if not facts:
            self._dialogue.say(_("The checklist says nothing more of this item."))

    def _help(self) -> None:
        for text in HELP:
            self._dialogue.say(_(text))

    def _list(self) -> None:
        for number, line in enumerate(self._sheet.lines, 1):
            verdict = _(VERDICTS[self._sheet.verdict(line.ref)])
            self._dialogue.say(f"{number}  {verdict}  {self._facts.question(line)}")
        for finding in self._sheet.others.values():
            self._read(self._facts.finding((None, None, finding)))

    def _how_far(self) -> str:
        counts = self._sheet.counts
        return _("{passed} pass, {failed} fail, {na} not applicable, {none} open").format(
            passed=counts["pass"], failed=counts["fail"], na=counts["na"], none=counts["none"]
        )

    def _saved(self, line: SheetLine) -> None:
        self._dialogue.say(_("Saved. {how_far}").format(how_far=self._how_far()))
        if self._sheet.verdict(line.ref) != "none":
            self._on()

    # Going

    def _go_to(self, ref: str) -> None:
        self._at = next((number for number, line in enumerate(self._sheet.lines) if line.ref == ref), 0)

    def _step(self, by: int) -> None:
        self._at = (self._at + by) % len(self._sheet.lines)

    def _on(self) -> None:
        """To the next item without a mark, from the top again; says so when there is none."""
        lines = self._sheet.lines
        order = [*range(self._at + 1, len(lines)), *range(min(self._at + 1, len(lines)))]
        following = next((number for number in order if self._sheet.verdict(lines[number].ref) == "none"), None)
        if following is None:
            self._dialogue.say(_("Every item has a mark."))
            self._step(1)
        else:
            self._at = following

    # Recording

    def _mark(self, line: SheetLine, verdict: Verdict, given: Input | None = None) -> None:
        before = self._sheet.mark(line.ref)
        try:
            self._dialogue.record(lambda base: self._sheet.set_mark(line.ref, verdict, given, base=base), self._base)
        except Refused as refused:  # the answer demands a note: ask for it at once
            if given is not None or verdict != "na":
                raise
            self._dialogue.complain(refused)
            self._mark(line, verdict, Input(note=self._dialogue.text(_("Note"))))
            return
        if lost := sum(bool(finding.problem) for finding in (before.findings if before else ())):
            self._dialogue.say(_("findings taken away: {count}").format(count=lost))
        self._saved(line)

    def _fail(self, line: SheetLine, outcome: str = "", found: str | None = None) -> None:
        mark = self._sheet.mark(line.ref)
        if self._sheet.info.parent and not outcome:
            options = [(each, _(OUTCOME_NAMES[each])) for each in OUTCOMES["fail"]]
            standing = mark.result if mark and mark.verdict == "fail" else options[0][0]
            outcome = self._dialogue.choose(_("Outcome"), options, standing)
        ask_finding(self._workspace, self._sheet, line, self._dialogue, self._files, (self._base, outcome or None))
        mark = self._sheet.mark(line.ref)
        if mark is not None and found not in (None, mark.found):
            self._sheet.set_note(line.ref, mark.note, found, base=self._sheet.record.base(MARKS, line.ref))
        self._saved(line)

    def _partly(self, line: SheetLine) -> None:
        if not self._sheet.info.parent:
            raise Refused(N_("only a follow-up has items that are partly put right"))
        self._fail(line, "partly")

    def _as_proposed(self, line: SheetLine) -> None:
        mark = self._sheet.mark(line.ref)
        found = self._dialogue.text(_("Found"), mark.found if mark else "")
        proposal = propose(self._workspace, self._sheet, line, found)
        self._dialogue.say(f"{_(VERDICTS[proposal.verdict])}: {_(proposal.message).format(**proposal.params)}")
        if proposal.verdict == "fail":
            self._fail(line, found=found)
        else:
            self._mark(line, proposal.verdict, Input(found=found))

    def _note(self, line: SheetLine) -> None:
        mark = self._sheet.mark(line.ref)
        note = self._dialogue.text(_("Note"), mark.note if mark else "")
        found = None
        if line.item.criterion is not None:
            found = self._dialogue.text(_("Found"), mark.found if mark else "")
        files = self._files()
        self._dialogue.record(
            lambda base: self._sheet.set_note(line.ref, note, found, base=base, files=files), self._base
        )
        self._saved(line)

    def _files(self) -> tuple[Attached, ...]:
        """The files that are to be attached, each by its path; an empty answer ends them."""
        files: list[Attached] = []
        while path := self._dialogue.text(_("File to attach, Enter for none")):
            try:
                files.append(self._workspace.evidence.take_in(at_home(path)))
            except AudittyError as error:
                self._dialogue.complain(error)
        return tuple(files)

    def _visit(self) -> None:
        ask_visit(self._workspace, self._sheet, self._dialogue)
        self._dialogue.say(_("Saved. {how_far}").format(how_far=self._how_far()))

    def _undo(self) -> None:
        event = self._sheet.undo()
        if event is None:
            self._dialogue.say(_("Nothing of yours to take back on this sheet."))
            return
        self._dialogue.say(_("Taken back: {what}").format(what=subject(event, items_of(self._sheet.checklists))))
        self._go_to(event.key)

    def _document(self) -> None:
        """Write a document with the command that does so, which says where it lies."""
        from reports.kinds import KINDS, file_name
        from tui.commands.parser import run
        from tui.document_words import kind_title

        kinds = [(name, kind_title(name)) for name, kind in KINDS.items() if kind.each_unit and kind.round == "needed"]
        name = self._dialogue.choose(_("Which document?"), kinds, "notice")
        file = file_name(name, self._sheet.info.id, self._sheet.unit.code)
        path = at_home(self._dialogue.text(_("Write it to"), file) or file)
        issue = []
        if KINDS[name].issue:
            ways = [("", _("a draft")), ("--issue", _("issue it: it gets its number, which cannot be taken back"))]
            issue = list(filter(None, [self._dialogue.choose(_("How?"), ways, "")]))
        about = ["-w", str(self._workspace.root), "--inspector", self._who, "--lang", current_language()]
        run(
            [*about, "report", name, self._sheet.info.id, f"--unit={self._sheet.unit.code}", f"--output={path}", *issue]
        )
