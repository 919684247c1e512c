"""Points of the year, and when duties fall due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists import AudittyError, Occurrence, occurrences
from checklists.model import Recurrence, Weekday
from checklists.points import Point, parse_date, parse_point, point_window, window_in


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(recurrence: Recurrence, start: str, end: str) -> list[str]:
    return [occurrence.due.isoformat() for occurrence in occurrences(recurrence, day(start), day(end))]


@pytest.mark.parametrize(
    "text, point",
    [
        ("11-15", Point(11, "day", 15)),
        ("02-29", Point(2, "day", 29)),
        ("early-01", Point(1, "early")),
        ("mid-03", Point(3, "mid")),
        ("late-12", Point(12, "late")),
        ("end-06", Point(6, "end")),
        ("07", Point(7, "month")),
    ],
)
def test_points(text: str, point: Point) -> None:
    assert parse_point(text) == point


@pytest.mark.parametrize(
    "text",
    ["", "7", "13", "00", "02-30", "04-31", "11-00", "mid-13", "mid-03-05", "Mid-03", "2026-11-15", "11-15\n", "１１"],
)
def test_what_is_no_point(text: str) -> None:
    with pytest.raises(AudittyError, match="not a point of the year"):
        parse_point(text)


@pytest.mark.parametrize("text", ["2026-02-29", "2026-13-01", "20261115", "2026-1-1", "0000-01-01", "11-15", "2026-W1"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(AudittyError, match="not a date"):
        parse_date(text)


@pytest.mark.parametrize(
    "text, year, start, end",
    [
        ("11-15", 2026, "2026-11-15", "2026-11-15"),
        ("early-03", 2026, "2026-03-01", "2026-03-10"),
        ("mid-03", 2026, "2026-03-11", "2026-03-20"),
        ("late-03", 2026, "2026-03-21", "2026-03-31"),
        ("late-02", 2026, "2026-02-21", "2026-02-28"),
        ("late-02", 2028, "2028-02-21", "2028-02-29"),
        ("end-02", 2026, "2026-02-28", "2026-02-28"),
        ("end-02", 2028, "2028-02-29", "2028-02-29"),
        ("end-04", 2026, "2026-04-30", "2026-04-30"),
        ("04", 2026, "2026-04-01", "2026-04-30"),
        ("02-29", 2028, "2028-02-29", "2028-02-29"),
        ("02-29", 2026, "2026-02-28", "2026-02-28"),
    ],
)
def test_windows(text: str, year: int, start: str, end: str) -> None:
    assert point_window(text, year) == (day(start), day(end))


@pytest.mark.parametrize(
    "text, start, end, expected",
    [
        ("11-15", "2026-01-01", "2026-12-31", "2026-11-15"),
        ("11-15", "2025-09-01", "2026-07-31", "2025-11-15"),
        ("03-31", "2025-09-01", "2026-07-31", "2026-03-31"),
        ("08-15", "2025-09-01", "2026-07-31", "2026-08-15"),
        ("2024-05-06", "2025-09-01", "2026-07-31", "2024-05-06"),
    ],
)
def test_a_point_takes_its_year_from_the_round(text: str, start: str, end: str, expected: str) -> None:
    assert window_in(text, day(start), day(end))[1] == day(expected)


QUARTERLY = ("mid-03", "mid-06", "mid-09", "mid-12")


@pytest.mark.parametrize(
    "recurrence, start, end, expected",
    [
        (Recurrence(every="quarter", in_=QUARTERLY), "2026-01-01", "2026-12-31",
         ["2026-03-20", "2026-06-20", "2026-09-20", "2026-12-20"]),
        (Recurrence(every="quarter", in_=QUARTERLY), "2026-03-20", "2026-06-19", ["2026-03-20"]),
        (Recurrence(every="quarter", in_=QUARTERLY), "2025-11-01", "2026-03-31", ["2025-12-20", "2026-03-20"]),
        (Recurrence(every="month"), "2026-01-31", "2026-04-29", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        (Recurrence(every="month"), "2028-02-01", "2028-02-29", ["2028-02-29"]),
        (Recurrence(every="2 months"), "2026-01-01", "2026-12-31",
         ["2026-02-28", "2026-04-30", "2026-06-30", "2026-08-31", "2026-10-31", "2026-12-31"]),
        (Recurrence(every="quarter"), "2025-12-01", "2026-04-01", ["2025-12-31", "2026-03-31"]),
        (Recurrence(every="half-year"), "2026-01-01", "2026-12-31", ["2026-06-30", "2026-12-31"]),
        (Recurrence(every="year"), "2026-01-01", "2026-12-30", []),
        (Recurrence(every="year"), "2026-12-31", "2027-12-31", ["2026-12-31", "2027-12-31"]),
        (Recurrence(every="year", in_=("02-29",)), "2027-01-01", "2028-12-31", ["2027-02-28", "2028-02-29"]),
        (Recurrence(every="year", in_=("end-06", "05")), "2026-01-01", "2026-12-31", ["2026-05-31", "2026-06-30"]),
        (Recurrence(every="2 years", in_=("06",)), "2025-01-01", "2029-12-31", ["2026-06-30", "2028-06-30"]),
        (Recurrence(every="week"), "2026-11-22", "2026-12-06", ["2026-11-22", "2026-11-29", "2026-12-06"]),
        (Recurrence(every="week", on=("monday",)), "2026-11-22", "2026-12-07",
         ["2026-11-23", "2026-11-30", "2026-12-07"]),
        (Recurrence(every="week", on=("friday", "monday")), "2026-11-23", "2026-11-29", ["2026-11-23", "2026-11-27"]),
        (Recurrence(every="week", on=("monday",), in_=("early-09",)), "2026-01-01", "2026-12-31", ["2026-09-07"]),
        (Recurrence(every="2 weeks", on=("monday",)), "2026-11-01", "2026-11-30", ["2026-11-09", "2026-11-23"]),
        (Recurrence(every="day"), "2026-12-30", "2027-01-02",
         ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]),
        (Recurrence(every="day", in_=("end-02", "03-01")), "2028-02-01", "2028-12-31", ["2028-02-29", "2028-03-01"]),
        (Recurrence(every="day", on=("saturday", "sunday")), "2026-11-23", "2026-11-29", ["2026-11-28", "2026-11-29"]),
        (Recurrence(every="month", in_=("03", "03")), "2026-01-01", "2026-12-31", ["2026-03-31"]),
        (Recurrence(every="day"), "2026-01-02", "2026-01-01", []),
    ],
)  # fmt: skip
def test_due_dates(recurrence: Recurrence, start: str, end: str, expected: list[str]) -> None:
    assert due(recurrence, start, end) == expected


def test_an_occurrence_begins_with_its_window() -> None:
    year = (day("2026-01-01"), day("2026-12-31"))
    assert occurrences(Recurrence(every="year", in_=("mid-03",)), *year) == [
        Occurrence(day("2026-03-11"), day("2026-03-20"))
    ]
    assert occurrences(Recurrence(every="half-year"), *year)[1] == Occurrence(day("2026-07-01"), day("2026-12-31"))
    assert occurrences(Recurrence(every="week"), day("2027-01-01"), day("2027-01-03")) == [
        Occurrence(day("2026-12-28"), day("2027-01-03"))
    ]


@pytest.mark.parametrize("every", ["", "days", "1.5 months", "0 days", "1000 days", "2  days", "Month", "2 quarter "])
def test_what_is_no_period(every: str) -> None:
    with pytest.raises(AudittyError, match="is no period"):
        occurrences(Recurrence(every=every), day("2026-01-01"), day("2026-01-02"))


WEEKDAYS: tuple[Weekday, ...] = ("tuesday", "saturday")


@given(
    st.sampled_from(
        ["day", "3 days", "week", "2 weeks", "month", "2 months", "5 months", "quarter", "half-year", "2 years"]
    ),
    st.sampled_from([(), ("mid-03", "end-02"), ("02-29",)]),
    st.booleans(),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.integers(0, 800),
    st.integers(0, 800),
)
def test_two_rounds_in_a_row_owe_what_one_long_round_owes(
    every: str, points: tuple[str, ...], weekdays: bool, start: date, first: int, second: int
) -> None:
    recurrence = Recurrence(every=every, in_=points, on=WEEKDAYS if weekdays else ())
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second + 1)
    whole = occurrences(recurrence, start, end)
    assert occurrences(recurrence, start, middle) + occurrences(recurrence, middle + timedelta(days=1), end) == whole
    assert all(start <= occurrence.due <= end and occurrence.start <= occurrence.due for occurrence in whole)


def test_a_mistyped_year_is_no_reason_to_list_days_for_ever() -> None:
    daily = due(Recurrence(every="day"), "0206-01-01", "9999-12-31")
    assert (daily[0], daily[-1]) == ("1900-01-01", "2199-12-31")
    assert due(Recurrence(every="999 years"), "0001-01-01", "9999-12-31")[-1] <= "2199-12-31"
