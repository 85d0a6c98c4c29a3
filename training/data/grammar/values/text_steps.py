"""Steps on a single word or short text: letters, case, affixes, wrapping."""

from __future__ import annotations

import string
from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.machine.files import read_table

from .numbers import in_words, ordinal_in_words

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])

VOWELS = "aeiou"
SYMBOLS = _DATA["symbols"]
_TAGS = ("b", "i", "em", "p", "h1", "span", "code", "li", "u", "strong")
_WRAPS = _DATA["wraps"]


def _step(name: str, phrases: tuple[str, ...], apply, family: str = "string-ops") -> Step:
    return Step("text", "text", name, phrases, apply, family)


def _at(text: str, index: int) -> str:
    if not -len(text) <= index < len(text):
        raise NotApplicable(text)
    return text[index]


def _shift(text: str, by: int) -> str:
    def one(character: str) -> str:
        alphabet = string.ascii_lowercase if character.islower() else string.ascii_uppercase
        return (
            alphabet[(alphabet.index(character) + by) % 26] if character in alphabet else character
        )

    return "".join(map(one, text))


def case(random: Random, words: list[str]) -> Step:
    name, phrases, apply = random.choice(
        [
            ("upper", _say("case", "upper"), str.upper),
            ("capitalise", _say("case", "capitalise"), lambda t: t[:1].upper() + t[1:]),
            ("last_upper", _say("case", "last_upper"), lambda t: t[:-1] + t[-1].upper()),
            (
                "alternate",
                _say("case", "alternate"),
                lambda t: "".join(c.upper() if i % 2 else c.lower() for i, c in enumerate(t)),
            ),
            (
                "lower",
                _say("case", "lower"),
                str.lower,
            ),
            ("title", _say("case", "title"), str.title),
            (
                "swap",
                _say("case", "swap"),
                str.swapcase,
            ),
        ]
    )
    return _step(name, phrases, apply)


def pick_letters(random: Random, words: list[str]) -> Step:
    count = random.randint(2, 4)
    number = in_words(count)
    nth = random.randint(2, 5)
    position = ordinal_in_words(nth)
    options = [
        ("first", _say("pick_letters", "first"), lambda t: _at(t, 0)),
        ("last", _say("pick_letters", "last"), lambda t: _at(t, -1)),
        (
            "middle",
            _say("pick_letters", "middle"),
            lambda t: t[len(t) // 2],
        ),
        ("first_last", _say("pick_letters", "first_last"), lambda t: _at(t, 0) + _at(t, -1)),
        (
            f"nth{nth}",
            _say("pick_letters", "nth", position=position, nth=nth),
            lambda t: _at(t, nth - 1),
        ),
        (
            f"nth_last{nth}",
            _say("pick_letters", "nth_last", position=position),
            lambda t: _at(t, -nth),
        ),
        (
            f"first{count}",
            _say("pick_letters", "first_letters", number=number, count=count),
            lambda t: t[:count],
        ),
        (
            f"last{count}",
            _say("pick_letters", "last_letters", number=number, count=count),
            lambda t: t[-count:],
        ),
        (
            f"drop_first{count}",
            _say("pick_letters", "drop_first_letters", number=number, count=count),
            lambda t: t[count:],
        ),
        (
            f"drop_last{count}",
            _say("pick_letters", "drop_last_letters", number=number, count=count),
            lambda t: t[:-count],
        ),
        ("drop_first", _say("pick_letters", "drop_first_letter"), lambda t: t[1:]),
        ("drop_last", _say("pick_letters", "drop_last_letter"), lambda t: t[:-1]),
        ("every_second", _say("pick_letters", "every_second"), lambda t: t[::2]),
    ]
    return _step(*random.choice(options))


def change_letters(random: Random, words: list[str]) -> Step:
    old, new = random.sample("aeioulnrst", 2)
    symbol = random.choice(list(SYMBOLS))
    sign = SYMBOLS[symbol]
    by = random.randint(1, 3)
    options = [
        ("reverse", _say("change_letters", "reverse"), lambda t: t[::-1]),
        (
            "no_vowels",
            _say("change_letters", "no_vowels"),
            lambda t: "".join(c for c in t if c.lower() not in VOWELS),
        ),
        (
            "only_vowels",
            _say("change_letters", "only_vowels"),
            lambda t: "".join(c for c in t if c.lower() in VOWELS),
        ),
        (
            f"replace_{old}{new}",
            _say("change_letters", "replace", old=old, new=new),
            lambda t: t.replace(old, new),
        ),
        (f"remove_{old}", _say("change_letters", "remove", old=old), lambda t: t.replace(old, "")),
        (
            f"mask_{old}_{sign}",
            _say("change_letters", "mask", old=old, symbol=symbol, sign=sign),
            lambda t: t.replace(old, sign),
        ),
        (
            f"vowels_{sign}",
            _say("change_letters", "vowels", symbol=symbol, sign=sign),
            lambda t: "".join(sign if c.lower() in VOWELS else c for c in t),
        ),
        (
            f"between_{sign}",
            _say("change_letters", "between", symbol=symbol, sign=sign),
            lambda t: sign.join(t),
        ),
        ("spaced", _say("change_letters", "spaced"), lambda t: " ".join(t)),
        ("sorted", _say("change_letters", "sorted"), lambda t: "".join(sorted(t))),
        ("doubled", _say("change_letters", "doubled"), lambda t: "".join(c * 2 for c in t)),
        (f"shift{by}", _say("change_letters", "shift", by=by), lambda t: _shift(t, by)),
        (
            "swap_ends",
            _say("change_letters", "swap_ends"),
            lambda t: t[-1] + t[1:-1] + t[0] if len(t) > 1 else t,
        ),
        ("rotate", _say("change_letters", "rotate"), lambda t: t[1:] + t[0]),
        ("rotate_back", _say("change_letters", "rotate_back"), lambda t: t[-1] + t[:-1]),
    ]
    return _step(*random.choice(options))


def affix(random: Random, words: list[str]) -> Step:
    word = random.choice(words)
    symbol = random.choice(list(SYMBOLS))
    sign = SYMBOLS[symbol]
    count = random.randint(2, 3)
    times = {2: "twice", 3: "three times"}[count]
    tag = random.choice(_TAGS)
    label = word.capitalize()
    options = [
        (f"before_{word}", _say("affix", "before", word=word), lambda t: f"{word} {t}"),
        (f"after_{word}", _say("affix", "after", word=word), lambda t: f"{t} {word}"),
        (f"label_{word}", _say("affix", "label", label=label), lambda t: f"{label}: {t}"),
        (f"prefix_{word[:2]}", _say("affix", "prefix", word_2=word[:2]), lambda t: word[:2] + t),
        (f"suffix_{word[-3:]}", _say("affix", "suffix", word_3=word[-3:]), lambda t: t + word[-3:]),
        (f"times{count}", _say("affix", "times", times=times), lambda t: " ".join([t] * count)),
        (f"glued{count}", _say("affix", "glued", times=times), lambda t: t * count),
        (
            f"around_{sign}",
            _say("affix", "around", symbol=symbol, sign=sign),
            lambda t: f"{sign}{t}{sign}",
        ),
        (
            f"end_{sign}",
            _say("affix", "end", symbol=symbol, sign=sign),
            lambda t: f"{t}{sign}",
        ),
        (
            f"start_{sign}",
            _say("affix", "start", symbol=symbol, sign=sign),
            lambda t: f"{sign}{t}",
        ),
        ("exclaim", _say("affix", "exclaim"), lambda t: f"{t}!"),
        (
            "query",
            _say("affix", "query"),
            lambda t: f"{t}?",
        ),
        (f"tag_{tag}", _say("affix", "tag", tag=tag), lambda t: f"<{tag}>{t}</{tag}>"),
        (f"json_{word}", _say("affix", "json", word=word), lambda t: f'{{"{word}": "{t}"}}'),
        (f"equals_{word}", _say("affix", "equals", word=word), lambda t: f"{word}={t}"),
        (f"both_{word}", _say("affix", "both", word=word), lambda t: f"{t} {word} {t}"),
    ]
    for before, after, phrases in _WRAPS:
        options.append((f"wrap{before}", phrases, lambda t, b=before, a=after: f"{b}{t}{a}"))
    return _step(*random.choice(options), "format")


def measure(random: Random, words: list[str]) -> Step:
    letter = random.choice("aeiounrst")
    options = [
        ("length", _say("measure", "length"), len),
        (
            "vowel_count",
            _say("measure", "vowel_count"),
            lambda t: sum(c.lower() in VOWELS for c in t),
        ),
        (
            f"count_{letter}",
            _say("measure", "count", letter=letter),
            lambda t: t.lower().count(letter),
        ),
    ]
    name, phrases, apply = random.choice(options)
    return Step("text", "number", name, phrases, apply, "string-ops")


TEXT_STEPS = ((case, 2), (pick_letters, 3), (change_letters, 4), (affix, 4), (measure, 1))
