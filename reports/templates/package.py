"""Whether a Word file is only a document: no program in it, and nothing that loads something from elsewhere.

Parts, kinds of relationships and fields are admitted by name; whatever is not known is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from checklists.errors import N_, AudittyError, cut
from reports.kinds import MAX_TEMPLATE

MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 1_000
MAX_DEPTH = 200

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEXT_PARTS = frozenset({"xml", "rels"})
_PICTURES = frozenset(("bmp", "emf", "gif", "jpeg", "jpg", "png", "tif", "tiff", "wmf"))
_PICTURE_STARTS = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*", b"\1\0\0\0",
    b"\xd7\xcd\xc6\x9a", b"\1\0\t\0",
)  # fmt: skip
_RELATIONSHIPS = frozenset(
    (
        "classificationlabels", "commentAuthors", "comments", "commentsExtended", "commentsExtensible", "commentsIds",
        "core-properties", "custom-properties", "customXml", "customXmlProps", "endnotes", "extended-properties",
        "fontTable", "footer", "footnotes", "glossaryDocument", "header", "image", "numbering", "officeDocument",
        "people", "settings", "styles", "stylesWithEffects", "theme", "themeOverride", "thumbnail", "webSettings",
    )
)  # fmt: skip
_FIELDS = frozenset(
    (
        "=", "AUTHOR", "DOCPROPERTY", "EQ", "IF", "NUMPAGES", "PAGE", "PAGEREF", "QUOTE", "REF", "SECTION",
        "SECTIONPAGES", "SEQ", "STYLEREF", "SUBJECT", "SYMBOL", "TITLE", "TOC",
    )
)  # fmt: skip
_ELEMENTS = frozenset(
    (
        "OLEObject", "altChunk", "attachedSchema", "attachedTemplate", "control", "embeddedPkg", "externalData",
        "mailMerge", "movie", "object", "ocx", "saveThroughXslt", "script", "subDoc",
    )
)  # fmt: skip
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xd0\xcf\x11\xe0", b"PK\3\4")
_OLE = b"\xd0\xcf\x11\xe0"
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class TemplateRefused(AudittyError):
    """The template is not one that is filled; the message says what is in the way and where."""


def check_package(data: bytes, file: str) -> None:
    """Read every part of the .docx `data`, called `file` in messages, and let pass only a plain document.

    Raises:
        TemplateRefused
    """
    if len(data) > MAX_TEMPLATE:
        raise TemplateRefused(N_("{file}: larger than {limit} MiB"), file=file, limit=MAX_TEMPLATE // 1024 // 1024)
    if data.startswith(_OLE):
        raise TemplateRefused(
            N_("{file}: an old or encrypted Word file; save it as .docx without a password"), file=file
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = _names(package, file)
            if not {"[Content_Types].xml", "_rels/.rels"} <= set(names):
                raise _no_document(file)
            for name in names:
                _check_part(name, package.read(name), file)
    except _BROKEN as error:
        raise _no_document(file) from error


def _no_document(file: str) -> TemplateRefused:
    return TemplateRefused(N_("{file}: not a Word document (.docx)"), file=file)


def _names(package: zipfile.ZipFile, file: str) -> list[str]:
    """The names of the parts, if they are plain and it is a package of reasonable size."""
    infos = [info for info in package.infolist() if not info.is_dir()]
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        limit = MAX_UNPACKED // 1024 // 1024
        raise TemplateRefused(
            N_("{file}: unpacks to more than {limit} MiB or {parts} parts"), file=file, limit=limit, parts=MAX_PARTS
        )
    for info in infos:
        name = info.filename
        plain = not re.search(r"[\\:]|^/|//|(^|/)\.\.?(/|$)", name) and name.isprintable()
        packed = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not info.flag_bits & 1
        if not plain or not packed:
            raise _not_allowed(name, file)
    if len({info.filename.lower() for info in infos}) < len(infos):
        raise _no_document(file)
    return [info.filename for info in infos]


def _not_allowed(name: str, file: str) -> TemplateRefused:
    return TemplateRefused(N_("{file}: {part} is nothing that a template may hold"), file=file, part=cut(name))


def _check_part(name: str, data: bytes, file: str) -> None:
    ending = name.rpartition(".")[2].lower()
    if "vbaproject" in name.lower() or "vbadata" in name.lower():
        raise TemplateRefused(N_("{file}: {part} holds macros"), file=file, part=cut(name))
    if data.startswith(_PROGRAMS):
        raise TemplateRefused(N_("{file}: {part} holds a program or another file"), file=file, part=cut(name))
    if ending in _TEXT_PARTS:
        _check_xml(name, data, file)
    elif ending not in _PICTURES or not data.startswith(_PICTURE_STARTS):
        raise _not_allowed(name, file)


def _check_xml(name: str, data: bytes, file: str) -> None:
    if re.match(rb"[^>]{0,200}encoding\s*=\s*(?![\"']utf-8[\"'])", data, re.IGNORECASE):
        raise _not_allowed(name, file)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(_Reader(name, file))
    try:
        data.decode("utf-8")
        parser.parse(io.BytesIO(data))
    except DefusedXmlException as error:
        raise TemplateRefused(N_("{file}: {part} defines entities of its own"), file=file, part=cut(name)) from error
    except (SAXException, UnicodeError) as error:
        raise _no_document(file) from error


class _Reader(ContentHandler):
    """Reads one part element by element and keeps nothing but the instructions of open fields."""

    def __init__(self, part: str, file: str) -> None:
        super().__init__()
        self._part, self._file = part, file
        self._depth = 0
        self._fields: list[str] = []  # the instructions of the fields that are open, the outermost first
        self._in_instruction = False
        self._has_main = False

    def startElementNS(self, name: Any, qname: str | None, attrs: Any) -> None:  # noqa: N802 - the parser's name
        """Look at an element and its attributes."""
        self._depth += 1
        element = name[1]
        given = {key[1]: value for key, value in attrs.items()}
        if self._depth > MAX_DEPTH:
            raise self._refused(N_("{file}: {part} is nested too deep"))
        if element in _ELEMENTS:
            raise self._refused(N_("{file}: {part} holds “{what}”, which loads or runs something else"), element)
        if element == "Relationship":
            self._check_relationship(given)
        elif element in ("Override", "Default"):
            self._check_type(given.get("ContentType", ""))
        elif element == "fldSimple":
            self._check_field(given.get("instr", ""))
        elif element == "fldChar":
            self._field_mark(given.get("fldCharType", ""))
        elif element == "instrText":
            self._in_instruction = True
        else:
            self._check_links(element, given)

    def endElementNS(self, name: Any, qname: str | None) -> None:  # noqa: N802
        """Leave an element."""
        self._depth -= 1
        if name[1] == "instrText":
            self._in_instruction = False

    def characters(self, content: str) -> None:
        """Take a piece of text."""
        if self._in_instruction:
            if not self._fields:
                self._fields.append("")  # an instruction outside a field
            self._fields[-1] += content

    def endDocument(self) -> None:  # noqa: N802
        """Look at what was left open, and whether the package is a document at all."""
        for instruction in self._fields:
            self._check_field(instruction)
        if self._part == "[Content_Types].xml" and not self._has_main:
            raise self._refused(N_("{file}: not a Word document (.docx)"))

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif self._fields and kind == "separate":
            self._check_field(self._fields[-1])
            self._fields[-1] = "="  # checked; the result that follows is no instruction
        elif self._fields and kind == "end":
            self._check_field(self._fields.pop())

    def _check_field(self, instruction: str) -> None:
        words = instruction.replace("=", "= ", 1).split()
        if words and words[0].upper() not in _FIELDS:
            message = N_(
                "{file}: {part} holds the field {what}; a template may use PAGE, REF and others of its own text"
            )
            raise self._refused(message, words[0])

    def _check_relationship(self, given: Mapping[str, str]) -> None:
        kind, target = given.get("Type", "").rpartition("/")[2], given.get("Target", "")
        if given.get("TargetMode", "Internal") != "Internal" or re.search(r"[:\\]|^//", target):
            raise self._refused(N_("{file}: {part} reaches outside: {what}"), f"{kind} {target}")
        if kind not in _RELATIONSHIPS:
            raise self._refused(N_("{file}: {part} holds “{what}”, which loads or runs something else"), kind)

    def _check_type(self, content: str) -> None:
        if re.search("macro|vba", content, re.IGNORECASE):
            raise self._refused(N_("{file}: {part} holds macros"))
        if re.search("template|oleobject|activex", content, re.IGNORECASE):
            raise self._refused(N_("{file}: {part} holds “{what}”; save it as a plain .docx"), content)
        self._has_main |= content == _MAIN

    def _check_links(self, element: str, given: Mapping[str, str]) -> None:
        """Drawings of older Words name pictures and links without a relationship."""
        for key in ("src", "href", "althref"):
            if given.get(key):
                raise self._refused(N_("{file}: {part} reaches outside: {what}"), f"{element} {given[key]}")

    def _refused(self, message: str, what: str = "") -> TemplateRefused:
        return TemplateRefused(message, file=self._file, part=cut(self._part), what=cut(what, 100))
