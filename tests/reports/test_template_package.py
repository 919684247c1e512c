"""What a template's package may hold: a plain document passes, whatever could load or run something is named."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest

from reports.templates.package import TemplateRefused, check_package
from tests.reports.filling import default

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "wordprocessingml.document.main+xml"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def plain() -> bytes:
    return default("zh")


def unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def with_body(parts: Parts, xml: str) -> None:
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)


def with_relationship(parts: Parts, kind: str, target: str, mode: str = ' TargetMode="External"') -> None:
    name = "word/_rels/document.xml.rels"
    link = f'<Relationship Id="x" Type="{REL}/{kind}" Target="{target}"{mode}/></Relationships>'
    parts[name] = parts[name].replace(b"</Relationships>", link.encode())


def with_type(parts: Parts, old: str, new: str) -> None:
    name = "[Content_Types].xml"
    assert old.encode() in parts[name]
    parts[name] = parts[name].replace(old.encode(), new.encode())


def instruction(*pieces: str) -> str:
    inner = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f"<w:p>{FIELD.format('begin')}{inner}{FIELD.format('separate')}{FIELD.format('end')}</w:p>"


def unfinished(*pieces: str) -> str:
    return instruction(*pieces).replace(FIELD.format("separate"), "").replace(FIELD.format("end"), "")


HOSTILE: dict[str, tuple[Callable[[Parts], object], str]] = {
    "template elsewhere": (
        lambda p: with_relationship(p, "attachedTemplate", "http://h/t.dotm"),
        "attachedTemplate http",
    ),
    "linked picture": (
        lambda p: with_relationship(p, "image", "http://h/p.png"),
        "reaches outside: image http://h/p.png",
    ),
    "link to a file": (
        lambda p: with_relationship(p, "hyperlink", "file:///etc/passwd"),
        "hyperlink file:///etc/passwd",
    ),
    "link to a share": (lambda p: with_relationship(p, "hyperlink", "\\\\h\\s"), "reaches outside"),
    "outside unsaid": (lambda p: with_relationship(p, "image", "file:///etc/passwd", ""), "reaches outside"),
    "outside misspelt": (lambda p: with_relationship(p, "image", "x", ' TargetMode="external"'), "reaches outside"),
    "object": (lambda p: with_relationship(p, "oleObject", "embeddings/o.bin", ""), "oleObject"),
    "chunk": (lambda p: with_relationship(p, "aFChunk", "c.html", ""), "aFChunk"),
    "active control": (lambda p: with_relationship(p, "control", "activeX/a.xml", ""), "control"),
    "chunk in the text": (lambda p: with_body(p, '<w:altChunk w:id="x"/>'), "word/document.xml holds “altChunk”"),
    "object in the text": (lambda p: with_body(p, "<w:p><w:r><w:object/></w:r></w:p>"), "“object”"),
    "data source": (
        lambda p: p.update({"word/settings.xml": p["word/settings.xml"].replace(b"<w:zoom", b"<w:mailMerge/><w:zoom")}),
        "word/settings.xml holds “mailMerge”",
    ),
    "old drawing": (
        lambda p: with_body(
            p, '<w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://h/x"/></w:pict>'
        ),
        "imagedata http://h/x",
    ),
    "INCLUDETEXT": (lambda p: with_body(p, instruction(' INCLUDETEXT "/etc/passwd" ')), "the field INCLUDETEXT"),
    "in pieces": (
        lambda p: with_body(p, instruction(" INCL", "UDEPICTURE", " http://h/x")),
        "the field INCLUDEPICTURE",
    ),
    "DDE": (lambda p: with_body(p, instruction('DDEAUTO c:\\\\cmd.exe "/k calc"')), "the field DDEAUTO"),
    "small letters": (lambda p: with_body(p, instruction("dde cmd x")), "the field dde"),
    "simple": (lambda p: with_body(p, '<w:p><w:fldSimple w:instr="LINK Excel x"/></w:p>'), "the field LINK"),
    "not ended": (lambda p: with_body(p, unfinished("IMPORT x")), "the field IMPORT"),
    "no field": (lambda p: with_body(p, "<w:p><w:r><w:instrText>DATABASE x</w:instrText></w:r></w:p>"), "DATABASE"),
    "inside another": (
        lambda p: with_body(
            p, f"<w:p>{FIELD.format('begin')}{instruction('INCLUDETEXT x')}{FIELD.format('end')}</w:p>"
        ),
        "the field INCLUDETEXT",
    ),
    "macros": (lambda p: p.update({"word/vbaProject.bin": b"x"}), "word/vbaProject.bin holds macros"),
    "macro type": (lambda p: with_type(p, MAIN, "document.macroEnabled.main+xml"), "holds macros"),
    "template type": (lambda p: with_type(p, MAIN, "wordprocessingml.template.main+xml"), "save it as a plain .docx"),
    "no main part": (lambda p: with_type(p, MAIN, "spreadsheetml.sheet.main+xml"), "not a Word document"),
    "program": (lambda p: p.update({"word/media/a.png": b"MZ\x90\0"}), "word/media/a.png holds a program"),
    "program by name": (lambda p: p.update({"word/run.exe": b"x"}), "word/run.exe is nothing"),
    "package in it": (lambda p: p.update({"word/embeddings/a.xlsx": b"PK\3\4"}), "holds a program or another file"),
    "no picture": (lambda p: p.update({"word/media/a.png": b"<svg onload='x'/>"}), "word/media/a.png is nothing"),
    "drawing with script": (lambda p: p.update({"word/media/a.svg": b"<svg/>"}), "word/media/a.svg is nothing"),
    "way up": (lambda p: p.update({"word/../../etc/x.xml": b"<a/>"}), "is nothing that a template may hold"),
    "whole path": (lambda p: p.update({"/etc/x.xml": b"<a/>"}), "is nothing that a template may hold"),
    "twice": (lambda p: p.update({"WORD/document.xml": p["word/document.xml"]}), "not a Word document"),
    "file as entity": (
        lambda p: p.update({"word/a.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}),
        "word/a.xml defines entities",
    ),
    "laughs": (
        lambda p: p.update({"word/a.xml": b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'}),
        "word/a.xml defines entities",
    ),
    "types elsewhere": (
        lambda p: p.update({"word/a.xml": b'<!DOCTYPE a SYSTEM "http://h/x"><a/>'}),
        "defines entities",
    ),
    "in disguise": (
        lambda p: p.update({"word/a.xml": "<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16")}),
        "a.xml|not a Word document",
    ),
    "other letters": (lambda p: p.update({"word/a.xml": b"<?xml version='1.0' encoding='utf-7'?><a/>"}), "word/a.xml"),
    "no XML": (lambda p: p.update({"word/a.xml": b"<a>"}), "not a Word document"),
    "deep": (lambda p: p.update({"word/a.xml": b"<a>" * 500 + b"</a>" * 500}), "word/a.xml is nested too deep"),
    "many parts": (lambda p: p.update({f"word/{n}.xml": b"<a/>" for n in range(1_001)}), "unpacks to more than"),
    "bomb": (lambda p: p.update({"word/a.xml": b"<a/>" + b" " * 65 * 1024 * 1024}), "unpacks to more than 64 MiB"),
}


def test_a_plain_document_passes(plain: bytes) -> None:
    parts = unpacked(plain)
    with_body(
        parts, instruction(" PAGE \\* MERGEFORMAT ") + instruction("=1+1") + "<w:p><w:hyperlink w:anchor='a'/></w:p>"
    )
    parts["word/media/logo.png"] = PNG
    with_relationship(parts, "image", "media/logo.png", "")
    with_type(parts, "<Default ", '<Default Extension="png" ContentType="image/png"/><Default ')

    check_package(packed(parts), "t.docx")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_load_or_run_something_is_refused(plain: bytes, name: str) -> None:
    change, said = HOSTILE[name]
    parts = unpacked(plain)
    change(parts)

    with pytest.raises(TemplateRefused, match=said) as refused:
        check_package(packed(parts), "t.docx")
    assert str(refused.value).startswith("t.docx: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "data, said",
    [
        (b"", "not a Word document"),
        (b"PK\3\4 torn", "not a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "an old or encrypted Word file"),
        (packed({"a.txt": b"x"}), "not a Word document"),
        (b"\0" * (16 * 1024 * 1024 + 1), "larger than 16 MiB"),
    ],
    ids=["nothing", "torn", "old", "another zip", "large"],
)
def test_what_is_no_word_file_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(TemplateRefused, match=said):
        check_package(data, "t.docx")


def test_a_part_with_a_wrong_checksum_is_refused(plain: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in unpacked(plain).items():
            package.writestr(name, data)
    torn = out.getvalue().replace(b"<w:body>", b"<w:bodx>", 1)

    with pytest.raises(TemplateRefused, match="not a Word document"):
        check_package(torn, "t.docx")


def test_a_part_that_says_it_is_small_is_not_read_further(plain: bytes) -> None:
    parts = unpacked(plain)
    parts["word/a.xml"] = b"<a/>" + b" " * 1_000_000
    data = packed(parts)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        info = package.getinfo("word/a.xml")
    size = info.file_size.to_bytes(4, "little")
    lying = data.replace(info.CRC.to_bytes(4, "little"), zlib.crc32(b"<a/>").to_bytes(4, "little")).replace(
        size, (4).to_bytes(4, "little")
    )

    check_package(lying, "t.docx")
