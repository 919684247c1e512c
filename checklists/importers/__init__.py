"""Ways in for other people's checklists: each importer turns bytes into a checklist and plain result rows.

An importer writes nothing and decides nothing about a workspace. It is chosen by what the file holds, its name only
helps. Whatever it had to guess or leave out is a remark with the place in the file.
"""

from __future__ import annotations

from checklists.importers.base import Imported, Options, Remark, ResultRow, read

__all__ = ["Imported", "Options", "Remark", "ResultRow", "read"]
