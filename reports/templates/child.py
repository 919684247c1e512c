"""The process that fills templates, each in a copy that gives up whatever it could reach before it reads one.

A copy takes a request of one line of JSON on standard input and answers on standard output with one line of JSON, then
the document: {} for a document, {"code", "what", "place"} for a fault.
"""

from __future__ import annotations

import base64
import gc
import io
import json
import os
import re
import resource
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from importlib import import_module
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from reports.deterministic import repack
from reports.safe_text import visible
from reports.templates.language import Environment, Fault

_W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
_P = f"{{{_W['w']}}}p"
_BARE = (
    "//*[self::w:body or self::w:p or self::w:r or self::w:tbl or self::w:tr or self::w:tc]/text()[normalize-space()]"
)
_DENIED = ("import", "mmap.", "open", "os.", "pty.", "shutil.", "socket.", "subprocess.", "ctypes.", "signal.")
_PROPERTY_LENGTH = 255
_NEEDED_LATER = (
    "_strptime",
    "encodings.ascii",
    "encodings.cp437",
    "encodings.latin_1",
    "encodings.unicode_escape",
    "jinja2.debug",
)
"""What would be imported on first use, when nothing can be opened any more."""


def serve(work: Callable[[], None] | None = None) -> None:
    """Let a copy do the `work`, fill a template, as often as asked, one after the other; until nobody asks any more.

    Each time a line comes in to talk to the copy over, then a byte when the copy is to be ended. This process itself
    reads nothing of what they say to each other.
    """
    for name in _NEEDED_LATER:
        import_module(name)
    gc.freeze()  # or each copy would touch, and so take, all the memory of this one
    control = socket.socket(fileno=int(sys.argv[2]))
    heard = b"."
    while heard:
        limits, lines, _, _ = socket.recv_fds(control, 1024, 1)
        if not limits:
            break
        pid = os.fork()
        if pid == 0:
            control.close()
            _copy(lines[0], json.loads(limits), work or main)
        os.close(lines[0])
        with suppress(OSError):  # it did so itself
            os.setpgid(pid, pid)
        heard = control.recv(1)
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)  # and whatever it started
        ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        with suppress(OSError):
            control.sendall(str(ended).encode())
    os._exit(0)  # at once: there is nothing to clear up


def _copy(line: int, limits: dict[str, int], work: Callable[[], None]) -> None:
    """Do the work in a process that was just made for it."""
    code = 1
    try:
        os.setpgid(0, 0)
        for standard in (0, 1):
            os.dup2(line, standard)
        os.close(line)
        confine(**limits)
        work()
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    """Fill one template."""
    request = json.loads(sys.stdin.buffer.readline())
    document = b""
    try:
        document = fill(base64.b64decode(request["template"]), request)
        answer: dict[str, str] = {}
    except Fault as fault:
        answer = {"code": fault.code, "what": fault.what, "place": fault.place}
    except MemoryError:
        answer = {"code": "memory"}
    except (RecursionError, SyntaxError):  # Python allows so many blocks within each other
        answer = {"code": "deep"}
    except Exception as error:  # python-docx, docxtpl, lxml and Jinja raise all they have for what is out of shape
        answer = {"code": "other", "what": type(error).__name__}
    gc.collect()
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + document)


def confine(memory: int, seconds: int) -> None:
    """From here on: no file, connection or process is opened, and `memory` bytes and `seconds` of work are the end."""
    with suppress(ValueError, OSError):  # some systems know no limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE):
        resource.setrlimit(limit, (0, 0))
    sys.addaudithook(_deny)


def _deny(event: str, _: Any) -> None:
    if event.startswith(_DENIED):
        raise PermissionError(event)


class _Word(DocxTemplate):  # type: ignore[misc]
    """A Word file being filled; what would come out broken is refused and not mended by guessing."""

    def get_xml(self) -> str:
        """The XML of the text; a page break in a paragraph that vanishes goes to the one after it.

        Word processors put the break before a paragraph into the one above, and above may be the mark of a condition.
        """
        for paragraph in list(self.docx.element.body.iterchildren(_P)):
            after = paragraph.getnext()
            if not re.match(r"\s*{%p\b", paragraph.text) or after is None or after.tag != _P:
                continue
            for found in paragraph.xpath('w:r[w:br/@w:type="page"]'):
                after.insert(0 if after.pPr is None else 1, found)
        xml: str = super().get_xml()
        return xml

    def render_xml_part(self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None) -> str:
        """The filled XML of one part.

        Raises:
            Fault
        """
        filled: str = super().render_xml_part(src_xml, part, context, jinja_env)
        try:
            tree = etree.fromstring(filled.encode())
        except etree.XMLSyntaxError as error:
            raise Fault("broken") from error
        bare: Any = tree.xpath(_BARE, namespaces=_W)
        if bare:
            raise Fault("bare", str(bare[0]).strip())
        return filled

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Leave the properties: they are set from the records."""


def fill(template: bytes, request: dict[str, Any]) -> bytes:
    """The filled document; the same request gives the same bytes.

    Raises:
        Fault
    """
    word = _Word(io.BytesIO(template))
    word.render(request["values"], Environment(request["schema"]))
    _set_properties(word.docx.core_properties, request["properties"])
    out = io.BytesIO()
    word.docx.save(out)
    return repack(out.getvalue())


def _set_properties(properties: Any, wanted: dict[str, str]) -> None:
    """Whose document it is, and of what day, in place of who made the template and when."""
    properties._element[:] = []
    for name in ("title", "author", "subject"):
        setattr(properties, name, visible(wanted[name])[:_PROPERTY_LENGTH])
    properties.language = wanted["language"]
    if wanted["made"]:
        made = date.fromisoformat(wanted["made"])
        properties.created = properties.modified = datetime(made.year, made.month, made.day)  # noqa: DTZ001
