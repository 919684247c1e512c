"""From the bytes of a YAML file to a tree of nodes: text, lists and mappings, each with its line and column.

libyaml's events are read one by one and the tree is made from them, so nesting and aliases are stopped while they are
read: composing first would follow them, and libyaml's own composer recurses until the process dies (30,000 nested
brackets, a 60 KB file). No YAML type is resolved and no tag is obeyed: a scalar is its text.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from checklists.errors import N_, ChecklistError, Problem, cut
from checklists.nodes import Mapping, Node, Scalar, Sequence

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 64

_BOM = b"\xef\xbb\xbf"
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(data: bytes, name: str) -> Node:
    """The root node of the one YAML document in `data`; `name` is what messages call the file.

    Raises ChecklistError for anything but plain UTF-8 YAML: another encoding, more than `MAX_BYTES`, nesting deeper
    than `MAX_DEPTH`, anchors, aliases, tags, several documents or none, and errors of syntax.
    """
    _check_bytes(data, name)
    try:
        return _read_events(_Loader(data.removeprefix(_BOM)), name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = Problem(name, line, column, N_("not valid YAML: {detail}"), {"detail": cut(error.problem or "", 200)})
    except yaml.YAMLError as error:
        problem = Problem(name, 0, 0, N_("not valid YAML: {detail}"), {"detail": str(error)})
    raise ChecklistError([problem])


def _check_bytes(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        message = N_("the file is larger than {limit} MiB")
        raise ChecklistError([Problem(name, 0, 0, message, {"limit": MAX_BYTES // 1024 // 1024})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8-sig"))
        message = N_("the file is not UTF-8 text; save it as UTF-8")
        raise ChecklistError([Problem(name, line, column, message)]) from None
    if bad := _UNPRINTABLE.search(text):
        line, column = _place(text[: bad.start()])
        message = N_("the control character {code} is not allowed; in double quotes it can be written as an escape")
        raise ChecklistError([Problem(name, line, column, message, {"code": f"U+{ord(bad.group()):04X}"})])


def _place(before: str) -> tuple[int, int]:
    """Line and column, counted from 1, of what follows the text `before`."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _read_events(loader: Any, name: str) -> Node:
    """Make the tree from the loader's events, one pass, no recursion."""
    root: list[Node] = []
    into = root
    outer: list[list[Node]] = []
    tags: list[Problem] = []
    while (event := loader.get_event()) is not None:
        kind = type(event)
        if kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
            into = outer.pop()
            continue
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if kind is yaml.AliasEvent or getattr(event, "anchor", None) is not None:
            message = N_("anchors and aliases (&name, *name) are not allowed; write the value out")
            raise ChecklistError([Problem(name, line, column, message)])
        if kind is yaml.DocumentStartEvent:
            if root:
                raise ChecklistError([Problem(name, line, column, N_("a second document starts here; one is allowed"))])
            continue
        if kind is yaml.ScalarEvent:
            into.append(Scalar(event.value, line, column))
        elif kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
            if len(outer) == MAX_DEPTH:
                message = N_("nested deeper than {limit} levels")
                raise ChecklistError([Problem(name, line, column, message, {"limit": MAX_DEPTH})])
            inside: list[Node] = []
            node_type = Sequence if kind is yaml.SequenceStartEvent else Mapping
            into.append(node_type(inside, line, column))
            outer.append(into)
            into = inside
        else:
            continue
        if event.tag is not None:
            tags.append(Problem(name, line, column, N_("tags are not allowed: {tag}"), {"tag": cut(event.tag)}))
    if tags:
        raise ChecklistError(tags)
    if not root:
        raise ChecklistError([Problem(name, 1, 1, N_("the file is empty"))])
    return root[0]
