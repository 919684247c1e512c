"""Measure and print the bars: `make bench`. Exit code 1 when one is not kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.wire import Bar


def table(measured: list[Bar]) -> str:
    """The bars as a plain table."""
    rows = [("bar", "unit", "floor", "ours", "ratio", "limit", "")]
    rows += [
        (
            b.name,
            b.unit,
            f"{b.floor:.0f}",
            f"{b.ours:.0f}",
            f"{b.ratio:.2f}",
            f"{b.limit:.2f}",
            "ok" if b.ok else "OVER",
        )
        for b in measured
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(size) if column in (0, 1, 6) else cell.rjust(size)
            for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def main() -> int:
    """Measure everything; 0 when every bar is kept."""
    # Run as a folder, Python puts that folder on its path and not the project's.
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.benchmarks import disks, documents, hands, over_ssh, program, stored, summed

    measured = []
    for bars in (program.bars, over_ssh.bars, stored.bars, documents.bars, summed.bars):
        found = bars()
        print(table(found), flush=True)
        measured += found
    for figures in (disks.figures, over_ssh.figures, hands.figures):
        for figure in figures():
            print(f"{figure.name}: {figure.value:.1f} {figure.unit}", flush=True)
    return 0 if all(bar.ok for bar in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
