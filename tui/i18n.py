"""The language of the program: English message ids, translated by a gettext catalogue.

Lower rooms mark their messages with `N_` and never translate; screens and commands translate what they show, when
they show it. English needs no catalogue, and a missing one is no error: the messages are then English.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from checklists.errors import N_, AudittyError, Problem, Word

if TYPE_CHECKING:
    from gettext import NullTranslations

__all__ = [
    "DUE_STATES",
    "DUTY_KINDS",
    "LANGUAGES",
    "N_",
    "OUTCOMES",
    "PART_NAMES",
    "ROUND_STATES",
    "UNIT_STATES",
    "VERDICTS",
    "Language",
    "_",
    "bracketed",
    "choose_language",
    "current_language",
    "in_chinese",
    "joined",
    "labelled",
    "listed",
    "ngettext",
    "set_language",
    "translate",
]

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

VERDICTS = {"pass": N_("pass"), "fail": N_("fail"), "na": N_("not applicable"), "none": N_("not done")}
"""What a verdict is called inside a sentence."""

OUTCOMES = {
    "rectified": N_("rectified"),
    "partly": N_("partly rectified"),
    "not": N_("not rectified"),
    "recurred": N_("came back"),
    "": "",
}
"""What the outcome of a line in a follow-up is called."""

PART_NAMES = {
    "responsibility": N_("Responsibility"),
    "phases": N_("Phases"),
    "countermeasures": N_("Countermeasures"),
}
"""What the parts of a checklist are called."""

ROUND_STATES = {
    "running": N_("running"),
    "finished": N_("finished"),
    "sealed": N_("sealed"),
    "void": N_("void"),
    "archived": N_("archived"),
    "damaged": N_("damaged"),
}
"""What the state of a round is called."""

UNIT_STATES = {
    "done": N_("done"),
    "work": N_("in work"),
    "none": N_("not done"),
    "empty": N_("no items"),
    "damaged": N_("damaged"),
}
"""What the state of a unit in a round is called."""

DUE_STATES = {
    "overdue": N_("overdue"),
    "unknown": N_("not known"),
    "due": N_("due now"),
    "coming": N_("coming"),
    "done": N_("met"),
}
"""What the state of something that falls due is called."""

DUTY_KINDS = {
    "duty": N_("duty"),
    "date": N_("date"),
    "phase": N_("phase"),
    "deadline": N_("deadline"),
    "rectification": N_("rectification"),
}
"""What the kinds of things that fall due are called."""

_language: Language = "en"
_catalogue: NullTranslations | None = None


def choose_language(
    explicit: str | None = None, workspace: str | None = None, environment: Mapping[str, str] = os.environ
) -> Language:
    """The language to speak: what was asked for, else the workspace's, else the locale's; Chinese or English."""
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "zh" if (explicit or workspace or locale).lower().startswith("zh") else "en"


def set_language(language: Language) -> None:
    """Translate into `language` from now on, in the whole process."""
    global _language, _catalogue
    _language = language
    _catalogue = _load("zh_CN") if language == "zh" else None


def current_language() -> Language:
    """The language that `set_language` chose; English before that."""
    return _language


def _(message: str) -> str:
    """`message` in the current language."""
    # The empty id is the catalogue's own header.
    return _catalogue.gettext(message) if _catalogue and message else message


def in_chinese(message: str) -> str:
    """`message` in Chinese, whatever the current language is: people look for words of both."""
    return _chinese().gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form for `count` things, in the current language."""
    if _catalogue:
        return _catalogue.ngettext(singular, plural, count)
    return singular if count == 1 else plural


def joined(clauses: Iterable[str]) -> str:
    """Clauses one after the other, as the language sets them apart; the empty ones are left out."""
    return _("; ").join(filter(None, clauses))


def listed(names: Iterable[str]) -> str:
    """Names and single words in a row, as the language sets them apart; the empty ones are left out."""
    return _(", ").join(filter(None, names))


def labelled(label: str, text: str) -> str:
    """A text behind what it is."""
    return _("{label}: {text}").format(label=label, text=text)


def bracketed(text: str) -> str:
    """A text in brackets, to stand behind another one; nothing where it is empty."""
    return _(" ({text})").format(text=text) if text else ""


def translate(error: AudittyError | Problem) -> str:
    """What went wrong, in the current language, without the place in the file that a `Problem` knows.

    Words among the parameters are translated first, and a verdict is worded: lower rooms know it by its code.
    """
    verdict = error.params.get("verdict")
    worded = {"verdict": _(VERDICTS[verdict])} if verdict in VERDICTS else {}
    worded |= {name: _(value) for name, value in error.params.items() if isinstance(value, Word)}
    return _(error.message).format(**{**error.params, **worded})


@cache
def _chinese() -> NullTranslations:
    return _load("zh_CN")


def _load(locale: str) -> NullTranslations:
    # Imported here: English, and the start of the program, do without it.
    import gettext

    folder = Path(__file__).with_name("locale")
    return gettext.translation("auditty", folder, [locale], fallback=True)
