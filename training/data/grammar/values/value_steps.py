"""Steps on numbers, names and records."""

from __future__ import annotations

from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.machine.files import read_table

from .numbers import in_words, ordinal

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])


def number(random: Random, words: list[str]) -> Step:
    by = random.randint(2, 30)
    small = random.randint(2, 5)
    options = [
        (
            f"plus{by}",
            _say("number", "plus", by=by),
            lambda n: n + by,
        ),
        (
            f"minus{by}",
            _say("number", "minus", by=by),
            lambda n: n - by,
        ),
        (
            f"times{small}",
            _say("number", "times", small=small, in_words_small=in_words(small)),
            lambda n: n * small,
        ),
        ("double", _say("number", "double"), lambda n: 2 * n),
        ("tens", _say("number", "tens"), lambda n: 10 * n),
        ("next", _say("number", "next"), lambda n: n + 1),
        ("previous", _say("number", "previous"), lambda n: n - 1),
        (
            "digit_sum",
            _say("number", "digit_sum"),
            lambda n: sum(map(int, str(n))),
        ),
        ("digit_count", _say("number", "digit_count"), lambda n: len(str(n))),
        (
            "reverse",
            _say("number", "reverse"),
            lambda n: int(str(n)[::-1]),
        ),
        ("last_digit", _say("number", "last_digit"), lambda n: n % 10),
        (
            "first_digit",
            _say("number", "first_digit"),
            lambda n: int(str(n)[0]),
        ),
        (
            "round_ten",
            _say("number", "round_ten"),
            lambda n: (n + 5) // 10 * 10,
        ),
        ("round_down", _say("number", "round_down"), lambda n: n // 10 * 10),
        ("hundred_minus", _say("number", "hundred_minus"), lambda n: 1000 - n),
        ("itself", _say("number", "itself"), lambda n: n),
    ]
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
        (f"count_{word}", _say("number_text", "count", word=word), lambda n: f"{n} {word}"),
        (f"no_{word}", _say("number_text", "no", word=word), lambda n: f"{word} number {n}"),
        ("sum", _say("number_text", "sum"), lambda n: f"{n} + 1"),
        ("twice", _say("number_text", "twice"), lambda n: f"{n}-{n}"),
        ("range", _say("number_text", "range"), lambda n: f"{n}-{n + 1}"),
        ("three", _say("number_text", "three"), lambda n: f"{n} {n + 1} {n + 2}"),
        ("neighbours", _say("number_text", "neighbours"), lambda n: f"{n - 1}, {n + 1}"),
        ("equation", _say("number_text", "equation"), lambda n: f"{n} + {n} = {2 * n}"),
        ("place", _say("number_text", "place"), lambda n: f"{ordinal(n)} place"),
    ]
    name, phrases, apply = random.choice(options)
    return Step("number", "text", name, phrases, apply, "math")


def name_step(random: Random, words: list[str]) -> Step:
    word = random.choice(words)
    title = random.choice(("Dr", "Prof.", "Captain", "Judge", "Coach", "Agent"))
    options = [
        ("first", _say("name_step", "first"), lambda n: n[0]),
        ("last", _say("name_step", "last"), lambda n: n[1]),
        (f"title_{title}", _say("name_step", "title", title=title), lambda n: f"{title} {n[1]}"),
        ("dear", _say("name_step", "dear"), lambda n: f"Dear {n[0]},"),
        ("hello", _say("name_step", "hello"), lambda n: f"Hello {n[0]}!"),
        ("upper_last", _say("name_step", "upper_last"), lambda n: n[1].upper()),
        ("letters", _say("name_step", "letters"), lambda n: str(len(n[0]))),
        (
            f"mail_{word}",
            _say("name_step", "mail", word=word),
            lambda n: f"{n[0].lower()}@{word}.com",
        ),
        (
            f"handle_{word}",
            _say("name_step", "handle", word=word),
            lambda n: f"@{n[0].lower()}_{word}",
        ),
        ("possessive", _say("name_step", "possessive"), lambda n: f"{n[0]}'s book"),
    ]
    name, phrases, apply = random.choice(options)
    return Step("name", "text", name, phrases, apply, "format")


KEYS = ("name", "age", "city", "colour", "price", "size", "job", "email", "team", "year")


def record_step(random: Random, words: list[str]) -> Step:
    key, other = random.sample(KEYS[:6], 2)
    word = random.choice(words)
    options = [
        ("text", f"get_{key}", _say("record_step", "get", key=key), lambda r: r[key]),
        (
            "text",
            f"two_{key}_{other}",
            _say("record_step", "two", key=key, other=other),
            lambda r: f"{r[key]}/{r[other]}",
        ),
        ("text", f"say_{key}", _say("record_step", "say", key=key), lambda r: f"{key}: {r[key]}"),
        ("items", "keys", _say("record_step", "keys"), list),
        ("items", "values", _say("record_step", "values"), lambda r: list(r.values())),
        ("number", "count", _say("record_step", "count"), len),
        ("text", "first_key", _say("record_step", "first_key"), lambda r: next(iter(r))),
        ("text", "last_value", _say("record_step", "last_value"), lambda r: list(r.values())[-1]),
        (
            "record",
            f"drop_{key}",
            _say("record_step", "drop", key=key),
            lambda r: {k: v for k, v in r.items() if k != key or r[key] is None},
        ),
        (
            "record",
            f"only_{key}_{other}",
            _say("record_step", "only", key=key, other=other),
            lambda r: {k: r[k] for k in (key, other)},
        ),
        (
            "record",
            f"rename_{key}_{word}",
            _say("record_step", "rename", key=key, word=word),
            lambda r: {(word if k == key else k): v for k, v in r.items()},
        ),
        (
            "record",
            "upper_keys",
            _say("record_step", "upper_keys"),
            lambda r: {k.upper(): v for k, v in r.items()},
        ),
        (
            "record",
            "upper_values",
            _say("record_step", "upper_values"),
            lambda r: {k: v.upper() for k, v in r.items()},
        ),
        (
            "record",
            "sort_keys",
            _say("record_step", "sort_keys"),
            lambda r: dict(sorted(r.items())),
        ),
        ("record", "reverse", _say("record_step", "reverse"), lambda r: dict(reversed(r.items()))),
        (
            "record",
            f"set_{key}_{word}",
            _say("record_step", "set", key=key, word=word),
            lambda r: {k: (word if k == key else v) for k, v in r.items()},
        ),
        (
            "record",
            f"add_{word}",
            _say("record_step", "add", word=word),
            lambda r: {**r, word: "yes"},
        ),
    ]
    result, name, phrases, apply = random.choice(options)
    needs = [k for k in (key, other) if k in name.split("_")]

    def checked(record: dict[str, str]):
        if not all(k in record for k in needs):
            raise NotApplicable(str(record))
        return apply(record)

    return Step(
        "record", result, name, phrases, checked, "extraction" if result == "text" else "format"
    )


NUMBER_STEPS = ((number, 3), (number_text, 2))
NAME_STEPS = ((name_step, 1),)
RECORD_STEPS = ((record_step, 1),)
