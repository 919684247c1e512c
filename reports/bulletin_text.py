"""The sections of a bulletin: what each says of the facts; one without anything to say has no paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from checklists.grades import Text
from reports import bulletin_words as said
from reports.bulletin_facts import Facts, Typical
from reports.numbering import sentence
from reports.numbers import percent, points
from reports.rectifying_words import STATES, word
from reports.wording import Wording
from store.figures.scores import Ranked
from store.rectifying.board import figures
from store.settings import Settings

_BEST = 5  # units named, and as many from the end
_NAMES = 8  # units named in a sentence; of more it is said how many there are
_SECTIONS = 6  # named in a sentence

Paragraph = tuple[str, str]
"""A heading above it, "" for none, and its text."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What is told, in which words, and whether units are named."""

    facts: Facts
    words: Wording
    settings: Settings
    named: bool

    def of(self, text: Text, **values: object) -> str:
        """The text with its values."""
        return text.get(self.words.lang).format(**values)

    def listed(self, texts: Iterable[str]) -> str:
        """The texts in a row."""
        return self.of(said.LIST).join(texts)

    def units(self, names: list[str]) -> str:
        """The names in a row; of many the first, and how many there are."""
        if len(names) <= _NAMES:
            return self.listed(names)
        return self.of(said.AND_MORE, names=self.listed(names[:_NAMES]), count=len(names))

    @property
    def space(self) -> str:
        """What stands between two sentences."""
        return "" if self.words.lang == "zh" else " "

    def with_points(self, each: Ranked) -> str:
        """A unit with its score."""
        return self.of(said.UNIT_POINTS, unit=self.facts.names[each.unit], points=points(each.score))


def _overall(told: Telling) -> list[Paragraph]:
    line, lang = told.facts.line, told.words.lang
    total = line.total
    lines = [
        told.of(
            said.UNITS,
            units=line.units,
            begun=line.begun,
            asked=total.asked,
            answered=total.answered,
            passed=total.passed,
            failed=total.failed,
            na=total.na,
            rate=percent(total.pass_rate),
            findings=line.findings,
        )
    ]
    if team := [person.name for person in told.facts.round.info.inspectors]:
        form = said.TEAM if len(team) <= _NAMES else said.TEAM_AND_MORE
        lines.append(told.of(form, names=told.listed(team[:_NAMES]), count=len(team)))
    if line.mean is not None:
        names = {band.id: band.title(lang) for band in told.settings.bands} | {"": told.of(said.NO_SCORE)}
        counts = [told.of(said.BAND, band=names[id], count=count) for id, count in line.bands.items() if count]
        lines.append(told.of(said.MEAN, mean=line.mean) + told.space + told.of(said.BANDS, bands=told.listed(counts)))
    if told.facts.grades:
        grades = told.listed(
            told.of(
                said.GRADE,
                grade=each.grade.title.get(lang) if each.grade else told.of(said.NO_GRADE),
                count=each.findings,
            )
            for each in told.facts.grades
        )
        lines.append(told.of(said.GRADES, grades=grades))
    return [("", text) for text in lines]


def _done_well(told: Telling) -> list[Paragraph]:
    facts, lines = told.facts, list[str]()
    clean = sorted(
        (each for each in facts.sections if each[1].passed and not each[1].failed), key=lambda each: -each[1].passed
    )
    if clean:
        form = said.SECTIONS_WELL if len(clean) > _SECTIONS else said.ALL_SECTIONS_WELL
        titles = told.listed(title for title, _found in clean[:_SECTIONS])
        lines.append(told.of(form, sections=titles, count=len(clean)))
    best = [each for each in facts.ranked if each.score.points is not None]
    if told.named and len(best) >= 2 * _BEST:
        lines.append(told.of(said.BEST, units=told.listed(map(told.with_points, best[:_BEST]))))
    return [("", text) for text in lines]


def _problems(told: Telling) -> list[Paragraph]:
    facts = told.facts
    found = [_problem(told, each) for each in facts.typical]
    lines = [] if found else [told.of(said.NO_PROBLEMS)] if facts.line.total.passed else []
    if told.named:
        ranked = [each for each in facts.ranked if each.score.points is not None]
        lowest = told.settings.bands[-1:]
        low = [each for each in ranked if each.band in lowest]
        if len(ranked) >= 2 * _BEST:
            lines.append(told.of(said.LAST, units=told.listed(map(told.with_points, ranked[-_BEST:]))))
        if low:
            names = told.units([facts.names[each.unit] for each in low])
            lines.append(told.of(said.LOWEST, band=lowest[0].title(told.words.lang), units=names))
    return [*found, *(("", text) for text in lines)]


def _problem(told: Telling, each: Typical) -> Paragraph:
    figures_, names = each.figures, told.facts.names
    told_of = [
        told.of(
            said.ITEM_FIGURES,
            judged=figures_.passed + figures_.failed,
            failed=figures_.failed,
            rate=percent(figures_.rate),
        )
    ]
    if told.named:
        told_of.append(told.of(said.FAILED_BY, units=told.units([names[code] for code in each.units])))
    if each.problems:
        told_of.append(told.of(said.EXAMPLES, problems=_examples(told, each)))
    return each.text.strip().rstrip("。."), told.space.join(told_of)


def _examples(told: Telling, each: Typical) -> str:
    """The problems as recorded; where units are not named, their names are taken out of them too."""
    found = []
    for code, text in each.problems:
        name = told.facts.names[code]
        if told.named:
            found.append(sentence(told.of(said.EXAMPLE, unit=name, problem=text), told.words))
        else:
            found.append(sentence(text.replace(name, told.of(said.SOME_UNIT)), told.words))
    return told.space.join(found)


def _rectifications(told: Telling) -> list[Paragraph]:
    facts, lang, rates = told.facts, told.words.lang, told.facts.rates
    day = told.words.date(facts.day)
    if not rates.total:
        return [("", told.of(said.NO_RECTIFICATIONS, day=day))]
    counts = figures(facts.rows)
    states = told.listed(
        told.of(said.STATE_COUNT, state=word(STATES, state, lang), count=counts.states[state])
        for state in STATES
        if counts.states[state]
    )
    shares = (
        (said.COMPLETION, rates.completion, rates.closed, rates.total),
        (said.LATENESS, rates.lateness, rates.late, rates.dated),
        (said.RECURRENCE, rates.recurrence, rates.came_back, rates.ever_closed),
    )
    clauses = [
        told.of(form, rate=percent(share), part=part, whole=whole)
        for form, share, part, whole in shares
        if share is not None
    ]
    followed = facts.earlier.line.name if facts.round.info.parent and facts.earlier else ""
    form = said.FOLLOWED if followed else said.RECTIFICATIONS
    lines = [
        told.of(form, day=day, total=rates.total, states=states, earlier=followed),
        told.of(said.RATES, rates=told.of(said.CLAUSES).join(clauses)),
    ]
    if late := counts.lights["red"]:
        lines.append(_overdue(told) if told.named else told.of(said.OVERDUE_COUNT, count=late))
    return [("", text) for text in lines]


def _overdue(told: Telling) -> str:
    late = Counter(row.unit for row in told.facts.rows if row.light == "red")
    names = [told.of(said.UNIT_COUNT, unit=told.facts.names[code], count=count) for code, count in late.items()]
    return told.of(said.OVERDUE, units=told.units(names))


def _compared(told: Telling) -> list[Paragraph]:
    facts, earlier = told.facts, told.facts.earlier
    if earlier is None:
        return []
    before, after = earlier.line, facts.line
    if facts.round.info.parent:  # it asks only what was open: its rates are not those of the whole
        lines = [told.of(said.FOLLOW_UP, round=before.name)]
    else:
        rates = {"before": percent(before.pass_rate), "after": percent(after.pass_rate)}
        text = told.of(said.BOTH, round=before.name, **rates)
        if before.mean is not None and after.mean is not None:
            text += told.of(said.BOTH_MEAN, before=before.mean, after=after.mean)
        lines = [text + told.of(said.STOP)]
    changes = told.listed(
        told.of(said.CHANGE_COUNT, change=told.of(name), count=earlier.changes[kind])
        for kind, name in said.CHANGE.items()
    )
    if earlier.common:
        form = said.CHANGES if earlier.changes else said.NO_CHANGES
        lines.append(told.of(form, common=earlier.common, changes=changes))
    return [("", text) for text in lines]


def _demands(told: Telling) -> list[Paragraph]:
    facts, document = told.facts, told.settings.document
    live = sum(row.waiting != "" for row in facts.rows)
    asked: list[str] = []
    if live:
        asked.append(told.of(said.FINISH, count=live))
    elif facts.line.findings and not facts.rates.total:
        asked.append(told.of(said.MEASURES))
    if facts.typical:
        asked.append(told.of(said.LOOK))
    asked.append(told.of(said.REVIEW, body=told.words.known(told.settings.issuing_body)))
    lines = [(heading, rest) for heading, _bar, rest in (text.partition("|") for text in asked)]
    if document.reply_to:
        lines.append(("", told.of(said.SEND, to=document.reply_to)))
    if document.contact_person or document.contact_phone:
        known = told.words.known
        contact = told.words.reply_contact.format(
            person=known(document.contact_person), phone=known(document.contact_phone)
        )
        lines.append(("", contact))
    return lines


CONTENTS: tuple[tuple[Text, Callable[[Telling], list[Paragraph]]], ...] = (
    (said.OVERALL, _overall),
    (said.WELL, _done_well),
    (said.PROBLEMS, _problems),
    (said.STATE, _rectifications),
    (said.COMPARED, _compared),
    (said.NEXT, _demands),
)
"""The headings and what stands below each."""
