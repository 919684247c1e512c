"""Figures as people read them, on paper, on the screen and on the command line."""

from __future__ import annotations

from store.figures.scores import Score


def percent(share: float | None) -> str:
    """A share as a percentage with one decimal, "-" where there is none."""
    return "-" if share is None else f"{100 * share:.1f}%"


def points(found: Score) -> str:
    """Points with one decimal; one that is not complete yet ends in +, so that nobody takes it for the last word."""
    if found.points is None:
        return "-"
    return f"{found.points:.1f}{'' if found.complete else '+'}"
