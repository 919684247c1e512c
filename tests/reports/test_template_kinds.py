"""Every kind that is filled into a template: its default one says and looks the same, and its fields are all held."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.text.paragraph import Paragraph

from reports.design import Design, Said
from reports.docx_check import check
from reports.fields import schema
from reports.kinds import KINDS, Asked, Template
from reports.profile import profile_for
from store.workspace import Workspace
from tests.reports.filling import template
from tui.demo import make

pytestmark = pytest.mark.slow

ONLY_DRAWN = re.compile(r"(图|Figure )[0-9]+\s+|.*(见附件2。|in annex 2\.)$")
"""What a bulletin says only of charts."""


@pytest.fixture(scope="module", params=["zh", "en"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp(request.param) / "w"
    make(folder, request.param)
    return Workspace(folder)


def all_of(workspace: Workspace, kind: str) -> Iterator[Asked]:
    """Every document of a kind that there is something to say in."""
    for round_ in workspace.rounds():
        asked = Asked(workspace=workspace, lang=workspace.settings.language, round=round_)
        if kind in ("follow-up", "review") and not round_.info.parent:
            continue
        for each in map(asked.about, round_.units) if KINDS[kind].each_unit else (asked,):
            if round_.info.state != "void" and KINDS[kind].is_worth(each):
                yield each


def everything(data: bytes) -> list[str]:
    """The text of body, headers and footers, line by line."""
    document: Any = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    places = (
        section.header, section.even_page_header, section.first_page_header, section.footer, section.even_page_footer,
    )  # fmt: skip
    roots = [document.element.body, *(place._element for place in places)]
    found = [Paragraph(each, document).text for root in roots for each in root.iter(f"{W}p")]
    return [text for text in "\n".join(found).split("\n") if text.strip()]


def of_bands(workspace: Workspace) -> str:
    """What the table of bands says, and nothing else."""
    titles = [band.title(workspace.settings.language) for band in workspace.settings.bands]
    return "|".join(["^[0-9]+$", "尚无得分|No score yet|各等次单位数|Units by band", *map(re.escape, titles)])


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_default_template_filled_reads_as_the_document_does(demo: Workspace, kind: str) -> None:
    asked = max(all_of(demo, kind), key=lambda each: len(KINDS[kind].make(each)))
    start = KINDS[kind].default_template(asked.lang)

    filled = KINDS[kind].make(replace(asked, template=Template("t.docx", start)))

    plain, own = everything(KINDS[kind].make(asked)), everything(filled)
    if kind == "bulletin":
        plain = [text for text in (ONLY_DRAWN.sub("", line) for line in plain) if text]
        plain.remove("各单位合格率" if asked.lang == "zh" else "Pass rate by unit")
    if kind == "progress":  # a template does not know how many bands there are
        plain, own = ([text for text in texts if not re.search(of_bands(demo), text)] for texts in (plain, own))
    assert own == plain
    assert [each for each in check(filled, "t.docx", profile_for(asked.lang)) if not each.ok] == []
    assert filled == KINDS[kind].make(replace(asked, template=Template("t.docx", start)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_value_and_every_value_a_field(
    demo: Workspace, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Said] = []

    def heard(design: Design, each: Said, *rest: Any) -> bytes:
        said.append(each)
        return b""

    monkeypatch.setattr(Design, "set", heard)
    for asked in all_of(demo, kind):
        KINDS[kind].make(asked)
    assert said
    for each in said:
        held_as(each.values, schema(KINDS[kind].design.fields))


def held_as(held: Any, wanted: Any) -> None:
    if wanted is None:
        assert isinstance(held, str | int | float)
    elif isinstance(wanted, list):
        for each in held:
            held_as(each, wanted[0])
    else:
        assert held.keys() == wanted.keys()
        for name, inner in wanted.items():
            held_as(held[name], inner)


def test_the_fields_are_those_of_the_kind(demo: Workspace) -> None:
    asked = next(all_of(demo, "ledger"))
    own = template("{%p for e in entries %}", "{{ e.unit }} {{ e.state }}", "{%p endfor %}", "{{ findings_count }}")
    with pytest.raises(Exception, match="there is no field “findings_count”"):
        KINDS["ledger"].make(replace(asked, template=Template("t.docx", own)))


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.issue and name != "notice"])
def test_it_is_issued_in_the_template(demo: Workspace, kind: str) -> None:
    asked = next(each for each in all_of(demo, kind) if KINDS[kind].is_worth(replace(each, issue=True)))
    own = template("{{ issuing_body }} {{ number }}", "{{ title }}")
    issued = KINDS[kind].number(replace(asked, issue=True, template=Template("t.docx", own)))
    first = docx.Document(io.BytesIO(demo.documents.read(issued))).paragraphs[0].text
    assert first == f"{demo.settings.issuing_body} {issued.number}"
