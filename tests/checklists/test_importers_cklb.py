"""STIG Viewer checklists: rules, results, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists import ChecklistError, load, to_yaml
from checklists.importers import Imported, Options, read
from checklists.importers.base import ImportRefused


def rule(group: str, **more: Any) -> dict[str, Any]:
    return {
        "group_id": group, "rule_id_src": f"S{group}_rule", "rule_title": f"Title of {group}", "severity": "medium",
        "check_content": "Look here.\r\nThen there.", "fix_text": "Put it right.", "status": "not_reviewed",
        "finding_details": "", "comments": "", **more,
    }  # fmt: skip


def stig(name: str, *rules: dict[str, Any]) -> dict[str, Any]:
    return {
        "stig_id": name, "display_name": f"The {name} STIG", "version": 2,
        "release_info": "Release: 5 Benchmark Date: 07 Jun 2023", "rules": list(rules),
    }  # fmt: skip


def cklb(*stigs: dict[str, Any], **more: Any) -> bytes:
    root = {"title": "Asset-x", "target_data": {"host_name": "asset-1"}, "stigs": list(stigs), **more}
    return json.dumps(root).encode()


SAMPLE = cklb(
    stig(
        "VPN",
        rule("V-1", status="not_a_finding", finding_details="Seen.", comments="Fine."),
        rule("V-2", status="open", finding_details="It is open.", comments="Twice.", severity="high"),
        rule("V-3", status="not_applicable"),
        rule("V-4"),
        rule(
            "V-5",
            status="open",
            overrides={"severity": {"severity": "low", "reason": "Not on the net"}},
            discussion="Long.",
        ),
    )
)


def imported(data: bytes, **options: Any) -> Imported:
    return read(data, "a.cklb", Options(**options))


def refused(data: bytes) -> str:
    with pytest.raises(ImportRefused) as caught:
        read(data, "a.cklb")
    return str(caught.value)


def test_rules_are_items() -> None:
    checklist = imported(SAMPLE).checklist
    assert checklist is not None
    assert (checklist.id, checklist.version, checklist.title.en) == ("vpn", "V2R5", "The VPN STIG")
    (section,) = checklist.sections
    assert (section.id, section.title.zh, section.note and section.note.en) == (
        "VPN", "The VPN STIG", "Release: 5 Benchmark Date: 07 Jun 2023",
    )  # fmt: skip
    item = section.items[1]
    assert (item.id, item.text.en, item.grade, item.ref) == ("V-2", "Title of V-2", "high", ())
    assert item.how is not None
    assert item.requirement is not None
    assert (item.how.en, item.requirement.zh) == ("Look here.\nThen there.", "Put it right.")
    assert load(to_yaml(checklist), "own.yaml") == checklist


def test_statuses_are_results_of_the_asset() -> None:
    rows = imported(SAMPLE).results
    assert [(row.unit, row.item, row.verdict, row.note, dict(row.finding)) for row in rows] == [
        ("asset-1", "V-1", "pass", "Seen.\n\nFine.", {}),
        ("asset-1", "V-2", "fail", "Twice.", {"problem": "It is open."}),
        ("asset-1", "V-3", "na", "", {}),
        ("asset-1", "V-4", "none", "", {}),
        ("asset-1", "V-5", "fail", "Not on the net", {"grade": "low"}),
    ]
    assert rows[2].place == "stigs[0].rules[2]"


def test_several_stigs_are_the_sections_of_one_checklist() -> None:
    data = cklb(stig("A", rule("V-1"), rule("V-2")), stig("B", rule("V-2"), rule("V-2")), stig("C"))
    done = imported(data, title="Both")
    assert done.checklist is not None
    assert (done.checklist.id, done.checklist.title.en) == ("a-b", "Both")
    assert [section.id for section in done.checklist.sections] == ["A", "B"]
    assert [line.item.id for line in done.checklist.lines] == ["V-1", "V-2", "V-2-2", "V-2-3"]
    assert [row.item for row in done.results] == ["V-1", "V-2", "V-2-2", "V-2-3"]
    assert [str(one) for one in done.remarks] == ["stigs[2]: “The C STIG” is left out: it has no rules"]


def test_what_was_guessed_or_left_is_said_with_its_place() -> None:
    bare = {"group_id": "V-9", "status": "maybe", "severity": "x", "check_content": "c" * 30_000}
    done = imported(cklb(stig("A", rule("V-1", discussion="D"), bare)))
    assert [(one.kind, str(one)) for one in done.remarks] == [
        ("left", "stigs[0]: the discussion of 1 rules is left out"),
        ("guessed", "stigs[0].rules[1]: it has no words; its number V-9 stands for them"),
        ("left", "stigs[0].rules[1]: “x” is no severity"),
        ("left", "stigs[0].rules[1]: “check_content” is longer than 20000 characters and was cut"),
        ("left", "stigs[0].rules[1]: “maybe” is no status; the result is left out"),
    ]
    assert done.checklist is not None
    assert load(to_yaml(done.checklist), "own.yaml") == done.checklist


@pytest.mark.parametrize("name", ["a.json", "noending"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_is_known_by_what_it_holds(name: str, encoding: str) -> None:
    data = SAMPLE.decode().encode(encoding)
    done = read(data, "a.cklb" if encoding == "utf-16" else name)
    assert len(done.results) == 5


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "a.cklb: line 1, column 1: not valid JSON"),
        (SAMPLE[:-20], "a.cklb: line 1, column "),
        (b"[]", "a.cklb: /: expected a JSON object"),
        (b"{}", "a.cklb: stigs: expected a list"),
        (cklb(), "a.cklb: there is no rule in the file"),
        (cklb(stig("A")), "a.cklb: there is no rule in the file"),
        (b'{"stigs": [{"rules": [7]}]}', "a.cklb: stigs[0].rules[0]: expected a JSON object"),
        (cklb(stig("A", rule("V-1", rule_title=["x"]))), "a.cklb: stigs[0].rules[0].rule_title: expected text"),
        (cklb(stig("A", rule("V-1")), target_data=[1]), "a.cklb: target_data: expected a JSON object"),
        (b"\xff\xfe\x00", "a.cklb: the file is not UTF-8 text"),
        (b'{"stigs": ' + b"9" * 5000 + b"}", "a.cklb: not valid JSON"),
        (b"PK\x03\x04", "a.cklb: "),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_place(data: bytes, message: str) -> None:
    assert refused(data).startswith(message)


def test_a_file_too_large_is_not_parsed() -> None:
    assert refused(b" " * (32 * 1024 * 1024 + 1)) == "a.cklb: larger than 32 MiB"


BOMBS = {
    "nested": 'b"[" * 10_000_000',
    "objects": "b'{\"stigs\": [' + b'{},' * 10_000_000 + b'{}]}'",
    "values": "b'{\"stigs\": [' + b'1.5,' * 8_000_000 + b'1]}'",
    "strings": "b'{\"stigs\": [\"' + b'x' * 30_000_000 + b'\"]}'",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_in_a_refusal_within_half_a_gigabyte(bomb: str) -> None:
    program = f"""
import resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
from checklists.importers import read
from checklists.importers.base import ImportRefused
try:
    read({BOMBS[bomb]}, "bomb.cklb")
except ImportRefused as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("bomb.cklb: ")


texts = st.text(max_size=10) | st.sampled_from(["V-1", "open", "not_a_finding", "high", "\ud800", "\x1b[31m", " "])
values = st.recursive(
    texts | st.booleans() | st.integers() | st.floats() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
rules = st.dictionaries(
    st.sampled_from(["group_id", "rule_id", "rule_title", "severity", "status", "check_content", "overrides"]),
    texts | st.integers() | st.none(),
)
stigs = st.fixed_dictionaries(
    {"rules": st.lists(rules, max_size=4)}, optional={"stig_id": texts, "display_name": texts, "version": texts}
)


def safe(data: bytes) -> None:
    """Reading either refuses the file in its own words or gives a checklist that our own file can hold."""
    try:
        done = read(data, "a.cklb")
    except (ChecklistError, ImportRefused):
        return
    assert done.checklist is not None
    assert load(to_yaml(done.checklist), "own.yaml") == done.checklist
    assert {row.item for row in done.results} <= set(done.checklist.line_of)


@given(st.lists(stigs, min_size=1, max_size=3), texts)
def test_any_stigs_give_a_sound_checklist_or_a_refusal(listed: list[dict[str, Any]], host: str) -> None:
    safe(cklb(*listed, target_data={"host_name": host}))


@given(values, values, values)
def test_any_json_is_refused_or_read(listed: Any, rule_value: Any, target: Any) -> None:
    safe(json.dumps(listed).encode())
    safe(json.dumps({"stigs": listed, "target_data": target}).encode())
    safe(json.dumps({"stigs": [{"rules": [{"rule_title": rule_value, "overrides": listed}]}]}).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        read(data, "a.cklb")


@given(st.integers(0, len(SAMPLE)), st.binary(max_size=4))
def test_a_damaged_file_is_refused_or_read(at: int, junk: bytes) -> None:
    safe(SAMPLE[:at] + junk + SAMPLE[at + 1 :])
