"""`workspace.yaml`: what the inspecting body sets for itself, edited by hand and validated."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from checklists.errors import N_, ChecklistError, Problem
from checklists.grades import Grade, Grading, Text  # not from the model, which takes longer than a first screen may
from checklists.nodes import Mapping, Node, Scalar
from store import texts
from store.disk import Disk
from store.errors import NewerFormat, NoWorkspace, StoreError
from store.figures.bands import BANDS, Band
from store.figures.bands import faults as band_faults
from store.ids import is_code
from store.layout import Layout
from store.layout import faults as layout_faults
from store.rectifying.roles import Role, unknown_verbs

FORMAT = 2
FILE = "workspace.yaml"
EVIDENCE_MB_MOST = 4096
NUMBERED = ("notice", "review", "closing", "reminder", "supervision", "bulletin")
"""The kinds of documents that get numbers, as the package above this one makes them."""


@dataclass(frozen=True, kw_only=True)
class DocumentSettings:
    """What documents say of the issuing body.

    `prefix` is the code before the year in a document number (发文机关代字), `prefixes` the whole of it for `NUMBERED`
    kinds of documents that have their own, `reply_days` the days a unit has to answer.
    """

    prefix: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    reply_days: int = 15
    reply_to: str = ""
    contact_person: str = ""
    contact_phone: str = ""


@dataclass(frozen=True, kw_only=True)
class OwnUnitType:
    """A unit type of the body's own: its code, what it is called, the wider type it belongs to, other names for it."""

    code: str
    zh: str
    en: str
    parent: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The keys of `workspace.yaml`; docs/data.md explains each."""

    format: int
    title: str = ""
    language: Literal["zh", "en"] = "zh"
    timezone: str = "Asia/Shanghai"
    issuing_body: str = ""
    sharing: Literal["private", "group"] = "private"
    evidence_mb: int = 50
    document: DocumentSettings = field(default_factory=DocumentSettings)
    due_days: dict[str, int] = field(default_factory=dict)
    unit_types: tuple[OwnUnitType, ...] = ()
    gradings: tuple[Grading, ...] = ()
    due_counting: Literal["calendar", "working"] = "calendar"
    closing: Literal["direct", "checked"] = "direct"
    pass_valid_days: int = 0
    roles: dict[str, Role] = field(default_factory=dict)
    bands: tuple[Band, ...] = BANDS
    layout: Layout = field(default_factory=Layout)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which times are shown and days begin."""
        return ZoneInfo(self.timezone)


def read(root: Path, disk: Disk) -> Settings:
    """The settings of the workspace in the folder `root`.

    The parsed form is kept in a disposable file by the digest of the text, because loading the YAML machinery takes
    longer than everything else a first screen needs.

    Raises:
        NoWorkspace: there is no workspace.yaml.
        NewerFormat: a newer program wrote it.
        ChecklistError: it has errors.
    """
    path = root / FILE
    if disk.size(path) is None:
        raise NoWorkspace(
            N_("{path} is not a workspace; make one with “auditty init DIR”, or a sample with “auditty demo”"),
            path=root,
        )
    data = disk.read(path)
    digest = hashlib.sha256(data).hexdigest()
    kept = root / ".cache" / "settings.json"
    settings = _from_kept(kept, digest, disk)
    if settings is None:
        settings = parse(data, str(path))
        if settings.sharing == "group":
            disk.share()  # or the others of the group could not use what is kept
        try:
            disk.make_dir(kept.parent)
            disk.replace(kept, json.dumps({"digest": digest, "settings": asdict(settings)}).encode())
        except StoreError:
            pass  # a read-only workspace can be read all the same
    return settings


def _from_kept(path: Path, digest: str, disk: Disk) -> Settings | None:
    try:
        kept: dict[str, Any] = json.loads(disk.read(path))
        members = kept["settings"]
        if kept["digest"] != digest or members["format"] > FORMAT:
            return None
        own_types = tuple(OwnUnitType(**{**own, "aliases": tuple(own["aliases"])}) for own in members["unit_types"])
        document = DocumentSettings(**members["document"])
        gradings = tuple(_grading(kept_grading) for kept_grading in members["gradings"])
        roles = {
            name: Role(verbs=tuple(role["verbs"]), names=tuple(role["names"]))
            for name, role in members["roles"].items()
        }
        bands = tuple(Band(**band) for band in members["bands"])
        changed = {"bands": bands, "document": document, "unit_types": own_types, "gradings": gradings, "roles": roles}
        return Settings(**{**members, **changed, "layout": Layout.from_kept(members["layout"])})
    except (StoreError, ValueError, KeyError, TypeError):
        return None


def _grading(kept: dict[str, Any]) -> Grading:
    """A scheme from its kept form, in which a text is a list of two."""
    grades = tuple(
        Grade(
            **{
                **grade,
                **{name: Text(*grade[name]) for name in ("title", "meaning", "monitor") if grade[name] is not None},
            }
        )
        for grade in kept["grades"]
    )
    return Grading(id=kept["id"], title=Text(*kept["title"]), grades=grades)


def parse(data: bytes, name: str) -> Settings:
    """Settings from the bytes of a workspace.yaml called `name` in messages.

    Raises:
        NewerFormat: a newer program wrote it.
        ChecklistError: it has errors.
    """
    from checklists.build import Builder, in_file_order
    from checklists.source import compose
    from checklists.validate import validate_gradings

    node = compose(data, name)
    written = _format(node)
    if written > FORMAT:
        raise NewerFormat(
            N_("{path}: a newer auditty wrote this workspace (format {format}); update auditty to open it"),
            path=name,
            format=written,
        )
    builder = Builder(name)
    settings = builder.build(Settings, node)
    problems = list(builder.problems)
    if settings is not None:
        problems += [*_check(settings, name), *validate_gradings(settings.gradings, builder)]
    if settings is None or problems:
        raise ChecklistError(in_file_order(problems))
    return settings


def _format(node: Node) -> int:
    """The number at the key `format`, 0 if there is none: read first, for all else may mean something new."""
    if isinstance(node, Mapping):
        for key, value in node.value:
            if isinstance(key, Scalar) and key.value == "format" and isinstance(value, Scalar):
                return int(value.value) if re.fullmatch("[0-9]{1,9}", value.value) else 0
    return 0


def _check(settings: Settings, name: str) -> Iterator[Problem]:
    if not 1 <= settings.format <= FORMAT:
        message = N_("format {format} is not known, expected {newest}")
        yield Problem(name, 1, 1, message, {"format": settings.format, "newest": FORMAT})
    try:
        ZoneInfo(settings.timezone)
    except (KeyError, ValueError, OSError):
        message = N_("timezone “{zone}” is not known; write it as Asia/Shanghai")
        yield Problem(name, 1, 1, message, {"zone": settings.timezone})
    if not 1 <= settings.evidence_mb <= EVIDENCE_MB_MOST:
        message = N_("evidence_mb is {number}, expected 1 to {most}")
        yield Problem(name, 1, 1, message, {"number": settings.evidence_mb, "most": EVIDENCE_MB_MOST})
    codes = [own.code for own in settings.unit_types]
    for own in settings.unit_types:
        if not is_code(own.code) or codes.count(own.code) > 1:
            message = N_("unit type “{code}”: the code must be unique, of letters, digits, - and _")
            yield Problem(name, 1, 1, message, {"code": own.code[:40]})
    days_given = (settings.document.reply_days, *settings.due_days.values())
    if min(days_given) < 1 or settings.pass_valid_days < 0:
        yield Problem(name, 1, 1, N_("a number of days is less than 1"))
    for kind in settings.document.prefixes:
        if kind not in NUMBERED:
            message = N_("document.prefixes: no numbered document is called “{kind}”; known are {known}")
            yield Problem(name, 1, 1, message, {"kind": kind[:40], "known": ", ".join(NUMBERED)})
    for fault in band_faults(settings.bands):
        yield Problem(name, 1, 1, fault)
    for message, params in layout_faults(settings.layout):
        yield Problem(name, 1, 1, message, params)
    for role, verb in unknown_verbs(settings.roles):
        message = N_("role “{role}”: no step “{verb_name}”; the steps are in docs/rectification.md")
        yield Problem(name, 1, 1, message, {"role": role[:40], "verb_name": verb[:40]})


def starter(title: str, language: str, **members: str) -> bytes:
    """The commented workspace.yaml of a new workspace."""
    quoted = {key: _quoted(value) for key, value in {"title": title, **members}.items()}
    text = _STARTER[language]
    return text.format(
        title=quoted["title"],
        issuing_body=quoted.get("issuing_body", '""'),
        prefix=quoted.get("prefix", '""'),
        reply_to=quoted.get("reply_to", '""'),
        contact_person=quoted.get("contact_person", '""'),
        contact_phone=quoted.get("contact_phone", '""'),
    ).encode()


def _quoted(text: str) -> str:
    """`text` in the double quotes of YAML, with everything escaped that a YAML file cannot hold as it is."""
    quoted = json.dumps(texts.storable(text), ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda match: f"\\u{ord(match[0]):04x}", quoted)


_STARTER = {
    "zh": """\
# 本文件可用任何文本编辑器修改；“auditty verify”会检查它。
format: 2
title: {title}
language: zh                  # 界面与文书的语言：zh 或 en
timezone: Asia/Shanghai       # 显示时间、计算期限所用的时区
issuing_body: {issuing_body}  # 检查机关全称，印在文书的发文机关标志和落款处
sharing: private              # private：文件仅本人可读；group：同组人员可读写
evidence_mb: 50               # 单个佐证材料文件的大小上限（MiB）
document:
  prefix: {prefix}            # 发文机关代字，例如“临教督整”，文号为 临教督整〔2026〕1号
  prefixes: {{}}                # 其他文种自己的代字，例如 {{reminder: 临教督函}}；未列的为上面的代字加“提”“督”“销”等
  reply_days: 15              # 被检查单位应在多少日内书面反馈
  reply_to: {reply_to}        # 整改情况报送到哪里
  contact_person: {contact_person}
  contact_phone: {contact_phone}
due_days:                     # 各等级问题的默认整改天数
  high: 7
  medium: 15
  low: 30
due_counting: calendar        # 整改天数的算法：calendar 自然日，working 工作日（扣除法定节假日，含调休上班日）
closing: direct               # direct：可直接销号；checked：须先现场核查再审签销号
pass_valid_days: 0            # 合格结果的有效天数，过期提醒复查；0 为长期有效
roles: {{}}                     # 角色分工，例如 {{leader: {{verbs: [accept, publish], names: [李某]}}}}
unit_types: []                # 自定义单位类型，例如 [{{code: base, zh: 实训基地, en: Training base, parent: school}}]
gradings: []                  # 自定义分级，如 [{{id: levels, title: 问题等级, grades: [{{id: one, title: 一级}}]}}]
bands:                        # 得分等次，从高到低；at_least 为最低分
  - {{id: excellent, zh: 优秀, en: Excellent, at_least: 90}}
  - {{id: good, zh: 良好, en: Good, at_least: 80}}
  - {{id: fair, zh: 合格, en: Satisfactory, at_least: 60}}
  - {{id: poor, zh: 不合格, en: Unsatisfactory, at_least: 0}}
layout: {{}}                    # 本单位与 GB/T 9704 不同的版式，如 {{pitch: 28, seal: no}}；见 docs/data.md
""",
    "en": """\
# Edit this file with any text editor; “auditty verify” checks it.
format: 2
title: {title}
language: en                  # language of screens and documents: zh or en
timezone: Asia/Shanghai       # zone in which times are shown and deadlines counted
issuing_body: {issuing_body}  # full name of the inspecting body, as documents print it
sharing: private              # private: only you can read the files; group: your group can read and write
evidence_mb: 50               # largest evidence file, in MiB
document:
  prefix: {prefix}            # code before the year in a document number
  prefixes: {{}}                # other kinds' own, as {{reminder: OFF-R}}; else the code above with a letter
  reply_days: 15              # days a unit has to answer in writing
  reply_to: {reply_to}        # where the answer goes
  contact_person: {contact_person}
  contact_phone: {contact_phone}
due_days:                     # default days to rectify, by grade
  high: 7
  medium: 15
  low: 30
due_counting: calendar        # how these days are counted: calendar, or working (Chinese public holidays left out)
closing: direct               # direct: closed out at once; checked: only after a check on site
pass_valid_days: 0            # days a pass is believed before it should be looked at again; 0: always
roles: {{}}                     # who does what, as {{leader: {{verbs: [accept, publish], names: [Li]}}}}
unit_types: []                # your own types, as [{{code: base, zh: 实训基地, en: Training base, parent: school}}]
gradings: []                  # your own, as [{{id: levels, title: Levels, grades: [{{id: one, title: Level 1}}]}}]
bands:                        # what scores are called, best first
  - {{id: excellent, zh: 优秀, en: Excellent, at_least: 90}}
  - {{id: good, zh: 良好, en: Good, at_least: 80}}
  - {{id: fair, zh: 合格, en: Satisfactory, at_least: 60}}
  - {{id: poor, zh: 不合格, en: Unsatisfactory, at_least: 0}}
layout: {{}}                    # where documents depart from the standard, as {{margins: {{left: 30}}}}; docs/data.md
""",
}
