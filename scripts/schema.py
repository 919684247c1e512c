"""Write the JSON Schema of the checklist format, made from the model, into the package (`make schema`)."""

from __future__ import annotations

import sys
from pathlib import Path

from checklists import schema

PATH = Path(__file__).resolve().parent.parent / "checklists" / schema.FILE


def main() -> int:
    """Write the file."""
    PATH.write_bytes(schema.to_json())
    return 0


if __name__ == "__main__":
    sys.exit(main())
