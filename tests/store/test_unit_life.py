"""What becomes of units: renamed, closed, merged, opened again; recorded, and never deleted."""

from __future__ import annotations

import pytest

from store import unit_life
from store.errors import Refused, Unknown
from store.history import History
from store.model import Unit
from store.rounds import Round
from store.unit_files import read_rows
from store.units import Units, chosen
from store.workspace import Workspace
from tests.store.helpers import new_round


@pytest.fixture
def units(workspace: Workspace) -> Units:
    return workspace.units


def events(units: Units) -> int:
    return len(list(units.record.lines()))


def take_in(units: Units, text: str) -> list[str]:
    done = units.take_in(read_rows(text.encode(), "list.csv"), "list.csv")
    return [remark.message.format(**remark.params) for remark in done.remarks]


def test_a_closed_unit_is_in_no_new_round_and_stays_in_old_ones(workspace: Workspace, round_: Round) -> None:
    units = workspace.units
    unit_life.close(units, "S1", "closed by the county")
    assert (units.get("S1").state, units.get("S1").reason) == ("closed", "closed by the county")
    assert list(units.open()) == ["T1", "K1"]
    assert chosen(units.all(), every=True) == ["K1"]
    assert chosen(units.all(), types=["school"]) == ["K1"]
    with pytest.raises(Refused, match="closed by the county"):
        new_round(workspace, "Next")
    sheet = workspace.sheet(workspace.round(round_.info.id), "S1")
    sheet.set_mark("clear", "pass")
    assert workspace.tallies(round_)["S1"].passed == 1


def test_an_office_whose_units_are_all_closed_does_not_become_one_of_them(units: Units) -> None:
    for code in ("S1", "K1"):
        unit_life.close(units, code, "closed")
    assert chosen(units.all(), every=True) == []


def test_it_is_recorded_who_did_it_when_and_why(workspace: Workspace) -> None:
    unit_life.close(workspace.units, "S1", "closed by the county")
    unit_life.reopen(workspace.units, "S1")
    last = [entry.event for entry in History(workspace).oldest_first() if entry.event.key == "S1"][-2:]
    assert [(event.who, (event.after or {})["state"], (event.after or {})["reason"]) for event in last] == [
        ("Li", "closed", "closed by the county"),
        ("Li", "", ""),
    ]


def test_a_merged_unit_says_where_it_went(workspace: Workspace, units: Units) -> None:
    unit_life.merge(units, "S1", "K1", "one campus")
    assert units.get("S1").merged_into == "K1"
    assert units.successor("S1") == "K1"
    with pytest.raises(Refused, match="merged into K1: one campus"):
        new_round(workspace, "Next")
    unit_life.merge(units, "K1", "T1", "run by the office")
    assert [units.successor(code) for code in ("S1", "K1", "T1")] == ["T1", "T1", "T1"]


@pytest.mark.parametrize(("code", "into"), [("S1", "S1"), ("K1", "S1"), ("T1", "S1")])
def test_merging_in_a_circle_is_refused(units: Units, code: str, into: str) -> None:
    unit_life.merge(units, "S1", "K1", "one")
    if code == "T1":
        unit_life.merge(units, "K1", "T1", "two")
    before = events(units)
    with pytest.raises(Refused):
        unit_life.merge(units, code, into, "circle")
    assert events(units) == before


def test_a_circle_that_somebody_else_wrote_has_an_end(units: Units) -> None:
    from store.record import Change

    for code, into in (("S1", "K1"), ("K1", "S1")):
        made = Unit(code=code, name=code, state="merged", merged_into=into)
        units.record.change(Change("units", code, made.to_value()))
    assert units.successor("S1") in ("S1", "K1")


def test_what_cannot_be_is_refused_and_nothing_written(units: Units) -> None:
    unit_life.close(units, "S1", "closed")
    before = events(units)
    for call in (
        lambda: unit_life.close(units, "S1", "again"),
        lambda: unit_life.close(units, "K1", "  "),
        lambda: unit_life.merge(units, "S1", "K1", "closed already"),
        lambda: unit_life.merge(units, "K1", "S1", "into a closed one"),
        lambda: unit_life.reopen(units, "K1"),
        lambda: unit_life.add(units, "K1", {"name": "Twice"}),
        lambda: unit_life.add(units, "a/b", {"name": "No file name"}),
        lambda: unit_life.add(units, "N1", {"name": " "}),
        lambda: unit_life.add(units, "N1", {"name": "N", "parent": "nowhere"}),
        lambda: unit_life.change(units, "T1", {"parent": "K1"}),
    ):
        with pytest.raises(Refused):
            call()
    for missing in (
        lambda: unit_life.close(units, "X9", "missing"),
        lambda: unit_life.merge(units, "K1", "X9", "missing"),
        lambda: unit_life.reopen(units, "X9"),
        lambda: unit_life.change(units, "X9", {"name": "X"}),
        lambda: units.successor("X9"),
    ):
        with pytest.raises(Unknown):
            missing()
    assert events(units) == before


def test_a_unit_opened_again_is_as_it_was(units: Units) -> None:
    before = units.get("S1")
    unit_life.merge(units, "S1", "K1", "one campus")
    unit_life.reopen(units, "S1")
    assert units.get("S1") == before
    assert units.successor("S1") == "S1"


def test_a_renamed_unit_keeps_its_name_in_the_rounds_that_have_it(workspace: Workspace, round_: Round) -> None:
    unit_life.change(workspace.units, "S1", {"name": "New school", "contact_phone": "12"})
    assert workspace.units.get("S1").name == "New school"
    assert workspace.units.get("S1").parent == "T1"
    assert workspace.round(round_.info.id).unit("S1").name == "第一小学"
    assert new_round(workspace, "Next").unit("S1").name == "New school"


def test_a_unit_is_added_as_a_list_would(units: Units) -> None:
    unit_life.add(units, "N1", {"name": "New", "type": "school", "parent": "T1"})
    assert units.get("N1") == Unit(code="N1", name="New", type="school", parent="T1")


def test_a_list_leaves_closed_units_closed_and_says_so(units: Units) -> None:
    unit_life.close(units, "S1", "closed by the county")
    unit_life.merge(units, "K1", "T1", "merged")
    remarks = take_in(units, "code,name\nS1,Other name\nK1,幼儿园\nT1,镇教育办公室\n")
    assert len(remarks) == 2
    assert "S1" in remarks[0]
    assert "closed by the county" in remarks[0]
    assert (units.get("S1").name, units.get("S1").state) == ("Other name", "closed")
    assert units.get("K1").merged_into == "T1"


def test_codes_that_differ_only_in_capitals_are_worth_a_word_once(units: Units) -> None:
    text = "code,name\ns1,Other\nab,One\nAB,Two\n"
    remarks = take_in(units, text)
    assert len(remarks) == 2
    assert "“s1” differs from “S1”" in remarks[0]
    assert "“AB” differs from “ab”" in remarks[1]
    assert set(units.all()) == {"T1", "S1", "K1", "s1", "ab", "AB"}
    assert take_in(units, text) == []


def test_what_still_belongs_to_a_unit_is_known(units: Units) -> None:
    assert unit_life.belonging(units, "T1") == ["S1", "K1"]
    unit_life.close(units, "S1", "closed")
    assert unit_life.belonging(units, "T1") == ["K1"]
