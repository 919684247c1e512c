"""The JSON Schema of the format, made from the classes of the model, so that editors complete and check.

It describes the structure of what `load` takes. What has to be looked up (ids that other parts name, unit types, days
that a month does not have) only `auditty checklists check` knows. A value is text until the format says otherwise, so
where text is wanted a schema must take what an editor reads as a number or a yes: `version: 1`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from importlib.resources import files
from typing import Any, Literal, get_args, get_origin, get_type_hints

from checklists import build, points, recurrence, validate
from checklists.build import MAX_TEXT, key_of, without_none
from checklists.meanings import MEANINGS
from checklists.model import Checklist, Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE = "schema.json"

Schema = dict[str, Any]


def packaged() -> Any:
    """The file that ships with the package, as importlib.resources knows it."""
    return files("checklists").joinpath(FILE)


def to_json() -> bytes:
    """The file's bytes, worked out anew."""
    return json.dumps(schema(), ensure_ascii=False, indent=1).encode() + b"\n"


def schema() -> Schema:
    """The schema of a checklist; every class of the model stands once under `$defs`."""
    definitions: dict[str, Schema] = {"Text": _TEXT}
    whole = _object(Checklist, definitions)
    whole["anyOf"] = [
        {"required": [part], "properties": {part: {"minItems": 1}}}
        for part in ("responsibility", "phases", "countermeasures")
    ]
    return {"$schema": DIALECT, "title": "auditty checklist", **whole, "$defs": dict(sorted(definitions.items()))}


def _pattern(*expressions: re.Pattern[str]) -> str:
    """Expressions of Python, any of which may match the whole text, as one that a schema can hold."""
    either = "|".join(re.sub(r"\(\?P<\w+>", "(?:", expression.pattern) for expression in expressions)
    return f"^(?:{either})$"


_WRITTEN: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": MAX_TEXT}
_TEXT: Schema = {
    "description": "a text in both languages, or one that serves both",
    "anyOf": [
        _WRITTEN,
        {
            "type": "object",
            "properties": {"zh": _WRITTEN, "en": _WRITTEN},
            "required": ["zh", "en"],
            "additionalProperties": False,
        },
    ],
}
_POINT = _pattern(points._POINT)
_MOMENT = _pattern(points._POINT, points._DATE)
_ID: Schema = {"pattern": _pattern(validate._ID)}
_SOME: Schema = {"minItems": 1}
_LIMITED: Schema = {"anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]}

_RULES: dict[str, Schema] = {
    "Checklist.format": {"enum": [validate.FORMAT, str(validate.FORMAT)]},
    **{f"{name}.id": _ID for name, keys in MEANINGS.items() if "id" in keys},
    **{f"{name}.items": _SOME for name in ("Section", "Phase", "RiskPoint")},
    "Grading.grades": _SOME,
    "Condition.is": _SOME,
    "Phase.from": {"pattern": f"{_MOMENT}|^$"},
    "Phase.to": {"pattern": f"{_MOMENT}|^$"},
    "RiskPoint.deadline": {"pattern": f"{_MOMENT}|^$"},
    "By.by": {"pattern": _MOMENT},
    "Recurrence.every": {
        "pattern": _pattern(recurrence._EVERY),
        "not": {"enum": [f"{unit}s" for unit in (*recurrence.DAYS, *recurrence.MONTHS)]},
    },
    "Recurrence.in": {"items": {**_WRITTEN, "pattern": _POINT}},
    "Recurrence.at": {"pattern": f"{_pattern(recurrence._TIME)}|^$"},
    "Schedule.at_least": {"pattern": "^(?:all|[1-9][0-9]{0,3})$"},
}
"""What the types do not say of a key: it is added to what they do say."""

_LEAST: dict[str, tuple[int, int | None]] = {
    "Item.weight": (0, None),
    "Grade.due_days": (0, None),
    "Count.at_least": (0, None),
    "Count.at_most": (0, None),
    "Share.at_least": (0, 100),
    "Share.at_most": (0, 100),
}
"""Numbers with a least and a greatest value."""

_WHOLE_RULES: dict[str, Schema] = {
    "Criterion": {"minProperties": 1, "maxProperties": 1},
    "Count": _LIMITED,
    "Share": _LIMITED,
}
"""What holds of an object as a whole."""


def _object(cls: type[Any], definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(cls)
    properties, required = {}, []
    for field in dataclasses.fields(cls):
        key = key_of(field.name)
        name = f"{cls.__name__}.{key}"
        properties[key] = {
            "description": MEANINGS[cls.__name__][key],
            **_value(hints[field.name], name, field.default == "", definitions),
            **_RULES.get(name, {}),
        }
        if field.default is dataclasses.MISSING:
            required.append(key)
    return {
        "description": " ".join((cls.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        **_WHOLE_RULES.get(cls.__name__, {}),
    }


def _value(hint: Any, name: str, may_be_empty: bool, definitions: dict[str, Schema]) -> Schema:
    """The schema of a value of the type `hint`; `name` is CLASS.KEY."""
    hint = without_none(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Text:
        return {"$ref": "#/$defs/Text"}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _value(arguments[0], name, False, definitions)}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}  # its place is taken while it is made
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if hint is str:
        return {"type": [*_WRITTEN["type"], "null"], "maxLength": MAX_TEXT} if may_be_empty else _WRITTEN
    if hint is bool:
        return {"enum": [True, False, "yes", "no", "true", "false"]}
    if hint in (int, float):
        return _number(hint, *_LEAST.get(name, (None, None)))
    raise TypeError(f"no schema for {hint!r}")


def _number(hint: type, least: int | None, most: int | None) -> Schema:
    """A number, or one in quotes, which is the same to the program."""
    limits = {name: value for name, value in (("minimum", least), ("maximum", most)) if value is not None}
    expression = build._WHOLE if hint is int else build._NUMBER
    return {
        "anyOf": [
            {"type": "integer" if hint is int else "number", **limits},
            {"type": "string", "pattern": _pattern(expression)},
        ]
    }
