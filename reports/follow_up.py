"""The report on a follow-up (回头看复查报告): what was looked at again, by what came out, and what is left to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from checklists.grades import Text
from reports.design import Said
from reports.follow_up_layout import COUNTS, DESIGN
from reports.headings import heading_number
from reports.kinds import Asked
from reports.left_out import remark
from reports.numbers import percent
from reports.rectifying_words import OUTCOMES, STATES, word
from reports.reviewing import Told, day, due_now, joined, told
from reports.wording import Wording, wording
from store.figures.reviews import NEW, Outcomes, chain, outcomes, reviewed
from store.followup_results import check_results
from store.model import Visit

_COUNT = Text("{name}{count}项", "{name} {count}")
_MARK = Text("、", ", ")
_ARROW = Text("→", " → ")
_DAYS_SAID = Text("{first}至{last}", "{first} to {last}")
_TOGETHER = Text("合计", "In all")


@dataclass
class _Gathered:
    """What the units' sheets say, read once."""

    units: list[tuple[str, Outcomes]] = field(default_factory=list)
    by_outcome: dict[str, list[Told]] = field(default_factory=lambda: {each: [] for each in OUTCOMES})
    visits: list[Visit] = field(default_factory=list)

    @property
    def days(self) -> list[str]:
        """The days of the visits, in their order."""
        return sorted({visit.date for visit in self.visits if visit.date})

    @property
    def all(self) -> Outcomes:
        """The outcomes of all units."""
        return sum((each for _name, each in self.units), outcomes(()))


def worth(asked: Asked) -> bool:
    """Whether the round is a follow-up; what it found, or found nothing, is always worth a report.

    Raises:
        Refused: it is none, or void.
    """
    assert asked.round is not None
    check_results(asked.round)
    return True


def drafted(asked: Asked) -> bytes:
    """The report on the round, or on what it found at the units asked for.

    Raises:
        Refused: the round is no follow-up, or void; another day is asked for.
    """
    asked.check_now()
    return DESIGN.make(asked, _said(asked, wording(asked.lang)))


def counted(found: Outcomes, words: Wording) -> str:
    """How many earlier findings came out how, in a line."""
    return _MARK.get(words.lang).join(
        _COUNT.get(words.lang).format(name=name.get(words.lang), count=found.counts[each])
        for each, name in OUTCOMES.items()
        if each not in (NEW, "")
    )


def _gathered(asked: Asked, words: Wording) -> _Gathered:
    assert asked.round is not None
    found = _Gathered()
    for sheet, every in reviewed(asked.workspace, asked.round, asked.units, asked.leave_out, asked.progress):
        found.units.append((sheet.unit.name, outcomes(every)))
        if sheet.visit.date:
            found.visits.append(sheet.visit)
        for each in told(sheet, every, words):
            found.by_outcome[each.of.outcome].append(each)
    return found


def _said(asked: Asked, words: Wording) -> Said:
    assert asked.round is not None
    settings, info, lang = asked.workspace.settings, asked.round.info, words.lang
    rounds = [each.info.name for each in chain(asked.round)]
    gathered = _gathered(asked, words)
    found, days = gathered.all, gathered.days
    dates = day(days[0], words) if days else ""
    if len(days) > 1:
        dates = _DAYS_SAID.get(lang).format(first=dates, last=day(days[-1], words))
    inspectors = dict.fromkeys(person.name for visit in gathered.visits for person in visit.inspectors)
    every = [each for told_of in gathered.by_outcome.values() for each in told_of]
    title = DESIGN.title.get(lang)
    values = {
        "title": title,
        "issuing_body": words.known(settings.issuing_body),
        "number": words.number_line.format(number=words.draft_number, issued=words.date(None)),
        "issued": words.date(None),
        "round": info.name,
        "rounds": _MARK.get(lang).join(map(words.titled, rounds)) or words.blank,
        "chain": words.known(_ARROW.get(lang).join(rounds)),
        "earlier": found.earlier,
        "outcomes": counted(found, words),
        "left": found.counts[""],
        "new": found.counts[NEW],
        "looked_at": found.looked_at,
        "rate": percent(found.rate),
        "closed_count": found.closed,
        "left_out": remark(asked, words),
        "period_from": day(info.period_from, words) or words.date_blank,
        "period_to": day(info.period_to, words) or words.date_blank,
        "units_count": len(gathered.units),
        "visited_count": len(gathered.visits),
        "days": words.known(dates),
        "inspectors": words.known(words.people_mark.join(inspectors)),
        "units": [_figures(name, each) for name, each in (*gathered.units, (_TOGETHER.get(lang), found))],
        "groups": _groups(gathered, words),
        "rectified": [
            {**_whose(number, each), "state": _state(each, words), "closed": day(_closed(each), words)}
            for number, each in enumerate((each for each in every if _is_right(each)), 1)
        ],
        "to_do": [
            {
                **_whose(number, each),
                "outcome": OUTCOMES[each.of.outcome].get(lang),
                "due_before": day(each.of.before.due, words) if each.of.before else "-",
                "due": due_now(each.of, words) or "-",
            }
            for number, each in enumerate((each for each in every if each.of.to_do), 1)
        ],
    }
    made = date.fromisoformat(days[-1]) if days else None
    return Said(lang=lang, values=values, title=title, author=settings.issuing_body, subject=info.name, made=made)


def _figures(name: str, found: Outcomes) -> dict[str, object]:
    counts = (found.earlier, *(found.counts[each] for each in OUTCOMES), found.closed)
    return {"unit": name, **dict(zip(COUNTS, counts, strict=True))}


def _groups(gathered: _Gathered, words: Wording) -> list[dict[str, object]]:
    every = [(outcome, found) for outcome, found in gathered.by_outcome.items() if found]
    return [
        {
            "ordinal": heading_number(words.lang, 2, number),
            "outcome": OUTCOMES[outcome].get(words.lang),
            "count": len(found),
            "new": "1" if outcome == NEW else "",
            "findings": [
                {
                    **_whose(at, each),
                    "before": joined(each.before, words),
                    "answer": joined(each.answer, words),
                    "now": joined(each.now, words),
                }
                for at, each in enumerate(found, 1)
            ],
        }
        for number, (outcome, found) in enumerate(every, 1)
    ]


def _whose(number: int, each: Told) -> dict[str, object]:
    return {"number": number, "unit": each.name, "id": each.id, "problem": each.problem}


def _is_right(each: Told) -> bool:
    return each.of.closed or each.of.outcome == "rectified"


def _state(each: Told, words: Wording) -> str:
    return word(STATES, each.of.rectification.state, words.lang) if each.of.rectification else "-"


def _closed(each: Told) -> str:
    return each.of.rectification.closed if each.of.rectification else ""
