"""Write the JSON Schemas that are made from the code: of the checklist format, and of exports (`make schema`)."""

from __future__ import annotations

import sys
from pathlib import Path

from checklists import schema as checklists
from reports.exchange import schema as exports

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Write the files."""
    (ROOT / "checklists" / checklists.FILE).write_bytes(checklists.to_json())
    (ROOT / "docs" / exports.FILE).write_bytes(exports.to_json())
    return 0


if __name__ == "__main__":
    sys.exit(main())
