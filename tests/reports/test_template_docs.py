"""docs/templates.md and the code name the same fields, filters and limits, and its examples are what comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.fields import Field, Fields, schema
from reports.kinds import KINDS
from reports.model import Notice
from reports.notice_fields import FIELDS, values
from reports.templates.language import FILTERS, LOOP, Environment
from reports.templates.package import _FIELDS, MAX_UNPACKED
from reports.templates.process import Limits
from scripts import template_fields

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def text() -> str:
    return (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


def rows(text: str) -> dict[str, list[str]]:
    """The other cells of each row about a field of the notice."""
    section = text.split("### `notice`")[1].split("###")[0]
    found = re.findall(r"^\| `([a-z_.]+)` \|(.*)\|$", section, re.MULTILINE)
    return {name: [cell.strip() for cell in cells.split(" | ")] for name, cells in found}


def test_the_fields_are_those_of_the_code(text: str) -> None:
    assert template_fields.DRAWN.findall(text) == [template_fields.drawing()], "make drawing"


def fields(of: Fields, before: str = "") -> Iterator[tuple[str, Field]]:
    for name, field in of.items():
        yield before + name, field
        yield from fields(field.of or {}, f"{before}{name}.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_explained_in_both_languages(kind: str) -> None:
    for name, field in fields(KINDS[kind].design.fields):
        assert re.fullmatch("[a-z_.]+", name)
        assert not re.search("[\u4e00-\u9fff]", field.en), name
        assert re.search("[\u4e00-\u9fff]", field.zh), name


def test_the_examples_of_the_notice_are_right(text: str, notice: Notice) -> None:
    held = values(notice)
    for name, (_english, _chinese, example) in rows(text).items():
        head, _, inner = name.partition(".")
        value = held[head][0][inner] if inner else held[head]
        assert example == ("" if isinstance(value, list) else str(value).replace("\n", "<br>")), name


def test_the_filters_the_loop_and_the_limits_are_those_of_the_code(text: str) -> None:
    english, chinese = text.split("## 模板")
    said = re.findall(r"(?:filters are|过滤器只有) ((?:`\w+`(?:, |、\s*| and |))+)", text)
    assert [set(re.findall(r"`(\w+)`", each)) for each in said] == [FILTERS, FILTERS]
    for part in (english, chinese.split("## ")[0]):
        assert set(re.findall(r"loop\.(\w+)", part)) == set(LOOP)
        for limit in (Limits().memory // MIB, Limits().seconds, int(Limits().patience), MAX_UNPACKED // MIB):
            assert re.search(rf"\b{limit} (MiB|秒|seconds)", part)
    stay = re.search(r"may stay are (.*?)\. It is", english, re.DOTALL)
    assert stay
    assert set(re.split(r",\s+|\s+and\s+", stay[1])) == _FIELDS


def test_every_mark_shown_is_one_that_a_template_may_use(text: str) -> None:
    marks = [mark.replace("\\|", "|") for mark in re.findall(r"`(\{\{.*?\}\})`", text)]
    assert len(marks) > 6
    for mark in marks:
        Environment(schema(FIELDS)).from_string(f"{{% for f in findings %}}{mark}{{% endfor %}}")
