"""Write the fields of every kind of document into docs/templates.md, from the code (`make drawing`)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from reports.fields import Fields
from reports.kinds import KINDS

PATH = Path(__file__).resolve().parent.parent / "docs" / "templates.md"
DRAWN = re.compile(r"(?<=<!-- drawn from the code -->\n).*?(?=<!-- end -->)", re.DOTALL)


def drawing() -> str:
    """A table for each kind."""
    return "\n".join(map(_section, KINDS))


def _section(name: str) -> str:
    design = KINDS[name].design
    rows = list(_rows(design.fields))
    heads, width = ["field 字段", "what it is", "含义", "example 示例"], 4 if any(row[3] for row in rows) else 3
    table = [heads, ["---"] * 4, *rows]
    lines = ["| " + " | ".join(row[:width]) + " |" for row in table]
    # A cell without a text is one blank wide.
    return "\n".join([f"### `{name}` · {design.title.zh}", "", *lines, ""]).replace("|  |", "| |")


def _rows(fields: Fields, before: str = "") -> Iterator[list[str]]:
    for name, field in fields.items():
        en, zh = (f"list: {field.en}", f"列表：{field.zh}") if field.of else (field.en, field.zh)
        yield [f"`{before}{name}`", en, zh, field.example.replace("\n", "<br>")]
        yield from _rows(field.of or {}, f"{before}{name}.")


def main() -> int:
    """Write them between their marks."""
    text = PATH.read_text(encoding="utf-8")
    PATH.write_text(DRAWN.sub(lambda _match: drawing(), text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
