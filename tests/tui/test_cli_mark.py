"""`auditty mark` in all its forms: one mark, findings, evidence, the proposed verdict, and JSON lines."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest


def _mark(cli: Any, item: str, unit: str = "S1") -> dict[str, Any]:
    """What stands for an item now."""
    events = cli("history", "autumn", unit, item, "--json").answers
    value: dict[str, Any] = events[-1]["after"] if events else {}
    return value


def _total(cli: Any) -> dict[str, int]:
    total: dict[str, int] = cli("rounds", "status", "autumn", "--json").json["total"]
    return total


def test_each_verdict_is_recorded_and_counted(cli: Any, workspace: Path) -> None:
    for arguments in (("plan", "pass"), ("drills", "fail"), ("exits", "na", "--note", "no building")):
        done = cli("mark", "autumn", "S1", *arguments)
        assert (done.code, done.out, done.err) == (0, "", "")
    assert _total(cli) == {"pass": 1, "fail": 1, "na": 1, "none": 3}
    assert cli("mark", "autumn", "S1", "plan", "none").code == 0
    assert _total(cli) == {"pass": 0, "fail": 1, "na": 1, "none": 4}
    assert cli("rounds", "list", "--json").json[0]["total"] == _total(cli)


def test_the_round_is_named_by_id_beginning_or_name(cli: Any, workspace: Path) -> None:
    round_id = cli("rounds", "list", "--json").json[0]["id"]
    for name in (round_id, round_id[:10], "autumn"):
        assert cli("mark", name, "S1", "plan", "pass").code == 0
    assert cli("rounds", "new", "autumn", "--checklist", "fire", "--unit", "S1").code == 0
    several = cli("mark", "autumn", "S1", "plan", "pass")
    assert several.code == 2
    assert round_id in several.err


def test_an_item_is_named_with_its_checklist(cli: Any, workspace: Path) -> None:
    text = (workspace / "checklists" / "fire.yaml").read_text(encoding="utf-8")
    (workspace / "checklists" / "more.yaml").write_text(text.replace("id: fire", "id: more"), encoding="utf-8")
    both = ("--checklist", "fire", "--checklist", "more")
    assert cli("rounds", "new", "both", *both, "--unit", "S1").code == 0
    shared = cli("mark", "both", "S1", "plan", "pass")
    assert (shared.code, len(shared.err.splitlines())) == (2, 1)
    assert "fire:plan" in shared.err
    assert "more:plan" in shared.err
    assert cli("mark", "both", "S1", "more:plan", "pass").code == 0
    assert [event["key"] for event in cli("history", "both", "S1", "--json").answers] == ["more:plan"]


def test_a_fail_carries_its_finding_and_add_makes_one_more(cli: Any, workspace: Path) -> None:
    first = ("--problem", "blocked", "--place", "2nd floor", "--grade", "高", "--due", "2026-12-20")
    assert cli("mark", "autumn", "S1", "exits", "fail", *first).code == 0
    assert cli("mark", "autumn", "S1", "exits", "fail", "--add", "--problem", "locked", "--lead", "Office").code == 0
    findings = _mark(cli, "exits")["findings"]
    assert [(each["problem"], each["place"], each["grade"], each["due"]) for each in findings] == [
        ("blocked", "2nd floor", "high", "2026-12-20"), ("locked", "", "", "")
    ]  # fmt: skip
    assert len({each["id"] for each in findings}) == 2
    assert findings[1]["lead"] == "Office"


def test_a_finding_outside_the_list(cli: Any, workspace: Path) -> None:
    assert cli("mark", "autumn", "S1", "-", "fail", "--problem", "no night guard").code == 0
    assert _mark(cli, "-")["problem"] == "no night guard"
    for wrong in (("-", "pass"), ("-", "fail")):
        done = cli("mark", "autumn", "S1", *wrong)
        assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert len(cli("history", "autumn", "S1", "--json").answers) == 1


def test_auto_takes_the_proposed_verdict_and_says_why(cli: Any, workspace: Path) -> None:
    low = cli("mark", "autumn", "S1", "drills", "auto", "--found", "3")
    assert (low.code, low.out) == (0, "fail: 3 of 4\n")
    assert (_mark(cli, "drills")["verdict"], _mark(cli, "drills")["found"]) == ("fail", "3")
    high = cli("mark", "autumn", "S1", "drills", "auto", "--found", "4")
    assert (high.code, high.out) == (0, "pass: 4 of 4\n")
    assert cli("--lang", "zh", "mark", "autumn", "S1", "drills", "auto").out.startswith("合格：")
    for wrong in (("plan", "auto", "--found", "3"), ("drills", "auto", "--found", "many")):
        assert cli("mark", "autumn", "S1", *wrong).code == 2
    assert cli("mark", "autumn", "S2", "drills", "auto").code == 2
    assert _mark(cli, "drills")["verdict"] == "pass"


def test_evidence_is_taken_in_by_content(cli: Any, workspace: Path, tmp_path: Path) -> None:
    photo = tmp_path / "=照片.jpg"
    photo.write_bytes(b"picture")
    digest = hashlib.sha256(b"picture").hexdigest()
    assert cli("mark", "autumn", "S1", "exits", "fail", "--evidence", photo).code == 0
    assert _mark(cli, "exits")["evidence"] == [digest]
    assert (workspace / "evidence" / digest[:2] / digest).read_bytes() == b"picture"
    missing = cli("mark", "autumn", "S1", "exits", "fail", "--evidence", "no.jpg")
    assert (missing.code, missing.err) == (2, "auditty: no.jpg: no such file\n")


def test_evidence_of_a_refused_mark_is_not_kept(cli: Any, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(b"x")
    for wrong in (("nowhere", "fail"), ("plan", "maybe"), ("plan", "none"), ("-", "pass")):
        assert cli("mark", "autumn", "S1", *wrong, "--evidence", tmp_path / "photo").code == 2
    assert not any((workspace / "evidence").iterdir())


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("winter", "S1", "plan", "pass"), "“winter”"),
        (("autumn", "S9", "plan", "pass"), "“S9”"),
        (("autumn", "EDU", "plan", "pass"), "“EDU”"),
        (("autumn", "../S1", "plan", "pass"), "“../S1”"),
        (("../rounds", "S1", "plan", "pass"), "“../rounds”"),
        (("autumn", "S1", "fir:plan", "pass"), "“fir:plan”"),
        (("autumn", "S1", "plan", "good"), "“good”"),
        (("autumn", "S1", "plan"), "pass|fail|na|none|auto"),
        (("autumn", "S1"), "pass|fail|na|none|auto"),
        (("autumn", "S1", "plan", "na"), "note"),
        (("autumn", "S1", "plan", "fail", "--due", "2026-02-30"), "2026-02-30"),
        (("autumn", "S1", "plan", "fail", "--due", "soon"), "soon"),
        (("autumn", "S1", "plan", "fail", "--grade", "dire"), "dire"),
        (("autumn", "S1", "plan", "pass", "--problem", "x"), "fail"),
        (("autumn", "S1", "plan", "pass", "--add"), "fail"),
        (("autumn", "S1", "plan", "fail", "--add"), "--problem"),
        (("autumn", "S1", "plan", "none", "--note", "x"), "none"),
        (("autumn", "-", "--note", "x"), "standard input"),
        (("autumn", "S1", "plan", "fail", "--note", "x" * 20_001), "20001"),
    ],
)
def test_a_wrong_mark_is_one_line_and_changes_nothing(
    cli: Any, workspace: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = cli("mark", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert done.err.startswith("auditty: ")
    assert said in done.err
    assert not any((workspace / "rounds").glob("*/sheets/*"))


def test_verdicts_in_a_chinese_sentence_are_chinese(cli: Any, workspace: Path) -> None:
    done = cli("--lang", "zh", "mark", "autumn", "S1", "plan", "na")
    assert done.code == 2
    assert "不适用" in done.err
    assert "“na”" not in done.err


def test_json_lines_are_answered_one_by_one(cli: Any, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(b"picture")
    given: list[dict[str, Any]] = [
        {"unit": "S1", "item": "plan", "verdict": "pass", "note": "seen\nread"},
        {"unit": "S1", "item": "drills", "verdict": "auto", "found": 3},
        {"unit": "S2", "item": "fire:exits", "verdict": "fail", "problem": "blocked", "place": "hall", "grade": "low",
         "requirement": "clear it", "lead": "Office", "responsible": "Guard", "due": "2026-12-20",
         "evidence": [str(tmp_path / "photo")]},
        {"unit": "S2", "item": "exits", "verdict": "fail", "problem": "locked", "add": True},
        {"unit": "S2", "item": "-", "verdict": "fail", "problem": "no guard", "evidence": str(tmp_path / "photo")},
        {"unit": "S2", "item": "plan", "verdict": "na", "note": "rented", "found": None},
    ]  # fmt: skip
    done = cli("mark", "autumn", "-", stdin="\n\n".join(map(json.dumps, given)).encode())
    assert (done.code, done.err) == (0, "")
    assert [answer.pop("line") for answer in done.answers] == [1, 3, 5, 7, 9, 11]
    lines = [event for unit in ("S1", "S2") for event in cli("history", "autumn", unit, "--json").answers]
    events = [event["id"] for event in lines if event["table"] != "files"]
    assert [answer["event"] for answer in done.answers] == events
    assert all(answer.keys() == {"line", "ok", "event"} and answer["ok"] is True for answer in done.answers)
    assert _total(cli) == {"pass": 1, "fail": 2, "na": 1, "none": 2}
    findings = _mark(cli, "exits", "S2")["findings"]
    assert [(each["problem"], len(each["evidence"])) for each in findings] == [("blocked", 1), ("locked", 0)]


BAD = {
    "no JSON": b"plan pass",
    "a list": b"[1]",
    "no unit": b'{"item": "plan", "verdict": "pass"}',
    "a unit that is no text": b'{"unit": 1, "item": "plan", "verdict": "pass"}',
    "an unknown key": b'{"unit": "S1", "item": "plan", "verdict": "pass", "colour": "red"}',
    "an unknown unit": b'{"unit": "S9", "item": "plan", "verdict": "pass"}',
    "a path for a unit": b'{"unit": "../../x", "item": "plan", "verdict": "pass"}',
    "an unknown item": b'{"unit": "S1", "item": "x", "verdict": "pass"}',
    "an unknown verdict": b'{"unit": "S1", "item": "plan", "verdict": "PASS"}',
    "a note that is a list": b'{"unit": "S1", "item": "plan", "verdict": "pass", "note": ["x"]}',
    "a value that is true": b'{"unit": "S1", "item": "drills", "verdict": "auto", "found": true}',
    "add that is text": b'{"unit": "S1", "item": "plan", "verdict": "fail", "problem": "x", "add": "yes"}',
    "evidence that is a number": b'{"unit": "S1", "item": "plan", "verdict": "fail", "evidence": 7}',
    "evidence that is not there": b'{"unit": "S1", "item": "plan", "verdict": "fail", "evidence": "no.jpg"}',
    "evidence with a NUL": b'{"unit": "S1", "item": "plan", "verdict": "fail", "evidence": "a\\u0000b"}',
    "evidence with a lone surrogate": b'{"unit": "S1", "item": "plan", "verdict": "fail", "evidence": "\\ud800"}',
    "a bad date": b'{"unit": "S1", "item": "plan", "verdict": "fail", "due": "20.12.2026"}',
    "not UTF-8": b'{"unit": "S1", "item": "plan", "verdict": "pass", "note": "\xff\xfe"}',
    "deep nesting": b"[" * 200_000,
    "a huge number": b'{"unit": "S1", "item": "plan", "verdict": "pass", "note": ' + b"9" * 5_000 + b"}",
    "more than 1 MiB": b'{"unit": "S1", "item": "plan", "verdict": "pass", "note": "' + b"x" * (1 << 20) + b'"}',
    "several MiB": b"x" * (3 << 20),
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD)
def test_a_bad_line_is_answered_and_the_rest_recorded(cli: Any, workspace: Path, line: bytes) -> None:
    good = b'{"unit": "S1", "item": "%s", "verdict": "pass"}\n'
    done = cli("mark", "autumn", "-", stdin=good % b"plan" + line + b"\n" + good % b"exits")
    assert (done.code, done.err) == (1, "")
    assert [(answer["line"], answer["ok"]) for answer in done.answers] == [(1, True), (2, False), (3, True)]
    assert done.answers[1].keys() == {"line", "ok", "error"}
    assert 0 < len(done.answers[1]["error"]) < 400
    assert _total(cli) == {"pass": 2, "fail": 0, "na": 0, "none": 4}


def test_errors_in_json_lines_are_in_the_language_asked_for(cli: Any, workspace: Path) -> None:
    done = cli("--lang", "zh", "mark", "autumn", "-", stdin=b"x")
    assert done.answers == [{"line": 1, "ok": False, "error": "该行不是 JSON"}]


def test_a_line_sees_what_others_recorded_meanwhile(cli: Any, workspace: Path) -> None:
    assert cli("mark", "autumn", "S1", "exits", "fail", "--problem", "blocked", "--note", "seen").code == 0
    line = {"unit": "S1", "item": "exits", "verdict": "fail", "problem": "locked", "add": True}
    assert cli("mark", "autumn", "-", stdin=json.dumps(line).encode()).code == 0
    stands = _mark(cli, "exits")
    assert (stands["note"], [each["problem"] for each in stands["findings"]]) == ("seen", ["blocked", "locked"])


def test_an_empty_input_is_no_error(cli: Any, workspace: Path) -> None:
    assert cli("mark", "autumn", "-").code == 0
    assert cli("mark", "winter", "-").code == 2
