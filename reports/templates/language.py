"""What a template may say: fields, conditions, loops over lists, a few filters. There is nothing to call.

A template is checked as a whole before it runs, so an unknown field is found also where no value would reach it.
It runs in Jinja's sandbox all the same.
"""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reports.safe_text import visible

Schema = Any
"""What a field is: None is a text or a number, {name: Schema} a group of fields, [Schema] a list."""

LOOP: Schema = dict.fromkeys(("index", "first", "last", "length"))
FILTERS = frozenset({"capitalize", "default", "join", "length", "lower", "replace", "trim", "upper"})
TESTS = frozenset({"even", "odd"})
_OPERATORS = (nodes.Add, nodes.And, nodes.Compare, nodes.Concat, nodes.List, nodes.Not, nodes.Or, nodes.Sub)
_PLACE = 60  # characters of a paragraph that a message quotes


class Fault(Exception):
    """Something in a template is wrong: `code` says which message it is, `what` and `place` fill it."""

    def __init__(self, code: str, what: str = "", place: str = "") -> None:
        super().__init__(code, what, place)
        self.code, self.what, self.place = code, what, place


class _At(Exception):
    """A fault and the node it is at."""

    def __init__(self, code: str, what: str, node: nodes.Node) -> None:
        self.code, self.what = code, what
        # Jinja gives some statements that it puts around others no line.
        self.line = node.lineno or next((inner.lineno for inner in node.iter_child_nodes() if inner.lineno), 0)


class Environment(ImmutableSandboxedEnvironment):
    """Jinja with nothing in it but the fields of `schema`."""

    def __init__(self, schema: Schema) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_text, cache_size=0)
        self._schema = schema
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def from_string(self, source: str | nodes.Template, *_: Any, **__: Any) -> Template:
        """The template, if every part of it is allowed; `source` is a Word part, one line for each paragraph.

        Raises:
            Fault
        """
        assert isinstance(source, str)
        try:
            tree = self.parse(source)
            _block(tree.body, self._schema)
        except TemplateSyntaxError as error:
            line = _unclosed(source) if "Unexpected end" in (error.message or "") else error.lineno
            raise Fault("syntax", error.message or "", _place(source, line)) from error
        except _At as error:
            raise Fault(error.code, error.what, _place(source, error.line)) from error
        return super().from_string(tree)


def _text(value: object) -> Markup:
    """A value as the XML of a text. docxtpl would take `{_{` for braces to restore."""
    return Markup(escape(visible(str(value))).replace("_", "&#95;"))  # noqa: S704 - escaped one call before


def _unclosed(source: str) -> int:
    """The line of the last condition or loop that nothing ends, 0 if there is none."""
    open_: list[int] = []
    for mark in re.finditer(r"\{%-?\s*(if|for|endif|endfor)\b", source):
        if not mark[1].startswith("end"):
            open_.append(source.count("\n", 0, mark.start()) + 1)
        elif open_:
            open_.pop()
    return open_[-1] if open_ else 0


def _place(source: str, line: int) -> str:
    """The text of a paragraph, as far as a message needs it."""
    paragraph = re.split("\r\n|\r|\n", source)[max(line - 1, 0) : line]
    words = " ".join(re.sub("<[^>]*>", "", "".join(paragraph)).split())
    return words if len(words) <= _PLACE else words[:_PLACE] + "…"


def _block(body: list[nodes.Node], scope: dict[str, Schema]) -> None:
    """Check statements that see the fields of `scope`."""
    for node in body:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    _plain(part, scope)
        elif isinstance(node, nodes.If):
            _kind(node.test, scope)
            _block([*node.body, *node.elif_, *node.else_], scope)
        elif isinstance(node, nodes.For) and isinstance(node.target, nodes.Name) and not node.recursive:
            many = _kind(node.iter, scope)
            if not isinstance(many, list):
                raise _At("loop", _name(node.iter), node.iter)
            inner = {**scope, node.target.name: many[0]}
            if node.test:
                _kind(node.test, inner)
            _block(node.body, {**inner, "loop": LOOP})
            _block(node.else_, scope)
        else:
            raise _At("forbidden", type(node).__name__.lower(), node)


def _kind(node: nodes.Node, scope: dict[str, Schema]) -> Schema:
    """What an expression is."""
    if isinstance(node, nodes.Const):
        return None
    if isinstance(node, nodes.Name):
        if node.name not in scope:
            raise _At("unknown", node.name, node)
        return scope[node.name]
    if isinstance(node, nodes.Getattr):
        group = _kind(node.node, scope)
        if not isinstance(group, dict) or node.attr not in group:
            raise _At("unknown", _name(node), node)
        return group[node.attr]
    if isinstance(node, nodes.Filter):
        return _filtered(node, scope)
    if isinstance(node, nodes.Test) and node.name in TESTS:
        _plain(node.node, scope)
    elif isinstance(node, nodes.CondExpr):
        _kind(node.test, scope)
        _plain(node.expr1, scope)
        if node.expr2:
            _plain(node.expr2, scope)
    elif isinstance(node, _OPERATORS):
        for part in node.iter_child_nodes():
            _kind(part.expr if isinstance(part, nodes.Operand) else part, scope)
    else:
        raise _At("forbidden", _name(node), node)
    return None


def _filtered(node: nodes.Filter, scope: dict[str, Schema]) -> None:
    """Check a filter; what it gives is always a text or a number."""
    if node.name not in FILTERS or node.node is None or node.dyn_args or node.dyn_kwargs:
        raise _At("forbidden", node.name, node)
    for given in [*node.args, *(pair.value for pair in node.kwargs)]:
        if not isinstance(given, nodes.Const):
            raise _At("forbidden", node.name, node)
    kind = _kind(node.node, scope)
    if node.name == "join":
        named = [pair.value.value for pair in node.kwargs if pair.key == "attribute"]  # type: ignore[attr-defined]
        names = named + [given.value for given in node.args[1:]]  # type: ignore[attr-defined]
        inner = kind[0] if isinstance(kind, list) else None
        if names and not (isinstance(inner, dict) and all(name in inner and inner[name] is None for name in names)):
            raise _At("unknown", f"{_name(node.node)}.{names[0]}", node)
        if not names and inner is not None:
            raise _At("plain", _name(node.node), node)
    elif node.name != "length" and kind is not None:
        raise _At("plain", _name(node.node), node)


def _plain(node: nodes.Node, scope: dict[str, Schema]) -> None:
    """Check an expression that must be a text or a number."""
    if _kind(node, scope) is not None:
        raise _At("plain", _name(node), node)


def _name(node: nodes.Node) -> str:
    """How a message calls an expression."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_name(node.node)}.{node.attr}"
    if isinstance(node, nodes.Filter | nodes.Test):
        return node.name
    if isinstance(node, nodes.Call):
        return f"{_name(node.node)}()"
    return type(node).__name__.lower()
