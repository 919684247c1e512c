"""The JSON Schema of the JSON export, made from the classes of `model`; docs/export.schema.json is this."""

from __future__ import annotations

import inspect
import json
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from reports.exchange.model import Export

FILE = "export.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}

Schema = dict[str, Any]


def to_json() -> bytes:
    """The file's bytes, worked out anew."""
    return json.dumps(schema(), ensure_ascii=False, indent=1).encode() + b"\n"


def schema() -> Schema:
    """The schema; every class of the model stands once under `$defs`."""
    definitions: dict[str, Schema] = {}
    whole = _object(Export, definitions)
    return {"$schema": DIALECT, "title": "auditty export", **whole, "$defs": dict(sorted(definitions.items()))}


def _object(kind: type, definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind)
    properties = {each.name: _schema(hints[each.name], definitions) for each in fields(kind)}
    return {
        "description": " ".join((inspect.getdoc(kind) or "").split()),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _schema(kind: Any, definitions: dict[str, Schema]) -> Schema:
    """What a field of this type looks like."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is UnionType:
        return {"anyOf": [_schema(each, definitions) for each in arguments]}
    if origin is dict:
        return {"type": "object", "additionalProperties": True if arguments[1] is Any else _schema(arguments[1], {})}
    assert is_dataclass(kind)
    assert isinstance(kind, type)
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _object(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}
