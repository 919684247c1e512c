"""A round with something of everything in it, and exports read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reports.exchange.collect import Collected
from reports.exchange.formats import writer
from store.clock import FixedClock
from store.given import Input
from store.model import Finding, Inspector, Present, Visit
from store.rectifying.desk import Desk
from store.rectifying.model import Step
from store.rounds import Round
from store.unit_files import read_rows
from store.workspace import Workspace
from tests.store.helpers import BEGIN, CHECKLIST, UNITS, new_round

PLACES = (
    "visit.place", "visit.remarks", "present.name", "present.post", "note", "found", "na.note", "problem", "place",
    "requirement", "lead", "responsible", "second.problem", "other.problem", "other.place", "measure", "progress",
    "step.note",
)  # fmt: skip
"""Where `filled` records a text."""


def made(root: Path) -> Workspace:
    """A workspace with units, an inspector and a checklist."""
    workspace = Workspace.create(root, "Test", "en", who="Li", clock=FixedClock(BEGIN), prefix="TST")
    (root / "checklists" / "fire.yaml").write_text(CHECKLIST, encoding="utf-8")
    workspace.units.take_in(read_rows(UNITS.encode(), "units.csv"), "units.csv")
    root.with_name("photo.jpg").write_bytes(b"a photo")
    workspace.set_inspectors([Inspector(name="Li", post="Officer", certificate="C-1")])
    return workspace


def filled(workspace: Workspace, texts: dict[str, str]) -> Round:
    """A new round with `texts`, each in its place of `PLACES`, on the sheet and in the ledger of unit S1."""
    round_ = new_round(workspace)
    sheet = workspace.sheet(round_, "S1")
    photo = workspace.evidence.take_in(workspace.root.with_name("photo.jpg"))
    sheet.set_visit(
        Visit(
            date="2026-10-09",
            start="09:00",
            end="11:30",
            place=texts["visit.place"],
            inspectors=(Inspector(name="Li", post="Officer", certificate="C-1"),),
            present=(Present(name=_said(texts["present.name"]), post=texts["present.post"]),),
            remarks=texts["visit.remarks"],
        )
    )
    sheet.set_mark("fire:plan", "pass", Input(note=texts["note"]))
    sheet.set_mark("fire:meetings", "pass", Input(found=texts["found"], evidence=(photo,)))
    sheet.set_mark("fire:drill", "na", Input(note=_said(texts["na.note"])))
    finding = {name: texts[name] for name in ("problem", "place", "requirement", "lead", "responsible")}
    sheet.set_mark("fire:clear", "fail", Input(finding={**finding, "grade": "low", "due": "2026-12-20"}))
    sheet.set_mark(
        "fire:clear", "fail", Input(finding={"problem": texts["second.problem"], "due": "2026-12-21"}, add=True)
    )
    sheet.set_other(Finding(problem=_said(texts["other.problem"]), place=texts["other.place"]))
    found = [(line.ref if line else "", each, each.problem) for line, _mark, each in sheet.findings]
    (first, *_rest) = workspace.ledger("S1").open(round_.info.id, "TST 2026-1", found, "2026-10-15")
    desk = Desk(workspace)
    said = Step(verb="progress", measure=_said(texts["measure"]), progress=texts["progress"], note=texts["step.note"])
    desk.take(first, said, files=[photo])
    desk.take(first, Step(verb="submit", measure=_said(texts["measure"])), files=[photo])
    return round_


def _said(text: str) -> str:
    """The text, where the store wants one: a dash for one that says nothing."""
    return text if text.strip() else "-"


def plain(name: str) -> dict[str, str]:
    """A text for each place that says where it belongs."""
    return {place: f"{place} {name}" for place in PLACES}


def export(workspace: Workspace, round_: Round, kind: str, codes: Iterable[str] = (), lang: str = "en") -> bytes:
    """The file."""
    return b"".join(writer(kind)(Collected(workspace, round_, codes, lang), None))


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from strings(member)
    elif isinstance(value, list):
        for member in value:
            yield from strings(member)
