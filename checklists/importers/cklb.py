"""STIG Viewer 3: a .cklb file, JSON with the rules of one or more STIGs and what was found on one asset."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from checklists.build import MAX_TEXT
from checklists.errors import N_, cut
from checklists.importers.base import Imported, ImportRefused, Options, Remark, ResultRow
from checklists.importers.texts import TITLE, clean, named, shortened, unique_ids
from checklists.model import Checklist, Item, Section, Text
from checklists.verdicts import Verdict

MAX_BYTES = 32 * 1024 * 1024
MAX_OBJECTS = 1_000_000
MAX_VALUES = 3_000_000
"""Counted in the bytes before they are parsed: a small file of empty lists takes fifty times its size in memory."""

VERDICTS: Mapping[str, Verdict] = {
    "not_a_finding": "pass",
    "open": "fail",
    "not_applicable": "na",
    "not_reviewed": "none",
}
GRADES = ("high", "medium", "low")

_RELEASE = re.compile(r"Release:\s*([0-9A-Za-z.]+)")


def accepts(data: bytes, name: str) -> bool:
    """Whether this is JSON with a list of STIGs, or calls itself .cklb."""
    if name.lower().endswith(".cklb"):
        return True
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and b'"stigs"' in data and b'"rules"' in data


def read(data: bytes, name: str, options: Options) -> Imported:
    """The STIGs of the file as the sections of one checklist, and a result row for every rule with a known status.

    Raises:
        ImportRefused: it is no JSON, too large to be parsed, or has not the shape of a .cklb.
    """
    reader = _Reader(name)
    root = reader.object(_parsed(data, name), "")
    stigs = [
        _Stig(reader, reader.object(stig, f"stigs[{index}]"), f"stigs[{index}]")
        for index, stig in enumerate(reader.list(root, "stigs", ""))
    ]
    rules = [rule for stig in stigs for rule in stig.rules]
    if not rules:
        raise ImportRefused(N_("{file}: there is no rule in the file"), file=name)
    target = reader.object(root.get("target_data") or {}, "target_data")
    unit = reader.text(target, "host_name", "target_data")
    ids = unique_ids(
        [(rule.text("group_id"), rule.text("rule_id_src") or rule.text("rule_id")) for rule in rules], "rule"
    )
    for rule, rule_id in zip(rules, ids, strict=True):
        rule.id = rule_id
    filled = [stig for stig in stigs if stig.rules]
    title = " + ".join(dict.fromkeys(stig.title for stig in filled))
    checklist_id, both = named(
        options, "-".join(dict.fromkeys(stig.id for stig in filled)), Text(*[shortened(title, TITLE)] * 2)
    )
    checklist = Checklist(
        id=checklist_id,
        version=shortened("+".join(dict.fromkeys(stig.version for stig in filled)), TITLE),
        title=both,
        responsibility=tuple(_sections(reader, filled)),
    )
    results = tuple(row for rule in rules if (row := rule.result(unit)))
    return Imported(checklist=checklist, results=results, remarks=tuple(reader.remarks))


def _parsed(data: bytes, name: str) -> Any:
    if len(data) > MAX_BYTES:
        raise ImportRefused(N_("{file}: larger than {limit} MiB"), file=name, limit=MAX_BYTES >> 20)
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise ImportRefused(N_("{file}: the file is not UTF-8 text; save it as UTF-8"), file=name) from None
    if text.count("[") + text.count("{") > MAX_OBJECTS or text.count(",") > MAX_VALUES:
        raise ImportRefused(N_("{file}: too many values for a file of this kind"), file=name)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ImportRefused(
            N_("{file}: line {line}, column {column}: not valid JSON: {detail}"),
            file=name, line=error.lineno, column=error.colno, detail=error.msg,
        ) from None  # fmt: skip
    except RecursionError:
        raise ImportRefused(N_("{file}: nested too deep"), file=name) from None
    except ValueError as error:  # a number of thousands of digits
        raise ImportRefused(N_("{file}: not valid JSON: {detail}"), file=name, detail=cut(str(error))) from None


@dataclass
class _Reader:
    """Reads values of the kind they must have; says which file and place where they have not."""

    file: str
    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, place: str, message: str, **params: object) -> ImportRefused:
        return ImportRefused(message, file=self.file, place=place or "/", **params)

    def remark(self, kind: Literal["taken", "guessed", "left"], place: str, message: str, **params: object) -> None:
        self.remarks.append(Remark(kind, place, message, params))

    def object(self, value: Any, place: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.refuse(place, N_("{file}: {place}: expected a JSON object"))
        return value

    def list(self, owner: dict[str, Any], key: str, place: str) -> list[Any]:
        value = owner.get(key)
        if not isinstance(value, list):
            raise self.refuse(f"{place}.{key}".lstrip("."), N_("{file}: {place}: expected a list"))
        return value

    def text(self, owner: dict[str, Any], key: str, place: str) -> str:
        """The text of a key, "" if it is not there; numbers are taken as they are written."""
        value = owner.get(key)
        if value is None or isinstance(value, bool):
            return ""
        if not isinstance(value, str | int | float):
            raise self.refuse(f"{place}.{key}", N_("{file}: {place}: expected text"))
        return clean(str(value))

    def wording(self, text: str, key: str, place: str) -> Text | None:
        """A text of a checklist, cut where it is too long, with a word about it."""
        if len(text) > MAX_TEXT:
            message = N_("“{key}” is longer than {limit} characters and was cut")
            self.remark("left", place, message, key=key, limit=MAX_TEXT)
            text = shortened(text)
        return Text(text, text) if text else None


class _Stig:
    """One STIG of the file, with its rules."""

    def __init__(self, reader: _Reader, fields: dict[str, Any], place: str) -> None:
        self.id = reader.text(fields, "stig_id", place).removeprefix("xccdf_mil.disa.stig_benchmark_")
        self.release = reader.text(fields, "release_info", place)
        name = reader.text(fields, "display_name", place) or reader.text(fields, "stig_name", place) or self.id
        self.title = shortened(" ".join(name.split()), TITLE) or "STIG"
        release = _RELEASE.search(self.release)
        self.version = f"V{reader.text(fields, 'version', place) or '1'}" + (f"R{release[1]}" if release else "")
        listed = reader.list(fields, "rules", place)
        self.rules = [
            _Rule(reader, reader.object(rule, f"{place}.rules[{index}]"), f"{place}.rules[{index}]")
            for index, rule in enumerate(listed)
        ]
        self.place = place
        if not self.rules:
            reader.remark("left", place, N_("“{name}” is left out: it has no rules"), name=self.title)
        if count := sum(bool(rule.text("discussion")) for rule in self.rules):
            reader.remark("left", place, N_("the discussion of {count} rules is left out"), count=count)


class _Rule:
    """One rule with what was found. Its `id` is that of its item, set once all rules are known."""

    def __init__(self, reader: _Reader, fields: dict[str, Any], place: str) -> None:
        self.id, self._reader, self._fields, self.place = "", reader, fields, place

    def text(self, key: str) -> str:
        return self._reader.text(self._fields, key, self.place)

    def item(self) -> Item:
        title = self._reader.wording(self.text("rule_title"), "rule_title", self.place)
        if title is None:
            message = N_("it has no words; its number {name} stands for them")
            self._reader.remark("guessed", self.place, message, name=self.id)
        severity = self.text("severity").lower()
        if severity not in GRADES:
            self._reader.remark("left", self.place, N_("“{text}” is no severity"), text=cut(severity))
        return Item(
            id=self.id,
            text=title or Text(self.id, self.id),
            how=self._reader.wording(self.text("check_content"), "check_content", self.place),
            requirement=self._reader.wording(self.text("fix_text"), "fix_text", self.place),
            grade=severity if severity in GRADES else "",
        )

    def result(self, unit: str) -> ResultRow | None:
        """What was found on the asset; a severity that the assessor changed is the grade of the finding."""
        status = self.text("status").lower()
        if status not in VERDICTS:
            self._reader.remark(
                "left", self.place, N_("“{text}” is no status; the result is left out"), text=cut(status)
            )
            return None
        verdict = VERDICTS[status]
        details, comments = self.text("finding_details"), self.text("comments")
        if verdict != "fail":
            note = "\n\n".join(filter(None, (details, comments)))
            return ResultRow(item=self.id, verdict=verdict, unit=unit, note=note, place=self.place)
        grade, reason = self._overridden()
        finding = {key: text for key, text in (("problem", details), ("grade", grade)) if text}
        note = "\n\n".join(filter(None, (comments, reason)))
        return ResultRow(item=self.id, verdict=verdict, unit=unit, note=note, finding=finding, place=self.place)

    def _overridden(self) -> tuple[str, str]:
        """The severity that stands in the place of the rule's own, and why; ("", "") if none does."""
        overrides = self._fields.get("overrides")
        override = overrides.get("severity") if isinstance(overrides, dict) else None
        if not isinstance(override, dict):
            return "", ""
        place = f"{self.place}.overrides.severity"
        grade = self._reader.text(override, "severity", place).lower()
        return (grade, self._reader.text(override, "reason", place)) if grade in GRADES else ("", "")


def _sections(reader: _Reader, stigs: list[_Stig]) -> list[Section]:
    ids = unique_ids([(stig.id, stig.title) for stig in stigs], "stig")
    return [
        Section(
            id=section_id,
            title=Text(stig.title, stig.title),
            note=reader.wording(stig.release, "release_info", stig.place),
            items=tuple(rule.item() for rule in stig.rules),
        )
        for section_id, stig in zip(ids, stigs, strict=True)
    ]
