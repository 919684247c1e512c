"""From a checklist to the YAML that loads back as the same checklist."""

from __future__ import annotations

from typing import Any

import yaml

from checklists.canonical import plain
from checklists.model import Checklist

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def to_yaml(checklist: Checklist) -> bytes:
    """UTF-8 YAML, keys in the order the format documents them, defaults left out, `format` first."""
    content = {"format": checklist.format, **plain(checklist)}
    text: str = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return text.encode()


def to_flow(value: Any) -> str:
    """A value of the model as YAML on one line, as it fits into a cell of a table."""
    text: str = yaml.dump(
        plain(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**30, default_flow_style=True
    )
    return text.removesuffix("\n").removesuffix("\n...")
