"""The formats a round is exported in, by name, and which one the name of a file asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.exchange.collect import Collected
    from store.progress import Progress

FORMATS = ("json", "csv", "xlsx", "cklb", "cklbs", "oscal")
_ENDINGS = {
    ".oscal.json": "oscal",
    ".cklb.zip": "cklbs",
    **{f".{name}": name for name in ("json", "csv", "xlsx", "cklb", "oscal")},
}

Writer = Callable[["Collected", "Progress | None"], Iterator[bytes]]


def by_name(file: str) -> str:
    """The format that the ending of a file's name asks for, "" for none."""
    return next((name for ending, name in _ENDINGS.items() if file.lower().endswith(ending)), "")


def writer(name: str) -> Writer:
    """What writes the format, loaded when it is asked for."""
    write: Writer = import_module(f"reports.exchange.as_{name}").write
    return write
