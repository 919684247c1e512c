from __future__ import annotations

from pathlib import Path

import pytest

from checklists.errors import N_, AudittyError, Problem
from tui import i18n
from tui.i18n import _, choose_language, current_language, ngettext, set_language, translate

MESSAGE = "{count} problems in the file"


@pytest.mark.parametrize(
    "explicit, workspace, environment, chosen",
    [
        ("zh", "en", {"LANG": "en_US.UTF-8"}, "zh"),
        ("en", "zh", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, "zh", {"LANG": "en_US.UTF-8"}, "zh"),
        (None, "en", {"LC_ALL": "zh_CN.UTF-8"}, "en"),
        (None, None, {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        (None, None, {"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "C"}, "zh"),
        (None, None, {"LC_MESSAGES": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, None, {"LANG": "zh"}, "zh"),
        (None, None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, None, {}, "en"),
    ],
)
def test_the_nearest_wish_decides(
    explicit: str | None, workspace: str | None, environment: dict[str, str], chosen: str
) -> None:
    assert choose_language(explicit, workspace, environment) == chosen


def test_english_is_the_message_itself() -> None:
    assert current_language() == "en"
    assert _(MESSAGE) == MESSAGE
    assert [ngettext("one item", "{n} items", n) for n in (0, 1, 2)] == ["{n} items", "one item", "{n} items"]


def test_an_error_is_translated_and_its_blanks_filled() -> None:
    error = AudittyError(N_("{count} problems in the file"), count=3)
    problem = Problem("a.yaml", 3, 1, MESSAGE, {"count": 2})

    assert (translate(error), translate(problem)) == ("3 problems in the file", "2 problems in the file")
    set_language("zh")
    assert current_language() == "zh"
    assert (translate(error), translate(problem)) == ("文件中有 3 处问题", "文件中有 2 处问题")


def test_a_message_without_translation_stays_english() -> None:
    set_language("zh")

    assert _("no such message") == "no such message"
    assert _("") == ""


def test_a_missing_catalogue_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(i18n, "__file__", str(tmp_path / "i18n.py"))
    set_language("zh")

    assert current_language() == "zh"
    assert _(MESSAGE) == MESSAGE
    assert ngettext("one item", "{n} items", 1) == "one item"
