"""What the pane under the figures says: what a view adds up to, and what the figures under the cursor come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.numbers import percent
from store.figures import over_rounds
from store.figures.answers import RoundAnswers
from store.figures.bands import Band
from store.figures.rates import Rates
from store.figures.scores import distribution, in_all
from store.rounds import Round
from store.workspace import Workspace
from tui.figures import bar, group_of, group_titles
from tui.i18n import _, current_language, listed
from tui.screens.figures_read import Known
from tui.widgets.canvas import Line, line_width
from tui.widgets.look import DIM, HEADING, PLAIN
from tui.widgets.text import fit, width, wrap

_LABEL = 16
_WIDE_BAR = 30


def facts(
    view: str, id: str, known: Known, workspace: Workspace, group: str, pair: Sequence[Round], cells: int
) -> list[Line]:
    """The lines for the row `id` of a view. `pair` are the rounds compared, the earlier one first."""
    kind, _colon, name = id.partition(":")
    if kind in ("part", "section") and known.here is not None:
        return _part(known.here, kind, name, cells)
    if view == "ranking" and known.here is not None:
        counts = distribution(known.ranked, workspace.settings.bands)
        return [*_bands(counts, workspace.settings.bands)]
    if kind == "item":
        return _item(known, name, cells)
    if view == "rates":
        return _rates(workspace, known, group, name, cells)
    if view == "comparison" and known.compared is not None:
        return [*_comparison(known, pair)]
    if view == "trend":
        line = next((each for each in known.lines or () if each.round == name), None)
        return [*_bands(line.bands, workspace.settings.bands)] if line else []
    return []


def _bands(counts: dict[str, int], bands: Sequence[Band]) -> Iterator[Line]:
    whole = sum(counts.values())
    titles = {band.id: band.title(current_language()) for band in bands} | {"": _("no score yet")}
    for name, count in counts.items():
        if count or name:
            share = count / whole if whole else None
            line = f"{bar(share, _WIDE_BAR)} {count:5}  {percent(share):>6}"
            yield [(f" {fit(titles.get(name, name), _LABEL)}", DIM), (line, PLAIN)]


def _part(here: RoundAnswers, what: str, name: str, cells: int) -> list[Line]:
    found = in_all(here, group_of(what))[name]
    title = group_titles(here.questions.values(), what).get(name, name)
    text = _("{got:g} of {possible:g} points; {passed} passed, {failed} failed, {rest} without an answer").format(
        got=found.got,
        possible=found.possible,
        passed=found.passed,
        failed=found.failed,
        rest=found.asked - found.answered,
    )
    return [*([(f" {line}", HEADING)] for line in wrap(title, max(20, cells - 2))), [(f" {text}", PLAIN)]]


def _item(known: Known, ref: str, cells: int) -> list[Line]:
    found = next((each for each in known.items if each.question.ref == ref), None)
    if found is None:
        return []
    question, lang = found.question, current_language()
    told = {
        _("Item"): question.ref,
        _("Section"): question.section.title.get(lang),
        _("Weight"): f"{question.item.weight:g}{'  ' + _('veto') if question.item.veto else ''}",
    }
    lines: list[Line] = [[(f" {line}", HEADING)] for line in wrap(question.item.text.get(lang), max(20, cells - 2))]
    return [*lines, *([(f" {fit(label, _LABEL)}", DIM), (text, PLAIN)] for label, text in told.items())]


def _rates(workspace: Workspace, known: Known, group: str, name: str, cells: int) -> list[Line]:
    by, _colon, key = name.partition(":")
    found = over_rounds.rates_by(workspace, known.rows, group or "unit", known.stands.rows if known.stands else ())
    one = found.get(key) if by else sum(found.values(), Rates())
    if one is None:
        return []
    told = (
        (_("completion"), one.completion, one.closed, one.total, _("closed, of all that were ordered")),
        (_("late"), one.lateness, one.late, one.dated, _("overdue or put right too late, of those with a due date")),
        (
            _("come back"),
            one.recurrence,
            one.came_back,
            one.ever_closed,
            _("come back, of those that were ever closed"),
        ),
    )
    lines: list[Line] = []
    for label, share, part, whole, text in told:
        line: Line = [
            (f" {fit(label, _LABEL)}", DIM),
            (f"{bar(share, 10)} {percent(share):>6} {part:5} / {whole:<5} ", PLAIN),
        ]
        if line_width(line) + width(text) <= cells:
            lines.append([*line, (text, DIM)])
        else:
            lines += [line, [(" " * (1 + _LABEL) + text, DIM)]]
    return lines


def _comparison(known: Known, pair: Sequence[Round]) -> Iterator[Line]:
    assert known.compared is not None
    compared = known.compared
    for label, round_ in zip((_("Earlier round"), _("Later round")), pair, strict=True):
        yield [(f" {fit(label, _LABEL)}", DIM), (f"{round_.info.id}  {round_.info.name}", PLAIN)]
    for text, names in (
        (_("Units only in the earlier round: {count}"), compared.gone),
        (_("Units only in the later round: {count}"), compared.joined),
        (_("Items no longer asked: {count}"), compared.removed),
        (_("Items asked for the first time: {count}"), compared.added),
    ):
        if names:
            yield [(f" {text.format(count=len(names))}  ", PLAIN), (listed(names), DIM)]
