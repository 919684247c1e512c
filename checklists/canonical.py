"""A checklist as canonical JSON, for pinning and for digests: equal checklists give equal bytes.

Keys are those of the YAML format, sorted. What has its default is never written, so a field that the format gains
later changes no digest; a text that is the same in both languages is one string.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from checklists.build import key_of, without_none
from checklists.errors import N_, ChecklistError, Problem
from checklists.model import Checklist, Item, Text

T = TypeVar("T")


def to_json(checklist: Checklist) -> bytes:
    """Compact UTF-8 JSON with sorted keys."""
    return _dump(plain(checklist))


def from_json(data: bytes, name: str = "") -> Checklist:
    """The checklist that `to_json` wrote. The types of plain values are trusted, the shape is not.

    Raises ChecklistError, without a line, if `data` is no such JSON; `name` is what the message calls the file.
    """
    try:
        return _decoder(Checklist)(json.loads(data))  # type: ignore[no-any-return]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        problem = Problem(name, 0, 0, N_("not a pinned checklist: {detail}"), {"detail": str(error)})
        raise ChecklistError([problem]) from error


def digest(checklist: Checklist) -> str:
    """SHA-256 of the canonical JSON, 64 hex digits."""
    return hashlib.sha256(to_json(checklist)).hexdigest()


def item_digest(item: Item) -> str:
    """SHA-256 of an item's wording: text, how, evidence and criterion. While it stays, old marks stay valid."""
    wording = {"text": item.text, "how": item.how, "evidence": item.evidence, "criterion": item.criterion}
    return hashlib.sha256(_dump({key: plain(value) for key, value in wording.items()})).hexdigest()


def plain(value: Any) -> Any:
    """A value of the model as dicts, lists, strings and numbers, keys in the order of the fields, defaults left out."""
    if isinstance(value, Text):
        return value.zh if value.zh == value.en else {"zh": value.zh, "en": value.en}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return {
            key_of(field.name): plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != field.default
        }
    return value


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


@cache
def _decoder(hint: Any) -> Callable[[Any], Any]:
    """What turns JSON into a value of the type `hint`; worked out once for each class."""
    hint = without_none(hint)
    origin = get_origin(hint)
    if hint is Text:
        return lambda value: Text(value, value) if isinstance(value, str) else Text(value["zh"], value["en"])
    if origin is tuple:
        decode = _decoder(get_args(hint)[0])
        return lambda value: tuple([decode(one) for one in value])
    if dataclasses.is_dataclass(hint):
        return _object_decoder(hint)
    if origin is Literal:
        return lambda value: value
    return hint  # type: ignore[no-any-return]  # str, int, float, bool


def _object_decoder(cls: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(cls)
    fields = {key_of(field.name): (field.name, _decoder(hints[field.name])) for field in dataclasses.fields(cls)}

    def decode(value: Any) -> Any:
        given = {}
        for key, one in value.items():
            name, read = fields[key]
            given[name] = read(one)
        return cls(**given)

    return decode
