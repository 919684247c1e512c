"""Checklists and results of other programs: taken in whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FRAMEWORK = """\
urn: urn:office:risk:library:plans
locale: zh
ref_id: PLANS
name: 预案
version: {version}
objects:
  threats: []
  framework:
    urn: urn:office:risk:framework:plans
    ref_id: {ref_id}
    name: 预案检查
    requirement_nodes:
      - {{urn: "urn:o:r:req_node:p:1", assessable: false, ref_id: "1", name: 应急}}
      - {{urn: "urn:o:r:req_node:p:1.1", parent_urn: "urn:o:r:req_node:p:1", assessable: true, ref_id: "1.1",
         name: {text}}}
"""


def framework(path: str, version: int = 1, text: str = "有预案", ref_id: str = "PLANS") -> Path:
    Path(path).write_text(FRAMEWORK.format(version=version, text=text, ref_id=ref_id), encoding="utf-8")
    return Path(path)


def rule(group: str, status: str, details: str = "", comments: str = "", **more: Any) -> dict[str, Any]:
    return {
        "group_id": group, "rule_title": f"Rule {group}", "severity": "high", "check_content": "Look.",
        "fix_text": "Mend.", "status": status, "finding_details": details, "comments": comments, **more,
    }  # fmt: skip


def cklb(path: str, *rules: dict[str, Any], host: str = "S1", name: str = "VPN") -> Path:
    stig = {"stig_id": name, "display_name": name, "version": "2", "release_info": "Release: 5 x", "rules": rules}
    content = {"target_data": {"host_name": host}, "stigs": [stig]}
    Path(path).write_text(json.dumps(content), encoding="utf-8")
    return Path(path)


RULES = (
    rule("V-1", "open", "The port is open.", "Since May."),
    rule("V-2", "not_a_finding", "Seen."),
    rule("V-3", "not_reviewed"),
    rule("V-4", "not_reviewed", "Ask again."),
)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


@pytest.fixture
def vpn(cli: Any, workspace: Path, tmp_path: Path) -> Path:
    """The workspace with the checklist `vpn` and a round `winter` of both schools; the folder for files."""
    folder = tmp_path / "files"
    folder.mkdir()
    assert cli("checklists", "import", cklb(f"{folder}/a.cklb", *RULES)).code == 0
    assert cli("rounds", "new", "winter", "--checklist", "vpn", "--checklist", "fire", "--all-units").code == 0
    return folder


def test_import_prints_the_ids_and_says_what_it_left(cli: Any, workspace: Path, tmp_path: Path) -> None:
    first, second = framework(f"{tmp_path}/a.yaml"), cklb(f"{tmp_path}/b.cklb", *RULES)
    done = cli("checklists", "import", first, second)
    assert (done.code, done.out) == (0, "plans\nvpn\n")
    assert done.err.splitlines() == [
        f"{first}: line 7: left out: “threats” has no place in a checklist",
        f"auditty: {first}: 1 items taken, 0 guessed, 1 left out",
        f"auditty: {second}: 4 items taken, 0 guessed, 0 left out",
        f"auditty: {second}: 4 results are in it too; record them with “auditty results import ROUND FILE”",
    ]
    assert cli("checklists", "check", "checklists/plans.yaml", "checklists/vpn.yaml").code == 0
    (item,) = cli("checklists", "show", "plans", "--json").json["items"]
    assert (item["id"], item["text"], item["ref"]) == ("1.1", "有预案", ["1.1"])


def test_import_in_chinese_and_as_json(cli: Any, workspace: Path, tmp_path: Path) -> None:
    file = framework(f"{tmp_path}/a.yaml")
    done = cli("checklists", "import", file, "--id", "mine", "--title", "Ours", "--json")
    assert done.json["ids"] == ["mine"]
    assert done.err == ""
    (told,) = done.json["files"]
    assert (told["file"], told["id"], told["taken"], told["left"]) == (str(file), "mine", 1, 1)
    assert told["remarks"] == [
        {"kind": "left", "place": "line 7", "message": "“threats” has no place in a checklist"},
    ]
    assert cli("checklists", "show", "mine", "--json").json["title"] == {"zh": "Ours", "en": "Ours"}
    chinese = cli("checklists", "import", file, "--lang", "zh").err
    assert "第7行" in chinese
    assert "left" not in chinese


def test_an_id_that_is_there_is_not_overwritten(cli: Any, workspace: Path, tmp_path: Path) -> None:
    assert cli("checklists", "import", framework(f"{tmp_path}/a.yaml")).code == 0
    before = everything(workspace)
    again = cli("checklists", "import", f"{tmp_path}/a.yaml")
    assert (again.code, again.out) == (0, "plans\n")
    reworded = framework(f"{tmp_path}/b.yaml", text="预案有效")
    refused = cli("checklists", "import", reworded)
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert "“plans” is there already, version 1" in refused.err
    assert cli("checklists", "import", reworded, "--replace").err.endswith("version 1 is not above 1, which is there\n")
    assert "built-in" in cli("checklists", "import", reworded, "--id", "school-special-work-responsibility").err
    assert everything(workspace) == before


def test_a_higher_version_replaces_its_file(cli: Any, workspace: Path, tmp_path: Path) -> None:
    assert cli("checklists", "import", framework(f"{tmp_path}/a.yaml", version=9)).code == 0
    (workspace / "checklists" / "plans.yaml").rename(workspace / "checklists" / "ours.yml")
    newer = framework(f"{tmp_path}/b.yaml", version=10, text="预案有效")
    assert cli("checklists", "import", newer, "--replace").out == "plans\n"
    assert sorted(path.name for path in (workspace / "checklists").iterdir()) == ["fire.yaml", "ours.yml"]
    shown = cli("checklists", "show", "plans", "--json").json
    assert (shown["version"], shown["items"][0]["text"]) == ("10", "预案有效")


def test_one_bad_file_and_nothing_is_imported(cli: Any, workspace: Path, tmp_path: Path) -> None:
    good = framework(f"{tmp_path}/a.yaml")
    (tmp_path / "bad.yaml").write_text("urn: x\nobjects: [", encoding="utf-8")
    (tmp_path / "other.bin").write_bytes(b"\x00\x01")
    before = everything(workspace)
    for bad, said in (
        ("bad.yaml", "bad.yaml:3:1: not valid YAML"),
        ("other.bin", "not a file this can import"),
        ("no", "no such file"),
    ):
        done = cli("checklists", "import", good, tmp_path / bad)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
    twice = cli("checklists", "import", good, framework(f"{tmp_path}/c.yaml", text="x"))
    assert (twice.code, twice.out) == (2, "")
    assert "two files give the checklist “plans”" in twice.err
    assert cli("checklists", "import", good, good.with_name("c.yaml"), "--id", "x").code == 2
    assert everything(workspace) == before


def test_a_write_that_fails_takes_the_others_back(
    cli: Any, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.disk import Disk
    from store.errors import DiskFull

    first, second = framework(f"{tmp_path}/a.yaml"), framework(f"{tmp_path}/b.yaml", ref_id="SECOND")
    before, real = everything(workspace), Disk.replace

    def full(self: Disk, path: Path, data: bytes, durable: bool = False) -> None:
        if path.name == "second.yaml":
            raise DiskFull("{path}: full", path=path)
        real(self, path, data, durable)

    monkeypatch.setattr(Disk, "replace", full)
    done = cli("checklists", "import", first, second)
    assert (done.code, done.out) == (3, "")
    assert everything(workspace) == before


def test_a_mapping_is_a_list_of_names(cli: Any, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("- 检查项: text\n", encoding="utf-8")
    done = cli("checklists", "import", framework(f"{tmp_path}/a.yaml"), "--mapping", tmp_path / "map.yaml")
    assert (done.code, done.out) == (2, "")
    assert f"{tmp_path}/map.yaml:1:1: a mapping has a line" in done.err


def test_a_mapping_names_the_columns(cli: Any, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("甲,乙\n有预案,查阅\n有演练,询问\n", encoding="utf-8")
    (tmp_path / "map.yaml").write_text("甲: text\n乙: how\n", encoding="utf-8")
    done = cli("checklists", "import", tmp_path / "list.csv", "--id", "csv", "--mapping", tmp_path / "map.yaml")
    assert (done.code, done.out) == (0, "csv\n")
    items = cli("checklists", "show", "csv", "--json").json["items"]
    assert [(item["text"], item["how"]) for item in items] == [("有预案", "查阅"), ("有演练", "询问")]


def test_results_are_recorded_as_marks(cli: Any, workspace: Path, vpn: Path) -> None:
    done = cli("results", "import", "winter", vpn / "a.cklb")
    assert (done.code, done.err) == (0, "")
    assert done.out == "3 results recorded\nS1: 3\nwithout a result: 1\n"
    status = cli("rounds", "status", "winter", "--json").json["units"]["S1"]
    assert (status["fail"], status["pass"]) == (1, 1)
    events = {event["key"]: event["after"] for event in cli("history", "winter", "S1", "--json").answers}
    assert {key.partition(":")[2]: mark["note"] for key, mark in events.items()} == {
        "V-1": "Since May.", "V-2": "Seen.", "V-4": "Ask again.",
    }  # fmt: skip
    (finding,) = events["vpn:V-1"]["findings"]
    assert (finding["problem"], finding["grade"]) == ("The port is open.", "high")
    assert cli("verify").code == 0


def test_the_same_file_again_changes_nothing(cli: Any, workspace: Path, vpn: Path) -> None:
    assert cli("results", "import", "winter", vpn / "a.cklb").code == 0
    before = everything(workspace)
    done = cli("results", "import", "winter", vpn / "a.cklb", "--json")
    assert (done.code, done.json["recorded"], done.json["unchanged"], done.json["empty"]) == (0, {}, 3, 1)
    assert everything(workspace) == before


def test_a_rule_not_reviewed_leaves_the_mark_that_stands(cli: Any, workspace: Path, vpn: Path) -> None:
    assert cli("mark", "winter", "S1", "V-3", "pass", "--note", "mine").code == 0
    assert cli("mark", "winter", "S1", "V-4", "pass").code == 0
    assert cli("results", "import", "winter", vpn / "a.cklb").code == 0
    assert cli("rounds", "status", "winter", "--json").json["units"]["S1"]["pass"] == 3


def test_the_unit_is_known_by_its_name_or_said(cli: Any, workspace: Path, vpn: Path) -> None:
    file = cklb(f"{vpn}/name.cklb", *RULES, host="城西小学")
    assert "S2: 3" in cli("results", "import", "winter", file).out
    strange = cklb(f"{vpn}/strange.cklb", *RULES, host="asset-7")
    refused = cli("results", "import", "winter", strange)
    assert (refused.code, refused.out) == (2, "")
    assert "unit “asset-7” is not in round" in refused.err
    nameless = cklb(f"{vpn}/nameless.cklb", *RULES, host="")
    assert "give it with --unit CODE" in cli("results", "import", "winter", nameless).err
    assert "S1: 3" in cli("results", "import", "winter", strange, "--unit", "S1").out
    assert cli("results", "import", "winter", strange, "--unit", "NO").code == 2


def test_one_bad_row_and_nothing_is_recorded(cli: Any, workspace: Path, vpn: Path) -> None:
    before = everything(workspace)
    bad = cklb(f"{vpn}/bad.cklb", *RULES, rule("V-9", "open"), rule("V-1", "open", "x" * 20_001), rule("V-7", "open"))
    done = cli("results", "import", "winter", bad)
    assert (done.code, done.out) == (2, "")
    *rows, last = done.err.splitlines()
    assert [row.split(": ")[1] for row in rows] == ["stigs[0].rules[4]", "stigs[0].rules[5]", "stigs[0].rules[6]"]
    assert "no item “V-9”" in rows[0]
    assert last == "auditty: 3 rows are wrong; nothing was imported"
    assert everything(workspace) == before


def test_what_a_mark_demands_is_demanded_of_a_row(cli: Any, workspace: Path, vpn: Path) -> None:
    rows = "unit,item,verdict,note\nS1,plan,na,\nS1,exits,pass,\n"
    (vpn / "fire.csv").write_text(
        rows.replace("unit,item,verdict,note", "单位,检查内容,结论,备注").replace("plan", "制定了消防预案"),
        encoding="utf-8",
    )
    done = cli("results", "import", "winter", vpn / "fire.csv", "--unit", "S1")
    assert done.code == 2
    assert "needs a note" in done.err
    assert cli("rounds", "status", "winter", "--json").json["units"]["S1"]["pass"] == 0


def test_a_sheet_that_cannot_be_written_takes_the_others_back(cli: Any, workspace: Path, vpn: Path) -> None:
    from store.errors import Locked
    from store.record import Record

    rows = "单位,检查内容,结论\nS1,制定了消防预案,合格\nS2,制定了消防预案,合格\n"
    (vpn / "two.csv").write_text(rows, encoding="utf-8")
    real = Record.change_by

    def locked(self: Record, make: Any) -> Any:
        if self.journal_path.name == "S2.journal":
            raise Locked("{path}: locked", path=self.journal_path)
        return real(self, make)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Record, "change_by", locked)
        done = cli("results", "import", "winter", vpn / "two.csv")
    assert (done.code, done.out) == (3, "")
    assert {unit["pass"] for unit in cli("rounds", "status", "winter", "--json").json["units"].values()} == {0}
    assert cli("results", "import", "winter", vpn / "two.csv").out == "2 results recorded\nS1: 1\nS2: 1\n"


def test_a_file_without_results_is_refused(cli: Any, workspace: Path, tmp_path: Path) -> None:
    done = cli("results", "import", "autumn", framework(f"{tmp_path}/a.yaml"))
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "there are no results in it" in done.err
