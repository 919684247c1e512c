"""The numbers of headings: 一、（一）1.（1） in Chinese, 1, 1.1, 1.1.1 in English."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"


def heading_number(lang: str, *numbers: int) -> str:
    """What stands before a heading of the level that there are `numbers`, from the top."""
    if lang != "zh":
        return f"{'.'.join(map(str, numbers))}  "
    number = numbers[-1]
    chinese = chinese_number(number)
    return (f"{chinese}、", f"（{chinese}）", f"{number}.", f"（{number}）")[len(numbers) - 1]


def chinese_number(number: int) -> str:
    """1-99 as Chinese numerals, "二十一"; any other number in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
