"""A round and its follow-up in which every field that an export has holds something of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reports.issue import issue_notice
from reports.kinds import KINDS, Asked
from store import followup, round_units, states
from store.clock import FixedClock
from store.documents import Amendment
from store.given import Input
from store.model import Finding, Inspector, Present, Visit
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.rounds import Round
from store.texts import storable
from store.unit_files import read_rows
from store.upkeep.seal import seal
from store.workspace import Workspace
from tests.store.helpers import BEGIN, CHECKLIST

UNITS = """\
code,name,type,parent,contact_post,contact_phone
T1,镇教育办公室,office,,,
S1,第一小学,school,T1,值班主任,0100-5550123
K1,幼儿园,kindergarten,T1,,
B1,博物馆,天文馆,,,
"""

Texts = Callable[[str], str]
"""Makes the text that stands at a place, named as "visit.place"."""

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1",
    "-1",
    "\t=1",
    "\r\n=1",
    "'=1",
    "第一行\n\n  第三行\t后",
    "old\rmac",
    "a\x00b\x1b[2Jc\x07",
    "\x85\u2028\u202etid",
    "\ufffe\uffff\ufeff",
    "😀👨‍👩‍👧",
    "𠮷野家𪚥",
    "𪚥" * 5000,
    "超长" * 2500,
    "a, \"b\", 'c'; </t></is>&lt;<!-- ]]>",
    "_x0041_",
    "{[markup]} *bold* # no {{ x }} {% raw %}",
    "\ud800lone",
)
"""What people type, paste and try."""


def plain(place: str) -> str:
    """A text that says where it belongs, and is part of no other."""
    return f"<{place}>"


class Spread:
    """Spreads texts over the places, each with its place behind it, and keeps what stands where."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self.given: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        said = f"{self._texts[len(self.given) % len(self._texts)]} <{place}>"
        return self.given.setdefault(place, said)


def workspace_with_units(root: Path) -> Workspace:
    """A workspace with units, inspectors, roles and a checklist with a blank."""
    workspace = Workspace.create(root, "Test", "en", who="Li", clock=FixedClock(BEGIN), prefix="TST")
    checklist = CHECKLIST.replace("text: There is a plan", 'text: "There is a plan for <ward>"')
    (root / "checklists" / "fire.yaml").write_text(checklist + "blanks:\n  - {id: ward, text: {zh: 哪里, en: Where}}\n")
    settings = (root / "workspace.yaml").read_text(encoding="utf-8")
    verbs = "receipt, progress, submit, accept, correct, publish, extend, grant, reopen, remind"
    settings = settings.replace("roles: {}", f"roles: {{everybody: {{verbs: [{verbs}]}}}}")
    (root / "workspace.yaml").write_text(settings, encoding="utf-8")
    workspace.units.take_in(read_rows(UNITS.encode(), "units.csv"), "units.csv")
    workspace.set_inspectors([Inspector(name="Li", post="Officer", certificate="C-1"), Inspector(name="Wang")])
    return Workspace(root, who="Li", clock=FixedClock(BEGIN))


def filled(workspace: Workspace, text: Texts = plain) -> tuple[Round, Round]:
    """The round, and the follow-up of it."""
    teams = {"S1": ("Wang",)}
    round_ = workspace.new_round(
        "Autumn", ["fire"], ["S1", "K1"], "2026-01-01", "2026-12-31", ["Li", "Wang"], {"ward": text("ward")}, teams
    )
    round_units.join(round_, ["B1"], text("joined"), workspace.units)
    round_units.leave(round_, ["B1"], text("left"))

    def file(place: str) -> Any:
        path = workspace.root.with_name(f"{place}.jpg")
        path.write_bytes(b"\xff\xd8\xff" + place.encode())
        return workspace.evidence.take_in(path)

    def finding(place: str) -> dict[str, str]:
        return {name: text(f"{place}.{name}") for name in ("problem", "place", "requirement", "lead", "responsible")}

    sheet = workspace.sheet(round_, "S1")
    person = Inspector(name=text("inspector.name"), post=text("inspector.post"), certificate=text("certificate"))
    sheet.set_visit(
        Visit(
            date="2026-10-09",
            start="09:01",
            end="11:31",
            place=text("visit.place"),
            inspectors=(person,),
            present=(Present(name=text("present.name"), post=text("present.post")),),
            remarks=text("visit.remarks"),
        )
    )
    sheet.set_mark("fire:plan", "pass", Input(note=text("note"), evidence=(file("of-mark"),)))
    sheet.set_mark("fire:meetings", "pass", Input(found=text("found")))
    sheet.set_mark("fire:drill", "na", Input(note=text("na.note")))
    given = {**finding("first"), "grade": "low", "due": "2026-12-20"}
    sheet.set_mark("fire:clear", "fail", Input(finding=given, evidence=(file("of-finding"),)))
    more = {**finding("second"), "due": "2026-12-21"}
    sheet.set_mark("fire:clear", "fail", Input(finding=more, add=True, note=text("fail.note")))
    other = file("of-other")
    outside = Finding(**finding("other"), grade="medium", due="2026-12-22", evidence=(other.digest,))
    sheet.set_other(outside, files=(other,))
    issue_notice(workspace, sheet, "en")
    _steps(workspace, text, file)
    earlier = workspace.documents.all()[-1]
    sheet.set_mark("fire:clear", "fail", Input(finding={"problem": text("third")}, add=True))
    amends = Amendment("corrects", earlier, storable(text("reason")).strip())
    KINDS["notice"].number(Asked(workspace=workspace, lang="en", round=round_, units=("S1",), amends=amends))
    issue_notice(workspace, sheet, "en")
    KINDS["bulletin"].number(Asked(workspace=workspace, lang="en", round=round_))

    sheet.set_other(Finding(problem=text("unordered")))
    again = followup.make(workspace, round_, "Again").round
    looked = workspace.sheet(again, "S1")
    _right, wrong = looked.carried("fire:clear")
    looked.set_findings("fire:clear", (wrong,), outcome="partly")
    looked.set_note("fire:clear", text("again.note"))
    states.void(round_, text("void"))
    states.reopen(round_, text("reopened"))
    seal(workspace, again, None, finish=True)
    return round_, again


def _steps(workspace: Workspace, text: Texts, file: Callable[[str], Any]) -> None:
    """Every kind of text that a step can hold, and every day that a rectification can have."""
    desk, photo = Desk(workspace), file("of-step")

    def take(number: int, verb: str, who: str = "Li", **given: Any) -> None:
        workspace.sign_in(who)
        desk.take(f"S1-{number:04}", Step(verb=verb, **given), files=[photo] if verb in ("submit", "accept") else [])

    take(1, "receipt", date="2026-11-23", lead=text("step.lead"), responsible=text("step.responsible"))
    take(1, "progress", progress=text("progress"), measure=text("measure"), note=text("step.note"), by=text("by"))
    take(1, "extend", note=text("why"), progress="half", due="2027-01-15")
    take(1, "grant", who="Wang", due="2027-01-16")
    take(1, "extend", note="more", progress="half", due="2027-02-15")
    take(1, "remind", note=text("remind.note"))
    take(2, "submit", measure=text("second.measure"))
    take(2, "accept", who="Wang", note=text("accept.note"))
    take(2, "publish", who="Wang")
    take(3, "correct", who="Wang", note=text("correct.note"))
    take(3, "reopen", who="Wang", note=text("reopen.note"), due="2027-03-15")
    workspace.sign_in("Li")
