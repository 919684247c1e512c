"""What `verify` found."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from checklists.errors import Problem
from store.errors import StoreError

FORGED = (AttributeError, LookupError, TypeError, ValueError, RecursionError)
"""What values that this program never writes can lead to: the lines are whole, so somebody made them."""


@dataclass
class Verdict:
    """How many of each thing were covered, what was only validated, and every fault and remark by file and line.

    `seen` are the files that were looked at, `named` the evidence files that the records speak of, `ordered` the
    numbers of the notices that each ledger names, by its journal.
    """

    covered: dict[str, int] = field(default_factory=dict)
    validated: list[str] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    ordered: dict[Path, set[str]] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        """So many more of `what` were looked at."""
        self.covered[what] = self.covered.get(what, 0) + number

    def fault(self, path: Path, message: str, /, line: int = 0, **params: Any) -> None:
        """`path` is not as it should be."""
        problem = Problem(str(path), line, 0, message, params)
        if problem not in self.faults:
            self.faults.append(problem)

    def remark(self, path: Path, message: str, /, line: int = 0, **params: Any) -> None:
        """`path` is worth a word, but nothing is lost."""
        self.remarks.append(Problem(str(path), line, 0, message, params))

    def trouble(self, path: Path, error: StoreError) -> None:
        """`path` cannot be read, and why."""
        self.fault(path, error.message, **error.params)
