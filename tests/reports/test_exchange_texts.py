"""Each text that is recorded is in each export that has a place for it, whatever it is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reports.safe_text import visible
from store.texts import name, storable
from store.workspace import Workspace
from tests.reports.exchanging import IN_STEPS, ONLY_IN_STEPS, PLACES, export, filled, made, texts_in

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
    "{[markup]} *bold* # no",
    "\ud800lone",
)

text = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.text(st.sampled_from("=+-@\t\r\n'\",;\\/_x01a中𪚥\x00\x1b"), max_size=30),
)
texts = st.fixed_dictionaries(dict.fromkeys(PLACES, text))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return made(tmp_path_factory.mktemp("texts") / "workspace")


def expected(place: str, said: str, kind: str) -> str:
    """What a reader of the format must find of a text."""
    kept = name(said)[0] if place.startswith("present.") else storable(said)
    kept = kept.strip() if place in IN_STEPS else kept  # as the store keeps them
    return visible(kept) if kind in ("csv", "xlsx") else kept


def test_each_place_has_a_name_of_its_own(tmp_path: Path) -> None:
    assert len(set(PLACES)) == len(PLACES)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
@example({place: HOSTILE[index % len(HOSTILE)] for index, place in enumerate(PLACES)})
@example({place: HOSTILE[-1 - index % len(HOSTILE)] for index, place in enumerate(PLACES)})
@example({place: f"{place} " + "𪚥" * 4900 for place in PLACES})
@example({place: f"{place}\x85" * 700 for place in PLACES})
def test_each_text_is_in_each_format(workspace: Workspace, given_texts: dict[str, str]) -> None:
    round_ = filled(workspace, given_texts)
    for kind in ("json", "csv", "xlsx", "cklb", "oscal"):
        found = texts_in(export(workspace, round_, kind, ["S1"]), kind)
        for place, said in given_texts.items():
            wanted = expected(place, said, kind)
            if wanted.strip() and not (kind == "csv" and place in ONLY_IN_STEPS):
                assert any(wanted in each for each in found), (kind, place, said[:80])


@pytest.mark.parametrize("said", [each for each in HOSTILE if each.lstrip("'\t\r\n ")[:1] in "=+-@"])
def test_no_cell_is_a_formula(workspace: Workspace, said: str) -> None:
    round_ = filled(workspace, dict.fromkeys(PLACES, said))
    cells = texts_in(export(workspace, round_, "csv"), "csv")
    assert any(visible(said) in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []
