"""Documents in a real terminal: the year's papers are read, saved and fetched, in both languages and looks."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from store.workspace import Workspace
from tests.tui.terminal import COLOUR, ENTER, Terminal
from tui.demo import make

WORDS = {
    "en": {
        "each": "one for each unit",
        "ledger": "rectification ledger",
        "draft": "draft",
        "issued": "Issued documents",
        "saved": "saved",
    },
    "zh": {"each": "每单位一份", "ledger": "整改台账", "draft": "草稿", "issued": "已印发文书", "saved": "已存盘"},
}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_ledger_is_read_and_saved_and_a_notice_written_once_more(lang: str, tmp_path: Path) -> None:
    words, folder, home = WORDS[lang], tmp_path / "demo", tmp_path / "home"
    make(folder, lang)
    home.mkdir()
    with Terminal("-w", folder, "--inspector", "Gao", env={"HOME": str(home), "NO_COLOR": "1"}) as t:
        t.until(lambda lines: t.cursor_line)
        t.press("r", words["each"])
        t.press("/ledger" + ENTER, lambda lines: t.cursor_line.startswith("> ledger") and not lines[2].strip())
        t.press(ENTER, lambda lines: words["draft"] in lines[0] and words["ledger"] in lines[0])
        t.press("s", "F10")
        t.press(ENTER, lambda lines: "scp" in t.text and "F10" not in t.text)
        (ledger,) = home.iterdir()
        assert "".join(line.strip() for line in t.lines).count(str(ledger)) == 2
        t.press("qqq", lambda lines: words["each"] not in t.text and words["draft"] not in lines[0])
        t.press("D", lambda lines: words["issued"] in lines[0])
        t.press("s" + ENTER, lambda lines: "F10" not in t.text and words["saved"] in lines[23])
        t.write("qq")
        assert t.wait() == 0
    assert not COLOUR.search(t.raw)
    assert len(docx.Document(io.BytesIO(ledger.read_bytes())).tables) > 0
    (again,) = (path for path in home.iterdir() if path != ledger)
    assert again.read_bytes() in [Workspace(folder).documents.read(each) for each in Workspace(folder).documents.all()]
