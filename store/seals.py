"""The seals of a round as its journal knows them; made and checked in store/upkeep/seal.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.rounds import Round

SEALS = "seals"
"""The table in a round's record: number, four digits, to seal."""


@dataclass(frozen=True, kw_only=True)
class Seal:
    """A seal: the SHA-256 of its manifest and of the signature over it, "" for none; the key's fingerprint.

    `sealed` and `by` say when and by whom. A manifest lies in `rounds/ID/seal/NUMBER.json`, beside it the signature.
    """

    number: str
    sealed: str
    by: str
    sha256: str
    signature: str = ""
    key: str = ""

    @property
    def short(self) -> str:
        """The first 16 digits of the manifest's SHA-256, as documents name the seal."""
        return self.sha256[:16]

    @classmethod
    def from_value(cls, number: str, value: dict[str, Any]) -> Seal:
        """As it stands in the record; what is not text is as if it were not there."""
        names = ("sealed", "by", "sha256", "signature", "key")
        return cls(number=number, **{name: text if isinstance(text := value.get(name), str) else "" for name in names})


def seals(round_: Round) -> list[Seal]:
    """Every seal of the round, oldest first."""
    return [Seal.from_value(number, value) for number, value in sorted(round_.record.all(SEALS).items())]


def standing(round_: Round) -> Seal | None:
    """The seal that the round stands under; None without one, or where sealing it was not completed."""
    if not round_.info.seal:  # most rounds: their record, with all their units, need not be read
        return None
    value = round_.record.get(SEALS, round_.info.seal)
    return Seal.from_value(round_.info.seal, value) if value is not None else None
