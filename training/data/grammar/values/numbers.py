"""Ways to write whole numbers, dates and times, each with its inverse where there is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from training.data.grammar.plans.plan import Format, NotApplicable
from training.data.grammar.words.vocabulary import MONTHS, WEEKDAYS
from training.machine.files import read_table

_DATA = read_table(Path(__file__).with_suffix(".json"))
_NUMBER = _DATA["number_formats"]
_DATE = _DATA["date_formats"]
_TIME = _DATA["time_formats"]

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def in_words(number: int) -> str:
    """A number from 0 to 9,999 in English words."""
    if number < 20:
        return _UNITS[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_UNITS[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{_UNITS[number // 100]} hundred{rest}"
    rest = f" {in_words(number % 1000)}" if number % 1000 else ""
    return f"{in_words(number // 1000)} thousand{rest}"


def ordinal_in_words(number: int) -> str:
    head, separator, last = in_words(number).rpartition("-" if number % 10 and number > 20 else " ")
    if last in _ORDINALS:
        last = _ORDINALS[last]
    else:
        last = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return head + separator + last


def ordinal(number: int) -> str:
    teen = 10 <= number % 100 <= 20
    return str(number) + ("th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"))


def roman(number: int) -> str:
    parts = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    if not 0 < number < 4000:
        raise NotApplicable(str(number))
    text = ""
    for value, letters in parts:
        text += letters * (number // value)
        number %= value
    return text


def _inverse(write: Callable[[Any], str], values: Iterable) -> Callable[[str], Any]:
    """Reads what `write` makes of one of the values; the table is made when first asked."""
    table: dict[str, Any] = {}

    def parse(text: str) -> Any:
        if not table:
            table.update((write(value), value) for value in values)
        if text not in table:
            raise NotApplicable(text)
        return table[text]

    return parse


def _unreadable(text: str) -> Any:
    """Refuses to read: formats that leave something out are for answers only."""
    raise NotApplicable(text)


def _number(name: str, write: Callable[[int], str], nouns, manners, highest: int = 2000) -> Format:
    return Format("number", name, nouns, manners, write, _inverse(write, range(1, highest)))


def _digits(text: str) -> int:
    if not re.fullmatch(r"-?\d+", text):
        raise NotApplicable(text)
    return int(text)


NUMBER_FORMATS = (
    Format(
        "number", "digits", ("a number", "a whole number"), ("in digits", "as digits"), str, _digits
    ),
    _number("words", in_words, **_NUMBER["words"]),
    _number("roman", roman, **_NUMBER["roman"]),
    _number("ordinal", ordinal, **_NUMBER["ordinal"]),
    _number("ordinal_words", ordinal_in_words, highest=400, **_NUMBER["ordinal_words"]),
    _number("binary", lambda n: format(n, "b"), **_NUMBER["binary"]),
    _number("hexadecimal", lambda n: format(n, "x"), **_NUMBER["hexadecimal"]),
    _number("dollars", lambda n: f"${n}", **_NUMBER["dollars"]),
    _number("euros", lambda n: f"{n} €", **_NUMBER["euros"]),
    _number("percent", lambda n: f"{n}%", **_NUMBER["percent"]),
    _number("kilometres", lambda n: f"{n} km", **_NUMBER["kilometres"]),
    _number("padded", lambda n: f"{n:05d}", **_NUMBER["padded"]),
    _number("decimal", lambda n: f"{n}.00", **_NUMBER["decimal"]),
    _number("spelled", lambda n: " ".join(_UNITS[int(d)] for d in str(n)), **_NUMBER["spelled"]),
    _number("hash", lambda n: f"#{n}", **_NUMBER["hash"]),
    _number("bracketed", lambda n: f"({n})", **_NUMBER["bracketed"]),
    _number("dots", lambda n: ".".join(str(n)), **_NUMBER["dots"]),
)


def year_in_words(year: int) -> str:
    high, low = divmod(year, 100)
    if 2000 <= year < 2010:
        return "two thousand" + (f" {in_words(low)}" if low else "")
    if low == 0:
        return f"{in_words(high)} hundred"
    return f"{in_words(high)} {'oh ' if low < 10 else ''}{in_words(low)}"


DAYS = [date(1960, 1, 1) + timedelta(days=number) for number in range(29220)]
"""Dates from 1960 to 2039."""


def _date(name: str, write: Callable[[date], str], nouns, manners, readable: bool = True) -> Format:
    parse = _inverse(write, DAYS) if readable else _unreadable
    return Format("date", name, nouns, manners, write, parse)


def _month(day: date) -> str:
    return MONTHS[day.month - 1]


DATE_FORMATS = (
    _date("iso", date.isoformat, **_DATE["iso"]),
    _date("us", lambda d: f"{d.month}/{d.day}/{d.year}", **_DATE["us"]),
    _date("european", lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}", **_DATE["european"]),
    _date("dots", lambda d: f"{d.day:02d}.{d.month:02d}.{d.year}", **_DATE["dots"]),
    _date("long", lambda d: f"{_month(d)} {d.day}, {d.year}", **_DATE["long"]),
    _date("british", lambda d: f"{d.day} {_month(d)} {d.year}", **_DATE["british"]),
    _date("short", lambda d: f"{_month(d)[:3]} {d.day}, {d.year}", **_DATE["short"]),
    _date("stamp", lambda d: f"{d.day:02d}-{_month(d)[:3].upper()}-{d.year}", **_DATE["stamp"]),
    _date("compact", lambda d: d.strftime("%Y%m%d"), **_DATE["compact"]),
    _date("slashes", lambda d: d.strftime("%Y/%m/%d"), **_DATE["slashes"]),
    _date("of", lambda d: f"the {ordinal(d.day)} of {_month(d)} {d.year}", **_DATE["of"]),
    _date(
        "weekday",
        lambda d: f"{WEEKDAYS[d.weekday()]}, {d.day} {_month(d)} {d.year}",
        readable=True,
        **_DATE["weekday"],
    ),
    _date(
        "spoken",
        lambda d: f"{_month(d)} {ordinal_in_words(d.day)}, {year_in_words(d.year)}",
        readable=False,
        **_DATE["spoken"],
    ),
    _date(
        "british_spoken",
        lambda d: f"the {ordinal_in_words(d.day)} of {_month(d)}",
        readable=False,
        **_DATE["british_spoken"],
    ),
    _date("month_year", lambda d: f"{_month(d)} {d.year}", readable=False, **_DATE["month_year"]),
    _date(
        "month_slash_year",
        lambda d: f"{d.month:02d}/{d.year % 100:02d}",
        readable=False,
        **_DATE["month_slash_year"],
    ),
    _date("day_month", lambda d: f"{d.day} {_month(d)}", readable=False, **_DATE["day_month"]),
    _date(
        "json",
        lambda d: f'{{"day": {d.day}, "month": {d.month}, "year": {d.year}}}',
        readable=False,
        **_DATE["json"],
    ),
)


def _twelve(minutes: int) -> tuple[int, int, str]:
    hours, rest = divmod(minutes, 60)
    return (hours - 1) % 12 + 1, rest, "AM" if hours < 12 else "PM"


def _spoken_time(minutes: int) -> str:
    hour, rest, _ = _twelve(minutes)
    following = in_words(hour % 12 + 1)
    if rest == 0:
        return f"{in_words(hour)} o'clock"
    if rest == 30:
        return f"half past {in_words(hour)}"
    if rest in (15, 45):
        return f"quarter {'past' if rest == 15 else 'to'} {in_words(hour) if rest == 15 else following}"
    if rest < 30:
        return f"{in_words(rest)} past {in_words(hour)}"
    return f"{in_words(60 - rest)} to {following}"


def _time(name: str, write: Callable[[int], str], nouns, manners, readable: bool = True) -> Format:
    parse = _inverse(write, range(24 * 60)) if readable else _unreadable
    return Format("time", name, nouns, manners, write, parse)


def _twelve_hours(minutes: int) -> str:
    hour, rest, half = _twelve(minutes)
    return f"{hour}:{rest:02d} {half}"


TIME_FORMATS = (
    _time("clock24", lambda t: f"{t // 60:02d}:{t % 60:02d}", **_TIME["clock24"]),
    _time("clock12", _twelve_hours, **_TIME["clock12"]),
    _time("french", lambda t: f"{t // 60}h{t % 60:02d}", **_TIME["french"]),
    _time("military", lambda t: f"{t // 60:02d}{t % 60:02d} hours", **_TIME["military"]),
    _time("spoken", _spoken_time, readable=False, **_TIME["spoken"]),
    _time("dots", lambda t: f"{t // 60}.{t % 60:02d}", **_TIME["dots"]),
    _time("minutes", lambda t: f"{t} minutes", readable=False, **_TIME["minutes"]),
    _time("units", lambda t: f"{t // 60} h {t % 60} min", readable=False, **_TIME["units"]),
)
