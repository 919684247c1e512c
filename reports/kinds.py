"""The kinds of documents: what each is about, which files it can be, and the functions that make it.

A new kind is an entry in `KINDS` and a module with its functions, which is loaded only when they are called; a numbered
one is among `NUMBERED` in store/settings.py too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from checklists.errors import N_, AudittyError
from checklists.grades import Text
from store.errors import Refused, StoreError
from store.progress import Progress

if TYPE_CHECKING:
    from reports.design import Design
    from store.documents import Amendment
    from store.layout import Layout
    from store.model import Issued
    from store.rounds import Round
    from store.sheet import Sheet
    from store.workspace import Workspace


MAX_TEMPLATE = 16 * 1024 * 1024
"""Bytes of a template."""


class Template(NamedTuple):
    """An office's own Word file to fill: its name for messages, and its bytes."""

    file: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a document is asked for: in which language, as which file, about what.

    `units` is the one unit of a document about one, else the units to keep to, none for all of them. `issue` says
    that it will be numbered, `number` is the number then. `as_of` is the day it is made for: of issue if it is
    numbered, and as of which it says what is late; None is today. `month` is the one that a document of a month is
    about, YYYY-MM, "" for the current one, `year` the one that a document of a year is about, 0 where nobody said.
    `amends` is an earlier document that it puts right or adds to. Where it is not `named`, units are spoken of without
    their names. `template` is filled where it is given.
    `progress(done, of)` is told now and then. `left_out` are the units that a document over many goes on without, each
    with why: a record of theirs cannot be read. `not_taken` says which steps it is and could not be taken.
    """

    workspace: Workspace
    lang: str
    format: str = "docx"
    round: Round | None = None
    units: tuple[str, ...] = ()
    issue: bool = False
    month: str = ""
    year: int = 0
    number: str = ""
    as_of: date | None = None
    amends: Amendment | None = None
    named: bool = True
    template: Template | None = None
    progress: Progress = field(default=lambda done, of: None)
    left_out: dict[str, StoreError] = field(default_factory=dict)
    not_taken: list[AudittyError] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day it is made for."""
        return self.as_of or self._today

    @property
    def _today(self) -> date:
        """The clock is asked here and nowhere else in this package."""
        return self.workspace.today

    @cached_property
    def sheet(self) -> Sheet:
        """The unit's sheet in the round, for a document about these two, as it was when it was first asked for."""
        assert self.round is not None
        return self.workspace.sheet(self.round, self.units[0])

    def check_now(self) -> None:
        """Refuse a day that is not today, for documents that say how things stand now.

        Raises:
            Refused: it is another day.
        """
        if self.day != self._today:
            raise Refused(N_("this document says how things stand today; leave out --date"))

    def leave_out(self, unit: str, error: StoreError) -> None:
        """Go on without a unit of which a record cannot be read; `reports.left_out` says so in the document.

        Raises:
            StoreError: the document is about this unit alone, or would be issued with figures that are not whole.
        """
        if self.issue or self.units == (unit,):
            raise error
        self.left_out.setdefault(unit, error)

    def about(self, unit: str) -> Asked:
        """The same, about one of the units."""
        return replace(self, units=(unit,))


_NO_SIGN = Text("", "")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of document. `title` says what it is, in English, to be translated.

    `each_unit`: a file for each unit that is asked for, else one file over all of them. `round`: whether it needs a
    round, or takes one if it is named. `formats` are endings of files, the usual one first. `sign` stands in numbers
    after the body's own prefix. `month`, `year`: whether it is about one. `unnamed`: whether it does without the names
    of units. The others name functions as "module:function", "" for none: `draft` from `Asked` to the bytes of a file;
    `issue` from the kind's name and `Asked` to the numbered and stored document; `worth` from `Asked` to whether there
    is anything to say; `findings` to the ids of the findings it is about; `steps` takes, of `Asked` and the registered
    document, the steps that it is. `template` names the design of what is filled into an office's own template.
    """

    title: str
    each_unit: bool
    round: Literal["needed", "optional"] = "needed"
    formats: tuple[str, ...] = ("docx",)
    unnamed: bool = False
    draft: str
    template: str
    issue: str = ""
    sign: Text = _NO_SIGN
    findings: str = ""
    worth: str = ""
    steps: str = ""
    month: bool = False
    year: bool = False

    def make(self, asked: Asked) -> bytes:
        """The file, a draft where the kind is numbered."""
        data: bytes = _named(self.draft)(asked)
        return data

    def number(self, asked: Asked) -> Issued:
        """Number, store and register the document, and take the steps that it is. Only for kinds with `issue`."""
        issued = self.register(asked)
        self.take_steps(asked, issued)
        return issued

    def register(self, asked: Asked) -> Issued:
        """Number, store and register the document, and no more."""
        name = next(name for name, kind in KINDS.items() if kind is self)
        issued: Issued = _named(self.issue)(name, asked)
        return issued

    def take_steps(self, asked: Asked, issued: Issued) -> None:
        """Take the steps that a registered document is; those that cannot be taken are `asked.not_taken`."""
        if self.steps:
            _named(self.steps)(asked, issued)

    def findings_of(self, asked: Asked) -> list[str]:
        """The ids of the findings that the document is about."""
        return list(_named(self.findings)(asked)) if self.findings else []

    def default_template(self, lang: str, layout: Layout | None = None) -> bytes:
        """The Word file with every field in its place."""
        data: bytes = self.design.default(lang, layout)
        return data

    @property
    def design(self) -> Design:
        """The fields, and how they are laid out."""
        design: Design = _named(self.template)
        return design

    def is_worth(self, asked: Asked) -> bool:
        """Whether there is anything to say."""
        return not self.worth or bool(_named(self.worth)(asked))


_NUMBERED = "reports.numbering:issued"

KINDS = {
    "notice": Kind(
        title=N_("the rectification notice"),
        each_unit=True,
        draft="reports.issue:drafted",
        issue="reports.issue:issued",
        findings="reports.issue:named",
        worth="reports.issue:has_findings",
        steps="reports.issue:take_steps",
        template="reports.notice:DESIGN",
    ),
    "inspection": Kind(
        title=N_("the on-site inspection record"),
        each_unit=True,
        draft="reports.inspection:drafted",
        template="reports.inspection:DESIGN",
        findings="reports.inspection:found",
    ),
    "follow-up": Kind(
        title=N_("the report on a follow-up"),
        each_unit=False,
        draft="reports.follow_up:drafted",
        template="reports.follow_up_layout:DESIGN",
        worth="reports.follow_up:worth",
    ),
    "review": Kind(
        title=N_("what a follow-up found at a unit, for both sides to sign"),
        each_unit=True,
        draft="reports.review:drafted",
        template="reports.review:DESIGN",
        issue=_NUMBERED,
        sign=Text("复", "F"),
        findings="reports.review:findings",
        worth="reports.review:worth",
    ),
    "closing": Kind(
        title=N_("closing certificates of a unit"),
        each_unit=True,
        round="optional",
        draft="reports.closing:certificates",
        template="reports.closing:CERTIFICATES",
        issue=_NUMBERED,
        sign=Text("销", "C"),
        findings="reports.closing:closed_findings",
        worth="reports.closing:has_closed",
    ),
    "closing-list": Kind(
        title=N_("the list of what is closed"),
        each_unit=False,
        round="optional",
        draft="reports.closing:published_list",
        template="reports.closing:LIST",
    ),
    "reminder": Kind(
        title=N_("a letter about what is due soon or overdue"),
        each_unit=True,
        round="optional",
        draft="reports.letters:reminder",
        template="reports.letters:REMINDER",
        issue=_NUMBERED,
        sign=Text("提", "R"),
        findings="reports.letters:soon_findings",
        worth="reports.letters:due_soon",
        steps="reports.letters:take_steps",
    ),
    "supervision": Kind(
        title=N_("a letter about what is overdue"),
        each_unit=True,
        round="optional",
        draft="reports.letters:supervision",
        template="reports.letters:SUPERVISION",
        issue=_NUMBERED,
        sign=Text("督", "S"),
        findings="reports.letters:late_findings",
        worth="reports.letters:overdue",
        steps="reports.letters:take_steps",
    ),
    "ledger": Kind(
        title=N_("the rectification ledger"),
        each_unit=False,
        round="optional",
        formats=("docx", "xlsx"),
        draft="reports.ledger:drafted",
        template="reports.ledger:DESIGN",
    ),
    "risk-points": Kind(
        title=N_("the summary of risk points and grades"),
        each_unit=False,
        formats=("docx", "xlsx"),
        draft="reports.risk_points:drafted",
        template="reports.risk_points:DESIGN",
    ),
    "progress": Kind(
        title=N_("the year's progress report"),
        each_unit=False,
        round="optional",
        draft="reports.progress:drafted",
        template="reports.progress_layout:DESIGN",
        year=True,
    ),
    "monthly": Kind(
        title=N_("the risk prevention information form of a month"),
        each_unit=False,
        round="optional",
        formats=("docx", "xlsx"),
        draft="reports.monthly:drafted",
        template="reports.monthly:DESIGN",
        month=True,
    ),
    "annexes": Kind(
        title=N_("the integrity-risk annexes 1 to 3 of a unit"),
        each_unit=True,
        formats=("docx", "xlsx"),
        draft="reports.annexes:drafted",
        template="reports.annexes:DESIGN",
    ),
    "bulletin": Kind(
        title=N_("the bulletin on a round, with charts"),
        each_unit=False,
        unnamed=True,
        draft="reports.bulletin:drafted",
        template="reports.bulletin:DESIGN",
        issue=_NUMBERED,
        sign=Text("通", "B"),
    ),
}
"""Every kind by its name on the command line."""


def file_name(kind: str, *about: str, ending: str = "docx") -> str:
    """A name for a document that is about to leave: kind, round and unit as far as it is about one, all ASCII."""
    return f"{'-'.join((kind, *filter(None, about)))}.{ending}"


def _named(name: str) -> Any:
    module, function = name.split(":")
    return getattr(import_module(module), function)
