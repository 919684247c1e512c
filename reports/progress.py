"""The year's progress report (年度进展报告): an outline with what the workspace knows, blanks for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checklists.errors import N_
from reports import progress_figures as figures
from reports import progress_words as said
from reports.design import Said
from reports.headings import heading_number
from reports.kinds import Asked
from reports.left_out import remark
from reports.progress_figures import Inspected
from reports.progress_layout import DESIGN, FOLLOW_UP, GRADE, ITEM, RATE, ROUND, TYPICAL, Bands
from reports.wording import Wording, wording
from store.draw import Draw
from store.errors import Refused
from store.figures import years
from store.figures.years import Year

_BESIDE = (4, 2)
"""The section and the part of it in which rounds are compared."""


def drafted(asked: Asked) -> bytes:
    """The report of the year asked for, else of the round's, else of the current one.

    Raises:
        Refused: there is no round of that year; another day is asked for.
        StoreError: a round cannot be read, or what the one unit recorded.
    """
    asked.check_now()
    return DESIGN.make(asked, _said(asked, _year(asked), wording(asked.lang)))


def _year(asked: Asked) -> Year:
    for code in asked.units:
        asked.workspace.units.get(code)
    wanted = asked.year or (years.year_of(asked.workspace, asked.round) if asked.round else asked.day.year)
    year = years.read(asked.workspace, wanted, asked.leave_out, asked.units, asked.round)
    if not (year.rounds or year.follow_ups):
        raise Refused(N_("there is no round of the year {year}"), year=wanted)
    return year


def _said(asked: Asked, year: Year, words: Wording) -> Said:
    settings, lang = asked.workspace.settings, words.lang
    title = said.TITLE.get(lang).format(year=year.year)
    inspected, follow_ups = list(figures.inspected(asked, year)), figures.follow_up_rows(asked, year)
    known, by = asked.workspace.units.all(), figures.grouping(year)
    bands = Bands(*figures.band_rows(inspected, asked, words))
    carried = figures.rates(asked, year, year.carried) if year.carried else {"total": "", "closed": ""}
    whole, items = figures.item_rows(asked, year, words)
    live = [row for row in (*year.rows, *year.carried) if row.waiting]
    values = {
        "title": title,
        "issuing_body": words.known(settings.issuing_body),
        "number": words.number_line.format(number=words.draft_number, issued=words.date(None)),
        "issued": words.date(None),
        "year": year.year,
        "day": words.date(year.today),
        "round": words.titled(asked.round.info.name) if asked.round else "",
        "only_units": words.people_mark.join(known[code].name for code in asked.units),
        "left_out": remark(asked, words),
        "rounds_count": len(year.rounds),
        "units_count": len(year.units),
        "follow_ups_count": len(year.follow_ups),
        "draws": [_draw(number, draw, lang) for number, draw in enumerate(year.draws, 1)],
        "rounds": _named(ROUND, figures.round_rows(inspected, words)),
        "bands": [{"round": row[0], "counts": _counts(bands.columns[1:], row[1:], words)} for row in bands.rows],
        "grades": _headed(GRADE, figures.grade_rows(inspected, words)),
        "typical": _named(TYPICAL, figures.typical_rows(inspected, year, words)),
        **figures.rates(asked, year, year.rows),
        "carried": str(carried["total"]),
        "carried_closed": carried["closed"],
        "by_title": (said.BY_UNIT if by == "unit" else said.BY_TYPE).get(lang),
        "by_name": (said.UNIT if by == "unit" else said.TYPE).get(lang),
        "by": _named(RATE, figures.rate_rows(asked, year, by, words)),
        "items_left": "" if whole else str(len(items)),
        "items": _named(ITEM, items),
        "follow_ups": _named(FOLLOW_UP, follow_ups),
        "pairs": _pairs(inspected, words),
        "live": len(live),
        "live_late": sum(row.light == "red" for row in live),
    }
    return Said(
        lang=lang,
        values=values,
        title=title,
        author=settings.issuing_body,
        subject=str(year.year),
        made=year.today,
        shown=bands,
    )


def _named(names: Sequence[str], rows: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _headed(names: Sequence[str], rows: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    """The rows with their names; one of a single text is a heading."""
    return [
        {"heading": row[0], **dict.fromkeys(names, "")} if len(row) == 1 else {"heading": "", **_named(names, [row])[0]}
        for row in rows
    ]


def _counts(titles: Sequence[str], counts: Sequence[str], words: Wording) -> str:
    return words.list_mark.join(f"{title} {count}" for title, count in zip(titles, counts, strict=True))


def _draw(number: int, draw: Draw, lang: str) -> dict[str, object]:
    team = said.DRAW_TEAM.get(lang).format(
        inspectors=len(draw.inspectors), per_unit=draw.per_unit, avoided=len(draw.avoidances)
    )
    return {
        "name": draw.name or said.DRAW_UNNAMED.get(lang).format(number=number),
        "pool": sum(len(stratum.units) for stratum in draw.strata),
        "units": len(draw.units),
        "team": team if draw.per_unit else "",
        "id": draw.id,
    }


def _pairs(inspected: Iterable[Inspected], words: Wording) -> list[dict[str, object]]:
    both = [(each, each.beside) for each in inspected if each.beside is not None]
    return [
        {
            "ordinal": heading_number(words.lang, *_BESIDE, number),
            "before": words.titled(beside.line.name),
            "after": words.titled(each.line.name),
            **figures.changes(each, beside, words),
        }
        for number, (each, beside) in enumerate(both, 1)
    ]
