"""The rows of one unit in each sheet of the workbook, in the order of the columns in `tables`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from reports.exchange import model
from reports.exchange.collect import Collected, Item, Page
from reports.exchange.words import changed, document, files, outcome, people, state, verb, verdict
from reports.exchange.workbook import Value

Row = Sequence[Value]


def day(text: str) -> Value:
    """A day as a date, "" as it is."""
    return date.fromisoformat(text) if text else ""


def moment(text: str, collected: Collected) -> Value:
    """A moment as the time of day in the workspace's zone, to the second; "" as it is."""
    return datetime.fromisoformat(text).astimezone(collected.zone).replace(microsecond=0) if text else ""


def _who(page: Page) -> tuple[str, str]:
    return page.unit.code, page.unit.name


def _item(collected: Collected, page: Page, entry: Item | None) -> tuple[Value, ...]:
    """What says which item it is; a dash for what is outside the list."""
    if entry is None or not entry.item:
        return "", "", "-", ""
    line = page.line(entry)
    return entry.checklist, line.number if line else "", entry.item, page.text(entry, collected.lang)


def _recorded(collected: Collected, recorded: model.Recorded | None) -> tuple[Value, ...]:
    return (moment(recorded.at, collected), recorded.by) if recorded else ("", "")


def _finding(
    collected: Collected,
    page: Page,
    finding: model.Finding | model.Carried | model.Rectification,
    entry: Item | None,
) -> tuple[Value, ...]:
    return (
        finding.problem,
        finding.place,
        finding.requirement,
        page.grade(finding.grade, entry, collected.lang),
        finding.lead,
        finding.responsible,
        day(finding.due),
    )


def units(collected: Collected, page: Page) -> Iterator[Row]:
    """The unit itself, with its visit."""
    unit, visit = page.unit, page.unit.visit
    yield (
        *_who(page),
        page.sheet.unit.type_text(collected.lang),
        unit.parent,
        unit.contact_post,
        unit.contact_phone,
        unit.left,
        unit.joined,
        day(visit.date),
        visit.start,
        visit.end,
        visit.place,
        people(visit.inspectors),
        people(visit.present),
        visit.remarks,
        *_recorded(collected, visit.recorded),
        *page.sheet.counts.values(),
        "\n".join(unit.inspectors),
        unit.journal,
    )


def marks(collected: Collected, page: Page) -> Iterator[Row]:
    """Its items with their marks."""
    for entry in page.unit.items:
        yield (
            *_who(page),
            *_item(collected, page, entry),
            verdict(entry, collected.lang),
            outcome(entry.outcome, collected.lang),
            entry.found,
            entry.note,
            files(entry.evidence),
            *_recorded(collected, entry.recorded),
        )


def findings(collected: Collected, page: Page) -> Iterator[Row]:
    """What is wrong, on the list and outside it."""
    states = {each.finding: each.state for each in page.unit.rectifications}
    found: list[tuple[model.Entry | None, model.Finding, model.Recorded | None]] = [
        (entry, finding, entry.recorded) for entry in page.unit.items for finding in entry.findings
    ]
    found += [(None, other.finding, other.recorded) for other in page.unit.others]
    for entry, finding, recorded in found:
        yield (
            *_who(page),
            *_item(collected, page, entry),
            *_finding(collected, page, finding, entry),
            files(finding.evidence),
            finding.rectification,
            state(states.get(finding.id, ""), collected.word),
            finding.id,
            *_recorded(collected, recorded),
        )


def carried(collected: Collected, page: Page) -> Iterator[Row]:
    """What a follow-up looks at again, as it stood before, with what was found."""
    for each in page.unit.carried:
        yield (
            *_who(page),
            *_item(collected, page, each),
            *_finding(collected, page, each, each),
            outcome(each.outcome, collected.lang),
            each.id,
        )


def rectifications(collected: Collected, page: Page) -> Iterator[Row]:
    """What its findings turned into."""
    for each in page.unit.rectifications:
        yield (
            each.id,
            *_who(page),
            *_item(collected, page, each),
            *_finding(collected, page, each, each),
            "\n".join(each.dues),
            day(each.asked),
            state(each.state, collected.word),
            each.notice,
            day(each.opened),
            each.measure,
            day(each.answered),
            day(each.received),
            day(each.closed),
            day(each.published),
            each.rung,
            each.reopened,
            each.earlier,
            each.finding,
            *_recorded(collected, each.recorded),
        )


def steps(collected: Collected, page: Page) -> Iterator[Row]:
    """What was done about them."""
    for each in page.unit.rectifications:
        for number, step in enumerate(each.steps, 1):
            yield (
                each.id,
                *_who(page),
                number,
                verb(step.verb, collected.word),
                state(step.state, collected.word),
                moment(step.at, collected),
                step.who,
                step.user,
                step.role,
                step.by,
                day(step.date),
                step.note,
                step.measure,
                step.progress,
                day(step.due),
                step.lead,
                step.responsible,
                files(step.evidence),
            )


def documents(collected: Collected, page: Page) -> Iterator[Row]:
    """What was issued to the unit."""
    return _documents(collected, _who(page), page.unit.documents)


def documents_of_round(collected: Collected) -> Iterator[Row]:
    """What was issued about the round as a whole."""
    return _documents(collected, ("", ""), collected.head.documents)


def _documents(collected: Collected, who: tuple[str, str], issued: Iterable[model.Document]) -> Iterator[Row]:
    for each in issued:
        yield (
            *who,
            each.number,
            document(each.kind, collected.word),
            day(each.issued),
            "\n".join(each.findings),
            each.supplements,
            each.corrects,
            each.reason,
            each.file,
            each.sha256,
            moment(each.at, collected),
            each.by,
        )


def of_round(collected: Collected) -> Iterator[Row]:
    """What is said of the round itself, a name and a value in each row."""
    head, zh = collected.head, collected.lang == "zh"
    told: tuple[tuple[str, str, Value], ...] = (
        ("轮次编号", "Round", head.id),
        ("轮次名称", "Name", head.name),
        ("状态", "State", head.state),
        ("原因", "Reason", head.reason),
        ("起始日期", "From", day(head.period_from)),
        ("截止日期", "To", day(head.period_to)),
        ("上一轮次", "Parent round", head.parent),
        ("建立时间", "Made at", moment(head.created, collected)),
        ("重开次数", "Reopened", head.reopened),
        ("检查人员", "Inspectors", people(head.inspectors)),
        *((f"空白 {blank}", f"Blank {blank}", text) for blank, text in head.blanks.items()),
        *(("检查清单", "Checklist", f"{each.id} {each.version} {each.digest}") for each in head.checklists),
        *(("原检查清单", "Earlier checklist", f"{each.id} {each.version} {each.digest}") for each in head.earlier),
        ("封存", "Seal", f"{head.seal.number} {head.seal.by} {head.seal.sha256}" if head.seal else ""),
        ("封存时间", "Sealed at", moment(head.seal.sealed, collected) if head.seal else ""),
        ("发文单位", "Issuing body", collected.workspace.settings.issuing_body),
        ("时区", "Time zone", collected.workspace.settings.timezone),
    )
    return ((name_zh if zh else name_en, value) for name_zh, name_en, value in told)


def history(collected: Collected, page: Page) -> Iterator[Row]:
    """Every change."""
    return _events(collected, page.unit.code, page.unit.history)


def history_of_round(collected: Collected) -> Iterator[Row]:
    """Every change of the round itself."""
    return _events(collected, "", collected.head.history)


def _events(collected: Collected, unit: str, changes: Iterable[model.Event]) -> Iterator[Row]:
    for event in changes:
        yield (
            unit,
            event.record,
            event.table,
            event.key,
            moment(event.time, collected),
            event.who,
            event.user,
            changed(event.before),
            changed(event.after),
            event.id,
            event.base,
            event.undo,
            "\n".join(event.resolves),
        )
