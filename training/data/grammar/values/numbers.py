"""Ways to write whole numbers, dates and times, each with its inverse where there is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from training.data.grammar.plans.plan import Format, NotApplicable
from training.data.grammar.words.vocabulary import MONTHS, WEEKDAYS

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
             "nine": "ninth", "twelve": "twelfth"}  # fmt: skip


def in_words(number: int) -> str:
    """0 to 9,999 in English words."""
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
    parts = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
             (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
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
    """For formats that leave something out: they are for answers only."""
    raise NotApplicable(text)


def _number(name: str, write: Callable[[int], str], nouns, manners, highest: int = 2000) -> Format:
    return Format("number", name, nouns, manners, write, _inverse(write, range(1, highest)))


def _digits(text: str) -> int:
    if not re.fullmatch(r"-?\d+", text):
        raise NotApplicable(text)
    return int(text)


NUMBER_FORMATS = (
    Format("number", "digits", ("a number", "a whole number"), ("in digits", "as digits"), str, _digits),
    _number("words", in_words, ("a number in words", "a number written out in English"),
            ("in words", "spelled out in English words", "written out")),
    _number("roman", roman, ("a Roman numeral",), ("as a Roman numeral", "in Roman numerals")),
    _number("ordinal", ordinal, ("an ordinal like 21st",), ("as an ordinal like 3rd", "with st, nd, rd or th")),
    _number("ordinal_words", ordinal_in_words, ("an ordinal in words",), ("as an ordinal in words", "as a word like third"), 400),
    _number("binary", lambda n: format(n, "b"), ("a binary number",), ("in binary", "as a binary number")),
    _number("hexadecimal", lambda n: format(n, "x"), (), ("in hexadecimal", "as a hex number")),
    _number("dollars", lambda n: f"${n}", ("an amount in dollars",), ("with a dollar sign in front", "as dollars, like $5")),
    _number("euros", lambda n: f"{n} €", ("an amount in euros",), ("followed by a euro sign", "as euros, with € after it")),
    _number("percent", lambda n: f"{n}%", ("a percentage",), ("with a percent sign", "as a percentage")),
    _number("kilometres", lambda n: f"{n} km", ("a distance in km",), ("as kilometres, with km after it", "followed by km")),
    _number("padded", lambda n: f"{n:05d}", ("a number padded with zeros",), ("padded with zeros to five digits", "as five digits with leading zeros")),
    _number("decimal", lambda n: f"{n}.00", ("a number with two decimals",), ("with two decimals", "with .00 at the end")),
    _number("spelled", lambda n: " ".join(_UNITS[int(d)] for d in str(n)), ("digits spelled as words",),
            ("digit by digit in words", "with every digit as a word")),
    _number("hash", lambda n: f"#{n}", ("a number with # in front",), ("with a # in front", "as a ticket number like #12")),
    _number("bracketed", lambda n: f"({n})", (), ("in round brackets", "inside parentheses")),
    _number("dots", lambda n: ".".join(str(n)), (), ("with a dot between the digits",)),
)  # fmt: skip


def year_in_words(year: int) -> str:
    high, low = divmod(year, 100)
    if 2000 <= year < 2010:
        return "two thousand" + (f" {in_words(low)}" if low else "")
    if low == 0:
        return f"{in_words(high)} hundred"
    return f"{in_words(high)} {'oh ' if low < 10 else ''}{in_words(low)}"


DAYS = [date(1960, 1, 1) + timedelta(days=number) for number in range(29220)]
"""1960 to 2039."""


def _date(name: str, write: Callable[[date], str], nouns, manners, readable: bool = True) -> Format:
    parse = _inverse(write, DAYS) if readable else _unreadable
    return Format("date", name, nouns, manners, write, parse)


def _month(day: date) -> str:
    return MONTHS[day.month - 1]


DATE_FORMATS = (
    _date("iso", date.isoformat, ("a date like 2021-03-05", "an ISO date"), ("as YYYY-MM-DD", "in ISO format", "as year-month-day")),
    _date("us", lambda d: f"{d.month}/{d.day}/{d.year}", ("a US date, month first", "a date like 3/25/2021"),
          ("as month/day/year", "in US style with slashes")),
    _date("european", lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}", ("a date as DD/MM/YYYY", "a day-first date with slashes"),
          ("as DD/MM/YYYY", "day first with slashes")),
    _date("dots", lambda d: f"{d.day:02d}.{d.month:02d}.{d.year}", ("a date with dots, day first", "a date like 05.03.2021"),
          ("as DD.MM.YYYY", "day first with dots", "in German style with dots")),
    _date("long", lambda d: f"{_month(d)} {d.day}, {d.year}", ("a date like March 5, 2021", "a date with the month in words"),
          ("as month name, day, comma, year", "written out like March 5, 2021")),
    _date("british", lambda d: f"{d.day} {_month(d)} {d.year}", ("a date like 5 March 2021", "a British date in words"),
          ("as day, month name, year", "in British style like 5 March 2021")),
    _date("short", lambda d: f"{_month(d)[:3]} {d.day}, {d.year}", ("a date with a three-letter month",),
          ("with a three-letter month, like Mar 5, 2021", "as short month, day, year")),
    _date("stamp", lambda d: f"{d.day:02d}-{_month(d)[:3].upper()}-{d.year}", ("a stamp like 05-MAR-2021",),
          ("as a stamp like 05-MAR-2021", "as day, three capitals for the month, year, with hyphens")),
    _date("compact", lambda d: d.strftime("%Y%m%d"), ("a compact date of eight digits",), ("as eight digits without separators", "as YYYYMMDD")),
    _date("slashes", lambda d: d.strftime("%Y/%m/%d"), ("a date like 2021/03/05",), ("as YYYY/MM/DD", "year first with slashes")),
    _date("of", lambda d: f"the {ordinal(d.day)} of {_month(d)} {d.year}", ("a date like the 5th of March 2021",),
          ("like 'the 5th of March 2021'", "as 'the', ordinal day, 'of', month, year")),
    _date("weekday", lambda d: f"{WEEKDAYS[d.weekday()]}, {d.day} {_month(d)} {d.year}", ("a date with its weekday",),
          ("with the weekday in front, like Friday, 5 March 2021",), True),
    _date("spoken", lambda d: f"{_month(d)} {ordinal_in_words(d.day)}, {year_in_words(d.year)}", (),
          ("all in words, like March fifth, twenty twenty-one", "as one would say it aloud"), False),
    _date("british_spoken", lambda d: f"the {ordinal_in_words(d.day)} of {_month(d)}", (),
          ("as the spoken day and month, like the fifth of March",), False),
    _date("month_year", lambda d: f"{_month(d)} {d.year}", (), ("as month name and year only", "without the day, like March 2021"), False),
    _date("month_slash_year", lambda d: f"{d.month:02d}/{d.year % 100:02d}", (), ("as MM/YY", "like a card's expiry date, MM/YY"), False),
    _date("day_month", lambda d: f"{d.day} {_month(d)}", (), ("as day and month name, without the year",), False),
    _date("json", lambda d: f'{{"day": {d.day}, "month": {d.month}, "year": {d.year}}}', (), ("as JSON with day, month and year",), False),
)  # fmt: skip


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
    _time("clock24", lambda t: f"{t // 60:02d}:{t % 60:02d}", ("a time on the 24-hour clock", "a time like 14:30"),
          ("on the 24-hour clock", "as HH:MM, 24 hours")),
    _time("clock12", _twelve_hours, ("a time with AM or PM", "a 12-hour time"), ("with AM or PM", "on the 12-hour clock")),
    _time("french", lambda t: f"{t // 60}h{t % 60:02d}", ("a time in French style like 14h30",), ("in French style like 14h30", "with an h between hours and minutes")),
    _time("military", lambda t: f"{t // 60:02d}{t % 60:02d} hours", ("a military time",), ("in military style, like 1430 hours",)),
    _time("spoken", _spoken_time, (), ("in words, like half past two", "as one says it: quarter past, half past, ten to"), False),
    _time("dots", lambda t: f"{t // 60}.{t % 60:02d}", ("a time with a dot, like 14.30",), ("with a dot between hours and minutes",)),
    _time("minutes", lambda t: f"{t} minutes", (), ("as minutes since midnight",), False),
    _time("units", lambda t: f"{t // 60} h {t % 60} min", (), ("as hours and minutes with units, like 14 h 30 min",), False),
)  # fmt: skip
