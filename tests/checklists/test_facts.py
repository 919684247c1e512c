"""The library against the facts it was written from, and the rules its texts keep.

`facts.json` lists, for each system, the numbers of its facts; a checklist quotes each of them in `ref`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from checklists import Checklist, Text, library

FACTS: dict[str, list[str]] = json.loads(Path(__file__).with_name("facts.json").read_bytes())
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(?!\w)")


def refs(checklist: Checklist) -> set[str]:
    found = {fact.ref for fact in checklist.background}
    for section in checklist.sections:
        found |= set(section.ref)
        for item in section.items:
            found |= set(item.ref)
    return found


def texts(checklist: Checklist) -> Iterator[Text]:
    yield checklist.title
    for section in checklist.sections:
        yield section.title
        for item in section.items:
            yield from (text for text in (item.text, item.how, item.evidence, item.role, item.requirement) if text)
            yield from item.phrases
    yield from (fact.text for fact in checklist.background)


def test_every_system_has_its_checklist_and_there_is_no_other() -> None:
    assert set(library.ids()) == set(FACTS)
    assert sum(map(len, FACTS.values())) == 720


@pytest.mark.parametrize("checklist_id", FACTS)
def test_no_fact_is_missing_and_none_is_invented(checklist_id: str) -> None:
    assert refs(library.load(checklist_id)) == set(FACTS[checklist_id])


@pytest.mark.parametrize("checklist_id", FACTS)
def test_no_two_items_ask_the_same(checklist_id: str) -> None:
    for language in ("zh", "en"):
        asked = Counter(line.item.text.get(language) for line in library.load(checklist_id).lines)
        assert [text for text, count in asked.items() if count > 1] == []


@pytest.mark.parametrize("checklist_id", FACTS)
def test_every_item_says_how_to_check_and_what_to_put_right(checklist_id: str) -> None:
    for line in library.load(checklist_id).lines:
        assert line.item.how, line.item.id
        assert line.item.requirement, line.item.id


@pytest.mark.parametrize("checklist_id", FACTS)
def test_each_language_is_written_by_its_own_rules(checklist_id: str) -> None:
    for text in texts(library.load(checklist_id)):
        assert re.search("[\u4e00-\u9fff]", text.zh), text
        assert not re.search("[\u4e00-\u9fff]", text.en), text
        assert not HALF_WIDTH.search(text.zh), text.zh
        assert not re.search("[，。；：？！]", text.en), text.en


RECAST = (
    "school-special-work-responsibility",
    "bureau-network-security-responsibility",
    "university-network-publishing-rules",
    "subdistrict-responsibility-plan",
    "education-public-information-plan",
    "township-public-feedback",
    "incident-communication",
    "annual-special-work-programme",
    "hospital-hidden-risk-sweep",
    "district-annual-report",
)


@pytest.mark.parametrize("checklist_id", RECAST)
def test_a_recast_system_gives_no_legal_basis(checklist_id: str) -> None:
    checklist = library.load(checklist_id)
    assert checklist.basis == ()
    assert [line.item.id for line in checklist.lines if line.item.basis] == []
