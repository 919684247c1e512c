from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.draw import Avoidance, Draw, Stratum, agrees, avoidances, drawn, spread, strata_of
from store.errors import Refused, Unknown
from store.workspace import Workspace

SCHOOLS = tuple(f"S{number:02}" for number in range(20))
CLINICS = tuple(f"C{number:02}" for number in range(5))
NAMES = ("Chen", "Li", "Wang", "Zhou")


def asked(seed: str = "7", **members: object) -> Draw:
    strata = (Stratum(type="clinic", take=2, units=CLINICS), Stratum(type="school", take=5, units=SCHOOLS))
    return replace(Draw(seed=seed, strata=strata), **members)  # type: ignore[arg-type]


def test_the_lowest_hashes_of_seed_and_code_are_drawn_in_each_stratum() -> None:
    def by_hand(code: str) -> str:
        return hashlib.sha256(f"7\n{code}".encode()).hexdigest()

    wanted = {*sorted(SCHOOLS, key=by_hand)[:5], *sorted(CLINICS, key=by_hand)[:2]}

    assert drawn(asked()).units == tuple(sorted(wanted, key=by_hand))


def test_a_draw_stays_the_same_in_every_version_of_the_program() -> None:
    """Recorded once: a draw made years ago can be drawn again."""
    made = drawn(asked(inspectors=NAMES, per_unit=1))
    assert made.units == ("S09", "C03", "S08", "S06", "S12", "S17", "C01")
    assert made.teams["S09"] == ("Li",)


def test_another_seed_draws_others() -> None:
    assert len({drawn(asked(str(seed))).units for seed in range(50)}) > 45


def test_every_unit_has_the_same_chance() -> None:
    counts = dict.fromkeys(SCHOOLS, 0)
    for seed in range(2000):
        for code in drawn(asked(str(seed))).units:
            if code in counts:
                counts[code] += 1
    assert all(400 < count < 600 for count in counts.values())  # 500 expected, a standard deviation of 19


@given(st.integers(), st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(SCHOOLS + CLINICS)), max_size=30))
def test_nobody_inspects_a_unit_they_avoid_and_the_load_is_even(seed: int, pairs: set[tuple[str, str]]) -> None:
    barred = tuple(Avoidance(inspector=name, unit=code) for name, code in sorted(pairs))
    wanted = asked(str(seed), inspectors=NAMES, per_unit=2, avoidances=barred)
    try:
        made = drawn(wanted)
    except Refused:
        assert any(sum((name, code) in pairs for name in NAMES) > 2 for code in SCHOOLS + CLINICS)
        return
    for code, team in made.teams.items():
        assert len(set(team)) == 2
        assert not {(name, code) for name in team} & pairs
    if not pairs:
        loads = [sum(name in team for team in made.teams.values()) for name in NAMES]
        assert max(loads) - min(loads) <= 1
    assert agrees(made)
    assert not agrees(replace(made, units=made.units[:-1]))


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 500), min_size=1), st.data())
def test_a_number_is_spread_over_the_types_in_proportion(sizes: dict[str, int], data: st.DataObject) -> None:
    whole = sum(sizes.values())
    count = data.draw(st.integers(0, whole))

    takes = spread(sizes, count)

    assert sum(takes.values()) == count
    assert all(abs(takes[name] - count * size / whole) < 1 for name, size in sizes.items())
    assert all(takes[name] <= size for name, size in sizes.items())


def test_shares_are_rounded_up_and_types_named() -> None:
    types = dict.fromkeys(SCHOOLS, "school") | dict.fromkeys(CLINICS, "clinic")
    by_percent = strata_of(types, None, 0, 10)
    assert {stratum.type: stratum.take for stratum in by_percent} == {"school": 2, "clinic": 1}
    assert [stratum.type for stratum in strata_of(types, {"school": 3}, 0, 0)] == ["school"]
    without = strata_of(types, {"school": 3}, 0, 0, SCHOOLS[:10])
    assert without[0].units == SCHOOLS[10:]
    with pytest.raises(Unknown, match="no unit of type “ship” to draw from"):
        strata_of(types, {"ship": 1}, 0, 0)


def test_more_than_there_is_cannot_be_drawn() -> None:
    with pytest.raises(Refused, match="6 units of type “clinic” are to be drawn, and there are 5"):
        drawn(Draw(seed="1", strata=(Stratum(type="clinic", take=6, units=CLINICS),)))
    with pytest.raises(Refused, match="needs 2 inspectors, and only 1"):
        drawn(asked(inspectors=("Li",), per_unit=2))
    with pytest.raises(Refused, match="30 units"):
        spread({"school": 20}, 30)


def test_avoidances_as_they_are_written() -> None:
    assert avoidances(["李明=P01:亲属", "Li=K1"], ["P01", "K1"], ["李明", "Li"]) == (
        Avoidance(inspector="李明", unit="P01", reason="亲属"),
        Avoidance(inspector="Li", unit="K1"),
    )
    with pytest.raises(Refused, match="NAME=CODE"):
        avoidances(["李明"], ["P01"], ["李明"])
    with pytest.raises(Unknown, match="no unit “P02”"):
        avoidances(["李明=P02"], ["P01"], ["李明"])
    with pytest.raises(Unknown, match="“Li” is none of the inspectors"):
        avoidances(["Li=P01"], ["P01"], ["李明"])


def test_a_draw_is_recorded_with_everything_that_went_into_it(workspace: Workspace) -> None:
    made = workspace.draws.make(asked(name="Autumn", inspectors=NAMES, per_unit=1))

    again = Workspace(workspace.root).draws.get(made.id)

    assert again == made
    assert agrees(again)
    with pytest.raises(Unknown, match="no draw “d0”"):
        workspace.draws.get("d0")
