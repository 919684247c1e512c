"""The same records give the same bytes: an Office file repacked without clock, without order of creation."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip file can hold
_FIRST = "[Content_Types].xml"  # readers that stream expect it first

Rewriting = Callable[[bytes], Iterable[bytes]]


def repack(package: bytes, rewritten: Mapping[str, Rewriting] | None = None) -> bytes:
    """The zip file `package` with its parts in a fixed order, at a fixed time, made on no system in particular.

    `rewritten` are functions that make of a part, by its name, the pieces of the part that takes its place: it is
    compressed piece by piece and never whole in memory.
    """
    out, functions = BytesIO(), rewritten or {}
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            with target.open(info, "w") as part:
                if name in functions:
                    for piece in functions[name](source.read(name)):
                        part.write(piece)
                else:
                    with source.open(name) as old:
                        shutil.copyfileobj(old, part, 1 << 16)
    return out.getvalue()
