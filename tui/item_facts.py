"""What there is to say about one item of a sheet, as labelled texts: for the pane of the screen and for plain lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checklists.criteria import Proposal, days_named, judge
from checklists.errors import AudittyError
from checklists.gradings import find_grade
from checklists.model import Recurrence, RiskPoint, Text
from reports.build import Found, item_text, problem_of
from store.sheet import Sheet, SheetLine
from store.workspace import Workspace
from tui.i18n import N_, OUTCOMES, _, bracketed
from tui.wordings import files_line

_EVERY = {
    "day": N_("every day"),
    "week": N_("every week"),
    "month": N_("every month"),
    "quarter": N_("every quarter"),
    "half-year": N_("every half-year"),
    "year": N_("every year"),
}


@dataclass(frozen=True)
class Fact:
    """A text under its label. `tone` says how grave it is; `text` may have line breaks."""

    label: str
    text: str
    tone: Literal["", "warning", "wrong"] = ""


@dataclass
class ItemFacts:
    """Speaks about the items of one sheet in one language."""

    workspace: Workspace
    sheet: Sheet
    lang: str

    def question(self, line: SheetLine) -> str:
        """What is asked."""
        return self.text(line, line.item.text)

    def recorded(self, line: SheetLine) -> list[Fact]:
        """What was recorded, the verdict aside."""
        mark = self.sheet.mark(line.ref)
        if mark is None:
            return []
        facts = [Fact(_("Outcome"), _(OUTCOMES[mark.result]))] if self.sheet.info.parent else []
        if mark.found:
            proposal = self.proposal(line, mark.found)
            says = f"    {_('proposed')}: {_proposed(proposal)}" if proposal else ""
            facts.append(Fact(_("Found"), mark.found + says))
        if mark.verdict == "fail":
            for number, finding in enumerate(mark.findings, 1):
                facts += self.finding((line, mark, finding), str(number) if len(mark.findings) > 1 else "")
        return _said([*facts, Fact(_("Note"), mark.note), self._files(mark.evidence)])

    def finding(self, found: Found, number: str = "") -> list[Fact]:
        """What is wrong and what is to be done; `number` where there are several."""
        line, _mark, finding = found
        grade = find_grade(line.checklist if line else self.sheet.checklists[0], finding.grade)
        more = [
            bracketed(finding.place),
            f"  {grade.title.get(self.lang)}" if grade else "",
            f"  {_('due')} {finding.due}" if finding.due else "",
        ]
        text = problem_of(self.sheet, found, self.lang) + "".join(more)
        facts = [Fact(f"{_('Finding')}{number}", text, "wrong"), Fact(_("To do"), finding.requirement)]
        return _said([*facts, self._files(finding.evidence)])

    def about(self, line: SheetLine) -> list[Fact]:
        """How to check it, what proves it, who answers, when it is due, and on what it rests."""
        item = line.item
        return _said(
            [
                Fact(_("How"), self.text(line, item.how)),
                Fact(_("Evidence"), self.text(line, item.evidence)),
                Fact(_("Answers"), self._answers(line)),
                Fact(_("When"), self._due(line)),
                Fact(_("Basis"), self.text(line, item.basis)),
            ]
        )

    def veto(self, line: SheetLine) -> list[Fact]:
        """That one failure decides, where it does."""
        return [Fact(_("Veto"), _("one failure here fails the unit"), "warning")] if line.item.veto else []

    def proposal(self, line: SheetLine, found: str) -> Proposal | None:
        """What the criterion says to `found`; None if it has nothing to say, or cannot read it."""
        start, end = self.sheet.info.period(self.workspace.today)
        try:
            return judge(line.item, found, start, end)
        except AudittyError:
            return None

    def text(self, line: SheetLine, text: Text | None) -> str:
        """A text of the item with the round's names in its blanks."""
        return item_text(self.sheet, line, text, self.lang)

    def _files(self, evidence: tuple[str, ...]) -> Fact:
        return Fact(_("Files"), files_line(self.sheet.files(evidence)) if evidence else "")

    def _answers(self, line: SheetLine) -> str:
        names = [self.text(line, line.item.role)]
        if isinstance(line.section, RiskPoint):
            names += [self.text(line, line.section.lead), self.text(line, line.section.responsible)]
        return " / ".join(name for name in names if name)

    def _due(self, line: SheetLine) -> str:
        if line.item.recurrence is None:
            return ""
        start, end = self.sheet.info.period(self.workspace.today)
        from checklists.recurrence import occurrences

        due = (occurrence.due for occurrence in occurrences(line.item.recurrence, start, end))
        return f"{_every(line.item.recurrence)}  {days_named(due, end.year if start.year == end.year else 0)}"


def _said(facts: list[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.text.strip()]


def _proposed(proposal: Proposal) -> str:
    verdict = {"pass": _("Pass"), "fail": _("Fail")}[proposal.verdict]
    return f"{verdict} ({_(proposal.message).format(**proposal.params)})"


def _every(recurrence: Recurrence) -> str:
    return _(_EVERY[recurrence.every]) if recurrence.every in _EVERY else recurrence.every
