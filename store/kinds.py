"""What kind of file something is, told from its first bytes: nobody's word, and no name's ending, is believed."""

from __future__ import annotations

import codecs
import re

HEAD = 1 << 16
"""How many bytes from the beginning `kind_of` wants to see."""

_BEGINNINGS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MEMBER = re.compile(rb"PK\x03\x04.{26}(?:word/|xl/)", re.DOTALL)
_OFFICE = {b"word/": "docx", b"xl/": "xlsx"}
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def kind_of(head: bytes) -> str:
    """The kind of the file that begins with `head`: jpeg, png, gif, heic, pdf, docx, xlsx, zip, mp4, text or other."""
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in _HEIC else "mp4"
    if head.startswith(_ZIP):
        member = _MEMBER.search(head)
        return _OFFICE[member[0][30:]] if member else "zip"
    return "text" if _is_text(head) else "other"


def _is_text(head: bytes) -> bool:
    """Whether it reads as UTF-8 or GB 18030 and holds no control characters; a character cut off at the end is one."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return _NOT_TEXT.search(text) is None
    return False
