"""Drawing units and inspectors at random (双随机), so that anybody can draw again and get the same.

Nothing depends on this program: a unit's lot is the SHA-256 of the seed, a line feed and its code, in UTF-8; in each
stratum the lowest lots are drawn. An inspector's lot for a drawn unit is the SHA-256 of seed, code and name, a line
feed between each; a unit gets those who may inspect it and have the fewest units so far, lowest lot first, units in
the order of their lots.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from checklists.errors import N_
from store import ids, texts
from store.errors import Refused, Unknown
from store.model import Value
from store.record import Change, Hands, Record

TABLE = "draws"


@dataclass(frozen=True, kw_only=True)
class Stratum(Value):
    """Units among which `take` are drawn: a type's code ("" for those without one), and the codes in their order."""

    type: str
    take: int
    units: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Avoidance(Value):
    """An inspector who may not inspect a unit (回避), and why."""

    inspector: str
    unit: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Draw(Value):
    """A draw with all that went into it and what came out: `units` as drawn, `teams` the inspectors of each by code."""

    id: str = ""
    name: str = ""
    seed: str
    strata: tuple[Stratum, ...]
    inspectors: tuple[str, ...] = ()
    per_unit: int = 0
    avoidances: tuple[Avoidance, ...] = ()
    units: tuple[str, ...] = ()
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> Self:
        known = super().from_value(value)
        return replace(
            known,
            strata=tuple(Stratum.from_value(each) for each in value["strata"]),
            avoidances=tuple(Avoidance.from_value(each) for each in value["avoidances"]),
            teams={code: tuple(names) for code, names in value["teams"].items()},
        )


def lot(*parts: str) -> str:
    """The lot of what `parts` name, the seed first."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def drawn(asked: Draw) -> Draw:
    """The draw that `asked` describes, carried out; what it says of units and teams is not looked at.

    Raises:
        Refused: more is asked for than there is, or a unit has too few inspectors that may inspect it.
    """
    units: list[str] = []
    for stratum in asked.strata:
        if stratum.take > len(stratum.units):
            message = N_("{take} units of type “{type}” are to be drawn, and there are {count}")
            raise Refused(message, take=stratum.take, type=stratum.type or "-", count=len(stratum.units))
        units += sorted(stratum.units, key=lambda code: lot(asked.seed, code))[: stratum.take]
    units.sort(key=lambda code: lot(asked.seed, code))
    return replace(asked, units=tuple(units), teams=_teams(asked, units))


def _teams(asked: Draw, units: Sequence[str]) -> dict[str, tuple[str, ...]]:
    load = dict.fromkeys(asked.inspectors, 0)
    barred = {(each.inspector, each.unit) for each in asked.avoidances}
    teams = {}
    for code in units:
        able = [name for name in load if (name, code) not in barred]
        if len(able) < asked.per_unit:
            message = N_("unit {code} needs {wanted} inspectors, and only {count} may inspect it")
            raise Refused(message, code=code, wanted=asked.per_unit, count=len(able))
        able.sort(key=lambda name: (load[name], lot(asked.seed, code, name)))
        teams[code] = tuple(able[: asked.per_unit])
        for name in teams[code]:
            load[name] += 1
    return teams


def spread(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """`count` spread over strata in proportion to their `sizes`, by largest remainder; ties go to the larger one."""
    whole = sum(sizes.values())
    if count > whole:
        raise Refused(N_("{count} units are to be drawn, and there are {whole}"), count=count, whole=whole)
    exact = {name: count * size / whole for name, size in sizes.items()} if whole else {}
    takes = {name: int(share) for name, share in exact.items()}
    order = sorted(exact, key=lambda name: (takes[name] - exact[name], -sizes[name], name))
    for name in order[: count - sum(takes.values())]:
        takes[name] += 1
    return takes


class Draws:
    """The draws in the workspace's record: none is ever changed."""

    def __init__(self, record: Record, hands: Hands) -> None:
        self._record, self._hands = record, hands

    def all(self) -> dict[str, Draw]:
        """Every draw by id, oldest first."""
        return {key: Draw.from_value(value) for key, value in self._record.all(TABLE).items()}

    def get(self, draw_id: str) -> Draw:
        """The draw with this id, or the only one whose id begins so.

        Raises:
            Unknown: there is none, or more than one.
        """
        found = [draw for key, draw in self.all().items() if key == draw_id or (draw_id and key.startswith(draw_id))]
        if len(found) != 1:
            raise Unknown(N_("no draw “{id}”; see “auditty draw list”"), id=draw_id[:80])
        return found[0]

    def make(self, asked: Draw) -> Draw:
        """Draw, and record it with everything that went into it."""
        named = replace(
            asked,
            id=ids.draw_id(self._hands.clock.now().date()),
            name=texts.name(asked.name)[0],
            seed=texts.storable(asked.seed),
        )
        made = drawn(named)
        self._record.change(Change(TABLE, made.id, made.to_value()))
        return made


def agrees(draw: Draw) -> bool:
    """Whether drawing again gives what was recorded."""
    again = drawn(draw)
    return (again.units, again.teams) == (draw.units, draw.teams)


def strata_of(
    types: Mapping[str, str], takes: Mapping[str, int] | None, count: int, percent: int, without: Collection[str] = ()
) -> tuple[Stratum, ...]:
    """The strata of units, given as code to type, without those in `without`.

    How many are drawn is said by type (`takes`), or in all (`count`, spread in proportion), or as `percent` of each
    stratum, rounded up.
    """
    by_type: dict[str, list[str]] = {}
    for code, type_ in types.items():
        if code not in without:
            by_type.setdefault(type_, []).append(code)
    sizes = {type_: len(codes) for type_, codes in by_type.items()}
    if takes:
        for type_ in takes:
            if type_ not in by_type:
                known = ", ".join(sorted(by_type))
                raise Unknown(
                    N_("no unit of type “{type}” to draw from; there are {known}"), type=type_[:40], known=known
                )
        wanted = dict(takes)
    else:
        wanted = spread(sizes, count) if count else {type_: -(-size * percent // 100) for type_, size in sizes.items()}
    return tuple(
        Stratum(type=type_, take=wanted.get(type_, 0), units=tuple(sorted(codes)))
        for type_, codes in sorted(by_type.items())
        if wanted.get(type_, 0)
    )


def avoidances(
    texts_given: Iterable[str], units: Collection[str], inspectors: Collection[str]
) -> tuple[Avoidance, ...]:
    """Avoidances written as NAME=CODE, or NAME=CODE:REASON.

    Raises:
        Refused: one is written otherwise. Unknown: it names none of the `units`, or none of the `inspectors`.
    """
    found = []
    for text in texts_given:
        name, equals, rest = text.partition("=")
        code, _colon, reason = rest.partition(":")
        each = Avoidance(inspector=name.strip(), unit=code.strip(), reason=texts.storable(reason.strip()))
        if not (equals and each.inspector and each.unit):
            raise Refused(
                N_("“{text}”: write who may not inspect whom as NAME=CODE or NAME=CODE:REASON"), text=text[:80]
            )
        if each.unit not in units:
            raise Unknown(N_("no unit “{code}”; see “auditty units list”"), code=each.unit[:80])
        if each.inspector not in inspectors:
            message = N_("“{name}” is none of the inspectors drawn from: {known}")
            raise Unknown(message, name=each.inspector[:80], known=", ".join(inspectors) or "-")
        found.append(each)
    return tuple(found)
