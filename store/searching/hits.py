"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["unit", "round", "finding", "note", "rectification", "document", "item"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What words are found in, as results are put together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """Something that has the words. `text` is where one of them stands, `title` what it stands in.

    `round` and `unit` are where it is recorded, `item` the ref of the item it is about, each "" where there is none;
    `id` names it among its kind: the unit's code, the round's id, the item's ref, the rectification's id, the
    document's key, the finding's id, "visit" for a sheet's head.
    """

    kind: Kind
    id: str
    title: str
    text: str
    unit: str = ""
    name: str = ""
    round: str = ""
    round_name: str = ""
    item: str = ""
