"""Steps on dates and times."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import Step
from training.data.grammar.words.vocabulary import MONTHS, WEEKDAYS
from training.machine.files import read_table

from .numbers import in_words, ordinal

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])


def date_part(random: Random, words: list[str]) -> Step:
    options = [
        (
            "year",
            _say("date_part", "year"),
            lambda d: str(d.year),
        ),
        ("month", _say("date_part", "month"), lambda d: MONTHS[d.month - 1]),
        ("month_short", _say("date_part", "month_short"), lambda d: MONTHS[d.month - 1][:3]),
        ("month_number", _say("date_part", "month_number"), lambda d: str(d.month)),
        (
            "day",
            _say("date_part", "day"),
            lambda d: str(d.day),
        ),
        ("day_ordinal", _say("date_part", "day_ordinal"), lambda d: ordinal(d.day)),
        ("short_year", _say("date_part", "short_year"), lambda d: f"{d.year % 100:02d}"),
        ("decade", _say("date_part", "decade"), lambda d: f"{d.year // 10 * 10}s"),
        ("quarter", _say("date_part", "quarter"), lambda d: f"Q{(d.month + 2) // 3}"),
        (
            "season",
            _say("date_part", "season"),
            lambda d: ("winter", "spring", "summer", "autumn")[d.month % 12 // 3],
        ),
        ("century", _say("date_part", "century"), lambda d: "20th" if d.year <= 2000 else "21st"),
    ]
    name, phrases, apply = random.choice(options)
    return Step("date", "text", name, phrases, apply, "extraction")


def date_shift(random: Random, words: list[str]) -> Step:
    days = random.randint(2, 5)

    def year(d: date, by: int) -> date:
        return (
            d.replace(year=d.year + by) if (d.month, d.day) != (2, 29) else d + timedelta(365 * by)
        )

    options = [
        ("next_day", _say("date_shift", "next_day"), lambda d: d + timedelta(1)),
        ("day_before", _say("date_shift", "day_before"), lambda d: d - timedelta(1)),
        (
            f"plus{days}",
            _say("date_shift", "plus", in_words_days=in_words(days), days=days),
            lambda d: d + timedelta(days),
        ),
        ("next_year", _say("date_shift", "next_year"), lambda d: year(d, 1)),
        (
            "last_year",
            _say("date_shift", "last_year"),
            lambda d: year(d, -1),
        ),
        ("ten_years", _say("date_shift", "ten_years"), lambda d: year(d, 10)),
        ("month_start", _say("date_shift", "month_start"), lambda d: d.replace(day=1)),
        ("new_year", _say("date_shift", "new_year"), lambda d: d.replace(day=1, month=1)),
    ]
    return Step("date", "date", *random.choice(options), "math")


def time_step(random: Random, words: list[str]) -> Step:
    hours = random.randint(1, 3)
    options = [
        (
            "time",
            f"plus{hours}h",
            _say("time_step", "plush", in_words_hours=in_words(hours), hours=hours),
            lambda t: (t + 60 * hours) % 1440,
        ),
        ("time", "minus1h", _say("time_step", "minus1h"), lambda t: (t - 60) % 1440),
        (
            "time",
            "half",
            _say("time_step", "half"),
            lambda t: (t + 30) % 1440,
        ),
        ("time", "hour", _say("time_step", "hour"), lambda t: t // 60 * 60),
        (
            "text",
            "hour_only",
            _say("time_step", "hour_only"),
            lambda t: str(t // 60),
        ),
        (
            "text",
            "minute_only",
            _say("time_step", "minute_only"),
            lambda t: str(t % 60),
        ),
        (
            "text",
            "part",
            _say("time_step", "part"),
            lambda t: ("night", "morning", "afternoon", "evening")[t // 360],
        ),
    ]
    result, name, phrases, apply = random.choice(options)
    return Step("time", result, name, phrases, apply, "math")


def weekday_of(random: Random, words: list[str]) -> Step:
    """Step for inputs that name the weekday; so small a model does not compute calendars."""
    options = [
        ("weekday", _say("weekday_of", "weekday"), lambda d: WEEKDAYS[d.weekday()]),
        ("weekday_short", _say("weekday_of", "weekday_short"), lambda d: WEEKDAYS[d.weekday()][:3]),
        (
            "weekend",
            _say("weekday_of", "weekend"),
            lambda d: "weekend" if d.weekday() > 4 else "workday",
        ),
    ]
    return Step("weekday", "text", *random.choice(options), "extraction")


DATE_STEPS = ((date_part, 2), (date_shift, 2))
TIME_STEPS = ((time_step, 1),)
