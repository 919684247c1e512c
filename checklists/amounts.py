"""Reading what inspectors write: counts, percentages, time spans and dates, full-width and Chinese forms included."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date
from fractions import Fraction

from checklists.errors import N_, AudittyError, cut
from checklists.points import parse_date

_NUMBER = r"[0-9]{1,12}(?:\.[0-9]{1,6})?"
_COUNT = re.compile(r"([0-9]{1,12})\s*(?:[次个回期份件项起场人]|times?|x)?")
_PERCENT = re.compile(rf"(?:({_NUMBER})\s*%?|百分之({_NUMBER}))")
_RATIO = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})")
_AMOUNT = re.compile(rf"({_NUMBER})")
_SPAN = re.compile(rf"({_NUMBER})\s*(分钟?|minutes?|mins?|个?小时|时|hours?|h|天|日|days?|d|周|weeks?|w)\s*")
_DAY = re.compile(r"(?:([0-9]{4})[-年/.])?([0-9]{1,2})[-月/.]([0-9]{1,2})日?")
_BETWEEN_DAYS = re.compile(r"[\s,;、和及与]+")
_CHINESE_DATE = re.compile(r"([0-9]{4})[年/.]([0-9]{1,2})[月/.]([0-9]{1,2})日?")
_MINUTES = {"分": 1, "m": 1, "个": 60, "小": 60, "时": 60, "h": 60, "天": 1440, "日": 1440, "d": 1440}
_MINUTES_A_WEEK = 7 * 1440


def plain(text: str) -> str:
    """`text` with full-width forms made narrow, spaces around it gone, and in lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def count(text: str) -> int:
    """`"9"` or `"9次"` as 9. Raises AudittyError."""
    if match := _COUNT.fullmatch(plain(text)):
        return int(match[1])
    raise AudittyError(N_('"{found}" is not a count; write a whole number such as 9'), found=cut(text))


def share(text: str) -> Fraction:
    """`"97 %"` or `"29/30"` as a percentage, exactly. Raises AudittyError, above 100 % too."""
    written = plain(text)
    percent: Fraction | None = None
    if match := _PERCENT.fullmatch(written):
        percent = Fraction(match[1] or match[2])
    elif (match := _RATIO.fullmatch(written)) and Fraction(match[2]):
        percent = 100 * Fraction(match[1]) / Fraction(match[2])
    if percent is None or percent > 100:
        raise AudittyError(N_('"{found}" is not a percentage; write 97 % or 29/30, at most 100 %'), found=cut(text))
    return percent


def minutes(text: str) -> Fraction:
    """`"12 h"`, `"30分钟"`, `"1 d"` or `"1 h 30 min"` in minutes. Raises AudittyError."""
    written = plain(text)
    parts = list(_SPAN.finditer(written))
    if not parts or "".join(part[0] for part in parts) != written:
        raise AudittyError(N_('"{found}" is not a time span; write 12 h, 30 min or 1 d'), found=cut(text))
    return sum((Fraction(part[1]) * _MINUTES.get(part[2][0], _MINUTES_A_WEEK) for part in parts), Fraction())


def day(text: str) -> date:
    """`"2026-11-12"` or `"2026年11月12日"` as a date. Raises AudittyError."""
    written = plain(text)
    if match := _CHINESE_DATE.fullmatch(written):
        written = f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"
    return parse_date(written)


def days(text: str, start: date, end: date) -> list[date]:
    """`"3月15日、6月14日"` or `"2026-03-15 06-14"` as dates in order, each once. Raises AudittyError.

    A day without a year is the one within `start`–`end`, the first of several; where none is, that of the last year.
    """
    written = [part for part in _BETWEEN_DAYS.split(re.sub(r"(?<=[年月])\s+", "", plain(text))) if part]
    try:
        found = {_day_in(part, start, end) for part in written}
    except ValueError:
        found = set()
    if not found:
        raise AudittyError(
            N_('"{found}" is neither a count nor days; write 2, or the days as 03-15 06-14'), found=cut(text)
        )
    return sorted(found)


def _day_in(text: str, start: date, end: date) -> date:
    """Raises ValueError if `text` names no day."""
    match = _DAY.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(part or 0) for part in match.groups())
    if year:
        return date(year, month, day)
    for year in range(start.year, end.year):
        with suppress(ValueError):  # 29 February
            if start <= (found := date(year, month, day)) <= end:
                return found
    return date(end.year, month, day)


def now_and_before(text: str, previous: str) -> tuple[Fraction, Fraction]:
    """The value of `"118"` and of the round before, or both of `"118 / 120"`. Raises AudittyError.

    `previous` is what the round before had found, in either form, "" if no round knows it.
    """
    written, known = plain(text).replace(",", ""), plain(previous).replace(",", "")
    if match := _RATIO.fullmatch(written):
        return Fraction(match[1]), Fraction(match[2])
    if not _AMOUNT.fullmatch(written):
        raise AudittyError(N_('"{found}" is not a number; write 118, or now and before as 118 / 120'), found=cut(text))
    before = _RATIO.fullmatch(known) or _AMOUNT.fullmatch(known)
    if not before:
        raise AudittyError(N_("no earlier value is known; write now and before as 118 / 120"))
    return Fraction(written), Fraction(before[1])
