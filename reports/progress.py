"""The year's progress report (年度进展报告): an outline with what the workspace knows, blanks for the rest."""

from __future__ import annotations

from collections.abc import Iterable

from checklists.errors import N_
from checklists.grades import Text
from reports import progress_figures as figures
from reports import progress_words as said
from reports.docx_base import Docx
from reports.kinds import Asked
from reports.left_out import remark
from reports.official import widths
from reports.outline import Outline
from reports.paper import Paper
from reports.profile import profile_for, tabular
from reports.progress_figures import Inspected
from reports.wording import Wording, wording
from store.errors import Refused
from store.figures import years
from store.figures.years import Year


def drafted(asked: Asked) -> bytes:
    """The report of the year asked for, else of the round's, else of the current one.

    Raises:
        Refused: there is no round of that year; another day is asked for.
        StoreError: a round cannot be read, or what the one unit recorded.
    """
    asked.check_now()
    year = _year(asked)
    words, settings = wording(asked.lang), asked.workspace.settings
    profile = tabular(profile_for(words.lang, settings.layout))
    title = said.TITLE.get(words.lang).format(year=year.year)
    document = Docx(
        profile, words.lang, title=title, author=settings.issuing_body, subject=str(year.year), made=year.today
    )
    report = _Report(asked, year, document, words)
    document.page_numbers(title, words.page)
    number = words.number_line.format(number=words.draft_number, issued=words.date(None))
    held = {"issuing_body": words.known(settings.issuing_body), "title": title, "issued": words.date(None)}
    paper = Paper(document, words, held)
    paper.head(number)
    report.write()
    paper.signature()
    return document.to_bytes()


def _year(asked: Asked) -> Year:
    for code in asked.units:
        asked.workspace.units.get(code)
    wanted = asked.year or (years.year_of(asked.workspace, asked.round) if asked.round else asked.day.year)
    year = years.read(asked.workspace, wanted, asked.leave_out, asked.units, asked.round)
    if not (year.rounds or year.follow_ups):
        raise Refused(N_("there is no round of the year {year}"), year=wanted)
    return year


class _Report:
    """The report while it is set, section by section."""

    def __init__(self, asked: Asked, year: Year, document: Docx, words: Wording) -> None:
        self._asked, self._year, self._document, self._words = asked, year, document, words
        self._outline = Outline(document, words)
        self._inspected: list[Inspected] = list(figures.inspected(asked, year))
        self._follow_ups = figures.follow_up_rows(asked, year)

    def write(self) -> None:
        """Everything between the title and the signature."""
        self._opening()
        self._deployed()
        self._found()
        self._rectified()
        self._compared()
        self._heading(said.DIFFICULT)
        self._blanks(said.DIFFICULT_BLANKS)
        self._next()

    def _opening(self) -> None:
        words, asked = self._words, self._asked
        self._document.paragraph(words.addressee.format(unit=said.BLANK.get(words.lang)), "Addressee")
        self._say(said.INTRO, year=self._year.year, day=words.date(self._year.today))
        if asked.round is not None:
            self._say(said.SCOPE_ROUND, round=words.titled(asked.round.info.name))
        if asked.units:
            known = asked.workspace.units.all()
            self._say(said.SCOPE_UNITS, units=words.people_mark.join(known[code].name for code in asked.units))

        if left_out := remark(asked, words):
            self._document.paragraph(left_out)

    def _deployed(self) -> None:
        year, lang = self._year, self._words.lang
        self._heading(said.DEPLOYED)
        self._heading(said.LED, 2)
        self._blanks(said.LED_BLANKS)
        self._heading(said.PLANNED, 2)
        self._say(said.ROUNDS, rounds=len(year.rounds), units=len(year.units), follow_ups=len(year.follow_ups))
        self._heading(said.DRAWN, 2)
        if not year.draws:
            self._say(said.NO_DRAW)
        for number, draw in enumerate(year.draws, 1):
            team = said.DRAW_TEAM.get(lang).format(
                inspectors=len(draw.inspectors), per_unit=draw.per_unit, avoided=len(draw.avoidances)
            )
            self._say(
                said.DRAW,
                name=draw.name or said.DRAW_UNNAMED.get(lang).format(number=number),
                pool=sum(len(stratum.units) for stratum in draw.strata),
                units=len(draw.units),
                team=team if draw.per_unit else "",
                id=draw.id,
            )

    def _found(self) -> None:
        self._heading(said.INSPECTED)
        self._heading(said.FIGURES, 2)
        self._table(said.ROUND_COLUMNS, said.ROUND_SHARES, figures.round_rows(self._inspected, self._words))
        self._heading(said.BANDS, 2)
        columns, rows = figures.band_rows(self._inspected, self._asked, self._words)
        each = min(16, 80 // (len(columns) - 1))
        self._table(columns, [100 - each * (len(columns) - 1), *[each] * (len(columns) - 1)], rows)
        self._heading(said.GRADES, 2)
        self._table(said.GRADE_COLUMNS, said.GRADE_SHARES, figures.grade_rows(self._inspected, self._words))
        self._heading(said.TYPICAL, 2)
        rows = figures.typical_rows(self._inspected, self._year, self._words)
        self._table(said.TYPICAL_COLUMNS, said.TYPICAL_SHARES, rows)

    def _rectified(self) -> None:
        lang = self._words.lang
        self._heading(said.RECTIFIED)
        self._heading(said.OVERALL, 2)
        self._say(said.RATES, **figures.rates(self._asked, self._year, self._year.rows))
        if self._year.carried:
            self._say(said.CARRIED, **figures.rates(self._asked, self._year, self._year.carried))
        by = figures.grouping(self._year)
        self._heading(said.BY_UNIT if by == "unit" else said.BY_TYPE, 2)
        what = (said.UNIT if by == "unit" else said.TYPE).get(lang)
        columns = said.RATE_COLUMNS.get(lang).format(what=what).split("|")
        self._table(columns, said.RATE_SHARES, figures.rate_rows(self._asked, self._year, by, self._words))
        self._heading(said.ITEMS, 2)
        whole, rows = figures.item_rows(self._asked, self._year, self._words)
        if not whole:
            self._say(said.ITEMS_LEFT, count=len(rows))
        self._table(said.ITEM_COLUMNS, said.ITEM_SHARES, rows)

    def _compared(self) -> None:
        lang = self._words.lang
        self._heading(said.COMPARED)
        self._heading(said.FOLLOWED, 2)
        self._table(said.FOLLOW_COLUMNS, said.FOLLOW_SHARES[lang], self._follow_ups)
        self._heading(said.BESIDE, 2)
        pairs = [each for each in self._inspected if each.beside is not None]
        if not pairs:
            self._say(said.NONE)
        for each in pairs:
            beside = each.beside
            assert beside is not None
            names = [self._words.titled(line.name) for line in (beside.line, each.line)]
            self._outline.heading(said.PAIR.get(lang).format(before=names[0], after=names[1]), 3)
            self._say(said.COMMON, **figures.changes(each, beside, self._words))

    def _next(self) -> None:
        self._heading(said.NEXT)
        live = [row for row in (*self._year.rows, *self._year.carried) if row.waiting]
        self._say(said.STILL, live=len(live), late=sum(row.light == "red" for row in live))
        self._blanks(said.NEXT_BLANKS, last=True)

    def _heading(self, title: Text, level: int = 1) -> None:
        self._outline.heading(title.get(self._words.lang), level)

    def _say(self, text: Text, **params: object) -> None:
        self._document.paragraph(text.get(self._words.lang).format(**params))

    def _blanks(self, names: Text, last: bool = False) -> None:
        """A line for each thing that only the office can write; the `last` one goes with the signature."""
        lang = self._words.lang
        *first, end = names.get(lang).split("|")
        for name in (*first, end):
            text = said.NAMED_BLANK.get(lang).format(name=name, blank=said.BLANK.get(lang))
            self._document.paragraph(text, keep_next=last and name == end)

    def _table(self, columns: Text | list[str], shares: Iterable[int], rows: list[tuple[str, ...]]) -> None:
        if not rows:
            self._say(said.NONE)
            return
        heads = columns if isinstance(columns, list) else columns.get(self._words.lang).split("|")
        self._document.long_table(widths(self._document, shares), rows, heads)
