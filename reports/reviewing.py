"""What a follow-up found, in the words of documents: each finding as lines of what was, was answered, and is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from checklists.grades import Text
from checklists.gradings import find_grade
from reports.build import problem_of
from reports.rectifying_words import OUTCOMES, STATES, word
from reports.wording import Wording
from store.attached import SHOWN, Attached
from store.figures.reviews import Reviewed
from store.model import Finding
from store.sheet import Sheet

_EARLIER = Text("此前检查：", "Before")
_EARLIER_SAID = Text("{day} {who}（{round}）", "{day}, {who} ({round})")
_NOTICE = Text("通知书：", "Notice")
_ANSWER = Text("反馈：", "Answer")
_MEASURE = Text("整改措施：", "Measures")
_PROGRESS = Text("整改进展：", "Progress")
_ANSWER_NOTE = Text("反馈说明：", "Note")
_FOUND = Text("查到：", "Value found")
_SEEN = Text("复查情况：", "Seen now")
_BY = Text("复查人：", "Looked at by")
_WHO = Text("{who}（{day}）", "{who}, {day}")
_STATE = Text("台账状态：", "State")
_DUE = Text("现整改期限：", "Due now")
_CLOSED = Text("销号日期：", "Closed on")
_LATE = Text("{day}（复查时已逾期）", "{day} (overdue when looked at)")
_NO_ANSWER = Text("未反馈", "No answer")

Pair = tuple[str, str]
"""A label as it is printed, and what it says."""

Line = tuple[Pair, ...]
"""What stands on one line."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A finding of a follow-up as a document tells it; `name` is the unit's, `id` its rectification's, else its own."""

    of: Reviewed
    name: str
    id: str
    problem: str
    before: tuple[Line, ...]
    answer: tuple[Line, ...]
    now: tuple[Line, ...]


def told(sheet: Sheet, every: Iterable[Reviewed], words: Wording) -> Iterator[Told]:
    """The findings of a unit's sheet in `words`."""
    for each in every:
        rectification = each.rectification
        yield Told(
            of=each,
            name=sheet.unit.name,
            id=rectification.id if rectification else each.found[2].id,
            problem=_problem(sheet, each, each.before or each.found[2], words),
            before=_said(_before(sheet, each, words)),
            answer=_said(_answer(each, words)),
            now=_said(_now(sheet, each, words)),
        )


def joined(lines: Iterable[Line], words: Wording) -> str:
    """The lines as the text of a cell, which is too narrow for two things on one of them."""
    form = "{}{}" if words.lang == "zh" else "{}: {}"
    return "\n".join(form.format(*pair) for line in lines for pair in line)


def day(text: str, words: Wording) -> str:
    """An ISO day as the language writes it, "" for none."""
    return words.date(date.fromisoformat(text)) if text else ""


def due_now(each: Reviewed, words: Wording) -> str:
    """By when it is to be put right, with a word if that is past; "" if nobody said."""
    due = day(each.due, words)
    return _LATE.get(words.lang).format(day=due) if each.late else due


def _said(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines without what nobody said."""
    kept = (tuple(pair for pair in line if pair[1].strip()) for line in lines)
    return tuple(filter(None, kept))


def _before(sheet: Sheet, each: Reviewed, words: Wording) -> Iterator[Line]:
    """What was wrong and what was asked, of a new finding what is."""
    finding, notice = each.before or each.found[2], each.rectification.notice if each.rectification else ""
    yield from _finding(sheet, each, finding, words)
    yield ((words.due_label, day(finding.due, words)),)
    yield ((_NOTICE.get(words.lang), notice),)
    if each.was is not None and each.was.mark is not None:
        was, note = each.was, each.was.mark.note
        said = _EARLIER_SAID.get(words.lang).format(day=day(was.day, words), who=was.who, round=was.round)
        outcome = OUTCOMES[was.outcome].get(words.lang) if was.outcome else ""
        yield ((_EARLIER.get(words.lang), words.list_mark.join(filter(None, (said, outcome, note)))),)


def _finding(sheet: Sheet, each: Reviewed, finding: Finding, words: Wording) -> Iterator[Line]:
    checklist = each.line.checklist if each.line else sheet.checklists[0]
    grade = find_grade(checklist, finding.grade) if finding.grade else None
    title = grade.title.get(words.lang) if grade else finding.grade
    yield ((words.problem_label, _problem(sheet, each, finding, words)),)
    yield (words.place_label, finding.place), (words.grade_label, title)
    yield ((words.requirement_label, finding.requirement),)
    yield (words.lead_label, finding.lead), (words.responsible_label, finding.responsible)


def _answer(each: Reviewed, words: Wording) -> Iterator[Line]:
    """What the unit had said last."""
    lang, step = words.lang, each.answer
    if step is None:
        if each.before is not None:
            yield ((_ANSWER.get(lang), _NO_ANSWER.get(lang)),)
        return
    files = each.was.files if each.was else ()
    yield ((_ANSWER.get(lang), _WHO.get(lang).format(who=step.actor, day=day(step.date, words))),)
    yield ((_MEASURE.get(lang), step.measure),)
    yield ((_PROGRESS.get(lang), step.progress),)
    yield ((_ANSWER_NOTE.get(lang), step.note),)
    yield ((words.evidence_label, _names((file for file in files if file.digest in step.evidence), words)),)


def _now(sheet: Sheet, each: Reviewed, words: Wording) -> Iterator[Line]:
    """What the follow-up found, who found it, and what became of it."""
    lang, mark, rectification = words.lang, each.mark, each.rectification
    if mark is not None:
        yield ((_FOUND.get(lang), mark.found),)
        yield ((_SEEN.get(lang), mark.note),)
    if each.before is not None and each.now is not None:
        then = {pair for line in _finding(sheet, each, each.before, words) for pair in line}
        for line in _finding(sheet, each, each.now, words):
            yield tuple(pair for pair in line if pair not in then)
    evidence = [*(each.now.evidence if each.now else ()), *(mark.evidence if mark else ())]
    yield ((words.evidence_label, _names(sheet.files(dict.fromkeys(evidence)), words)),)
    if each.who:
        yield ((_BY.get(lang), _WHO.get(lang).format(who=each.who, day=day(each.day, words))),)
    if rectification is not None:
        yield ((_STATE.get(lang), word(STATES, rectification.state, lang)),)
        yield ((_CLOSED.get(lang), day(rectification.closed, words)),)
    if each.late or (each.before is not None and each.due != each.before.due):
        yield ((_DUE.get(lang), due_now(each, words)),)


def _problem(sheet: Sheet, each: Reviewed, finding: Finding, words: Wording) -> str:
    if not finding.problem.strip() and each.rectification is not None:
        return each.rectification.problem  # as the notice worded it
    return problem_of(sheet, (each.line, each.mark if finding is each.now else None, finding), words.lang)


def _names(files: Iterable[Attached], words: Wording) -> str:
    return words.list_mark.join(f"{file.name} {file.digest[:SHOWN]}" for file in files)
