"""What a criterion proposes for what was found, and what it says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists import AudittyError, Text, judge
from checklists.criteria import took_place
from checklists.model import By, Count, Criterion, Duration, Item, Recurrence, Schedule, Share

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
HALF = (date(2026, 1, 1), date(2026, 6, 30))
QUARTER = (date(2026, 4, 1), date(2026, 6, 30))
JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
SCHOOL_YEAR = (date(2025, 9, 1), date(2026, 6, 30))
TWO_YEARS = (date(2026, 1, 1), date(2027, 12, 31))
TWELVE = Criterion(count=Count(at_least=12, per="year"))
QUARTERLY = Recurrence(every="quarter", in_=("mid-03", "mid-06", "mid-09", "mid-12"))


def item(criterion: Criterion | None, recurrence: Recurrence | None = None) -> Item:
    return Item(id="i", text=Text("问", "Q"), criterion=criterion, recurrence=recurrence)


@pytest.mark.parametrize(
    "criterion, found, period, expected",
    [
        (TWELVE, "12", YEAR, "pass: 12 of 12"),
        (TWELVE, "9", YEAR, "fail: 9 of 12"),
        (TWELVE, "0", YEAR, "fail: 0 of 12"),
        (TWELVE, "９次", YEAR, "fail: 9 of 12"),
        (TWELVE, " 12 次 ", YEAR, "pass: 12 of 12"),
        (TWELVE, "6", HALF, "pass: 6 of 6, pro rata for 181 days"),
        (TWELVE, "2", QUARTER, "fail: 2 of 3, pro rata for 91 days"),
        (TWELVE, "10", SCHOOL_YEAR, "pass: 10 of 10, pro rata for 303 days"),
        (TWELVE, "23", TWO_YEARS, "fail: 23 of 24, pro rata for 730 days"),
        (TWELVE, "0", (YEAR[0], date(2026, 1, 30)), "pass: 0 of 0, pro rata for 30 days"),
        (Criterion(count=Count(at_least=2, per="half-year")), "3", YEAR, "fail: 3 of 4, pro rata for 365 days"),
        (Criterion(count=Count(at_least=1, per="month")), "12", YEAR, "pass: 12 of 12, pro rata for 365 days"),
        (Criterion(count=Count(at_least=1, per="quarter")), "1", QUARTER, "pass: 1 of 1"),
        (Criterion(count=Count(at_least=1, per="week")), "3", JANUARY, "fail: 3 of 4, pro rata for 31 days"),
        (Criterion(count=Count(at_least=1, per="day")), "31", JANUARY, "pass: 31 of 31, pro rata for 31 days"),
        (Criterion(count=Count(at_least=2)), "2", JANUARY, "pass: 2 of 2"),
        (Criterion(count=Count(at_most=3, per="year")), "3", YEAR, "pass: 3, at most 3"),
        (Criterion(count=Count(at_most=3, per="year")), "2", HALF, "pass: 2, at most 2, pro rata for 181 days"),
        (Criterion(count=Count(at_most=0)), "1", YEAR, "fail: 1, at most 0"),
        (Criterion(count=Count(at_least=2, at_most=4)), "1", YEAR, "fail: 1 of 2"),
        (Criterion(count=Count(at_least=2, at_most=4)), "5", YEAR, "fail: 5, at most 4"),
        (Criterion(count=Count(at_least=2, at_most=4)), "3", YEAR, "pass: 3, at most 4"),
        (Criterion(share=Share(at_least=97)), "97 %", YEAR, "pass: 97 %, at least 97 %"),
        (Criterion(share=Share(at_least=97)), "９６.５％", YEAR, "fail: 96.5 %, at least 97 %"),
        (Criterion(share=Share(at_least=97)), "29/30", YEAR, "fail: 96.66 %, at least 97 %"),
        (Criterion(share=Share(at_least=97)), "２９／３０", YEAR, "fail: 96.66 %, at least 97 %"),
        (Criterion(share=Share(at_least=100)), "百分之99", YEAR, "fail: 99 %, at least 100 %"),
        (Criterion(share=Share(at_least=100)), "99999/100000", YEAR, "fail: 99.99 %, at least 100 %"),
        (Criterion(share=Share(at_least=96.6)), "483/500", YEAR, "pass: 96.6 %, at least 96.6 %"),
        (Criterion(share=Share(at_most=5)), "6", YEAR, "fail: 6 %, at most 5 %"),
        (Criterion(share=Share(at_least=5, at_most=10)), "7", YEAR, "pass: 7 %, at most 10 %"),
        (Criterion(duration=Duration(at_most="12 h")), "10 h", YEAR, "pass: 10 h, at most 12 h"),
        (Criterion(duration=Duration(at_most="12 h")), "12小时", YEAR, "pass: 12小时, at most 12 h"),
        (Criterion(duration=Duration(at_most="12 h")), "1 d", YEAR, "fail: 1 d, at most 12 h"),
        (Criterion(duration=Duration(at_most="30 min")), "３０分钟", YEAR, "pass: ３０分钟, at most 30 min"),
        (Criterion(duration=Duration(at_most="30 min")), "1 hour", YEAR, "fail: 1 hour, at most 30 min"),
        (Criterion(duration=Duration(at_most="2 d")), "3天", YEAR, "fail: 3天, at most 2 d"),
        (Criterion(duration=Duration(at_most="90 min")), "1小时31分", YEAR, "fail: 1小时31分, at most 90 min"),
        (Criterion(duration=Duration(at_most="7 d")), "1 week", YEAR, "pass: 1 week, at most 7 d"),
        (Criterion(date=By(by="11-15")), "2026-11-15", YEAR, "pass: 2026-11-15, due by 2026-11-15"),
        (Criterion(date=By(by="11-15")), "2026年11月16日", YEAR, "fail: 2026-11-16, due by 2026-11-15"),
        (Criterion(date=By(by="11-15")), "2025/9/1", SCHOOL_YEAR, "pass: 2025-09-01, due by 2025-11-15"),
        (Criterion(date=By(by="mid-03")), "2026-03-21", YEAR, "fail: 2026-03-21, due by 2026-03-20"),
        (Criterion(date=By(by="2026-01-05")), "2026.1.5", YEAR, "pass: 2026-01-05, due by 2026-01-05"),
    ],
)
def test_proposals(criterion: Criterion, found: str, period: tuple[date, date], expected: str) -> None:
    proposal = judge(item(criterion), found, *period)
    assert proposal is not None
    assert f"{proposal.verdict}: {proposal}" == expected


@pytest.mark.parametrize(
    "at_least, found, period, expected",
    [
        ("all", "4", YEAR, "pass: 4 of 4 due"),
        ("all", "3次", YEAR, "fail: 3 of 4 due"),
        ("all", "2", HALF, "pass: 2 of 2 due"),
        ("all", "0", JANUARY, "pass: 0 of 0 due"),
        ("3", "3", YEAR, "pass: 3 of 4 due, at least 3"),
        ("3", "1", HALF, "fail: 1 of 2 due, at least 2"),
        ("all", "3月15日、6月14日", HALF, "pass: 2 of 2 due"),
        ("all", "2026-03-15 2026-06-14", YEAR, "fail: 2 of 4 due; missing: 09-20, 12-20"),
        ("all", "２０２６年３月１５日，6月14日；9/11 和 12.20", YEAR, "pass: 4 of 4 due"),
        ("all", "03-15 03-15 03-16", HALF, "fail: 1 of 2 due; missing: 06-20"),
        ("all", "03-10", HALF, "fail: 0 of 2 due; missing: 03-20, 06-20; outside every window: 03-10"),
        ("all", "03-15 03-21 06-11", HALF, "pass: 2 of 2 due; outside every window: 03-21"),
        ("all", "12月20日", SCHOOL_YEAR, "fail: 1 of 4 due; missing: 2025-09-20, 2026-03-20, 2026-06-20"),
        ("all", "2027-03-15", HALF, "fail: 0 of 2 due; missing: 03-20, 06-20; outside every window: 2027-03-15"),
        ("1", "03-15", YEAR, "pass: 1 of 4 due, at least 1"),
        ("3", "03-15", HALF, "fail: 1 of 2 due, at least 2; missing: 06-20"),
    ],
)
def test_schedules(at_least: str, found: str, period: tuple[date, date], expected: str) -> None:
    proposal = judge(item(Criterion(schedule=Schedule(at_least=at_least)), QUARTERLY), found, *period)
    assert proposal is not None
    assert f"{proposal.verdict}: {proposal}" == expected


@pytest.mark.parametrize(
    "found, previous, expected",
    [
        ("118 / 120", "", "fail: 118, before 120"),
        ("１２０／１１８", "", "pass: 120, before 118"),
        ("118 / 120", "1", "fail: 118, before 120"),
        ("118", "118", "pass: 118, before 118"),
        ("117.5", "118", "fail: 117.5, before 118"),
        ("1,118", "119 / 200", "pass: 1118, before 119"),
    ],
)
def test_not_below_the_previous_value(found: str, previous: str, expected: str) -> None:
    proposal = judge(item(Criterion(not_below="previous")), found, *YEAR, previous=previous)
    assert proposal is not None
    assert f"{proposal.verdict}: {proposal}" == expected


def test_nothing_found_or_nothing_to_judge_by_gives_no_proposal() -> None:
    assert judge(item(TWELVE), "", *YEAR) is None
    assert judge(item(TWELVE), " \u3000", *YEAR) is None
    assert judge(item(None), "9", *YEAR) is None


@pytest.mark.parametrize(
    "criterion, found, form",
    [
        (TWELVE, "nine", "whole number such as 9"),
        (TWELVE, "9.5", "whole number"),
        (TWELVE, "-9", "whole number"),
        (TWELVE, "9 of 12", "whole number"),
        (TWELVE, "9" * 5000, "whole number"),
        (Criterion(share=Share(at_least=9)), "29/0", "97 % or 29/30"),
        (Criterion(share=Share(at_least=9)), "31/30", "at most 100 %"),
        (Criterion(share=Share(at_least=9)), "most", "97 % or 29/30"),
        (Criterion(duration=Duration(at_most="1 h")), "10", "12 h, 30 min or 1 d"),
        (Criterion(duration=Duration(at_most="1 h")), "about 10 h", "12 h, 30 min or 1 d"),
        (Criterion(date=By(by="11-15")), "November", "YYYY-MM-DD"),
        (Criterion(date=By(by="11-15")), "2026年2月30日", "YYYY-MM-DD"),
        (Criterion(not_below="previous"), "118", "now and before"),
        (Criterion(not_below="previous"), "many", "118 / 120"),
    ],
)
def test_what_cannot_be_read_names_the_form(criterion: Criterion, found: str, form: str) -> None:
    with pytest.raises(AudittyError) as caught:
        judge(item(criterion), found, *YEAR)
    assert form in str(caught.value)


@pytest.mark.parametrize(
    "found", ["often", "2026-02-30", "13-01", "03-15 and often", "2026-03", "3月15、20日", "1.5.6.7"]
)
def test_what_is_neither_a_count_nor_days(found: str) -> None:
    with pytest.raises(AudittyError, match="neither a count nor days"):
        judge(item(Criterion(schedule=Schedule()), QUARTERLY), found, *YEAR)


def test_a_day_in_two_windows_counts_for_the_one_that_ends_first_and_two_days_for_both() -> None:
    twice = Recurrence(every="year", in_=("03", "mid-03"))
    assert [one.due.day for one in took_place(twice, "03-15", *YEAR).done] == [20]
    assert took_place(twice, "03-15 03-16", *YEAR).missing == []


@given(st.sets(st.integers(0, 364)), st.sampled_from(["day", "week", "month", "quarter"]))
def test_every_day_is_one_occurrence_at_most(numbers: set[int], every: str) -> None:
    days = [YEAR[0] + timedelta(days=number) for number in sorted(numbers)]
    if not days:
        return
    held = took_place(Recurrence(every=every), " ".join(map(str, days)), *YEAR)
    assert held.times == len(held.done) <= len(days)
    assert sorted([*held.done, *held.missing]) == sorted(held.due)
    assert all(any(one.start <= day <= one.due for day in days) for one in held.done)
    assert all(not any(one.start <= day <= one.due for day in days) for one in held.missing)
