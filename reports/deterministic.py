"""The same records give the same bytes: an Office file repacked without clock, without order of creation."""

from __future__ import annotations

import zipfile
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip file can hold
_FIRST = "[Content_Types].xml"  # readers that stream expect it first


def repack(package: bytes) -> bytes:
    """The zip file `package` with its parts in a fixed order, at a fixed time, made on no system in particular."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            target.writestr(info, source.read(name), compresslevel=6)
    return out.getvalue()
