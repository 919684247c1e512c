"""The verdicts of a mark, apart from the model because counting needs nothing else of it."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["pass", "fail", "na", "none"]
VERDICTS: tuple[Verdict, ...] = ("pass", "fail", "na", "none")
