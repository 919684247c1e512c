"""The things a workspace holds, as immutable values, and how each becomes the JSON of a record and back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from functools import cache
from typing import Any, Self

from checklists.verdicts import Verdict

OTHER_FINDINGS = "other-findings"
"""The id of the checklist that a follow-up is given for what it takes over from outside the lists."""

NAME_LIMIT = 200
"""Longest name in characters; a longer one is cut and the user told."""


class Value:
    """A dataclass that is stored as a JSON object with its field names as keys."""

    def to_value(self) -> dict[str, Any]:
        """The JSON object to store."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]

    __slots__ = ()

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Self:
        """Back from the JSON object; members this version does not know are left out."""
        known = _field_names(cls)  # type: ignore[arg-type]
        return cls(**{key: _frozen(member) for key, member in value.items() if key in known})


@cache
def _field_names(cls: type) -> frozenset[str]:
    return frozenset(item.name for item in fields(cls))


def _frozen(member: Any) -> Any:
    return tuple(member) if isinstance(member, list) else member


@dataclass(frozen=True, kw_only=True)
class Unit(Value):
    """Who is inspected. `type` is a unit type's code or ""; `type_name` what the import called an unknown type.

    `state` is "" while new rounds may have it, else "closed" or "merged" (into `merged_into`), for this `reason`.
    """

    code: str
    name: str
    type: str = ""
    type_name: str = ""
    parent: str = ""
    contact_post: str = ""
    contact_phone: str = ""
    original_code: str = ""
    state: str = ""
    reason: str = ""
    merged_into: str = ""


@dataclass(frozen=True, kw_only=True)
class Inspector(Value):
    """Who inspects: name, post, certificate number."""

    name: str
    post: str = ""
    certificate: str = ""


@dataclass(frozen=True, kw_only=True)
class Present(Value):
    """A person of the inspected unit who was present at a visit."""

    name: str
    post: str = ""

    @classmethod
    def written(cls, entry: str) -> Self:
        """A person written as "NAME POST", or "NAME, POST" where the name has spaces; the post may be missing."""
        name, _mark, post = entry.strip().partition("," if "," in entry else " ")
        return cls(name=name.strip(), post=post.strip())

    @property
    def as_written(self) -> str:
        """The person as `written` takes it."""
        mark = ", " if " " in self.name or "," in self.post else " "
        return f"{self.name}{mark}{self.post}".strip()


@dataclass(frozen=True, kw_only=True)
class Visit(Value):
    """The head of a sheet. `date` is ISO, `start` and `end` "HH:MM"; "" where not known."""

    date: str = ""
    start: str = ""
    end: str = ""
    place: str = ""
    inspectors: tuple[Inspector, ...] = ()
    present: tuple[Present, ...] = ()
    remarks: str = ""

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Self:
        visit = super().from_value(value)
        return replace(
            visit,
            inspectors=tuple(Inspector.from_value(person) for person in value.get("inspectors", ())),
            present=tuple(Present.from_value(person) for person in value.get("present", ())),
        )


@dataclass(frozen=True, kw_only=True)
class Finding(Value):
    """One thing wrong. `problem` may be empty on a failed mark: the item's text then says what is not met."""

    id: str = ""
    problem: str = ""
    place: str = ""
    requirement: str = ""
    grade: str = ""
    lead: str = ""
    responsible: str = ""
    due: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Carried(Finding):
    """An earlier finding that a follow-up looks at again, as it stood when that was made, on its line `ref`."""

    ref: str


OUTCOMES: dict[str, tuple[str, ...]] = {"pass": ("rectified",), "fail": ("not", "partly", "recurred")}
"""What a verdict in a follow-up can mean, first what it means where nothing more is said."""


@dataclass(frozen=True, kw_only=True)
class Mark(Value):
    """An item's verdict with what goes with it; a failed mark has findings. `evidence` are content hashes.

    `wording` is the digest of the wording it answers, "" if that is the one the round began with. `outcome` is what
    the verdict means in a follow-up, "" if that goes without saying (`OUTCOMES`).
    """

    verdict: Verdict
    note: str = ""
    found: str = ""
    evidence: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    wording: str = ""
    outcome: str = ""

    def to_value(self) -> dict[str, Any]:
        value = super().to_value()
        for member in ("wording", "outcome"):
            if not value[member]:
                del value[member]  # as in nearly every mark
        return value

    @property
    def result(self) -> str:
        """What it means in a follow-up: one of `OUTCOMES`, "" for a verdict that says nothing of the findings."""
        return self.outcome or OUTCOMES.get(self.verdict, ("",))[0]

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Self:
        mark = super().from_value(value)
        return replace(mark, findings=tuple(Finding.from_value(finding) for finding in value.get("findings", ())))


@dataclass(frozen=True, kw_only=True)
class PinnedChecklist(Value):
    """Which checklist a round works with: the file beside the round has exactly this digest.

    `file` is that file's name; "" in the round's first version, which is named by the id.
    """

    id: str
    version: str
    digest: str
    title: dict[str, str]
    file: str = ""

    @property
    def file_name(self) -> str:
        """The file's name in the round's folder of checklists."""
        return self.file or f"{self.id}.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class PinnedUnit(Value):
    """A unit as it was when it joined the round. `types` is its type and that type's ancestors, nearest first.

    `type_title` is what the type is called, by language; empty for a type that is not known. `left` is why it takes
    part no more, "" while it does; `joined` why it came later, or came back. In a follow-up, `only` are the refs of
    the lines it is asked, no others, and `carried` the earlier findings on them. `inspectors` are the names of those of
    the round's inspectors who were drawn for it; none were: all of them.
    """

    code: str
    name: str
    type: str = ""
    type_title: dict[str, str] = field(default_factory=dict)
    types: tuple[str, ...] = ()
    type_name: str = ""
    parent: str = ""
    path: tuple[str, ...] = ()
    contact_post: str = ""
    contact_phone: str = ""
    left: str = ""
    joined: str = ""
    only: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()
    inspectors: tuple[str, ...] = ()

    def to_value(self) -> dict[str, Any]:
        value = super(PinnedUnit, self).to_value()  # the class with slots is another than the one written here
        for member in ("only", "carried", "inspectors"):
            if not value[member]:
                del value[member]  # as in every round that is no follow-up and was not drawn
        return value

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Self:
        unit = super(PinnedUnit, cls).from_value(value)
        if not unit.carried:
            return unit
        return replace(unit, carried=tuple(Carried.from_value(each) for each in value["carried"]))

    def type_text(self, lang: str) -> str:
        """What the unit's type is called in `lang`, "" if it has none."""
        return self.type_title.get(lang, "") or self.type_name


@dataclass(frozen=True, kw_only=True)
class RoundInfo(Value):
    """The head of a round. Dates are ISO, "" where open. `state` is one of store/guard.py, `was` the one before.

    `reason` is why it has its state, if that was asked for, `reopened` how often it was opened again, `seal`
    the number of the seal it stands under, which is made after it got its state.
    `earlier` are the versions of its checklists that it moved away from, oldest first. `parent` is the id of the
    round that it is a follow-up of, "" if it is none.
    """

    id: str
    name: str
    state: str = "running"
    period_from: str = ""
    period_to: str = ""
    parent: str = ""
    inspectors: tuple[Inspector, ...] = ()
    checklists: tuple[PinnedChecklist, ...] = ()
    blanks: dict[str, str] = field(default_factory=dict)
    created: str = ""
    earlier: tuple[PinnedChecklist, ...] = ()
    was: str = ""
    reason: str = ""
    reopened: int = 0
    seal: str = ""

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Self:
        info = super().from_value(value)
        return replace(
            info,
            inspectors=tuple(Inspector.from_value(person) for person in value.get("inspectors", ())),
            checklists=tuple(PinnedChecklist.from_value(pinned) for pinned in value.get("checklists", ())),
            earlier=tuple(PinnedChecklist.from_value(pinned) for pinned in value.get("earlier", ())),
        )

    def period(self, today: date) -> tuple[date, date]:
        """First and last day; an open start is the year's first day, an open end the year's last."""
        last = date.fromisoformat(self.period_to) if self.period_to else today.replace(month=12, day=31)
        first = date.fromisoformat(self.period_from) if self.period_from else last.replace(month=1, day=1)
        return first, last


@dataclass(frozen=True, kw_only=True)
class Issued(Value):
    """An issued document: its number, what it names, and the SHA-256 of the file that left the house.

    `issued` is the day of issue. `supplements` and `corrects` are the number of an earlier document that this one adds
    to or puts right, `reason` says what for. `lines` is how far the journal of the unit's sheet went, 0 for documents
    that rest on none.
    """

    kind: str
    number: str
    year: int
    serial: int
    round: str
    unit: str
    findings: tuple[str, ...]
    file: str
    sha256: str
    issued: str
    supplements: str = ""
    corrects: str = ""
    reason: str = ""
    lines: int = 0

    @property
    def day(self) -> date | None:
        """The day of issue."""
        return date.fromisoformat(self.issued) if self.issued else None
