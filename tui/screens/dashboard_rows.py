"""The bars of the dashboard, and what it says of the row or the cell under the cursor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from rich.style import Style

from reports.numbers import percent
from store.figures.bands import Band
from store.figures.overview import UnitLine
from store.figures.scores import Score
from tui.figures import ORDERS, bar, group_titles, shade
from tui.i18n import UNIT_STATES, _, current_language, ngettext
from tui.screens.board_view import SIGNS
from tui.screens.dashboard_read import Known
from tui.screens.units import RARE
from tui.widgets.canvas import Line, Part
from tui.widgets.look import DIM, ERROR, OK, PLAIN, Look
from tui.widgets.rows import Row, heading
from tui.widgets.text import fit

LIGHTS = {"overdue": "red", "soon": "yellow"}
"""The light that rectifications of a kind have on the board; closed and the rest have none of their own."""


def _counted(count: int, whole: int, style: Style = PLAIN) -> Line:
    """At the right: the share as a bar, how many, the share."""
    share = count / whole if whole else None
    return [(f"{bar(share)} ", PLAIN), (f"{count:6}", style if count else PLAIN), (f"{percent(share):>7} ", DIM)]


def standing_rows(known: Known) -> Iterator[Row]:
    """Units by state, and items marked; then rectifications. Without figures as long as they are not known."""
    standing, orders = known.standing, known.orders
    yield heading("head:units", _("Units"))
    for state, title in UNIT_STATES.items():
        if state not in RARE or (standing and standing.units[state]):
            right = _counted(standing.units[state], standing.units.total()) if standing else ()
            yield Row(f"state:{state}", [(f" {_(title)}", PLAIN)], right)
    right = [(f"{bar(standing.share)} ", PLAIN), (f"{percent(standing.share):>13} ", DIM)] if standing else []
    yield Row("items", [(f" {_('items marked')}", PLAIN)], right)
    yield heading("head:orders", _("Rectifications"))
    for name, number in asdict(orders).items() if orders else dict.fromkeys(ORDERS, 0).items():
        sign, style = SIGNS[LIGHTS.get(name, "")]
        text = f" {_(ORDERS[name])} {sign.strip()}"
        yield Row(f"order:{name}", [(text, PLAIN)], _counted(number, orders.total, style) if orders else ())


def figure_rows(known: Known) -> Iterator[Row]:
    """Findings by grade, then parts or sections by pass rate: those may be many."""
    if known.here is None or not known.by:
        return
    yield heading("head:grades", _("Findings"))
    whole = sum(each.findings for each in known.grades)
    for each in known.grades:
        title = each.grade.title.get(current_language()) if each.grade else _("no grade")
        id = f"grade:{each.scheme}:{each.grade.id if each.grade else ''}"
        yield Row(id, [(f" {title}", PLAIN)], _counted(each.findings, whole))
    yield heading("head:parts", f"{_('Pass rate')} ({len(known.parts)})")
    titles = group_titles(known.here.questions.values(), known.by)
    for number, (name, found) in enumerate(known.parts.items(), 1):
        right = [(f"{bar(found.pass_rate)} ", PLAIN), (f"{percent(found.pass_rate):>7} ", PLAIN)]
        yield Row(f"{known.by}:{name}", [(f" {number} {titles[name]}", PLAIN)], right)


def name_part(line: UnitLine, cells: int) -> Line:
    """The beginning of a unit's row in the map: its name, its code and how far it is where there is room."""
    code = f" {line.unit.code:<8}" if cells >= 40 else ""
    marked = f" {line.whole.answered}/{line.whole.asked}".rjust(9) if cells >= 24 else ""
    name = fit(f" {line.unit.name}", cells - len(code) - len(marked))
    return [(code, DIM), (name, PLAIN), (marked, DIM)]


def cell(found: Score | None, cells: int, look: Look, bands: Sequence[Band]) -> Part:
    """A score of the map in so many cells: one character, a percentage, or that behind a bar."""
    text = shade(found, look.sign("pass"))
    if found is not None and found.pass_rate is not None and cells > 1:
        text = percent(found.pass_rate)
        text = f"{bar(found.pass_rate, cells - 7)} {text:>6}" if cells > len("100.0%") else text
    return text, _style(found, bands)


def _style(found: Score | None, bands: Sequence[Band]) -> Style:
    """Colour repeats what the figure says: red in the lowest band, green where all passed."""
    rate = found.pass_rate if found is not None else None
    if rate is None:
        return DIM
    low = bands[-2].at_least if len(bands) > 1 else 0
    return ERROR if 100 * rate < low else OK if rate == 1 else PLAIN


def legend(look: Look) -> str:
    """What the characters of the map say."""
    return _("0-9 tenths, {all} all, . none yet, - n/a").format(all=look.sign("pass"))


def count(known: Known, id: str) -> int | None:
    """How many the bar of the row `id` stands for, None where it stands for a share, or is not known."""
    kind, _colon, name = id.partition(":")
    if kind == "state" and known.standing:
        return known.standing.units[name]
    if kind == "order" and known.orders:
        return int(asdict(known.orders)[name])
    if kind == "grade":
        scheme, grade = name.split(":", 1)
        wanted = (scheme, grade) if grade else ("", "")
        counted = ((each.scheme, each.grade.id if each.grade else "") for each in known.grades)
        return next(each.findings for key, each in zip(counted, known.grades, strict=True) if key == wanted)
    return None


def told(known: Known, id: str) -> str:
    """What the row under the cursor comes from, and where Enter leads."""
    kind, _colon, name = id.partition(":")
    found = count(known, id)
    if kind == "state" and known.standing and found is not None:
        text = ngettext("{count} unit of {whole}", "{count} units of {whole}", found)
        whole, leads = known.standing.units.total(), _("Enter: these units")
    elif kind == "order" and known.orders:
        text, whole, leads = _("{count} of {whole} rectifications"), known.orders.total, _("Enter: the board")
    elif kind == "grade":
        whole = sum(each.findings for each in known.grades)
        text, leads = _("{count} of {whole} findings"), _("Enter: these findings")
    elif kind == "items" and known.standing:
        found, whole = known.standing.total.marked, known.standing.total.asked
        text, leads = _("{count} of {whole} items marked"), _("Enter: units, least complete first")
    elif kind in ("part", "section") and name in known.parts:
        return f"{judged(known.parts[name])}  {_('Enter: its items')}"
    else:
        return ""
    return f"{text.format(count=found, whole=whole)}  {leads}"


def judged(found: Score) -> str:
    """How many passed, failed, and have no answer."""
    text = _("{passed} passed, {failed} failed, {rest} open")
    return text.format(passed=found.passed, failed=found.failed, rest=found.asked - found.answered)
