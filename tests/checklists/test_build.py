"""The builder serves any frozen dataclass, not only checklists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pytest

from checklists.build import Builder, build
from checklists.errors import ChecklistError
from checklists.model import Text
from checklists.source import compose


@dataclass(frozen=True, kw_only=True)
class Office:
    name: str
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class House:
    is_: bool
    floors: int
    height: float = 3.0
    colour: Literal["red", "blue"] | None = None
    title: Text | None = None
    offices: tuple[Office, ...] = ()
    days: dict[str, int] = field(default_factory=dict)


def house(text: str) -> House:
    return build(House, compose(text.encode(), "f"), "f")


def refused(text: str) -> list[str]:
    with pytest.raises(ChecklistError) as caught:
        house(text)
    return [str(problem) for problem in caught.value.problems]


def test_every_kind_of_value_is_built() -> None:
    text = "{is: no, floors: '-3', height: 2e1, colour: red, title: T, offices: [{name: A, phone: ''}], days: {a: 1}}"
    assert house(text) == House(
        is_=False, floors=-3, height=20.0, colour="red", title=Text("T", "T"), offices=(Office(name="A"),),
        days={"a": 1},
    )  # fmt: skip


@pytest.mark.parametrize("word, value", [("yes", True), ("true", True), ("no", False), ("false", False)])
def test_yes_and_no(word: str, value: bool) -> None:
    assert house(f"{{is: {word}, floors: 1}}").is_ is value


def test_a_mapping_reports_its_values_and_repeated_keys() -> None:
    assert refused("is: yes\nfloors: 1\ndays:\n  a: x\n  b: 1\n  b: 2\n") == [
        'f:4:6: expected a whole number, found "x"',
        'f:6:3: "b" is here twice; the first is on line 5',
    ]


def test_a_required_text_must_say_something() -> None:
    assert refused("is: yes\nfloors: 1\noffices: [{name: ' '}]\n") == [
        "f:3:18: nothing is written here; leave the key out or give a value"
    ]


def test_numbers_too_long_to_mean_anything_are_refused() -> None:
    assert len(refused("is: yes\nfloors: " + "9" * 1999 + "\n")) == 1


def test_a_place_is_that_of_the_object_its_field_or_a_list_element() -> None:
    builder = Builder("f")
    built = builder.build(
        House, compose(b"is: yes\nfloors: 1\noffices:\n  - {name: A}\n  - {phone: 7, name: B}\n", "f")
    )
    assert built is not None
    second = built.offices[1]
    assert builder.place(built) == (1, 1)
    assert builder.place(built, "is_") == (1, 5)
    assert builder.place(second) == (5, 5)
    assert builder.place(second, "name") == (5, 22)
    assert builder.place(built.offices[0], "phone") == (4, 5)
    assert builder.place(Office(name="A")) == (0, 0)
