"""All that is recorded is in every export that has a place for it, each text whatever it is made of."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from checklists.gradings import RISK
from checklists.importers.cklb import VERDICTS
from reports.exchange.tables import SHEETS
from reports.kinds import KINDS
from reports.rectifying_words import OUTCOMES
from reports.safe_text import visible
from store.rectifying.life import STATES, VERBS
from store.rounds import Round
from store.texts import name as as_name
from store.texts import storable
from store.workspace import Workspace
from tests.reports import exchanging
from tests.reports.everything import HOSTILE, Spread, filled, workspace_with_units
from tests.reports.exchanging import export, strings

WORDS = {
    "verdict": {"pass": "pass", "fail": "fail", "na": "not applicable", "none": "unmarked"},
    "outcome": {code: text.en for code, text in OUTCOMES.items()},
    "state": STATES,
    "verb": {code: verb.title for code, verb in VERBS.items()},
    "kind": {code: kind.title for code, kind in KINDS.items()},
    "grade": {grade.id: grade.title.en for grade in RISK.grades},
}
"""What other formats say in words."""

MOMENTS = {"at", "created", "sealed"}
INSIDE = {"type", "type_title", "event", "conflicts", "journal", "file"}
"""What a reader of JSON alone makes use of."""

TABLES = ("csv", "xlsx")
STATUS: dict[str, str] = {ours: theirs for theirs, ours in VERDICTS.items()}
NAMES = ("inspector.name", "inspector.post", "certificate", "present.name", "present.post", "by")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_with_units(tmp_path_factory.mktemp("everything") / "workspace")


@pytest.fixture(scope="module")
def rounds(workspace: Workspace) -> tuple[Round, Round]:
    return filled(workspace)


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in an export but its history and its checklists' content, with the path of members to it."""
    if isinstance(value, dict):
        for key, member in value.items():
            if key not in ("history", "content"):
                yield from leaves(member, f"{name}.{key}")
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member, name)
    elif isinstance(value, str) and value:
        yield name, value


def members(value: Any, name: str = "") -> Iterator[tuple[str, bool]]:
    """Every member in an export by the path to it, and whether it holds something."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield f"{name}.{key}", member not in ("", [], 0, False, None)
            yield from members(member, f"{name}.{key}")
    elif isinstance(value, list):
        for member in value:
            yield from members(member, name)


def shown(data: bytes, kind: str) -> str:
    """All texts that a reader of the format finds."""
    if kind == "csv":
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        return "\n".join(cell for row in rows for cell in row)
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        columns = [column for sheet in book for column in zip_longest(*sheet.iter_rows(values_only=True))]
        return "\n".join("".join(_cell(value) for value in column) for column in columns)  # a long text goes on below
    if kind == "cklbs":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "\n".join(shown(package.read(name), "cklb") for name in package.namelist())
    return "\n".join(strings(json.loads(data)))


def _cell(value: Any) -> str:
    if not isinstance(value, datetime):
        return "" if value is None else str(value)
    return f"{value:%Y-%m-%d %H:%M:%S}" if value.hour or value.minute else f"{value:%Y-%m-%d}"


def test_no_field_of_the_export_is_without_an_example(workspace: Workspace, rounds: tuple[Round, Round]) -> None:
    """Or the tests below would not see that another format leaves it out."""
    said: dict[str, bool] = {}
    for round_ in rounds:
        for name, there in members(json.loads(export(workspace, round_, "json"))):
            said[name] = said.get(name, False) or there
    never = {name for name, there in said.items() if not (there or ".content." in name or ".history." in name)}
    assert {name for name in never if not name.endswith(".conflicts")} == {
        ".issuing_body",
        ".round.earlier",
        *(f".round.documents.{name}" for name in ("findings", "supplements", "corrects", "reason")),
        ".units.items.recheck",
        ".units.visit.present.certificate",
    }


OTHERS = (*TABLES, "cklbs", "oscal")


@pytest.mark.parametrize("kind", OTHERS)
def test_what_json_has_every_other_format_has(workspace: Workspace, rounds: tuple[Round, Round], kind: str) -> None:
    for round_ in rounds:
        check(workspace, round_, kind)


def check(workspace: Workspace, round_: Round, kind: str) -> None:
    """What the export as JSON says of the units, another format says as well."""
    said, zone = shown(export(workspace, round_, kind), kind), workspace.settings.zone
    whole = json.loads(export(workspace, round_, "json"))
    for unit in whole["units"]:
        if kind == "oscal":  # knows what was seen, and nothing of what is still to be asked
            unit["items"] = [entry for entry in unit["items"] if entry["recorded"]]
            unit["carried"] = [carried for carried in unit["carried"] if carried["outcome"]]
            unit["visit"] = unit["visit"] if unit["visit"]["recorded"] else {}
    told = [whole["units"], *([whole["round"]] if kind in TABLES else [])]
    for path, value in leaves(told):
        names = path.split(".")
        if INSIDE.isdisjoint(names):
            if names[-1] == "verdict" and kind == "cklbs":
                value = STATUS[value]
            elif path != ".state":  # of the round
                value = WORDS.get(names[-1], {}).get(value, value)
            if names[-1] in MOMENTS and kind != "oscal":
                value = f"{datetime.fromisoformat(value).astimezone(zone):%Y-%m-%d %H:%M:%S}"
            assert (visible(value) if kind in TABLES else value) in said, (kind, path, value[:80])


def test_what_was_recorded_before_is_in_the_workbook(workspace: Workspace, rounds: tuple[Round, Round]) -> None:
    for round_ in rounds:
        said, whole = shown(export(workspace, round_, "xlsx"), "xlsx"), json.loads(export(workspace, round_, "json"))
        events = [event for part in (whole["round"], *whole["units"]) for event in part["history"]]
        assert {event["record"] for event in events} == {"round", "sheet", "ledger"}
        for path, value in leaves([[event["before"], event["after"], event["who"], event["id"]] for event in events]):
            assert visible(value) in said, (path, value[:80])


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)), min_size=1, max_size=12))
@example(list(HOSTILE))
@example(list(reversed(HOSTILE)))
@example(["𪚥" * 4900])
@example(["\x85" * 700])
@pytest.mark.slow
def test_each_text_is_in_each_format(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        workspace = workspace_with_units(Path(folder) / "workspace")
        spread = Spread(texts)
        rounds = filled(workspace, spread)
        kept = "\n".join(shown(export(workspace, round_, "json"), "json") for round_ in rounds)
        for place, said in spread.given.items():
            there = as_name(said)[0] if place in NAMES else storable(said).strip()
            assert there in kept, (place, said[:80])
        for round_ in rounds:
            for kind in OTHERS:
                check(workspace, round_, kind)


@pytest.mark.parametrize("said", [each for each in HOSTILE if each.lstrip("'\t\r\n ")[:1] in "=+-@"])
def test_no_cell_is_a_formula(tmp_path: Path, said: str) -> None:
    workspace = exchanging.made(tmp_path / "workspace")
    round_ = exchanging.filled(workspace, dict.fromkeys(exchanging.PLACES, said))
    rows = csv.reader(io.StringIO(export(workspace, round_, "csv").decode("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row]
    assert any(visible(said) in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []


def test_a_column_of_the_csv_has_one_meaning() -> None:
    columns = {column for sheet in SHEETS for column in sheet.columns}
    for names in ({column.zh for column in columns}, {column.en for column in columns}):
        assert len(names) == len(columns)
