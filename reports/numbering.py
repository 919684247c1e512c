"""Numbers of documents, and the issue of every kind that does no more than be numbered, stored and registered."""

from __future__ import annotations

from dataclasses import replace

from checklists.errors import N_
from checklists.grades import Text
from reports.kinds import KINDS, Asked
from reports.wording import Wording
from store.documents import Amendment
from store.errors import Refused
from store.guard import VOID
from store.model import Issued
from store.rounds import Round
from store.settings import DocumentSettings

DRAFT = Text("草稿　未编号", "DRAFT – not numbered")
"""What every draft of a numbered kind says."""

_AMENDS = {
    "corrects": Text(
        "本件更正{day}印发的{number}，以本件为准。更正事由：{reason}",
        "This document corrects {number} of {day} and takes its place. Reason: {reason}",
    ),
    "supplements": Text(
        "本件是对{day}印发的{number}的补充。补充事由：{reason}",
        "This document supplements {number} of {day}. Reason: {reason}",
    ),
}


def issued(kind: str, asked: Asked) -> Issued:
    """Number the document on the day asked for, make it, store and register it.

    Raises:
        Refused: the round is void, or what the document amends was corrected meanwhile.
        AudittyError: it cannot be made; it takes no number then.
    """
    workspace, day, amends = asked.workspace, asked.day, asked.amends
    asked = replace(asked, as_of=day, issue=True)
    if asked.round:
        check_not_void(workspace.round_now(asked.round.info.id))

    def rendered(number: str) -> bytes:
        check_amends(asked)
        return KINDS[kind].make(replace(asked, number=number))

    return workspace.documents.issue(
        kind=kind,
        year=day.year,
        number=lambda serial: number_text(workspace.settings.document, kind, day.year, serial, asked.lang),
        round_id=asked.round.info.id if asked.round else "",
        unit=asked.units[0] if KINDS[kind].each_unit else "",
        findings=(finding for finding in KINDS[kind].findings_of(asked)),  # gone through after `rendered`, as locked
        render=rendered,
        issued=day.isoformat(),
        supplements=amends.document.number if amends and amends.how == "supplements" else "",
        corrects=amends.document.number if amends and amends.how == "corrects" else "",
        reason=amends.reason if amends else "",
    )


def check_not_void(round_: Round) -> None:
    """Refuse a round of which nothing counts."""
    if round_.info.state == VOID:
        raise Refused(N_("round {round} is void: no document is issued for it"), round=round_.info.id)


def check_amends(asked: Asked) -> None:
    """Refuse what is about another unit or round than the document it amends, and what was put right already."""
    if not asked.amends:
        return
    earlier, round_id = asked.amends.document, asked.round.info.id if asked.round else ""
    number = earlier.number
    if earlier.round != round_id or (earlier.unit and asked.units != (earlier.unit,)):
        raise Refused(N_("{number} is about another unit or round"), number=number)
    if asked.amends.how == "corrects" and (later := asked.workspace.documents.find(number).corrected_by):
        raise Refused(N_("{number} was corrected by {later}: correct that one"), number=number, later=later[-1])


def issued_that_day(kind: str, asked: Asked) -> bool:
    """Whether the unit was sent a document of this kind on the day asked for, about the same round if one is named."""
    round_id, day = asked.round.info.id if asked.round else "", asked.day.isoformat()
    return any(
        (each.kind, each.round, each.unit, each.issued) == (kind, round_id, asked.units[0], day)
        for each in asked.workspace.documents.all()
    )


def number_text(settings: DocumentSettings, kind: str, year: int, serial: int, lang: str) -> str:
    """A document number: year full in 〔〕, serial without leading zeros or 第, ends with 号 (GB/T 9704, 7.2.5).

    Before the year stands the kind's own prefix where the settings name one, else the body's with the kind's sign.
    """
    sign, own = KINDS[kind].sign.get(lang), settings.prefixes.get(kind, "")
    if lang == "zh":
        return f"{own or settings.prefix + sign}〔{year}〕{serial}号"
    return f"{own or '-'.join(filter(None, (settings.prefix, sign)))} {year}/{serial}".strip()


def number_line(number: str, words: Wording) -> str:
    """A number as it is printed; a blank for it, and that this is a draft, where there is none yet."""
    return number or f"{words.draft_number}  {DRAFT.get(words.lang)}"


def amends_line(amends: Amendment, words: Wording) -> str:
    """What a document says of the earlier one that it amends."""
    day = words.date(amends.document.day)
    text = _AMENDS[amends.how].get(words.lang)
    return text.format(day=day, number=amends.document.number, reason=sentence(amends.reason, words))


def sentence(text: str, words: Wording) -> str:
    """`text` with the full stop of the language at its end."""
    stop = "。" if words.lang == "zh" else "."
    return text if text.endswith(tuple("。.！!？?")) else text + stop
