"""CISO Assistant: a framework library in YAML. Every node to assess is an item, in file order, under its parents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from checklists.errors import N_, cut
from checklists.importers.base import Imported, Options
from checklists.importers.ciso_item import item
from checklists.importers.ciso_tree import Fields, Requirement, Source, label, read_tree
from checklists.importers.texts import TITLE, joined, named, shortened, unique_ids
from checklists.model import Checklist, Section, Text
from checklists.nodes import Mapping, Node, Sequence
from checklists.source import compose

PATH = 400
"""Longest title of a section, which is the path of its parents, in characters."""
LEVELS = 8
"""How many of the nearest parents a path names."""

_TOP_KEYS = re.compile(rb"^(?:- |  )?(urn|objects)[ \t]*:", re.MULTILINE)
_LIBRARY = frozenset({"convert_library_version", "copyright", "description", "locale", "name", "objects", "provider",
                      "ref_id", "translations", "urn", "version"})  # fmt: skip
_FRAMEWORK = frozenset({"description", "implementation_groups_definition", "name", "ref_id", "requirement_nodes",
                        "translations", "urn"})  # fmt: skip


def accepts(data: bytes, name: str) -> bool:
    """Whether this is YAML with the keys of a library, or calls itself YAML."""
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return False
    return name.lower().endswith((".yaml", ".yml")) or len(set(_TOP_KEYS.findall(data))) == 2


def read(data: bytes, name: str, options: Options) -> Imported:
    """The framework, or all frameworks, of the library, or the libraries, in the file, as one checklist.

    Raises:
        ChecklistError: it is no YAML, has no framework, or its nodes make no tree. ImportRefused: the id asked for is
            none.
    """
    root = compose(data, name)
    source = Source(name)
    libraries = root.value if type(root) is Sequence else [root]
    frameworks = [one for library in libraries for one in _frameworks(source, library)]
    groups = [group for one in frameworks for group in _groups(one, inside_others=len(frameworks) > 1)]
    if not groups:
        raise source.refuse(root, N_("the file has no requirement to assess"))
    first = frameworks[0]
    checklist_id, title = named(options, first.ref_id, first.title)
    checklist = Checklist(
        id=checklist_id,
        version=first.version,
        title=title,
        summary=first.summary,
        responsibility=_sections(groups),
    )
    remarks = sorted(source.remarks, key=lambda remark: int(remark.place.rpartition(" ")[2]))
    return Imported(checklist=checklist, remarks=tuple(remarks))


@dataclass
class _Framework:
    """A framework with what its library says of it."""

    source: Source
    nodes: list[Requirement]
    ref_id: str
    version: str
    title: Text
    summary: Text | None


@dataclass
class _Group:
    """A section in the making: requirements that follow each other in the file and have the same nearest parent."""

    source: Source
    wishes: tuple[str, ...]
    title: Text
    ref: str
    note: Text | None
    requirements: list[Requirement] = field(default_factory=list)


def _frameworks(source: Source, library_node: Node) -> list[_Framework]:
    library = source.fields(library_node)
    if "objects" not in library or "urn" not in library:
        raise source.refuse(library_node, N_("this is no CISO Assistant library: it needs the keys urn and objects"))
    source = replace(source, locale=source.string(library, "locale") or "en")
    objects = source.fields(library["objects"])
    if "framework" in objects and "frameworks" in objects:
        raise source.refuse(objects["frameworks"], N_("framework and frameworks are both here; leave one out"))
    found = objects.get("framework") or objects.get("frameworks")
    if found is None:
        message = N_("the library has no framework; it holds {found}")
        raise source.refuse(library["objects"], message, found=cut(", ".join(objects), 200) or "-")
    for owner, read_keys in ((library, _LIBRARY), (objects, frozenset({"framework", "frameworks"}))):
        _left_out(source, owner, read_keys)
    return [_framework(source, library, node) for node in (found.value if type(found) is Sequence else [found])]


def _left_out(source: Source, owner: Fields, read_keys: frozenset[str]) -> None:
    for key, value in owner.items():
        if key not in read_keys:
            source.remark("left", value.line, N_("“{key}” has no place in a checklist"), key=cut(key))


def _framework(source: Source, library: Fields, node: Node) -> _Framework:
    fields = source.fields(node)
    nodes = read_tree(source, fields, node)
    _left_out(source, fields, _FRAMEWORK)
    _implementation_groups(source, fields, nodes)
    ref_id = source.string(fields, "ref_id") or source.string(library, "ref_id") or source.string(fields, "urn")
    own, around = (source.translations(owner) for owner in (fields, library))
    title = source.text(fields, own, "name") or source.text(library, around, "name") or Text(ref_id, ref_id)
    about = source.text(fields, own, "description") or source.text(library, around, "description")
    thanks = [source.text(library, {}, key) for key in ("provider", "copyright")]
    summary = joined([text for text in (about, *thanks) if text], "\n\n")
    version = source.string(library, "version")
    if not version:
        source.remark("guessed", node.line, N_("the library names no version; it is {version}"), version="1")
    return _Framework(
        source=source,
        nodes=nodes,
        ref_id=ref_id.rpartition(":")[2],
        version=shortened(version, TITLE) or "1",
        title=Text(*(shortened(" ".join(text.split()) or "-", TITLE) for text in title)),
        summary=source.fitting(summary, node.line, "description"),
    )


def _implementation_groups(source: Source, framework: Fields, nodes: list[Requirement]) -> None:
    """A group is a choice among the items that a checklist does not know: say which there are, and how large."""
    node = framework.get("implementation_groups_definition")
    if type(node) is not Sequence:
        return
    members: dict[str, int] = {}
    for one in nodes:
        listed = one.fields.get("implementation_groups")
        for ref in listed.value if one.assessable and type(listed) is Sequence else ():
            if not isinstance(ref, (Mapping, Sequence)):
                members[ref.value] = members.get(ref.value, 0) + 1
    for definition in node.value:
        group = source.fields(definition)
        ref_id = source.string(group, "ref_id")
        name = " ".join(filter(None, (ref_id, source.string(group, "name"))))
        message = N_("the implementation group “{name}” is left out; its {count} items are in the checklist")
        source.remark("left", definition.line, message, name=cut(name), count=members.get(ref_id, 0))


def _groups(framework: _Framework, inside_others: bool) -> list[_Group]:
    """The requirements of a framework in file order, a new group wherever the nearest parent changes."""
    source, told = framework.source, set[int]()
    groups: list[_Group] = []
    last: tuple[Requirement | None] | None = None
    for one in framework.nodes:
        if not one.assessable:
            if not one.useful:
                message = N_("“{name}” is left out: nothing below it is to be assessed")
                source.remark("left", one.line, message, name=label(one, source).en)
            continue
        section = one.section
        if last is None or last[0] is not section:
            last = (section,)
            groups.append(_group(framework, section, told, inside_others))
        groups[-1].requirements.append(one)
    return groups


def _group(framework: _Framework, section: Requirement | None, told: set[int], inside_others: bool) -> _Group:
    """The head of a section: its path as the title, and as the note what its parents say and was not told before."""
    source = framework.source
    path: list[Requirement] = []
    here = section
    while here is not None and len(path) < LEVELS:
        if not here.assessable:
            path.insert(0, here)
        here = here.above
    labels = [label(one, source) for one in path]
    if inside_others or not labels:
        labels.insert(0, framework.title)
    title = joined(labels, " / ") or framework.title
    bodies = []
    for one in path:
        if id(one) not in told:
            told.add(id(one))
            bodies += [text for key in ("description", "annotation") if (text := source.own_text(one, key))]
    line = section.line if section else 0
    return _Group(
        source=source,
        wishes=(section.ref_id, section.tail) if section else (framework.ref_id,),
        title=Text(*(shortened(text, PATH) for text in title)),
        ref=section.ref_id if section else "",
        note=source.fitting(joined(bodies, "\n\n"), line, "note"),
    )


def _sections(groups: list[_Group]) -> tuple[Section, ...]:
    """The finished sections; ids come from `ref_id`, or else from the URN."""
    item_ids = iter(unique_ids([(one.ref_id, one.tail) for group in groups for one in group.requirements], "item"))
    section_ids = unique_ids([group.wishes for group in groups], "section")
    return tuple(
        Section(
            id=section_id,
            title=group.title,
            note=group.note,
            ref=(group.ref,) if group.ref else (),
            items=tuple([item(group.source, one, next(item_ids)) for one in group.requirements]),
        )
        for group, section_id in zip(groups, section_ids, strict=True)
    )
