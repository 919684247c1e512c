"""What the screen of one item over all units says, as lines to draw: no widget and no key here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from checklists.verdicts import Verdict
from store.across.item import Standing
from store.clock import shown
from tui.i18n import N_, VERDICTS, _, joined, ngettext
from tui.widgets.canvas import Line, Part
from tui.widgets.look import CONFLICT, DIM, HEADING, PLAIN, WARN, Look
from tui.widgets.text import fit, matches, width

STATES: dict[str, tuple[str, Collection[str]]] = {
    "": (N_("all"), ("pass", "fail", "na", "none")),
    "fail": (N_("failed"), ("fail",)),
    "none": (N_("not done"), ("none",)),
    "pass": (N_("passed"), ("pass",)),
    "na": (N_("n/a"), ("na",)),
}
"""What can be shown, by the verdict: its name and the verdicts it takes in."""

_RANK = {"fail": 0, "none": 1, "pass": 2, "na": 3}

ORDERS: dict[str, tuple[str, Callable[[Standing], tuple[object, ...]] | None]] = {
    "": (N_("as in the round"), None),
    "verdict": (N_("failed first"), lambda each: (_RANK[each.verdict],)),
    "name": (N_("by name"), lambda each: (each.unit.name, each.unit.code)),
    "time": (N_("oldest mark first"), lambda each: (each.time or "~",)),
}
"""What can be sorted by; the first is the round's own order."""

_DAY = 10
_WHO = 8


def shown_units(units: Iterable[Standing], state: str, order: str, words: str) -> list[Standing]:
    """The units to show, sorted."""
    wanted, key = STATES[state][1], ORDERS[order][1]
    found = [
        each
        for each in units
        if each.verdict in wanted
        and matches(f"{each.unit.code} {each.unit.name} {joined(each.said)} {each.who}", words)
    ]
    return sorted(found, key=key) if key is not None else found


@dataclass
class Columns:
    """How units stand in columns; `cells` tells the width there is."""

    units: Mapping[str, Standing]
    look: Look
    zone: tzinfo
    cells: Callable[[], int]

    def __post_init__(self) -> None:
        self._code = min(12, max(map(len, self.units), default=0))
        self._name = min(24, max((width(each.unit.name) for each in self.units.values()), default=0))

    def line(self, code: str) -> Line:
        """One unit: its sign, code, name, what was written, who and when."""
        each = self.units[code]
        rest = self.cells() - self._code - _WHO - _DAY - 8
        name = min(self._name, max(8, rest // 2))
        conflict: list[Part] = [(f"{CONFLICT} ", WARN)] if each.conflict else []
        when = shown(each.time, self.zone)[:_DAY] if each.time else ""
        said = fit(joined(each.said), max(0, rest - name - 3 * bool(conflict)))
        return [
            self.look.mark(each.verdict),
            (f" {fit(code, self._code)} ", DIM),
            (f"{fit(each.unit.name, name)} ", PLAIN),
            *conflict,
            (f"{said} ", PLAIN),
            (f"{fit(each.who, _WHO)} {when}", DIM),
        ]


def totals(counts: Mapping[str, int], look: Look, chosen: int) -> list[Part]:
    """How many units have each verdict, and how many are chosen."""
    first: list[Part] = [(f"{_('chosen')} {chosen}  ", HEADING)] if chosen else []
    signs: list[Part] = [(f"{counts[verdict]}{look.sign(verdict)} ", PLAIN) for verdict in counts]
    count = sum(counts.values())
    return [*first, *signs, (" " + ngettext("{count} unit", "{count} units", count).format(count=count), PLAIN)]


def question(verdict: Verdict, units: Iterable[Standing]) -> str:
    """How many units are to get the verdict."""
    count = len(list(units))
    text = ngettext("{count} unit: {verdict}", "{count} units: {verdict}", count)
    return text.format(count=count, verdict=_(VERDICTS[verdict]))


def consequences(verdict: Verdict, units: Iterable[Standing]) -> str:
    """What becomes of the marks that the units have already."""
    found = list(units)
    had = Counter(each.verdict for each in found)
    other = [(name, had[name]) for name in ("pass", "fail", "na") if had[name] and name != verdict]
    said = [_("without a mark: {count}").format(count=had["none"])] if had["none"] else []
    said += [_("instead of {verdict}: {count}").format(verdict=_(VERDICTS[name]), count=n) for name, n in other]
    if had[verdict] and verdict != "fail":
        said.append(_("marked so already, nothing changes: {count}").format(count=had[verdict]))
    elif had[verdict]:
        said.append(_("failed already, one more finding: {count}").format(count=had[verdict]))
    lost = sum(bool(f.problem) for each in found if each.mark and verdict != "fail" for f in each.mark.findings)
    if lost:
        said.append(_("findings taken away: {count}").format(count=lost))
    return joined(said)


def done(made: int, refused: int, left: int, undoing: bool, undo_key: str) -> str:
    """What became of many marks at once, in one line."""
    if undoing:
        said = [ngettext("{count} taken back", "{count} taken back", made).format(count=made)]
        said += [ngettext("{count} refused", "{count} refused", refused).format(count=refused)] if refused else []
    else:
        said = [ngettext("{count} marked", "{count} marked", made).format(count=made)]
        more = ngettext("{count} refused and still chosen", "{count} refused and still chosen", refused)
        said += [more.format(count=refused)] if refused else []
    said += [_("stopped, {count} left as they were").format(count=left)] if left else []
    return joined([*said, _("{key} takes them back").format(key=undo_key)] if made and not undoing else said)
