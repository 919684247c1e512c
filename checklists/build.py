"""From nodes to frozen dataclasses, driven by the type hints of the classes.

A field `in_` is the key `in` in YAML: one trailing underscore is dropped. A field without a default is required.
Types understood: str, int, float, bool, Literal, `Text`, tuple[T, ...], dict[str, T], nested dataclasses, and each of
them with `| None`. What a class needs is worked out once and kept.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Callable, Collection, Iterable
from functools import cache
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from checklists.errors import N_, ChecklistError, Problem, cut
from checklists.model import Text
from checklists.nodes import Mapping, Node, Scalar, Sequence

MAX_TEXT = 20_000
"""Longest text in characters: what a note may have too, so that a proposed wording can always be taken over."""
MAX_GUESSES = 100
"""After so many problems nobody is helped by "did you mean", and searching for it takes long."""
MAX_CANDIDATES = 1000
"""Among how many known words the nearest is searched for."""

T = TypeVar("T")
Reader = Callable[["Builder", Node], Any]

_BAD: Any = object()
"""What a reader returns for a value that is wrong; the problem is already reported."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_WRONG_KIND = {
    (Scalar, Sequence): N_("expected text, found a list"),
    (Scalar, Mapping): N_("expected text, found keys and values"),
    (Sequence, Scalar): N_("expected a list, found text"),
    (Sequence, Mapping): N_("expected a list, found keys and values"),
    (Mapping, Scalar): N_("expected keys and values, found text"),
    (Mapping, Sequence): N_("expected keys and values, found a list"),
}


class Field(NamedTuple):
    """How one key is read: the attribute it fills, the reader of its value, whether it must be there."""

    name: str
    read: Reader
    required: bool


def build(cls: type[T], root: Node, name: str) -> T:
    """A `cls` from the root node of the file called `name`. Raises ChecklistError with every problem, in file order."""
    builder = Builder(name)
    value = builder.build(cls, root)
    if value is None or builder.problems:
        raise ChecklistError(in_file_order(builder.problems))
    return value


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems sorted by where they are."""
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def key_of(field_name: str) -> str:
    """The YAML key of a field: `in_` is written `in`."""
    return field_name.removesuffix("_")


class Builder:
    """Builds values out of one file, collects its problems, and remembers where each object stood.

    `lost` is true once a value could not be read and was left out, so that what refers to it cannot be judged.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.lost = False
        # By id() alone: an object that was dropped and its id taken over is overwritten when the new one is built.
        self._nodes: dict[int, Mapping] = {}

    def build(self, cls: type[T], node: Node) -> T | None:
        """A `cls` from `node`, None if something it requires is missing or wrong. Problems are collected, not raised.

        A wrong optional value is reported and its default taken.
        """
        value = self.read_object(cls, node)
        return None if value is _BAD else value

    def report(self, node: Node, message: str, **params: Any) -> None:
        """Add a problem at `node`."""
        self.problems.append(Problem(self.name, node.line, node.column, message, params))

    def place(self, owner: object, field: str = "", text: str = "") -> tuple[int, int]:
        """Line and column of an object built here, of the value of its `field`, or of `text` in that list.

        The object's own place if the file does not have the field; (0, 0) for an object that was not built here.
        """
        mapping = self._nodes.get(id(owner))
        if mapping is None:
            return 0, 0
        node: Node = mapping
        for key, value in mapping.value:
            if field and isinstance(key, Scalar) and key.value == key_of(field):
                items = value.value if isinstance(value, Sequence) else ()
                node = next((item for item in items if isinstance(item, Scalar) and item.value == text), value)
                break
        return node.line, node.column

    def guess(self, word: str, known: Collection[str]) -> str:
        """The known word nearest to `word`; "" if none is near, or too much is wrong to go on guessing."""
        import difflib

        if len(self.problems) >= MAX_GUESSES:
            return ""
        return next(iter(difflib.get_close_matches(word, list(islice(known, MAX_CANDIDATES)), 1)), "")

    def reject(self, node: Node, message: str, **params: Any) -> Any:
        """Report a value that cannot be used; returns the mark for it."""
        self.lost = True
        self.report(node, message, **params)
        return _BAD

    def wrong_kind(self, expected: type[Node], node: Node) -> Any:
        """Report that a list stands where text should, or the like."""
        return self.reject(node, _WRONG_KIND[expected, type(node)])

    def entries(self, node: Mapping) -> list[tuple[Scalar, Node]]:
        """The pairs of a mapping, without the repeated and the unreadable keys, which are reported."""
        first: dict[str, Scalar] = {}
        entries = []
        items = iter(node.items)
        for key, value in zip(items, items, strict=True):
            if type(key) is not Scalar:
                self.report(key, N_("a key must be text"))
            elif key.value in first:
                line = first[key.value].line
                self.report(
                    key, N_('"{key}" is here twice; the first is on line {line}'), key=cut(key.value), line=line
                )
            else:
                first[key.value] = key
                entries.append((key, value))
        return entries

    def read_object(self, cls: Any, node: Node) -> Any:
        """Like `build`, for readers: returns their mark for a bad value where `build` returns None."""
        if type(node) is not Mapping:
            return self.wrong_kind(Mapping, node)
        spec = spec_of(cls)
        values: dict[str, Any] = {}
        seen = set()
        for key, value_node in self.entries(node):
            field = spec.get(key.value)
            if field is None:
                self._unknown_key(key, spec)
                continue
            seen.add(field.name)
            value = field.read(self, value_node)
            if value is not _BAD:
                values[field.name] = value
        broken = False
        for key_text, field in spec.items():
            if field.required and field.name not in values:
                broken = True
                if field.name not in seen:
                    self.reject(node, N_('"{key}" is missing'), key=key_text)
        if broken:
            return _BAD
        built = cls(**values)
        self._nodes[id(built)] = node
        return built

    def _unknown_key(self, key: Scalar, spec: dict[str, Field]) -> None:
        name = cut(key.value)
        if near := self.guess(name, spec):
            self.report(key, N_('unknown key "{key}"; did you mean "{near}"?'), key=name, near=near)
        else:
            self.report(key, N_('unknown key "{key}"; known here: {known}'), key=name, known=", ".join(spec))


@cache
def spec_of(cls: type[Any]) -> dict[str, Field]:
    """The keys of a dataclass, in the order of its fields."""
    hints = get_type_hints(cls)
    spec = {}
    for field in dataclasses.fields(cls):
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        hint = hints[field.name]
        read = _read_any_str if hint is str and field.default == "" else _reader(hint)
        spec[key_of(field.name)] = Field(field.name, read, required)
    return spec


def without_none(hint: Any) -> Any:
    """The `T` of `T | None`; any other type hint unchanged."""
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (arg for arg in get_args(hint) if arg is not type(None))
    return hint


def _reader(hint: Any) -> Reader:
    hint = without_none(hint)
    if hint in _READERS:
        return _READERS[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _choice_reader(args)
    if origin is tuple:
        return _list_reader(_reader(args[0]))
    if origin is dict:
        return _dict_reader(_reader(args[1]))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return lambda builder, node: builder.read_object(hint, node)
    raise TypeError(f"no reader for {hint!r}")


def _read_any_str(builder: Builder, node: Node) -> Any:
    """For text that may as well be empty: nothing written is what it is without the key."""
    return "" if type(node) is Scalar and not node.value else _read_str(builder, node)


def _read_str(builder: Builder, node: Node) -> Any:
    if type(node) is not Scalar:
        return builder.wrong_kind(Scalar, node)
    text = node.value
    if len(text) > MAX_TEXT:
        return builder.reject(node, N_("longer than {limit} characters"), limit=MAX_TEXT)
    if not text or text.isspace():
        return builder.reject(node, N_("nothing is written here; leave the key out or give a value"))
    return text


def _read_text(builder: Builder, node: Node) -> Any:
    if type(node) is not Mapping:
        plain = _read_str(builder, node)
        return plain if plain is _BAD else Text(plain, plain)
    found: dict[str, Any] = {}
    for key, value in builder.entries(node):
        if key.value in ("zh", "en"):
            found[key.value] = _read_str(builder, value)
        else:
            builder.report(key, N_('unknown key "{key}"; a text is {{zh: …, en: …}}'), key=cut(key.value))
    for lang in ("zh", "en"):
        if lang not in found:
            return builder.reject(node, N_('"{key}" is missing'), key=lang)
    if _BAD in found.values():
        return _BAD
    return Text(found["zh"], found["en"])


def _read_int(builder: Builder, node: Node) -> Any:
    text = _read_str(builder, node)
    if text is _BAD or _WHOLE.fullmatch(text):
        return text if text is _BAD else int(text)
    return builder.reject(node, N_('expected a whole number, found "{found}"'), found=cut(text))


def _read_float(builder: Builder, node: Node) -> Any:
    text = _read_str(builder, node)
    if text is _BAD or _NUMBER.fullmatch(text):
        return text if text is _BAD else float(text)
    return builder.reject(node, N_('expected a number, found "{found}"'), found=cut(text))


def _read_bool(builder: Builder, node: Node) -> Any:
    text = _read_str(builder, node)
    if text is _BAD or text in _YES_NO:
        return text if text is _BAD else _YES_NO[text]
    return builder.reject(node, N_('expected yes or no, found "{found}"'), found=cut(text))


def _choice_reader(choices: tuple[str, ...]) -> Reader:
    listed = ", ".join(choices)

    def read(builder: Builder, node: Node) -> Any:
        text = _read_str(builder, node)
        if text is _BAD or text in choices:
            return text
        return builder.reject(node, N_('expected one of {choices}, found "{found}"'), choices=listed, found=cut(text))

    return read


def _list_reader(read_one: Reader) -> Reader:
    def read(builder: Builder, node: Node) -> Any:
        if type(node) is not Sequence:
            return builder.wrong_kind(Sequence, node)
        values = [read_one(builder, item) for item in node.value]
        return tuple(value for value in values if value is not _BAD)

    return read


def _dict_reader(read_one: Reader) -> Reader:
    def read(builder: Builder, node: Node) -> Any:
        if type(node) is not Mapping:
            return builder.wrong_kind(Mapping, node)
        values = {key.value: read_one(builder, value) for key, value in builder.entries(node)}
        return {key: value for key, value in values.items() if value is not _BAD}

    return read


_READERS: dict[Any, Reader] = {
    str: _read_str,
    Text: _read_text,
    int: _read_int,
    float: _read_float,
    bool: _read_bool,
}
