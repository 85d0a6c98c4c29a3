"""Steps on numbers, dates, times, names and records."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.vocabulary import MONTHS, WEEKDAYS

from .numbers import in_words, ordinal


def number(random: Random, words: list[str]) -> Step:
    by = random.randint(2, 30)
    small = random.randint(2, 5)
    options = [
        (f"plus{by}", (f"add {by}", f"increase it by {by}", f"make it {by} larger"), lambda n: n + by),
        (f"minus{by}", (f"subtract {by}", f"decrease it by {by}", f"take away {by}"), lambda n: n - by),
        (f"times{small}", (f"multiply it by {small}", f"take it {in_words(small)} times"), lambda n: n * small),
        ("double", ("double it", "multiply by two"), lambda n: 2 * n),
        ("tens", ("multiply it by ten", "put a zero after it"), lambda n: 10 * n),
        ("next", ("give the next number", "count one up"), lambda n: n + 1),
        ("previous", ("give the number before it", "count one down"), lambda n: n - 1),
        ("digit_sum", ("add its digits", "give the sum of its digits"), lambda n: sum(map(int, str(n)))),
        ("digit_count", ("count its digits", "say how many digits it has"), lambda n: len(str(n))),
        ("reverse", ("reverse its digits", "read its digits backwards"), lambda n: int(str(n)[::-1])),
        ("last_digit", ("give its last digit", "keep only the final digit"), lambda n: n % 10),
        ("first_digit", ("give its first digit", "keep only the leading digit"), lambda n: int(str(n)[0])),
        ("round_ten", ("round it to the nearest ten", "round to tens"), lambda n: (n + 5) // 10 * 10),
        ("round_down", ("round it down to a multiple of ten", "replace its last digit by zero"), lambda n: n // 10 * 10),
        ("hundred_minus", ("subtract it from one thousand", "give what is missing to 1000"), lambda n: 1000 - n),
        ("itself", ("leave the number as it is", "keep its value"), lambda n: n),
    ]  # fmt: skip
    name, phrases, apply = random.choice(options)

    def positive(n: int) -> int:
        result = apply(n)
        if result < 0:
            raise NotApplicable(str(n))
        return result

    return Step("number", "number", name, phrases, positive, "math")


def number_text(random: Random, words: list[str]) -> Step:
    word = random.choice(words)
    options = [
        (f"count_{word}", (f"write it before the word {word}", f"say that many {word}"), lambda n: f"{n} {word}"),
        (f"no_{word}", (f"write {word} number and then it", f"say '{word} number' and the number"), lambda n: f"{word} number {n}"),
        ("sum", ("write it as a sum with one, like 4 + 1", "add '+ 1' after it without computing"), lambda n: f"{n} + 1"),
        ("twice", ("write it twice with a hyphen between", "repeat it after a hyphen"), lambda n: f"{n}-{n}"),
        ("range", ("write the range from it to the next number, like 4-5", "give it and the following number joined by a hyphen"), lambda n: f"{n}-{n + 1}"),
        ("three", ("count on for three numbers, like 4 5 6", "write it and the next two, with spaces"), lambda n: f"{n} {n + 1} {n + 2}"),
        ("neighbours", ("write the number before and the number after, with a comma", "give both neighbours"), lambda n: f"{n - 1}, {n + 1}"),
        ("equation", ("write an equation that doubles it, like 4 + 4 = 8", "show it added to itself with the result"), lambda n: f"{n} + {n} = {2 * n}"),
        ("place", ("write it as a place in a race, like '3rd place'", "as an ordinal followed by place"), lambda n: f"{ordinal(n)} place"),
    ]  # fmt: skip
    name, phrases, apply = random.choice(options)
    return Step("number", "text", name, phrases, apply, "math")


def date_part(random: Random, words: list[str]) -> Step:
    options = [
        ("year", ("give only the year", "return the year", "what year is it in"), lambda d: str(d.year)),
        ("month", ("give the name of the month", "return only the month in words"), lambda d: MONTHS[d.month - 1]),
        ("month_short", ("give the month as three letters", "abbreviate the month"), lambda d: MONTHS[d.month - 1][:3]),
        ("month_number", ("give the month as a number", "return the number of the month"), lambda d: str(d.month)),
        ("day", ("give only the day of the month", "return the day as a number"), lambda d: str(d.day)),
        ("day_ordinal", ("give the day as an ordinal like 3rd", "return the day with st, nd, rd or th"), lambda d: ordinal(d.day)),
        ("short_year", ("give the last two digits of the year", "shorten the year to two digits"), lambda d: f"{d.year % 100:02d}"),
        ("decade", ("give the decade, like 1990s", "say which decade it falls in"), lambda d: f"{d.year // 10 * 10}s"),
        ("quarter", ("give the quarter of the year, Q1 to Q4", "say which quarter it falls in"), lambda d: f"Q{(d.month + 2) // 3}"),
        ("season", ("name the northern season by month, winter being December to February", "say which season the month belongs to"),
         lambda d: ("winter", "spring", "summer", "autumn")[d.month % 12 // 3]),
        ("century", ("say whether it is in the 20th or the 21st century", "name the century"), lambda d: "20th" if d.year <= 2000 else "21st"),
    ]  # fmt: skip
    name, phrases, apply = random.choice(options)
    return Step("date", "text", name, phrases, apply, "extraction")


def date_shift(random: Random, words: list[str]) -> Step:
    days = random.randint(2, 5)

    def year(d: date, by: int) -> date:
        return d.replace(year=d.year + by) if (d.month, d.day) != (2, 29) else d + timedelta(365 * by)

    options = [
        ("next_day", ("give the next day", "go one day forward"), lambda d: d + timedelta(1)),
        ("day_before", ("give the day before", "go one day back"), lambda d: d - timedelta(1)),
        (f"plus{days}", (f"go {in_words(days)} days forward", f"add {days} days"), lambda d: d + timedelta(days)),
        ("next_year", ("give the same day one year later", "add a year"), lambda d: year(d, 1)),
        ("last_year", ("give the same day one year earlier", "go back one year"), lambda d: year(d, -1)),
        ("ten_years", ("go ten years forward", "add a decade"), lambda d: year(d, 10)),
        ("month_start", ("go to the first day of its month", "set the day to the first"), lambda d: d.replace(day=1)),
        ("new_year", ("go to New Year's Day of its year", "set it to the first of January"), lambda d: d.replace(day=1, month=1)),
    ]  # fmt: skip
    return Step("date", "date", *random.choice(options), "math")


def time_step(random: Random, words: list[str]) -> Step:
    hours = random.randint(1, 3)
    options = [
        ("time", f"plus{hours}h", (f"go {in_words(hours)} hours later", f"add {hours} hours"), lambda t: (t + 60 * hours) % 1440),
        ("time", "minus1h", ("go one hour earlier", "subtract an hour"), lambda t: (t - 60) % 1440),
        ("time", "half", ("add half an hour", "go thirty minutes later"), lambda t: (t + 30) % 1440),
        ("time", "hour", ("round it down to the full hour", "set the minutes to zero"), lambda t: t // 60 * 60),
        ("text", "hour_only", ("give only the hour", "return the hour, 0 to 23"), lambda t: str(t // 60)),
        ("text", "minute_only", ("give only the minutes", "return the minutes"), lambda t: str(t % 60)),
        ("text", "part", ("say morning, afternoon, evening or night", "name the part of the day: night before 6, then morning, afternoon from 12, evening from 18"),
         lambda t: ("night", "morning", "afternoon", "evening")[t // 360]),
    ]  # fmt: skip
    result, name, phrases, apply = random.choice(options)
    return Step("time", result, name, phrases, apply, "math")


def name_step(random: Random, words: list[str]) -> Step:
    word = random.choice(words)
    title = random.choice(("Dr", "Prof.", "Captain", "Judge", "Coach", "Agent"))
    options = [
        ("first", ("give only the first name", "return the given name"), lambda n: n[0]),
        ("last", ("give only the last name", "return the surname", "keep just the family name"), lambda n: n[1]),
        (f"title_{title}", (f"put {title} before the last name and drop the first", f"address the person as {title} and surname"), lambda n: f"{title} {n[1]}"),
        ("dear", ("write 'Dear', the first name and a comma", "start a letter to the first name: Dear ...,"), lambda n: f"Dear {n[0]},"),
        ("hello", ("say hello to the person by first name, like 'Hello Ann!'", "greet by first name with an exclamation mark"), lambda n: f"Hello {n[0]}!"),
        ("upper_last", ("give the last name in capitals", "write only the surname, in upper case"), lambda n: n[1].upper()),
        ("letters", ("count the letters of the first name", "say how long the first name is"), lambda n: str(len(n[0]))),
        (f"mail_{word}", (f"make an e-mail address at {word}.com with the first name", f"write first name @{word}.com in small letters"), lambda n: f"{n[0].lower()}@{word}.com"),
        (f"handle_{word}", (f"make a handle: @, first name, underscore, {word}", f"write @first_{word} in small letters"), lambda n: f"@{n[0].lower()}_{word}"),
        ("possessive", ("write the first name with 's and the word book", "say it is the book of the first name, like Ann's book"), lambda n: f"{n[0]}'s book"),
    ]  # fmt: skip
    name, phrases, apply = random.choice(options)
    return Step("name", "text", name, phrases, apply, "format")


KEYS = ("name", "age", "city", "colour", "price", "size", "job", "email", "team", "year")


def record_step(random: Random, words: list[str]) -> Step:
    key, other = random.sample(KEYS[:6], 2)
    word = random.choice(words)
    options = [
        ("text", f"get_{key}", (f"give the value of {key}", f"return what stands under {key}", f"read out the {key}"), lambda r: r[key]),
        ("text", f"two_{key}_{other}", (f"give {key} and {other} with a slash between", f"write the {key}, a slash and the {other}"), lambda r: f"{r[key]}/{r[other]}"),
        ("text", f"say_{key}", (f"say what the {key} is, like '{key}: value'", f"write only the field {key} as 'key: value'"), lambda r: f"{key}: {r[key]}"),
        ("items", "keys", ("list the keys", "give the names of the fields"), list),
        ("items", "values", ("list the values", "drop the field names and keep the values"), lambda r: list(r.values())),
        ("number", "count", ("count the fields", "say how many fields there are"), len),
        ("text", "first_key", ("give the name of the first field", "return the first key"), lambda r: next(iter(r))),
        ("text", "last_value", ("give the value of the last field", "return the final value"), lambda r: list(r.values())[-1]),
        ("record", f"drop_{key}", (f"remove the field {key}", f"leave out the {key}"), lambda r: {k: v for k, v in r.items() if k != key or r[key] is None}),
        ("record", f"only_{key}_{other}", (f"keep only {key} and {other}", f"drop all fields but {key} and {other}"), lambda r: {k: r[k] for k in (key, other)}),
        ("record", f"rename_{key}_{word}", (f"rename the field {key} to {word}", f"call the key {key} {word} instead"), lambda r: {(word if k == key else k): v for k, v in r.items()}),
        ("record", "upper_keys", ("write the keys in capitals", "uppercase the field names"), lambda r: {k.upper(): v for k, v in r.items()}),
        ("record", "upper_values", ("write the values in capitals", "uppercase every value"), lambda r: {k: v.upper() for k, v in r.items()}),
        ("record", "sort_keys", ("sort the fields by name", "put the keys in alphabetical order"), lambda r: dict(sorted(r.items()))),
        ("record", "reverse", ("put the fields in reverse order", "start with the last field"), lambda r: dict(reversed(r.items()))),
        ("record", f"set_{key}_{word}", (f"set {key} to {word}", f"replace the value of {key} by {word}"), lambda r: {k: (word if k == key else v) for k, v in r.items()}),
        ("record", f"add_{word}", (f"add a field {word} with the value yes at the end", f"append {word} with value yes"), lambda r: {**r, word: "yes"}),
    ]  # fmt: skip
    result, name, phrases, apply = random.choice(options)
    needs = [k for k in (key, other) if k in name.split("_")]

    def checked(record: dict[str, str]):
        if not all(k in record for k in needs):
            raise NotApplicable(str(record))
        return apply(record)

    return Step("record", result, name, phrases, checked, "extraction" if result == "text" else "format")


def weekday_of(random: Random, words: list[str]) -> Step:
    """Only for inputs that name the weekday; 135M parameters do not compute calendars."""
    options = [
        ("weekday", ("name the day of the week", "return only the weekday"), lambda d: WEEKDAYS[d.weekday()]),
        ("weekday_short", ("give the weekday as three letters", "abbreviate the day of the week"), lambda d: WEEKDAYS[d.weekday()][:3]),
        ("weekend", ("say weekend for Saturday and Sunday, else workday", "decide between weekend and workday"),
         lambda d: "weekend" if d.weekday() > 4 else "workday"),
    ]  # fmt: skip
    return Step("weekday", "text", *random.choice(options), "extraction")


NUMBER_STEPS = ((number, 3), (number_text, 2))
DATE_STEPS = ((date_part, 2), (date_shift, 2))
TIME_STEPS = ((time_step, 1),)
NAME_STEPS = ((name_step, 1),)
RECORD_STEPS = ((record_step, 1),)
