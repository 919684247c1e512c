"""Every kind of document over a workspace, and what a word processor makes of it: pages, lines, where each word is."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest

import tui.demo
from reports.kinds import KINDS, Asked
from store.clock import FixedClock
from store.errors import Refused
from store.workspace import Workspace

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""After all that the sample tells."""


def sample(folder: Path, lang: str, change: Callable[[Any], Any] = lambda told: told) -> Workspace:
    """The sample workspace as it stands at `NOW`; `change` is done to what it tells before it is told."""

    class Changed:
        @staticmethod
        def loads(data: bytes) -> Any:
            return change(json.loads(data))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tui.demo, "json", Changed)
        return _at_its_end(tui.demo.make(folder, lang))


def in_layout(workspace: Workspace, layout: str) -> Workspace:
    """The workspace with that `layout` in its settings."""
    path = workspace.root / "workspace.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(re.sub("(?m)^layout: .*$", f"layout: {layout}", before), encoding="utf-8")
    return _at_its_end(Workspace(workspace.root))


def _at_its_end(workspace: Workspace) -> Workspace:
    workspace.hands.clock = FixedClock(NOW)
    return workspace


def documents(workspace: Workspace, lang: str) -> dict[str, bytes]:
    """Every Word document of every kind that is not refused for its round, named KIND.ROUND.UNIT."""
    made = {}
    for name, kind in KINDS.items():
        if "docx" not in kind.formats:
            continue
        for round_ in [None] if kind.round == "optional" else workspace.rounds():
            whole = Asked(workspace=workspace, lang=lang, round=round_)
            codes = round_.units if round_ else tuple(workspace.units.all())
            for asked in [whole.about(code) for code in codes] if kind.each_unit else [whole]:
                about = (name, round_.info.id if round_ else "all", *asked.units)
                with suppress(Refused):  # a report on a follow-up of a round that is none
                    if kind.is_worth(asked):
                        made[".".join(about)] = kind.make(replace(asked, format="docx"))
    return made


class Word(NamedTuple):
    """A word on a page: its edges in points from the page's upper left, and its text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page: its size in points, its words, and its text in the order of the document."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def lines(self) -> list[list[Word]]:
        """The words line by line, from the top."""
        lines: list[list[Word]] = []
        for word in sorted(self.words, key=lambda word: (word.bottom, word.left)):
            if lines and word.bottom - lines[-1][0].bottom < (word.bottom - word.top) / 3:
                lines[-1].append(word)
            else:
                lines.append([word])
        return [sorted(line) for line in lines]


class Printed:
    """A Word file and the PDF that was made of it."""

    def __init__(self, data: bytes, pdf: Path) -> None:
        self.data, self.pdf = data, pdf

    @cached_property
    def pages(self) -> list[Page]:
        root = ET.fromstring(_output("pdftotext", "-bbox", str(self.pdf), "-"))
        pages = []
        for page in root.iter("{http://www.w3.org/1999/xhtml}page"):
            words = []
            for word in page:
                left, top, right, bottom = (float(word.get(edge, "")) for edge in ("xMin", "yMin", "xMax", "yMax"))
                words.append(Word(left, top, right, bottom, word.text or ""))
            width, height = (float(page.get(side, "")) for side in ("width", "height"))
            pages.append(Page(width=width, height=height, words=tuple(words)))
        return pages

    @cached_property
    def raw(self) -> list[str]:
        """The text of each page in the order in which it was set, without blanks."""
        return [_squeezed(page) for page in _output("pdftotext", "-raw", str(self.pdf), "-").split("\f")[:-1]]

    def part(self, name: str) -> ET.Element:
        """A part of the Word file."""
        with zipfile.ZipFile(BytesIO(self.data)) as package:
            return ET.fromstring(package.read(name))

    @cached_property
    def body(self) -> ET.Element:
        return self.part("word/document.xml")

    def texts(self, element: ET.Element) -> str:
        """The text of an element, without blanks."""
        return _squeezed("".join(each.text or "" for each in element.iter(f"{W}t")))

    @cached_property
    def margin_texts(self) -> list[str]:
        """The texts of the headers and footers."""
        with zipfile.ZipFile(BytesIO(self.data)) as package:
            names = [name for name in package.namelist() if re.match("word/(header|footer)", name)]
        return [self.texts(self.part(name)) for name in names]


def printed(files: Mapping[str, bytes], folder: Path) -> dict[str, Printed]:
    """The files as LibreOffice prints them; it says nothing of errors."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    done = subprocess.run(
        [*command, *(str(folder / f"{name}.docx") for name in files)], check=True, capture_output=True, text=True
    )
    said = [line for line in done.stderr.splitlines() if line.strip() and "javaldx" not in line]  # Java is not needed
    assert not said
    return {name: Printed(data, folder / f"{name}.pdf") for name, data in files.items()}


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _squeezed(text: str) -> str:
    return "".join(text.split())
