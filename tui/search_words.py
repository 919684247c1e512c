"""What is found by words, in words, on the screen and on the command line."""

from __future__ import annotations

from reports.kinds import KINDS as DOCUMENTS
from store.searching.hits import Hit, Kind
from tui.document_words import kind_title
from tui.i18n import N_

KINDS: dict[Kind, str] = {
    "unit": N_("Units"),
    "round": N_("Rounds"),
    "finding": N_("Findings"),
    "note": N_("Notes"),
    "rectification": N_("Rectifications"),
    "document": N_("Documents"),
    "item": N_("Checklist items"),
}
"""What the results of each kind stand under."""


def titles() -> dict[str, str]:
    """What documents of each kind are called."""
    return {name: kind_title(name) for name in DOCUMENTS}


def place(hit: Hit) -> str:
    """Where it is recorded: the unit, else the checklist or the round."""
    if hit.kind in ("unit", "round"):
        return hit.id
    return hit.name or hit.round_name
