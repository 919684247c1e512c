"""What was recorded, in the words of people: for conflicts and history, on the screen and on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from checklists.errors import AudittyError
from checklists.model import Checklist
from store.attached import FILES, SHOWN, Attached, evidence_of, size_text
from store.journal import Event
from store.model import Mark
from store.rectifying.ledger import TABLE as RECTIFICATIONS
from store.rectifying.model import Step
from store.sheet import MARKS, OTHERS, VISIT
from store.workspace import Workspace
from tui.i18n import N_, OUTCOMES, ROUND_STATES, VERDICTS, _, current_language, joined, labelled, listed, ngettext
from tui.rectifying_words import state_text, step_details, verb_text

SUBJECTS = {
    MARKS: N_("Item {key}"),
    "round": N_("The round"),
    "units": N_("Unit {key}"),
    "inspectors": N_("Inspector {key}"),
    "documents": N_("Document {key}"),
    "seals": N_("Seal {key}"),
    RECTIFICATIONS: N_("Rectification {key}"),
    FILES: N_("File {key}"),
    "phrases": N_("Phrase {key}"),
    "repairs": N_("Repair {key}"),
    "origins": N_("Beginning of {key}"),
}
"""What an event is about, by its table; what is in none of these is named by its table and key."""

STEPS = "steps"

LABELS = {
    STEPS: N_("Step"),
    "measure": N_("Measure"),
    "asked": N_("Extension asked for"),
    "answered": N_("Answered"),
    "received": N_("Signed for"),
    "closed": N_("Closed out"),
    "published": N_("Published"),
    "opened": N_("Ordered"),
    "earlier": N_("Came back after"),
    "dues": N_("Due before"),
    "rung": N_("Step of pressure"),
    "code": N_("Code"),
    "name": N_("Name"),
    "title": N_("Title"),
    "state": N_("State"),
    "was": N_("Was"),
    "seal": N_("Seal"),
    "reopened": N_("Reopened"),
    "reason": N_("Reason"),
    "left": N_("Left"),
    "type": N_("Type"),
    "parent": N_("Belongs to"),
    "period_from": N_("From"),
    "period_to": N_("Until"),
    "date": N_("Date"),
    "start": N_("From"),
    "end": N_("Until"),
    "place": N_("Place"),
    "problem": N_("Problem"),
    "requirement": N_("To do"),
    "grade": N_("Grade"),
    "due": N_("Due"),
    "lead": N_("Lead"),
    "responsible": N_("Responsible"),
    "inspectors": N_("Inspectors"),
    "present": N_("Present"),
    "remarks": N_("Remarks"),
    "checklists": N_("Checklists"),
    "only": N_("Items"),
    "carried": N_("Findings"),
    "outcome": N_("Outcome"),
    "round": N_("Round"),
    "unit": N_("Unit"),
    "number": N_("Number"),
    "year": N_("Year"),
    "issued": N_("Issued on"),
    "findings": N_("Findings"),
    "supplements": N_("Supplements"),
    "corrects": N_("Corrects"),
    "notice": N_("Notice"),
    "evidence": N_("Files"),
    "file": N_("File"),
    "size": N_("Size"),
    "kind": N_("Kind"),
    "post": N_("Post"),
    "contact_post": N_("Contact"),
    "contact_phone": N_("Phone"),
    "finding": N_("Finding"),
    "item": N_("Item"),
    "joined": N_("Joined"),
    "id": N_("ID"),
}
"""What the members of a value are called; any other has its own name."""


def whole(value: Any) -> str:
    """Everything a person gave on a sheet, on one line: where two values differ must be seen."""
    if not value:
        return _("nothing")
    digests = dict.fromkeys(evidence_of(value))
    files = [f"{_('Files')} {listed(digest[:6] for digest in digests)}"] if digests else []
    if "verdict" not in value:
        return joined([*_texts(value), *files])
    mark = Mark.from_value(value)
    findings = [listed(_texts(finding)) for finding in value.get("findings", ())]
    verdict = " ".join(
        filter(None, (_(VERDICTS[mark.verdict]), _(OUTCOMES.get(mark.outcome, "")) if mark.outcome else ""))
    )
    return joined((verdict, mark.found, mark.note, *findings, *files))


def recorded(table: str, value: Mapping[str, Any] | None) -> str:
    """What an event left in a table: a mark in words, of anything else the members that say something."""
    if value is None or table == MARKS:
        return whole(value)
    if table == RECTIFICATIONS and value.get("state"):
        value = {**value, "state": state_text(value["state"])}
    members = ((name, _member(name, member)) for name, member in value.items())
    own = {"parent": _("Follows up")} if table == "round" else {}
    said = [labelled(own.get(name) or label(name), text) for name, text in members if text]
    return joined(said) or _("nothing")


def label(name: str) -> str:
    """What a member of a value is called."""
    return _(LABELS[name]) if name in LABELS else name


def values(event: Event) -> tuple[str, str]:
    """What stood before an event and what after it, in words; of a change, the members that changed."""
    before, after = event.before, event.after
    if before and after and event.table != MARKS:
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        before = {name: before.get(name) for name in changed}
        after = {name: after.get(name) for name in changed}
        if STEPS in changed:  # a step is added to those before it
            after[STEPS] = (after[STEPS] or [])[len(before.pop(STEPS) or []) :]
    return recorded(event.table, before), recorded(event.table, after)


def remark(event: Event) -> str:
    """What is special about an event: that it takes one back, or settles a conflict; "" for most."""
    return listed([*([_("undo")] if event.undo else []), *([_("settles a conflict")] if event.resolves else [])])


def items_of(checklists: Iterable[Checklist]) -> dict[str, str]:
    """The items of checklists in words, by the keys of their marks."""
    lang = current_language()
    return {
        f"{checklist.id}:{line.item.id}": _("Item {number}: {text}").format(
            number=line.number, text=line.item.text.get(lang)
        )
        for checklist in checklists
        for line in checklist.lines
    }


def subject(event: Event, items: Mapping[str, str]) -> str:
    """What an event is about; `items` as `items_of` gives them."""
    if event.table == VISIT:
        return _("The visit")
    if event.table == OTHERS:
        text = (event.after or event.before or {}).get("problem", "")
        return labelled(_("Finding outside the list"), text)
    if event.table == MARKS and event.key in items:
        return items[event.key]
    if event.table == FILES:
        return _(SUBJECTS[FILES]).format(key=event.key[:SHOWN])
    if event.table in SUBJECTS:
        return _(SUBJECTS[event.table]).format(key=event.key)
    return f"{event.table}/{event.key}"


def _texts(value: Mapping[str, Any]) -> list[str]:
    """What the members of a finding or a visit say, persons by their names."""
    texts: list[str] = []
    for name, member in value.items():
        if isinstance(member, str) and name != "id":
            texts.append(member)
        elif isinstance(member, list):
            texts += [str(person["name"]) for person in member if isinstance(person, dict)]
    return [text for text in texts if text]


def _member(name: str, member: Any) -> str:
    """A member on one line: of texts in several languages the one spoken now, things by their name or id."""
    if isinstance(member, list):
        return listed(_member("", each) for each in member)
    if isinstance(member, dict):
        if "verb" in member:
            return _step(member)
        known = next((member[name] for name in (current_language(), "name", "id") if member.get(name)), None)
        if known and member.get("version"):
            return f"{known} {member['version']}"
        return str(known) if known else listed(f"{name} {text}" for name, text in member.items() if text)
    if name == "state" and member in ROUND_STATES:
        return _(ROUND_STATES[member])
    return "" if member is None else str(member)


def _step(value: Mapping[str, Any]) -> str:
    """A step in the life of a rectification: what it was, for whom, what was given with it, and its files."""
    step = Step.from_value(dict(value))
    files = [f"{_('Files')} {len(step.evidence)}"] if step.evidence else []
    said = [labelled(label, text) for label, text in step_details(step)]
    behalf = [_("for {name}").format(name=step.by)] if step.by else []
    return listed([verb_text(step.verb), *behalf, *said, *files])


_NAMES = 3
"""How many names of files are shown in a row."""


def files_line(files: Iterable[Attached]) -> str:
    """Attached files on one line: how many, and the first ones by name and size."""
    found = list(files)
    names = joined(f"{file.name} {size_text(file.size)}" for file in found[:_NAMES])
    more = "; .." if len(found) > _NAMES else ""
    return ngettext("{count} file: {names}", "{count} files: {names}", len(found)).format(
        count=len(found), names=names + more
    )


class ItemWords:
    """The items of a workspace's rounds in words, each round's read when first asked for."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[str, dict[str, str]] = {}

    def of(self, record: str) -> dict[str, str]:
        """The items of the round in which `record` (as history names it) lies; none where it cannot be read."""
        round_id = record.partition(" ")[0]
        if round_id not in self._known:
            self._known[round_id] = self._read(round_id)
        return self._known[round_id]

    def _read(self, round_id: str) -> dict[str, str]:
        if round_id in ("workspace", "ledger"):
            return {}
        try:
            round_ = self._workspace.round(round_id)
            return items_of([*round_.began_with.values(), *round_.checklists])
        except AudittyError:  # the history of a round can be read where its checklists cannot
            return {}
