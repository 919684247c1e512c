"""Filling a template from outside: the package is checked, a process of its own fills it, the result is checked."""

from __future__ import annotations

import base64
import json
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from checklists.errors import N_, cut
from reports.templates.package import TemplateRefused, check_package
from reports.templates.process import Answer, Limits, Process

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


_kept: ContextVar[Process | None] = ContextVar("kept", default=None)


@contextmanager
def many() -> Iterator[None]:
    """Within the block one process is kept ready for all the templates that this thread fills, which is far quicker."""
    with Process() as process:
        before = _kept.set(process)
        try:
            yield
        finally:
            _kept.reset(before)


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
    process = _kept.get()
    if process is None:
        with many():
            return fill(template, file, schema=schema, values=values, properties=properties, limits=limits)
    if template != process.checked:
        check_package(template, file)
        process.checked = template
    request = {
        "template": base64.b64encode(template).decode(),
        "schema": schema,
        "values": values,
        "properties": properties,
    }
    said, document = _read(process.ask(json.dumps(request).encode() + b"\n", limits or Limits()), file)
    if said:
        message = _FAULTS.get(str(said.get("code")), _FAULTS["other"])
        raise TemplateRefused(
            message, file=file, what=cut(str(said.get("what", "")), 160), place=cut(str(said.get("place", "")), 80)
        )
    check_package(document, file)  # what the template held in pieces is whole now
    return document


def _read(answer: Answer, file: str) -> tuple[dict[str, Any], bytes]:
    """What the process says, and what it made."""
    if answer.late or answer.status == -signal.SIGXCPU:
        raise TemplateRefused(N_("{file}: filling it takes too long"), file=file)
    head, newline, document = answer.data.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        said = None
    if not newline or not isinstance(said, dict) or not (said or document):
        raise TemplateRefused(_FAULTS["other"], file=file, what=str(answer.status))
    return said, document
