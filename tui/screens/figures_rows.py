"""The rows of the screen of figures: columns of figures, and bars of characters that every terminal has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reports.numbers import percent, points
from store.figures import over_rounds
from store.figures.bands import Band
from store.figures.compare import KINDS as CHANGES
from store.figures.compare import Change, counted
from store.figures.items import GradeFigures, ItemFigures, by_grade, failed_by, of_grade
from store.figures.rates import Rates
from store.figures.scores import Ranked, in_all
from store.workspace import Workspace
from tui.figures import BAR, HEADS, KINDS, bar, group_of, group_titles, rates_titles
from tui.i18n import _, current_language, labelled
from tui.screens.figures_read import Known
from tui.widgets.canvas import Line
from tui.widgets.look import DIM, ERROR, PLAIN
from tui.widgets.rows import Row
from tui.widgets.text import fit, matches, width


@dataclass(frozen=True)
class Wanted:
    """How a view is to be shown: filtered, sorted, counted by, only units of a type; "" is the view's first way.

    `wide`: there is room for every column.
    """

    filter: str = ""
    order: str = ""
    group: str = ""
    type: str = ""
    wide: bool = False


class Columns:
    """Figures at the right edge under their heads, each as wide as its head and no narrower than asked for."""

    def __init__(self, *heads: tuple[str, int]) -> None:
        self._heads = [head for head, _cells in heads]
        self._cells = [max(width(head), cells) for head, cells in heads]

    def head(self, text: str) -> Row:
        """The line above the rows."""
        return Row("head", [(f" {text}", DIM)], [(part, DIM) for part, _style in self.line(self._heads)], False)

    def line(self, figures: Sequence[object], bad: int = -1) -> Line:
        """The figures of one row; the one at `bad` stands out if it is not 0."""
        texts = [fit(str(each), cells, "right") for each, cells in zip(figures, self._cells, strict=True)]
        return [(f"  {text}", ERROR if place == bad and figures[place] else PLAIN) for place, text in enumerate(texts)]


def ranking_rows(known: Known, wanted: Wanted, bands: Sequence[Band]) -> Iterator[Row]:
    """The units in order of rank: place, code, name; failed, marked, band, bar, points."""
    if known.here is None:
        return
    lang, units = current_language(), known.here.units
    cells = max((width(band.title(lang)) for band in bands), default=0)
    columns = Columns(
        *[(_("failed"), 4)] * wanted.wide, (_("marked"), 7), (_("band"), cells), ("", BAR), (_("score"), 6)
    )
    yield columns.head(f"{fit(_('Rank'), 4, 'right')} {_('Code')}")
    ranked: list[Ranked] = list(known.ranked)
    if wanted.order == "code":
        ranked.sort(key=lambda each: each.unit)
    elif wanted.order == "failed":
        ranked.sort(key=lambda each: -each.score.failed)
    elif wanted.order == "open":
        ranked.sort(key=lambda each: each.score.answered - each.score.asked)
    for each in ranked:
        unit = units[each.unit].unit
        band = each.band.title(lang) if each.band else ""
        if wanted.type not in ("", unit.type_text(lang)) or not matches(
            f"{unit.code} {unit.name} {band}", wanted.filter
        ):
            continue
        found = each.score
        share = None if found.points is None else found.points / 100
        marked = f"{found.answered}/{found.asked}"
        figures = (*[found.failed] * wanted.wide, marked, band, bar(share), points(found))
        veto = [(f" {_('veto')}!", ERROR)] if found.vetoed else []
        left = [(f" {each.place or '-':>4} ", PLAIN), (f"{unit.code:<8} ", DIM), (unit.name, PLAIN)]
        yield Row(f"unit:{unit.code}", left, [*veto, *columns.line(figures)])


def item_rows(known: Known, wanted: Wanted, section: str = "", part: str = "") -> Iterator[Row]:
    """The items, or those of one section or part, that with the lowest pass rate first; those nobody judged last."""
    lang = current_language()
    more = [(_("n/a"), 4), (_("not done"), 5)] if wanted.wide else []
    columns = Columns((_("pass"), 4), (_("fail"), 4), *more, ("", BAR), (_("passed"), 6))
    yield columns.head(f"{fit(_('No.'), 4)} {_('Item')}")
    figures: list[ItemFigures] = [
        each
        for each in known.items
        if section in ("", each.question.group) and part in ("", each.question.section.part)
    ]
    if wanted.order == "failed":
        figures.sort(key=lambda each: -each.failed)
    elif wanted.order != "list" and not (section and not wanted.order):
        figures.sort(key=lambda each: (each.rate is None, each.rate or 0.0, -each.failed))
    for each in figures:
        question = each.question
        text = question.item.text.get(lang)
        if matches(f"{question.number} {question.ref} {text}", wanted.filter):
            rest = (each.na, each.none) if wanted.wide else ()
            line = columns.line((each.passed, each.failed, *rest, bar(each.rate), percent(each.rate)), bad=1)
            yield Row(f"item:{question.ref}", [(f" {question.number:<4} {text}", PLAIN)], line)


def failed_rows(known: Known, wanted: Wanted, ref: str) -> Iterator[Row]:
    """The units that failed an item."""
    if known.here is None:
        return
    question = known.here.questions[ref]
    yield Row("head", [(" " + labelled(_("Failed"), question.item.text.get(current_language())), DIM)], (), False)
    for code in failed_by(known.here, ref):
        unit = known.here.units[code].unit
        if matches(f"{code} {unit.name}", wanted.filter):
            yield Row(f"sheet:{code}:{ref}", [(f" {code:<8} ", DIM), (unit.name, PLAIN)])


def finding_rows(known: Known, wanted: Wanted, scheme: str, grade: str) -> Iterator[Row]:
    """The findings of one grade: unit, item, what is wrong."""
    if known.here is None:
        return
    lang = current_language()
    for place, (code, finding) in enumerate(of_grade(known.here, scheme, grade)):
        unit, question = known.here.units[code].unit, known.here.questions.get(finding.ref)
        text = finding.problem or (question.item.text.get(lang) if question else "-")
        number = question.number if question else "-"
        if matches(f"{code} {unit.name} {number} {text}", wanted.filter):
            left = [(f" {code:<8} ", DIM), (f"{fit(unit.name, 20)} ", PLAIN), (f"{number:<4} {text}", PLAIN)]
            yield Row(f"found:{place}:{code}:{finding.ref}", left)


def part_rows(known: Known, wanted: Wanted) -> Iterator[Row]:
    """Parts, or sections, over all units: failed, marked, bar, points."""
    if known.here is None:
        return
    what = wanted.group or "part"
    columns = Columns((_("failed"), 6), (_("marked"), 13), ("", BAR), (_("score"), 6))
    yield columns.head(_("Part") if what == "part" else _("Section"))
    titles = group_titles(known.here.questions.values(), what)
    found = list(in_all(known.here, group_of(what)).items())
    if wanted.order == "worst":
        found.sort(key=lambda each: (each[1].points is None, each[1].points or 0.0))
    for name, one in found:
        title = titles.get(name, name)
        if matches(f"{name} {title}", wanted.filter):
            share = None if one.points is None else one.points / 100
            line = columns.line((one.failed, f"{one.answered}/{one.asked}", bar(share), points(one)))
            yield Row(f"{what}:{name}", [(f" {title}", PLAIN)], line)


def grade_rows(known: Known, wanted: Wanted) -> Iterator[Row]:
    """Risk points and findings by grade, gravest first, the bar the share of all findings."""
    if known.here is None:
        return
    columns = Columns((_("risk points"), 6), (_("findings"), 6), ("", 20))
    yield columns.head(_("Grade"))
    figures: list[GradeFigures] = by_grade(known.here)
    whole = sum(each.findings for each in figures)
    for each in figures:
        title = each.grade.title.get(current_language()) if each.grade else _("no grade")
        line = columns.line((each.risk_points, each.findings, bar(each.findings / whole if whole else None, 20)))
        if matches(title, wanted.filter):
            yield Row(f"grade:{each.scheme}:{each.grade.id if each.grade else ''}", [(f" {title}", PLAIN)], line)


def rate_rows(workspace: Workspace, known: Known, wanted: Wanted) -> Iterator[Row]:
    """Rates of the rectifications by what was asked for, and together."""
    by = wanted.group or "unit"
    heads = (_("orders"), _("closed"), _("completion"), _("late"), _("recurrence"))
    columns = Columns(*((head, 6) for head in heads))
    found = sorted(over_rounds.rates_by(workspace, known.rows, by, known.stands.rows if known.stands else ()).items())
    whole = sum((one for _name, one in found), Rates())
    if wanted.order == "completion":
        found.sort(key=lambda each: (each[1].completion is None, each[1].completion or 0.0))
    elif wanted.order == "late":
        found.sort(key=lambda each: -(each[1].lateness or 0.0))
    titles = rates_titles(workspace, known.rows, by)

    def line(one: Rates) -> Line:
        shares = (percent(one.completion), percent(one.lateness), percent(one.recurrence))
        return columns.line((one.total, one.closed, *shares))

    if found:
        yield columns.head("")
        yield Row("rates:", [(f" {_('together')}", PLAIN)], line(whole))
    for name, one in found:
        title = titles.get(name, "") or name or "-"
        shown = f"{name:<8} {title}" if by == "unit" else title
        if matches(f"{name} {title}", wanted.filter):
            yield Row(f"rates:{by}:{name}", [(f" {shown}", PLAIN)], line(one))


def comparison_rows(known: Known, wanted: Wanted) -> Iterator[Row]:
    """How many items became what, by unit, part or section, and together."""
    if known.here is None or known.there is None or known.compared is None:
        return
    by = wanted.group or "unit"
    columns = Columns(*((_(HEADS[kind]), 6) for kind in CHANGES))
    counts = list(counted(known.compared.changes, change_group(by)).items())
    total = {kind: sum(each[kind] for _name, each in counts) for kind in CHANGES}
    if wanted.order in CHANGES:
        counts.sort(key=lambda each: -each[1][wanted.order])  # type: ignore[index]
    titles = _titles(known, by)
    if counts:
        yield columns.head("")
        yield Row("changes:", [(f" {_('together')}", PLAIN)], columns.line([*total.values()]))
    for name, each in counts:
        title = titles.get(name, name)
        shown = f"{name:<8} {title}" if by == "unit" else title
        if matches(f"{name} {title}", wanted.filter):
            yield Row(f"changes:{name}", [(f" {shown}", PLAIN)], columns.line([*each.values()]))


def change_rows(known: Known, wanted: Wanted, name: str) -> Iterator[Row]:
    """The items behind one row of the comparison, behind all for "": what became of each."""
    if known.here is None or known.compared is None:
        return
    by, lang = wanted.group or "unit", current_language()
    group = change_group(by)
    shown = [each for each in known.compared.changes if name in ("", group(each))]
    yield Row("head", [(f" {_titles(known, by).get(name, name) or _('together')}", DIM)], (), False)
    for each in sorted(shown, key=lambda each: CHANGES.index(each.kind)):
        kind, text = _(KINDS[each.kind]), each.question.item.text.get(lang)
        if matches(f"{each.unit} {kind} {text}", wanted.filter):
            style = PLAIN if each.kind == "put_right" else ERROR if each.kind in ("still", "came_back") else DIM
            left = [(f" {fit(kind, 14)} ", style), (f"{each.unit:<8} ", DIM), (f"{each.question.number} {text}", PLAIN)]
            right = [(_("worded differently"), DIM)] if each.reworded else ()
            yield Row(f"sheet:{each.unit}:{each.question.ref}", left, right)


def trend_rows(known: Known, wanted: Wanted, bands: Sequence[Band]) -> Iterator[Row]:
    """The rounds that count, oldest first: units, marked, findings, pass rate, mean score with a bar."""
    columns = Columns(
        (_("units"), 6), (_("marked"), 6), (_("findings"), 6), (_("passed"), 6), ("", BAR), (_("mean"), 5)
    )
    yield columns.head(_("Round"))
    for line in known.lines or ():
        if not matches(f"{line.round} {line.name}", wanted.filter):
            continue
        share = None if line.mean is None else line.mean / 100
        marked = line.total.answered / line.total.asked if line.total.asked else None
        mean = "-" if line.mean is None else f"{line.mean:.1f}"
        figures = (line.units, percent(marked), line.findings, percent(line.pass_rate), bar(share), mean)
        yield Row(f"round:{line.round}", [(f" {line.name}", PLAIN)], columns.line(figures))


def change_group(by: str) -> Callable[[Change], str]:
    """What changes are counted by: unit, part, section."""
    if by == "unit":
        return lambda change: change.unit
    of_question = group_of(by)
    return lambda change: of_question(change.question)


def _titles(known: Known, by: str) -> dict[str, str]:
    every = [each for each in (known.there, known.here) if each is not None]
    if by == "unit":
        return {code: own.unit.name for each in every for code, own in each.units.items()}
    return group_titles([question for each in every for question in each.questions.values()], by)
