"""CISO Assistant libraries: what becomes of every node, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checklists import ChecklistError, load, to_yaml
from checklists.importers import Imported, Options, read
from checklists.importers.base import ImportRefused

LIBRARY = """\
urn: urn:office:risk:library:fire
locale: fr
ref_id: FIRE
name: Incendie
version: 3
provider: Bureau
copyright: CC BY 4.0
translations: {en: {name: Fire}, zh-CN: {name: 消防}}
objects:
  threats: []
  framework:
    urn: urn:office:risk:framework:fire
    ref_id: FIRE
    name: Incendie
    description: Tout sur le feu
    min_score: 1
    translations: {en: {name: Fire}, zh-CN: {name: 消防}}
    implementation_groups_definition:
      - {ref_id: B, name: base}
    requirement_nodes:
      - {urn: "urn:office:risk:req_node:fire:a", assessable: false, ref_id: A, name: Plans, description: Les plans}
      - {urn: "urn:office:risk:req_node:fire:a.1", parent_urn: "urn:office:risk:req_node:fire:A", assessable: false,
         ref_id: A.1, name: Local, translations: {en: {name: Place}, zh: {name: 场所}}}
      - urn: urn:office:risk:req_node:fire:a.1.1
        parent_urn: urn:office:risk:req_node:fire:a.1
        assessable: true
        depth: 3
        ref_id: A.1.1
        name: Plan
        description: |
          Un plan existe.
          Il est à jour.
        annotation: Voir l'affichage
        typical_evidence: Le plan
        implementation_groups: [B]
        weight: 2
        threats: [urn:x]
        translations: {en: {name: Plan of the place, description: There is one.}, zh: {name: 平面图}, de: {name: Plan}}
        questions:
          urn:q:1: {type: unique_choice, text: Existe-t-il?, choices: [{urn: c1, value: oui}, {urn: c2, value: non}]}
          urn:q:2: {type: text, text: "Où?"}
      - {urn: "urn:office:risk:req_node:fire:a.1.1.b", parent_urn: "urn:office:risk:req_node:fire:a.1.1",
         assessable: true, description: 'no'}
      - {urn: "urn:office:risk:req_node:fire:b", assessable: false, name: Nothing below}
      - {urn: "urn:office:risk:req_node:fire:a.2", parent_urn: "urn:office:risk:req_node:fire:a", assessable: true,
         ref_id: A.2, name: null}
      - {urn: "urn:office:risk:req_node:fire:a.1.2", parent_urn: "urn:office:risk:req_node:fire:a.1",
         assessable: true, ref_id: A.1.1, name: Twice the number}
"""


def imported(text: str, **options: Any) -> Imported:
    return read(text.encode(), "lib.yaml", Options(**options))


def refused(text: str | bytes) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises((ChecklistError, ImportRefused)) as caught:
        read(data, "lib.yaml")
    return str(caught.value)


def library(nodes: list[dict[str, Any]], **framework: Any) -> str:
    whole = {"urn": "urn:o:r:framework:x", "ref_id": "X", "requirement_nodes": nodes, **framework}
    content = {"urn": "urn:o:r:library:x", "ref_id": "X", "name": "X", "version": 1, "objects": {"framework": whole}}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def node(urn: str, parent: str = "", assessable: bool = True, **more: Any) -> dict[str, Any]:
    above = {"parent_urn": f"urn:o:r:req_node:x:{parent}"} if parent else {}
    return {"urn": f"urn:o:r:req_node:x:{urn}", "assessable": assessable, **above, **more}


def test_every_node_to_assess_is_an_item_in_file_order_under_its_parents() -> None:
    checklist = imported(LIBRARY).checklist
    assert checklist is not None
    assert [(section.title.en, [item.text.en for item in section.items]) for section in checklist.sections] == [
        ("A Plans / A.1 Place", ["Plan of the place", "no"]),
        ("A Plans", ["A.2"]),
        ("A Plans / A.1 Place", ["Twice the number"]),
    ]
    assert next(checklist.sections).title.zh == "A Plans / A.1 场所"
    assert [section.ref for section in checklist.sections] == [("A.1",), ("A",), ("A.1",)]


def test_what_a_parent_says_is_the_note_of_the_first_section_under_it() -> None:
    checklist = imported(LIBRARY).checklist
    assert checklist is not None
    assert [section.note and section.note.en for section in checklist.sections] == ["Les plans", None, None]


def test_an_item_has_everything_its_node_says_in_both_languages() -> None:
    checklist = imported(LIBRARY).checklist
    assert checklist is not None
    item = checklist.lines[0].item
    assert (item.text.zh, item.text.en) == ("平面图", "Plan of the place")
    assert item.how is not None
    assert item.how.zh == "Un plan existe.\nIl est à jour.\n\nVoir l'affichage\n\n- Existe-t-il?（oui / non）\n- Où?"
    assert item.how.en == "There is one.\n\nVoir l'affichage\n\n- Existe-t-il? (oui / non)\n- Où?"
    assert item.evidence is not None
    assert item.evidence.en == "Le plan"
    assert (item.weight, item.ref) == (2.0, ("A.1.1",))


def test_ids_come_from_the_number_or_else_from_the_urn() -> None:
    checklist = imported(LIBRARY).checklist
    assert checklist is not None
    assert [line.item.id for line in checklist.lines] == ["a.1.1", "a.1.1.b", "A.2", "a.1.2"]
    assert [section.id for section in checklist.sections] == ["A.1", "A", "A.1-2"]


def test_the_head_is_the_frameworks() -> None:
    checklist = imported(LIBRARY).checklist
    assert checklist is not None
    assert (checklist.id, checklist.version, checklist.title) == ("fire", "3", ("消防", "Fire"))
    assert checklist.summary is not None
    assert checklist.summary.en == "Tout sur le feu\n\nBureau\n\nCC BY 4.0"
    named = imported(LIBRARY, id="mine", title="Ours").checklist
    assert named is not None
    assert (named.id, named.title.zh) == ("mine", "Ours")


def test_what_was_guessed_or_left_is_said_with_its_line() -> None:
    assert [(one.kind, str(one)) for one in imported(LIBRARY).remarks] == [
        ("left", "line 10: “threats” has no place in a checklist"),
        ("left", "line 16: “min_score” has no place in a checklist"),
        ("left", "line 19: the implementation group “B base” is left out; its 1 items are in the checklist"),
        ("left", "line 21: “threats” of 1 nodes has no place in a checklist"),
        (
            "guessed",
            "line 40: its 2 questions became part of how to check; their scores and conditions are left out",
        ),
        ("left", "line 44: “Nothing below” is left out: nothing below it is to be assessed"),
        ("guessed", "line 45: it has no words; its number A.2 stands for them"),
    ]


def test_it_comes_back_from_our_own_file() -> None:
    checklist = imported(LIBRARY).checklist
    assert checklist is not None
    assert load(to_yaml(checklist), "own.yaml") == checklist


def test_a_chinese_library_has_english_where_it_is_translated() -> None:
    text = library([node("1", name="应急预案", translations={"en": {"name": "Plan"}}), node("2", name="演练")])
    checklist = imported("locale: zh\n" + text).checklist
    assert checklist is not None
    assert [line.item.text for line in checklist.lines] == [("应急预案", "Plan"), ("演练", "演练")]


def test_a_list_of_frameworks_and_a_list_of_libraries_are_one_checklist() -> None:
    first, second = library([node("1", ref_id="1")], name="First"), library([node("1", ref_id="1")], name="Second")
    frameworks = [yaml.safe_load(each)["objects"]["framework"] for each in (first, second)]
    one = {"urn": "u", "ref_id": "ALL", "objects": {"frameworks": frameworks}}
    for content in (one, [yaml.safe_load(first), yaml.safe_load(second)]):
        checklist = imported(yaml.safe_dump(content)).checklist
        assert checklist is not None
        assert [section.title.en for section in checklist.sections] == ["First", "Second"]
        assert [line.item.id for line in checklist.lines] == ["1", "1-2"]


def test_a_library_is_known_without_the_ending_and_with_a_byte_order_mark() -> None:
    checklist = read(b"\xef\xbb\xbf# a comment\n" + LIBRARY.encode(), "library.txt").checklist
    assert checklist is not None
    assert len(checklist.lines) == 4


def test_children_before_their_parents_and_missing_parents() -> None:
    nodes = [node("b", "a", name="B"), node("a", assessable=False, name="A"), node("c", "gone", name="C")]
    done = imported(library(nodes, name="All"))
    assert done.checklist is not None
    assert [section.title.en for section in done.checklist.sections] == ["A", "All"]
    assert [str(one) for one in done.remarks if one.kind == "guessed"] == [
        "line 17: its parent urn:o:r:req_node:x:gone is not in the file; it stands at the top"
    ]


def test_a_text_too_long_is_cut_with_a_word() -> None:
    done = imported(library([node("1", name="N", description="x" * 30_000)]))
    assert done.checklist is not None
    item = done.checklist.lines[0].item
    assert item.how is not None
    assert (len(item.how.en), item.how.en[-2:]) == (20_000, "x…")
    assert "longer than 20000 characters" in str(done.remarks[-1])
    assert load(to_yaml(done.checklist), "own.yaml") == done.checklist


@pytest.mark.parametrize(
    "text, message",
    [
        ("urn: u\nname: x\n", "lib.yaml:1:1: this is no CISO Assistant library: it needs the keys urn and objects"),
        ("urn: u\nobjects:\n  threats: []\n", "lib.yaml:3:3: the library has no framework; it holds threats"),
        ("urn: u\nobjects:\n  framework: {}\n  frameworks: []\n", "lib.yaml:4:15: framework and frameworks are both"),
        ("urn: u\nobjects: {framework: {urn: f}}\n", "lib.yaml:2:22: the framework has no requirement_nodes"),
        ("urn: u\nobjects: {frameworks: []}\n", "lib.yaml:1:1: the file has no requirement to assess"),
        ("- x\n", "lib.yaml:1:3: expected keys and values"),
        ("[]\n", "lib.yaml:1:1: the file has no requirement to assess"),
        ("urn: u\nurn: v\nobjects: {}\n", "lib.yaml:1:1: a key stands here twice"),
        (library([node("1", assessable=False)]), "lib.yaml:1:1: the file has no requirement to assess"),
        (library([node("1"), node("1")]), "is here twice; the first is on line 10"),
        (library([node("1", "2"), node("2", "1")]), "lib.yaml:10:1: urn:o:r:req_node:x:1 stands above itself"),
        (library([node("1", name=["x"])]), '"name" must be text'),
        (library([{"assessable": True}]), '"urn" is missing'),
        ("urn: &a u\nobjects: *a\n", "lib.yaml:1:6: anchors and aliases"),
        (LIBRARY[:900], "lib.yaml:"),
        (LIBRARY.encode("utf-16"), "lib.yaml:1:1: the file is not UTF-8 text"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_its_place(text: str | bytes, message: str) -> None:
    assert message in refused(text)


def test_a_wrong_id_is_refused() -> None:
    with pytest.raises(ImportRefused, match="is no id"):
        imported(LIBRARY, id="../x")


BOMBS = {
    "nested": 'b"urn: u\\nobjects: " + b"[" * 100_000',
    "laughs": r"""b"urn: u\nobjects:\n  a: &a [x]\n" + b"".join(b"  k%d: [*a, *a]\n" % n for n in range(100_000))""",
    "chain": (
        r"""b"urn: u\nobjects:\n  framework:\n    requirement_nodes:\n" + """
        r"""b"".join(b"    - {urn: n%d, parent_urn: n%d, assessable: yes}\n" % (n, n + 1) for n in range(20_000))"""
    ),
    "circle": (
        r"""b"urn: u\nobjects:\n  framework:\n    requirement_nodes:\n" + """
        r"""b"".join(b"    - {urn: n%d, parent_urn: n%d}\n" % (n, (n + 1) % 20_000) for n in range(20_000))"""
    ),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_in_an_answer_within_a_gigabyte(bomb: str) -> None:
    program = f"""
import resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from checklists.errors import AudittyError
from checklists.importers import read
try:
    print(len(read({BOMBS[bomb]}, "bomb.yaml").checklist.lines))
except AudittyError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    said = {"nested": "deeper than 64", "laughs": "anchors", "chain": "20000", "circle": "stands above itself"}
    assert said[bomb] in done.stdout


texts = st.text(max_size=12) | st.sampled_from(["null", "no", "1", "2", "true", "urn:a:b:c:d:e", "urn:a:b:c:d:f"])
values = st.recursive(
    texts | st.booleans() | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(
    ["urn", "parent_urn", "ref_id", "name", "description", "annotation", "typical_evidence", "translations",
     "questions", "weight", "implementation_groups", "other"]
)  # fmt: skip
words = st.dictionaries(st.sampled_from(["en", "zh", "zh-CN", "fr"]), st.fixed_dictionaries({"name": texts}))
nodes = st.fixed_dictionaries(
    {"urn": texts, "assessable": st.booleans()},
    optional={"parent_urn": texts, "ref_id": texts, "name": texts, "description": texts, "translations": words},
) | st.dictionaries(keys, values)


def safe(data: bytes, name: str) -> None:
    """Reading either refuses the file in its own words or gives a checklist that our own file can hold."""
    try:
        done = read(data, name)
    except (ChecklistError, ImportRefused):
        return
    assert done.checklist is not None
    assert load(to_yaml(done.checklist), "own.yaml") == done.checklist
    assert all(str(remark) for remark in done.remarks)


@given(st.lists(nodes, min_size=1, max_size=6))
def test_any_nodes_give_a_sound_checklist_or_a_refusal(listed: list[dict[str, Any]]) -> None:
    safe(library(listed).encode(), "lib.yaml")


@given(values, values)
def test_any_yaml_is_refused_or_read(head: Any, framework: Any) -> None:
    content = {"urn": "u", "objects": head, "name": framework}
    safe(yaml.safe_dump(content).encode(), "lib.yaml")
    safe(yaml.safe_dump({"urn": "u", "objects": {"framework": framework}}).encode(), "lib.yaml")


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises((ChecklistError, ImportRefused)):
        read(data, "lib.yaml")


@given(st.integers(0, len(LIBRARY.encode())), st.binary(max_size=4))
def test_a_damaged_library_is_refused_or_read(at: int, junk: bytes) -> None:
    data = LIBRARY.encode()
    safe(data[:at] + junk + data[at + 1 :], "lib.yaml")
