"""Twenty inspectors at once on one machine, in one workspace of a city's size."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import big, hands

pytestmark = pytest.mark.torture


@pytest.mark.parametrize("thinking", [0.5, 0.0])
def test_twenty_inspectors_lose_nothing(thinking: float, tmp_path: Path) -> None:
    _workspace, round_ = big.make(tmp_path / "w", big.UNITS)
    day = hands.work(tmp_path / "w", marks=40, thinking=thinking)
    assert len(day.ms) == hands.HANDS * 40
    assert hands.marks_there(tmp_path / "w", round_, hands.HANDS, 40)
