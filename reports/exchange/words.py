"""What is recorded, in the words of a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from checklists.model import Text
from reports.exchange.model import Entry, File, Person
from reports.kinds import KINDS
from reports.rectifying_words import OUTCOMES, word
from store.rectifying.life import STATES, VERBS

_VERDICTS = {
    "pass": Text("合格", "pass"),
    "fail": Text("不合格", "fail"),
    "na": Text("不适用", "not applicable"),
    "none": Text("未查", "unmarked"),
}
_NOT_ASKED = Text("（不再检查）", " (not asked any more)")
_RECHECK = Text("（清单已改，须复核）", " (of an earlier wording)")


def verdict(entry: Entry, lang: str) -> str:
    """The verdict, and a word where it is not the whole truth."""
    more = _NOT_ASKED.get(lang) if not entry.asked else _RECHECK.get(lang) if entry.recheck else ""
    return _VERDICTS[entry.verdict].get(lang) + more


def outcome(outcome_id: str, lang: str) -> str:
    """What the outcome of a follow-up is called, "" for none."""
    return word(OUTCOMES, outcome_id, lang) if outcome_id else ""


def state(state_id: str, word: Callable[[str], str]) -> str:
    """What a state of a rectification is called."""
    return word(STATES[state_id]) if state_id in STATES else state_id


def verb(verb_id: str, word: Callable[[str], str]) -> str:
    """What a step of a rectification is called."""
    return word(VERBS[verb_id].title) if verb_id in VERBS else verb_id


def document(kind: str, word: Callable[[str], str]) -> str:
    """What a kind of document is called."""
    return word(KINDS[kind].title) if kind in KINDS else kind


def files(evidence: Iterable[File]) -> str:
    """A line for each file: name, kind, bytes, SHA-256."""
    return "\n".join(
        " ".join(filter(None, (file.name, file.kind, f"{file.size} B" if file.size else "", file.sha256)))
        for file in evidence
    )


def people(persons: Iterable[Person]) -> str:
    """A line for each person: name, post, certificate."""
    return "\n".join(" ".join(filter(None, (each.name, each.post, each.certificate))) for each in persons)


def changed(value: dict[str, Any] | None) -> str:
    """What a record held, a line for each member that says something; "-" for nothing."""
    return "-" if value is None else "\n".join(_lines(value, ""))


def _lines(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _lines(member, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for number, member in enumerate(value, 1):
            yield from _lines(member, f"{name}.{number}")
    elif value not in ("", None):
        yield f"{name}: {value}"
