"""What a bulletin is about: the figures of a round as `store.figures` works them out, and examples as recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checklists import fill
from reports.kinds import Asked
from store.counting import counting
from store.errors import StoreError
from store.figures import answers as reading
from store.figures.answers import Question, RoundAnswers
from store.figures.items import GradeFigures, ItemFigures, by_grade, by_item, failed_by, most_failed
from store.figures.over_rounds import Beside, put_beside, rates_by, that_count
from store.figures.rates import Rates, together
from store.figures.scores import Ranked, Score, in_all, ranking, score
from store.figures.trend import Summary, forerunners, summary
from store.followup_before import ancestors
from store.rectifying import board
from store.rectifying.board import Row
from store.rounds import Round

_TYPICAL = 6  # items are told of
_EXAMPLES = 2  # of each of them
_LOOKED = 20  # units' sheets are looked at for them
_ROUNDS = 6  # in the trend, with this one


@dataclass(frozen=True, kw_only=True)
class Typical:
    """An item that many fail: its text, its figures, the codes of the units that failed it, and problems as recorded.

    A problem is (code of the unit, text).
    """

    text: str
    figures: ItemFigures
    units: Sequence[str]
    problems: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that a bulletin says. `names` are the units' by code.

    `rows` are the rectifications of the round and of those it follows up, none of them withdrawn; `rates` theirs.
    `parts` are the scores by part of the checklists, `sections` by section title; `trend` ends with this round.
    `earlier` is the round before; of a follow-up, the one it follows up.
    """

    round: Round
    day: date
    names: dict[str, str]
    line: Summary
    ranked: list[Ranked]
    parts: dict[str, Score]
    sections: list[tuple[str, Score]]
    items: list[ItemFigures]
    typical: list[Typical]
    grades: list[GradeFigures]
    rates: Rates
    rows: list[Row]
    earlier: Beside | None
    trend: list[Summary]


def gathered(asked: Asked) -> Facts:
    """The facts of the round asked for, of the units asked for.

    Raises:
        Refused: another day is asked for. Unknown: such a unit does not take part. StoreError: the round cannot be
        read, or what the one unit recorded; or any unit's sheet or ledger cannot, and it is to be issued.
    """
    workspace, round_ = asked.workspace, asked.round
    assert round_ is not None
    asked.check_now()
    for code in asked.units:
        round_.unit(code)
    stands, bands = board.read(workspace, as_of=asked.day), workspace.settings.bands
    reading.tell_missing(stands.damaged, asked.units, asked.leave_out)
    answers, before = _read(asked, round_), forerunners(workspace, round_)
    parent = round_.info.parent
    last = [each for each in counting(workspace) if each.info.id == parent] if parent else before[-1:]
    trend, beside = ({each.info.id: each for each in rounds} for rounds in (before[1 - _ROUNDS :], last))
    lines, earlier = list[Summary](), None
    for name, each in (trend | beside).items():
        then = _read(asked, each)
        if name in trend:
            lines.append(summary(then, bands))
        if name in beside:
            earlier = put_beside(workspace, then, answers, stands.rows)
    line = summary(answers, bands)
    wanted = {round_.info.id, *(each.info.id for each in ancestors(round_))}
    rows = [row for row in that_count(workspace, stands.rows) if row.round in wanted and row.unit in answers.units]
    rates = rates_by(workspace, rows, "unit", stands.rows)
    items = by_item(answers)
    return Facts(
        round=round_,
        day=stands.today,
        names={code: each.unit.name for code, each in answers.units.items()},
        line=line,
        ranked=ranking({code: score(each) for code, each in answers.units.items()}, bands),
        parts=in_all(answers, lambda question: question.section.part),
        sections=_sections(answers, asked.lang),
        items=items,
        typical=[_typical(asked, answers, each) for each in most_failed(items)[:_TYPICAL]],
        grades=[each for each in by_grade(answers) if each.findings],
        rates=together(rates.values()),
        rows=[row for row in rows if row.state != "withdrawn"],
        earlier=earlier,
        trend=[*lines, line],
    )


def _read(asked: Asked, round_: Round) -> RoundAnswers:
    """What the units asked for answered in a round."""
    return reading.read_whole(round_, asked.workspace.hands, asked.units, asked.leave_out, asked.progress)


def _sections(answers: RoundAnswers, lang: str) -> list[tuple[str, Score]]:
    titles = {question.group: question.section.title.get(lang) for question in answers.questions.values()}
    return [(titles[name], found) for name, found in in_all(answers, lambda question: question.group).items()]


def _typical(asked: Asked, answers: RoundAnswers, figures: ItemFigures) -> Typical:
    """The item in words, and what inspectors wrote of it, no text twice."""
    assert asked.round is not None
    question = figures.question
    units, problems = failed_by(answers, question.ref), dict[str, str]()
    for code in units[:_LOOKED]:
        for text in _problems(asked, code, question.ref):
            problems.setdefault(text, code)
        if len(problems) >= _EXAMPLES:
            break
    return Typical(
        text=_text(asked.round, question, asked.lang),
        figures=figures,
        units=units,
        problems=[(code, text) for text, code in problems.items()][:_EXAMPLES],
    )


def _problems(asked: Asked, code: str, ref: str) -> list[str]:
    assert asked.round is not None
    try:
        sheet = asked.workspace.sheet(asked.round, code)
    except StoreError as error:  # its figures may still be readable
        asked.leave_out(code, error)
        return []
    found = [(mark, finding) for line, mark, finding in sheet.findings if line is not None and line.ref == ref]
    texts = [finding.problem.strip() or (mark.note.strip() if mark else "") for mark, finding in found]
    return [text for text in texts if text]


def _text(round_: Round, question: Question, lang: str) -> str:
    """The item's text with the round's names in its blanks."""
    (checklist,) = (each for each in round_.checklists if each.id == question.checklist)
    return fill(question.item.text.get(lang), round_.info.blanks, checklist.blanks)
