"""The requirement nodes of a CISO Assistant framework: read one by one, and put into their tree by `parent_urn`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from checklists.build import MAX_TEXT
from checklists.errors import N_, ChecklistError, Problem, cut
from checklists.importers.base import Remark
from checklists.importers.texts import clean, shortened
from checklists.model import Text
from checklists.nodes import Mapping, Node, Scalar, Sequence

Fields = dict[str, Node]

LABEL = 120
"""Longest name of a node in a path, in characters."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "yes", "on"})
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")

_READ = frozenset({
    "annotation", "assessable", "depth", "description", "implementation_groups", "name", "parent_urn", "questions",
    "ref_id", "translations", "typical_evidence", "urn", "weight",
})  # fmt: skip


@dataclass(slots=True, eq=False)
class Requirement:
    """One node. `above` is its parent, `section` the nearest one over it that is not assessed itself.

    `useful` says whether it is, or leads to, something to assess.
    """

    line: int
    fields: Fields
    translations: dict[str, Fields]
    urn: str
    parent_urn: str
    assessable: bool
    ref_id: str
    name: Text | None
    above: Requirement | None = None
    section: Requirement | None = None
    useful: bool = False

    @property
    def tail(self) -> str:
        """What its URN says beyond the framework's: a second choice for an id."""
        return self.urn.split(":", 5)[-1]


@dataclass
class Source:
    """What is read from: the file's name, what to say of it, and the language that its plain texts are in."""

    name: str
    locale: str = "en"
    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, node: Node, message: str, **params: object) -> ChecklistError:
        """The error for a file that cannot be understood at `node`."""
        return ChecklistError([Problem(self.name, node.line, node.column, message, params)])

    def remark(self, kind: str, line: int, message: str, **params: object) -> None:
        """Say something about a line of the file."""
        self.remarks.append(Remark(kind, f"line {line}", message, params))  # type: ignore[arg-type]

    def fields(self, node: Node) -> Fields:
        """The values of a mapping by key."""
        if type(node) is not Mapping:
            raise self.refuse(node, N_("expected keys and values, found something else"))
        keys = node.items[::2]
        found = {key.value: value for key, value in zip(keys, node.items[1::2], strict=True) if type(key) is Scalar}
        if len(found) < len(keys):
            raise self.refuse(node, N_("a key stands here twice, or is not text"))
        return found

    def nodes(self, node: Node) -> list[Node]:
        """The elements of a list."""
        if type(node) is not Sequence:
            raise self.refuse(node, N_("expected a list, found something else"))
        return node.value

    def string(self, fields: Fields, key: str) -> str:
        """The text of a key, "" if it is not there or null."""
        node = fields.get(key)
        if node is None:
            return ""
        if type(node) is not Scalar:
            raise self.refuse(node, N_('"{key}" must be text'), key=key)
        return "" if node.value in _NULLS else clean(node.value)

    def translations(self, fields: Fields) -> dict[str, Fields]:
        """The translations into our two languages, by language."""
        node = fields.get("translations")
        if node is None or type(node) is Scalar:
            return {}
        found = {}
        for key, value in self.fields(node).items():
            lang = key.lower().replace("_", "-").split("-")[0]
            if lang in ("zh", "en") and type(value) is Mapping and (lang not in found or key.lower() == lang):
                found[lang] = self.fields(value)
        return found

    def text(self, fields: Fields, translations: dict[str, Fields], key: str) -> Text | None:
        """The text of a key in both languages; where a translation is missing, in the file's own."""
        main = self.string(fields, key)
        if not translations:
            return Text(main, main) if main else None
        told = {lang: self.string(there, key) for lang, there in translations.items()}
        own = self.locale.lower().replace("_", "-").split("-")[0]
        if main:
            told[own] = main
        zh, en = told.get("zh") or main or told.get("en"), told.get("en") or main or told.get("zh")
        return Text(zh, en) if zh and en else None

    def own_text(self, node: Requirement, key: str) -> Text | None:
        """The text of a key of a node, in both languages."""
        return self.text(node.fields, node.translations, key)

    def weight(self, node: Requirement) -> float:
        """The weight of a node, 1 if it gives none or one that is no number."""
        text = self.string(node.fields, "weight")
        if text and not _NUMBER.fullmatch(text):
            self.remark("left", node.line, N_("“{text}” is no weight"), text=cut(text))
        return float(text) if _NUMBER.fullmatch(text) else 1.0

    def fitting(self, text: Text | None, line: int, key: str) -> Text | None:
        """The text, cut where it is longer than a checklist takes, with a word about it."""
        if text is None or max(map(len, text)) <= MAX_TEXT:
            return text
        message = N_("“{key}” is longer than {limit} characters and was cut")
        self.remark("left", line, message, key=key, limit=MAX_TEXT)
        return Text(*(shortened(one) for one in text))


def label(node: Requirement, source: Source) -> Text:
    """What a node is called where it is part of a path."""
    name = node.name or source.text(node.fields, node.translations, "description")
    if name is None:
        return Text(*[node.ref_id or node.urn.rpartition(":")[2] or "-"] * 2)
    zh, en = (shortened(" ".join(text.split()), LABEL) for text in name)
    return Text(f"{node.ref_id} {zh}", f"{node.ref_id} {en}") if node.ref_id else Text(zh, en)


def read_tree(source: Source, framework: Fields, place: Node) -> list[Requirement]:
    """The nodes of a framework in file order, each with the one above it.

    Raises:
        ChecklistError: there are none, two have one URN, or one stands above itself.
    """
    listed = source.nodes(framework["requirement_nodes"]) if "requirement_nodes" in framework else []
    if not listed:
        raise source.refuse(place, N_("the framework has no requirement_nodes"))
    found: list[Requirement] = []
    by_urn: dict[str, Requirement] = {}
    unread: Counter[str] = Counter()
    for node in listed:
        one = _read(source, node)
        if not one.urn:
            raise source.refuse(node, N_('"{key}" is missing'), key="urn")
        if one.urn in by_urn:
            message = N_("the URN {urn} is here twice; the first is on line {line}")
            raise source.refuse(node, message, urn=cut(one.urn), line=by_urn[one.urn].line)
        by_urn[one.urn] = one
        found.append(one)
        unread.update(one.fields.keys() - _READ)
    for key in sorted(unread):
        message = N_("“{key}” of {count} nodes has no place in a checklist")
        source.remark("left", framework["requirement_nodes"].line, message, key=cut(key), count=unread[key])
    _connect(source, found, by_urn)
    return found


def _read(source: Source, node: Node) -> Requirement:
    fields = source.fields(node)
    translations = source.translations(fields)
    return Requirement(
        line=node.line,
        fields=fields,
        translations=translations,
        urn=source.string(fields, "urn").lower(),  # as CISO Assistant itself compares them
        parent_urn=source.string(fields, "parent_urn").lower(),
        assessable=source.string(fields, "assessable").lower() in _TRUE,
        ref_id=source.string(fields, "ref_id"),
        name=source.text(fields, translations, "name"),
    )


def _connect(source: Source, nodes: list[Requirement], by_urn: dict[str, Requirement]) -> None:
    """Set what is above each node and what leads to something to assess, each link walked once."""
    for node in nodes:
        if node.parent_urn:
            node.above = by_urn.get(node.parent_urn)
            if node.above is None:
                message = N_("its parent {urn} is not in the file; it stands at the top")
                source.remark("guessed", node.line, message, urn=cut(node.parent_urn))
    sound: set[int] = set()  # nodes from which the way up is known to end
    for node in nodes:
        way: dict[int, Requirement] = {}
        here: Requirement | None = node
        while here is not None and id(here) not in sound:
            if id(here) in way:
                raise source.refuse(Scalar("", here.line, 1), N_("{urn} stands above itself"), urn=cut(here.urn))
            way[id(here)] = here
            here = here.above
        sound.update(way)
    # A parent can stand after its children, so each looks up until it meets one that has looked before.
    known: dict[int, Requirement | None] = {}
    for node in nodes:
        under, passed = node.above, [node]
        while under is not None and under.assessable and id(under) not in known:
            passed.append(under)
            under = under.above
        found = known[id(under)] if under is not None and under.assessable else under
        for one in passed:
            one.section = known[id(one)] = found
    for node in nodes:
        here = node if node.assessable else None
        while here is not None and not here.useful:
            here.useful = True
            here = here.above
