"""Filling a template from outside: the package is checked, a process of its own fills it, the result is checked."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from checklists.errors import N_, cut
from reports.templates.package import MAX_UNPACKED, TemplateRefused, check_package

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from reports.templates import child; child.main()"

_FAULTS = {
    "syntax": N_("{file}: at “{place}”: {what}"),
    "unknown": N_("{file}: at “{place}”: there is no field “{what}”; docs/templates.md lists them all"),
    "forbidden": N_("{file}: at “{place}”: “{what}” is nothing that a template may use"),
    "plain": N_("{file}: at “{place}”: “{what}” is not one value but a list or a group of fields"),
    "loop": N_("{file}: at “{place}”: “{what}” is no list to loop over"),
    "broken": N_(
        "{file}: a loop or condition begins in one paragraph, cell or row and ends in another; "
        "put each of its two marks into a paragraph ({{%p … %}}) or row ({{%tr … %}}) of its own"
    ),
    "bare": N_("{file}: “{what}” would stand outside a paragraph; write {{{{ … }}}} for a value"),
    "memory": N_("{file}: filling it takes too much memory"),
    "deep": N_("{file}: it is nested too deep to be filled"),
    "other": N_("{file}: it cannot be filled ({what})"),
}
"""What the process may answer; it sends no messages of its own."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What filling may take: bytes of memory, seconds of work, seconds until it is over."""

    memory: int = 512 * 1024 * 1024
    seconds: int = 20
    patience: float = 60


def fill(
    template: bytes,
    file: str,
    *,
    schema: Mapping[str, Any],
    values: Mapping[str, Any],
    properties: Mapping[str, str],
    limits: Limits | None = None,
) -> bytes:
    """The .docx `template`, called `file` in messages, with `values` in its fields.

    `schema` says which fields there are (see `reports.templates.language`), `properties` are title, author, subject,
    language and made (an ISO date or ""). The same arguments give the same bytes.

    Raises:
        TemplateRefused: the template is not a Word file, reaches outside itself, or cannot be filled.
    """
    check_package(template, file)
    request = {
        "template": base64.b64encode(template).decode(),
        "schema": schema,
        "values": values,
        "properties": properties,
    }
    answer, document = _ask(json.dumps(request).encode() + b"\n", file, limits or Limits())
    if answer:
        message = _FAULTS.get(str(answer.get("code")), _FAULTS["other"])
        raise TemplateRefused(
            message, file=file, what=cut(str(answer.get("what", "")), 160), place=cut(str(answer.get("place", "")), 80)
        )
    check_package(document, file)  # what the template held in pieces is whole now
    return document


def _ask(request: bytes, file: str, limits: Limits) -> tuple[dict[str, Any], bytes]:
    """The answer of a process that lives for this one request, and what it made."""
    arguments = [
        json.dumps([os.path.abspath(path) for path in sys.path]),
        json.dumps({"memory": limits.memory, "seconds": limits.seconds}),
    ]
    late = threading.Event()
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,  # so that whatever it starts ends with it
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None

        def end() -> None:
            late.set()
            _kill(child.pid)

        timer = threading.Timer(limits.patience, end)
        timer.start()
        try:
            with suppress(BrokenPipeError):
                child.stdin.write(request)
                child.stdin.flush()
            answer = child.stdout.read(MAX_UNPACKED)
        finally:
            timer.cancel()
            _kill(child.pid)
            with suppress(BrokenPipeError):
                child.stdin.close()
    if late.is_set() or child.returncode == -signal.SIGXCPU:
        raise TemplateRefused(N_("{file}: filling it takes too long"), file=file)
    head, newline, document = answer.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        said = None
    if not newline or not isinstance(said, dict) or not (said or document):
        raise TemplateRefused(_FAULTS["other"], file=file, what=str(child.returncode))
    return said, document


def _kill(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
