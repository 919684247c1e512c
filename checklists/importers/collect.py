"""Builds a checklist and result rows out of the rows of tables, and keeps what is to be said about each row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from checklists import unit_types
from checklists.blanks import names_in
from checklists.build import MAX_TEXT, Builder
from checklists.canonical import to_json
from checklists.errors import N_, cut
from checklists.gradings import find_grade
from checklists.importers import cells
from checklists.importers.base import Imported, ImportRefused, Options, Remark, ResultRow
from checklists.model import Checklist, Item, Part, Phase, RiskPoint, Section, Text
from checklists.unit_types import UnitType
from checklists.validate import validate
from checklists.verdicts import Verdict

MAX_ITEMS = 20_000

SECTION_CLASS: dict[Part, type[Section]] = {
    "responsibility": Section,
    "phases": Phase,
    "countermeasures": RiskPoint,
}
HEAD_FIELDS = ("id", "version", "title", "summary", "audience", "grading", "demands")
HEAD_LISTS = ("applies_to", "basis", "gradings", "blanks", "background")

_ID = re.compile(r"[0-9A-Za-z._-]{1,64}")
_TEXT_FIELDS = ("how", "evidence", "basis", "role", "requirement")
_YAML_FIELDS = ("recurrence", "criterion", "demands", "when")
_LIST_FIELDS = ("methods", "phrases")
_TICKED: tuple[Verdict, ...] = ("pass", "fail", "na")
_EMPTY = ("", "□", "☐", "○")
_FINDING = "finding."


@dataclass
class Group:
    """A section that grows."""

    part: Part
    id: str
    title: Text
    items: list[Item] = field(default_factory=list)


class Collector:
    """One import of the file called `name`. `unit` is the unit all results are of, as far as the file says."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self.options = options
        self.unit = ""
        self.title = ""
        self.remarks: list[Remark] = []
        self.results: list[ResultRow] = []
        self.head: dict[str, Any] = {}
        self.sections: dict[str, dict[str, Any]] = {}
        self.groups: dict[tuple[str, ...], Group] = {}
        self._ids: dict[str, None] = {}
        self._numbered = 0
        self._sections_numbered = 0

    def remark(self, kind: Literal["taken", "guessed", "left"], place: str, message: str, **params: Any) -> None:
        """Say what became of a place."""
        self.remarks.append(Remark(kind, place, message, params))

    def detail(self, place: str, key: str, value: str) -> None:
        """Take one line of what an exported workbook says of the checklist as a whole, or of a section."""
        if not value:
            return
        if key == "unit":
            self.unit = value
            return
        if key == "section":
            fields = cells.fields_of(Phase, value) or cells.fields_of(RiskPoint, value)
            if fields and "id" in fields:
                self.sections[fields.pop("id")] = fields
                return
        elif key in HEAD_LISTS:
            found = cells.value_of(key, f"[{value}\n]", Checklist)
            if found is not None:
                self.head[key] = (*self.head.get(key, ()), *found)
                return
        elif key in HEAD_FIELDS:
            found = cells.value_of(key, value, Checklist)
            if found is not None:
                self.head[key] = found
                return
        self.remark("left", place, N_("“{key}” cannot be read and is left out"), key=cut(key))

    def group(self, part: Part, section_id: str, title: Text) -> Group:
        """The section with this id, or without one of this part and title; a new one if there is none."""
        valid_id = section_id if _ID.fullmatch(section_id) else ""
        key = ("id", valid_id) if valid_id else (part, *title)
        if key not in self.groups:
            self.groups[key] = Group(part, valid_id or self._section_id(), title)
        return self.groups[key]

    def text(self, place: str, row: Mapping[str, str], name: str) -> Text | None:
        """A text of the row in two languages: the column for both, or one for each; None if all are empty."""
        both, zh, en = (row.get(key, "") for key in (name, f"{name}.zh", f"{name}.en"))
        found = Text(zh or both or en, en or both or zh)
        if not found.zh:
            return None
        if len(found.zh) > MAX_TEXT or len(found.en) > MAX_TEXT:
            self.remark("guessed", place, N_("longer than {limit} characters; the text is cut"), limit=MAX_TEXT)
            found = Text(cells.cut_text(found.zh)[0], cells.cut_text(found.en)[0])
        return found

    def item(self, place: str, row: Mapping[str, str], text: Text, group: Group) -> Item:
        """Make an item of a row and put it into `group`."""
        if len(self._ids) >= MAX_ITEMS:
            raise ImportRefused(N_("{file}: more than {limit} items"), file=self.name, limit=MAX_ITEMS)
        fields: dict[str, Any] = {name: self.text(place, row, name) for name in _TEXT_FIELDS}
        for name in (*_YAML_FIELDS, *_LIST_FIELDS):
            if value := row.get(name):
                read = cells.value_of(name, value)
                if read is None and name == "phrases":
                    read = tuple(Text(line, line) for line in map(str.strip, value.split("\n")) if line)
                self._keep(place, fields, name, read, value)
        if value := row.get("weight"):
            self._keep(place, fields, "weight", cells.weight(value), value)
        if value := row.get("veto"):
            self._keep(place, fields, "veto", cells.yes_no(value), value)
        if value := row.get("grade"):
            grade = find_grade(self._stub(), value)
            self._keep(place, fields, "grade", grade and grade.id, value)
        if value := row.get("ref"):
            self._keep(place, fields, "ref", cells.words(value), value)
        if value := row.get("applies_to"):
            self._keep(place, fields, "applies_to", _types(value), value)
        item = Item(id=self._id(place, row.get("id", "")), text=text, **fields)
        group.items.append(item)
        self.remark("taken", place, N_("item {id}"), id=item.id)
        return item

    def result(self, place: str, row: Mapping[str, str], item: str) -> None:
        """Take the result a row has for `item` (an id, or a text where the file has no ids), if it has one."""
        verdict = self._verdict(place, row)
        finding = {
            name.removeprefix(_FINDING): cells.date(value) if name == "finding.due" else value
            for name, value in row.items()
            if name.startswith(_FINDING) and value
        }
        note, found = row.get("note", ""), row.get("found", "")
        if verdict is None or verdict == "none":
            if verdict is None or finding or note or found:
                self.remark("left", place, N_("no result that is known; what is written beside it is left out"))
            return
        if verdict != "fail" and finding:
            note = "\n".join(filter(None, (note, finding.get("problem"))))
            finding = {}
            self.remark("guessed", place, N_("not failed: what is written as a problem is taken as the note"))
        self.results.append(
            ResultRow(
                item=item,
                verdict=verdict,
                unit=row.get("unit") or self.unit,
                note=note,
                found=found,
                finding=finding,
                place=place,
            )
        )

    def finish(self) -> Imported:
        """The import as a whole. Raises ImportRefused if nothing was found, or what was found contradicts itself."""
        for group in self.groups.values():
            if not group.items:
                self.remark("left", group.title.zh, N_("a heading without items"))
        checklist = self._checklist() if any(group.items for group in self.groups.values()) else None
        if checklist is None and not self.results:
            raise ImportRefused(N_("{file}: a header, but no rows below it with anything to check"), file=self.name)
        return Imported(checklist=checklist, results=tuple(self.results), remarks=tuple(self.remarks))

    def _keep(self, place: str, fields: dict[str, Any], name: str, value: Any, written: str) -> None:
        if value is None:
            self.remark("left", place, N_("“{value}” is no {field}; it is left out"), value=cut(written), field=name)
        else:
            fields[name] = value

    def _verdict(self, place: str, row: Mapping[str, str]) -> Verdict | None:
        """The verdict of a row, "none" if it has none, None if it cannot be told."""
        said = row.get("result", "")
        if said:
            verdict, certain = cells.verdict(said)
            if verdict and not certain:
                self.remark("guessed", place, N_("“{value}” is read as {verdict}"), value=cut(said), verdict=verdict)
            return verdict
        # A form prints an empty box in each of the columns; ticked is what holds anything else.
        columns = {key: row.get(f"result.{key}", "") for key in _TICKED}
        ticks = {key: tick for key, tick in columns.items() if tick not in _EMPTY}
        if len(ticks) != 1:
            return None if ticks else "none"
        verdict, said = next(iter(ticks.items()))
        self.remark("guessed", place, N_("“{value}” is read as {verdict}"), value=cut(said), verdict=verdict)
        return verdict

    def _section_id(self) -> str:
        self._sections_numbered += 1
        while ("id", f"s{self._sections_numbered}") in self.groups:
            self._sections_numbered += 1
        return f"s{self._sections_numbered}"

    def _id(self, place: str, written: str) -> str:
        if _ID.fullmatch(written) and written not in self._ids:
            made = written
        else:
            self._numbered += 1
            while str(self._numbered) in self._ids:
                self._numbered += 1
            made = str(self._numbered)
            if written:
                message = N_("“{value}” is no id, or is used already; it becomes {id}")
                self.remark("guessed", place, message, value=cut(written), id=made)
        self._ids[made] = None
        return made

    def _stub(self) -> Checklist:
        """Enough of the checklist to look grades up in."""
        return Checklist(
            id="x",
            version="1",
            title=Text("x", "x"),
            grading=self.head.get("grading", ""),
            gradings=self.head.get("gradings", ()),
        )

    def _checklist(self) -> Checklist:
        head = {"version": "1", **self.head}
        if self.options.id:
            head["id"] = self.options.id
        elif "id" not in head:
            head["id"] = _slug(self.name)
            self.remark("guessed", "id", N_("no id is given; it becomes {id}"), id=head["id"])
        if self.options.title:
            head["title"] = Text(self.options.title, self.options.title)
        elif "title" not in head:
            title = cells.cut_text(self.title or cells.clean(_stem(self.name)) or head["id"])[0]
            head["title"] = Text(title, title)
            self.remark("guessed", "title", N_("no title is given; it becomes “{title}”"), title=cut(title))
        parts: dict[str, list[Section]] = {}
        for group in self.groups.values():
            if group.items:
                parts.setdefault(group.part, []).append(self._section(group))
        head.update({part: tuple(sections) for part, sections in parts.items()})
        return self._checked(head)

    def _section(self, group: Group) -> Section:
        cls = SECTION_CLASS[group.part]
        more = {
            name: value
            for name, value in self.sections.get(group.id, {}).items()
            if name in cls.__dataclass_fields__ and name not in ("id", "title", "items")
        }
        items = [self._without_lost_condition(item) for item in group.items]
        return cls(id=group.id, title=group.title, items=tuple(items), **more)

    def _without_lost_condition(self, item: Item) -> Item:
        if item.when is None or item.when.item in self._ids:
            return item
        self.remark(
            "left", item.id, N_("asked only if {id} is answered so, which is not in the file"), id=item.when.item
        )
        return replace(item, when=None)

    def _checked(self, head: dict[str, Any]) -> Checklist:
        """The checklist without what refers to nothing; what is wrong all the same refuses the import."""
        blanks = head.pop("blanks", ())
        used = names_in(to_json(Checklist(**head)).decode("utf-8", "replace"))
        checklist = Checklist(**head, blanks=tuple(blank for blank in blanks if blank.id in used))
        # Types of units may be the workspace's own; whoever keeps the checklist knows them.
        codes = {*checklist.applies_to}
        for line in checklist.lines:
            codes.update(line.section.applies_to, line.item.applies_to)
        types = [UnitType(code=code, title=Text(code, code)) for code in sorted(codes)]
        if problems := validate(checklist, Builder(self.name), types):
            raise ImportRefused(problems[0].message, **problems[0].params)
        return checklist


def _types(text: str) -> tuple[str, ...] | None:
    """Codes of unit types, from codes or names of the built-in ones; None if one of them can be neither."""
    kinds = unit_types.built_in()
    known = {name.casefold(): code for code, kind in kinds.items() for name in (*kind.aliases, *kind.title)}
    known.update((code.casefold(), code) for code in kinds)
    if code := known.get(text.casefold()):
        return (code,)
    found = [known.get(word.casefold(), word) for word in cells.words(text) or ()]
    return tuple(found) if found and all(_ID.fullmatch(code) for code in found) else None


def _stem(name: str) -> str:
    return re.split(r"[/\\]", name)[-1].rsplit(".", 1)[0]


def _slug(name: str) -> str:
    """An id from the name of a file."""
    return re.sub(r"[^0-9A-Za-z._-]+", "-", _stem(name)).strip("-.")[:64] or "imported"
