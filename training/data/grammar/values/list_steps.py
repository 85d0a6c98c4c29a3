"""Steps on lists of words: order, selection, counting, changes to every item."""

from __future__ import annotations

from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.vocabulary import CATEGORIES
from training.machine.files import read_table

from .numbers import in_words, ordinal_in_words
from .text_steps import SYMBOLS, VOWELS

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])


def _step(result: str, name: str, phrases: tuple[str, ...], apply) -> Step:
    return Step("items", result, name, phrases, apply, "list-ops")


def kept(items: list[str]) -> list[str]:
    if not items:
        raise NotApplicable("nothing is left")
    return items


def _unique(items: list[str]) -> list[str]:
    return list(dict.fromkeys(items))


def order(random: Random, words: list[str]) -> Step:
    options = [
        ("reverse", _say("order", "reverse"), lambda v: v[::-1]),
        ("sort", _say("order", "sort"), sorted),
        ("sort_down", _say("order", "sort_down"), lambda v: sorted(v, reverse=True)),
        ("sort_length", _say("order", "sort_length"), lambda v: sorted(v, key=len)),
        (
            "sort_length_down",
            _say("order", "sort_length_down"),
            lambda v: sorted(v, key=len, reverse=True),
        ),
        ("swap_two", _say("order", "swap_two"), lambda v: [v[1], v[0], *v[2:]]),
        ("swap_ends", _say("order", "swap_ends"), lambda v: [v[-1], *v[1:-1], v[0]]),
        ("first_to_end", _say("order", "first_to_end"), lambda v: v[1:] + v[:1]),
        ("last_to_front", _say("order", "last_to_front"), lambda v: v[-1:] + v[:-1]),
    ]
    return _step("items", *random.choice(options))


def select_one(random: Random, words: list[str]) -> Step:
    nth = random.randint(2, 4)
    position = ordinal_in_words(nth)
    options = [
        ("first", _say("select_one", "first"), lambda v: v[0]),
        (
            "last",
            _say("select_one", "last"),
            lambda v: v[-1],
        ),
        (f"nth{nth}", _say("select_one", "nth", position=position, nth=nth), lambda v: v[nth - 1]),
        ("second_last", _say("select_one", "second_last"), lambda v: v[-2]),
        ("longest", _say("select_one", "longest"), lambda v: max(v, key=len)),
        ("shortest", _say("select_one", "shortest"), lambda v: min(v, key=len)),
        ("alphabetical", _say("select_one", "alphabetical"), min),
        ("alphabetical_last", _say("select_one", "alphabetical_last"), max),
        (
            "middle",
            _say("select_one", "middle"),
            lambda v: v[len(v) // 2],
        ),
    ]
    return _step("text", *random.choice(options))


def select_some(random: Random, words: list[str]) -> Step:
    count = random.randint(2, 3)
    number = in_words(count)
    length = random.randint(4, 6)
    letter = random.choice("abcdefghilmnoprst")
    inner = random.choice("aeiornlst")
    category = random.choice(list(CATEGORIES))
    members = set(CATEGORIES[category])
    options = [
        (
            f"first{count}",
            _say("select_some", "first", number=number, count=count),
            lambda v: v[:count],
        ),
        (
            f"last{count}",
            _say("select_some", "last", number=number, count=count),
            lambda v: v[-count:],
        ),
        ("drop_first", _say("select_some", "drop_first"), lambda v: v[1:]),
        ("drop_last", _say("select_some", "drop_last"), lambda v: v[:-1]),
        ("ends", _say("select_some", "ends"), lambda v: [v[0], v[-1]]),
        ("inner", _say("select_some", "inner"), lambda v: v[1:-1]),
        ("odd_places", _say("select_some", "odd_places"), lambda v: v[::2]),
        ("even_places", _say("select_some", "even_places"), lambda v: v[1::2]),
        ("unique", _say("select_some", "unique"), _unique),
        (
            f"longer{length}",
            _say("select_some", "longer", in_words_length=in_words(length), length=length),
            lambda v: [w for w in v if len(w) > length],
        ),
        (
            f"shorter{length}",
            _say("select_some", "shorter", in_words_length=in_words(length), length=length),
            lambda v: [w for w in v if len(w) < length],
        ),
        (
            f"starts_{letter}",
            _say("select_some", "starts", letter=letter),
            lambda v: [w for w in v if w.lower().startswith(letter)],
        ),
        (
            f"not_starts_{letter}",
            _say("select_some", "not_starts", letter=letter),
            lambda v: [w for w in v if not w.lower().startswith(letter)],
        ),
        (
            f"contains_{inner}",
            _say("select_some", "contains", inner=inner),
            lambda v: [w for w in v if inner in w.lower()],
        ),
        (
            f"lacks_{inner}",
            _say("select_some", "lacks", inner=inner),
            lambda v: [w for w in v if inner not in w.lower()],
        ),
        (
            "vowel_start",
            _say("select_some", "vowel_start"),
            lambda v: [w for w in v if w[0].lower() in VOWELS],
        ),
        (
            "consonant_start",
            _say("select_some", "consonant_start"),
            lambda v: [w for w in v if w[0].lower() not in VOWELS],
        ),
        (
            f"only_{category}",
            _say("select_some", "only", category=category),
            lambda v: [w for w in v if w in members],
        ),
        (
            f"no_{category}",
            _say("select_some", "no", category=category),
            lambda v: [w for w in v if w not in members],
        ),
    ]
    name, phrases, apply = random.choice(options)
    return _step("items", name, phrases, lambda v: kept(apply(v)))


def change_each(random: Random, words: list[str]) -> Step:
    word = random.choice(words)
    symbol = random.choice(list(SYMBOLS))
    sign = SYMBOLS[symbol]
    options = [
        ("upper", _say("change_each", "upper"), str.upper),
        ("capitalise", _say("change_each", "capitalise"), lambda w: w[:1].upper() + w[1:]),
        ("first_letter", _say("change_each", "first_letter"), lambda w: w[0]),
        ("last_letter", _say("change_each", "last_letter"), lambda w: w[-1]),
        ("backwards", _say("change_each", "backwards"), lambda w: w[::-1]),
        ("lengths", _say("change_each", "lengths"), lambda w: str(len(w))),
        (
            "no_vowels",
            _say("change_each", "no_vowels"),
            lambda w: "".join(c for c in w if c.lower() not in VOWELS) or w,
        ),
        ("doubled", _say("change_each", "doubled"), lambda w: f"{w} {w}"),
        (
            "article",
            _say("change_each", "article"),
            lambda w: f"the {w}",
        ),
        (f"prefix_{word}", _say("change_each", "prefix", word=word), lambda w: f"{word} {w}"),
        (f"suffix_{word}", _say("change_each", "suffix", word=word), lambda w: f"{w} {word}"),
        (
            f"sign_{sign}",
            _say("change_each", "sign", symbol=symbol, sign=sign),
            lambda w: f"{w}{sign}",
        ),
        (
            f"sign_before_{sign}",
            _say("change_each", "sign_before", symbol=symbol, sign=sign),
            lambda w: f"{sign}{w}",
        ),
        (
            "round",
            _say("change_each", "round"),
            lambda w: f"({w})",
        ),
        ("quotes", _say("change_each", "quotes"), lambda w: f"'{w}'"),
        ("three_letters", _say("change_each", "three_letters"), lambda w: w[:3]),
        ("with_length", _say("change_each", "with_length"), lambda w: f"{w}:{len(w)}"),
    ]
    name, phrases, apply = random.choice(options)
    return _step("items", f"each_{name}", phrases, lambda v: [apply(w) for w in v])


def extend(random: Random, words: list[str]) -> Step:
    word = random.choice(words)
    options = [
        (
            f"append_{word}",
            _say("extend", "append", word=word),
            lambda v: [*v, word],
        ),
        (f"prepend_{word}", _say("extend", "prepend", word=word), lambda v: [word, *v]),
        (f"second_{word}", _say("extend", "second", word=word), lambda v: [v[0], word, *v[1:]]),
        (f"first_is_{word}", _say("extend", "first_is", word=word), lambda v: [word, *v[1:]]),
        (f"last_is_{word}", _say("extend", "last_is", word=word), lambda v: [*v[:-1], word]),
        ("again", _say("extend", "again"), lambda v: v + v),
        (
            "repeat_last",
            _say("extend", "repeat_last"),
            lambda v: [*v, v[-1]],
        ),
        ("close", _say("extend", "close"), lambda v: [*v, v[0]]),
    ]
    return _step("items", *random.choice(options))


def summarise(random: Random, words: list[str]) -> Step:
    letter = random.choice("aeiorst")
    number_options = [
        ("count", _say("summarise", "count"), len),
        ("count_unique", _say("summarise", "count_unique"), lambda v: len(set(v))),
        (
            f"count_with_{letter}",
            _say("summarise", "count_with", letter=letter),
            lambda v: sum(letter in w.lower() for w in v),
        ),
        ("count_letters", _say("summarise", "count_letters"), lambda v: sum(map(len, v))),
    ]
    text_options = [
        ("initials", _say("summarise", "initials"), lambda v: "".join(w[0].upper() for w in v)),
        (
            "small_initials",
            _say("summarise", "small_initials"),
            lambda v: "".join(w[0].lower() for w in v),
        ),
        ("last_letters", _say("summarise", "last_letters"), lambda v: "".join(w[-1] for w in v)),
        ("glue", _say("summarise", "glue"), "".join),
        ("first_last_pair", _say("summarise", "first_last_pair"), lambda v: f"{v[0]} to {v[-1]}"),
        (
            "first_and_more",
            _say("summarise", "first_and_more"),
            lambda v: f"{v[0]} and {len(v) - 1} more",
        ),
        ("count_items", _say("summarise", "count_items"), lambda v: f"{len(v)} items"),
    ]
    if random.random() < 0.4:
        return _step("number", *random.choice(number_options))
    return _step("text", *random.choice(text_options))


LIST_STEPS = (
    (order, 3),
    (select_one, 3),
    (select_some, 4),
    (change_each, 4),
    (extend, 2),
    (summarise, 3),
)
