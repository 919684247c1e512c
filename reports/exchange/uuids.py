"""Identifiers of what is exported: the same record has the same one each time."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

_SPACE = uuid5(NAMESPACE_URL, "urn:x-auditty:export")


def uuid(*names: str) -> str:
    """The UUID of what these names lead to."""
    return str(uuid5(_SPACE, "\n".join(names).encode("utf-8", "backslashreplace").decode()))
