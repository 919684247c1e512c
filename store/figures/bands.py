"""The bands that scores are sorted into (优秀 / 良好 / 合格 / 不合格), as a workspace defines them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checklists.errors import N_


@dataclass(frozen=True, kw_only=True)
class Band:
    """Scores of `at_least` so many points, 0 to 100, and less than the band above."""

    id: str
    zh: str
    en: str
    at_least: float

    def title(self, lang: str) -> str:
        """What the band is called in `lang`."""
        return self.zh if lang == "zh" else self.en


BANDS = (
    Band(id="excellent", zh="优秀", en="Excellent", at_least=90),
    Band(id="good", zh="良好", en="Good", at_least=80),
    Band(id="fair", zh="合格", en="Satisfactory", at_least=60),
    Band(id="poor", zh="不合格", en="Unsatisfactory", at_least=0),
)
"""The bands of a workspace that defines none."""


def faults(bands: Sequence[Band]) -> Iterator[str]:
    """What is wrong with bands that a workspace defines."""
    limits = [band.at_least for band in bands]
    if bands and (limits != sorted(set(limits), reverse=True) or limits[-1] != 0 or limits[0] > 100):
        yield N_("bands: write the best first, each with a lower “at_least”, the last one with 0")
    if len({band.id for band in bands}) < len(bands):
        yield N_("bands: an id stands twice")
