"""Steps that answer with one of a few labels; what the labels are, only the description says."""

from __future__ import annotations

from pathlib import Path
from random import Random

from training.data.grammar.plans.label_words import OF_VALUES, judgement
from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.vocabulary import CATEGORIES
from training.machine.files import read_table

from .numbers import in_words
from .text_steps import VOWELS

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])


def judge_text(random: Random, words: list[str]) -> Step:
    length = random.randint(4, 7)
    letter = random.choice("aeioulnrst")
    start = random.choice("bcdfmprst")
    name, tests, rule = random.choice(
        [
            (
                f"longer{length}",
                _say("judge_text", "longer", in_words_length=in_words(length), length=length),
                lambda t: len(t) > length,
            ),
            (
                f"has_{letter}",
                _say("judge_text", "has", letter=letter),
                lambda t: letter in t.lower(),
            ),
            ("vowel", _say("judge_text", "vowel"), lambda t: t[0].lower() in VOWELS),
            ("vowel_end", _say("judge_text", "vowel_end"), lambda t: t[-1].lower() in VOWELS),
            (
                f"before_{start}",
                _say("judge_text", "before", start=start),
                lambda t: t[0].lower() < start,
            ),
            (
                "same_letter",
                _say("judge_text", "same_letter"),
                lambda t: any(a == b for a, b in zip(t, t[1:])),
            ),
            (
                f"ends_{letter}",
                _say("judge_text", "ends", letter=letter),
                lambda t: t.lower().endswith(letter),
            ),
            ("even_length", _say("judge_text", "even_length"), lambda t: len(t) % 2 == 0),
        ]
    )
    return judgement(random, words, "text", name, tests, rule, wording=OF_VALUES)


def judge_number(random: Random, words: list[str]) -> Step:
    limit = random.choice([50, 100, 200, 300, 400, 500, 600, 700])
    name, tests, rule = random.choice(
        [
            ("even", _say("judge_number", "even"), lambda n: n % 2 == 0),
            ("odd", _say("judge_number", "odd"), lambda n: n % 2 == 1),
            (f"above{limit}", _say("judge_number", "above", limit=limit), lambda n: n > limit),
            (f"below{limit}", _say("judge_number", "below", limit=limit), lambda n: n < limit),
            ("three_digits", _say("judge_number", "three_digits"), lambda n: n >= 100),
            ("ends5", _say("judge_number", "ends5"), lambda n: n % 10 >= 5),
            ("tens", _say("judge_number", "tens"), lambda n: n % 10 == 0),
            ("fives", _say("judge_number", "fives"), lambda n: n % 5 == 0),
        ]
    )
    return judgement(random, words, "number", name, tests, rule, wording=OF_VALUES)


def judge_items(random: Random, words: list[str]) -> Step:
    count = random.randint(3, 4)
    category = random.choice(list(CATEGORIES))
    members = set(CATEGORIES[category])
    letter = random.choice("aeiorst")
    name, tests, rule = random.choice(
        [
            (
                f"more{count}",
                _say("judge_items", "more", in_words_count=in_words(count), count=count),
                lambda v: len(v) > count,
            ),
            ("repeats", _say("judge_items", "repeats"), lambda v: len(set(v)) < len(v)),
            ("sorted", _say("judge_items", "sorted"), lambda v: v == sorted(v)),
            ("even", _say("judge_items", "even"), lambda v: len(v) % 2 == 0),
            (
                f"any_{category}",
                _say("judge_items", "any", category=category),
                lambda v: any(w in members for w in v),
            ),
            ("first_longer", _say("judge_items", "first_longer"), lambda v: len(v[0]) > len(v[-1])),
            (
                f"first_has_{letter}",
                _say("judge_items", "first_has", letter=letter),
                lambda v: letter in v[0].lower(),
            ),
            ("first_before_last", _say("judge_items", "first_before_last"), lambda v: v[0] < v[-1]),
        ]
    )
    return judgement(random, words, "items", name, tests, rule, wording=OF_VALUES)


def judge_date(random: Random, words: list[str]) -> Step:
    year = random.choice([1980, 1990, 2000, 2005, 2010])
    month = random.choice([4, 5, 6, 7, 8, 9])
    name, tests, rule = random.choice(
        [
            (f"before{year}", _say("judge_date", "before", year=year), lambda d: d.year < year),
            ("half", _say("judge_date", "half"), lambda d: d.month <= 6),
            (f"from{month}", _say("judge_date", "from", month=month), lambda d: d.month >= month),
            ("early", _say("judge_date", "early"), lambda d: d.day < 16),
            ("century", _say("judge_date", "century"), lambda d: d.year >= 2000),
        ]
    )
    return judgement(random, words, "date", name, tests, rule, wording=OF_VALUES)


def category(random: Random, words: list[str]) -> Step:
    """Step that names a word's category, by its own name or by labels made up for it."""
    chosen = random.sample(list(CATEGORIES), random.randint(2, 4))
    table = {word: kind for kind in chosen for word in CATEGORIES[kind]}
    style = random.random()
    if style < 0.4:
        labels = {kind: kind for kind in chosen}
        listing = ", ".join(chosen[:-1]) + " or " + chosen[-1]
        phrases = _say("category", "by_name", listing=listing)
    else:
        names = random.sample(words[:3000], len(chosen)) if style < 0.8 else list("ABCD")
        labels = dict(zip(chosen, names))
        listing = ", ".join(f"{labels[kind]} for a kind of {kind}" for kind in chosen)
        others = "; ".join(f"{kind} -> {labels[kind]}" for kind in chosen)
        phrases = _say("category", "by_label", listing=listing, others=others)

    def apply(text: str) -> str:
        if text not in table:
            raise NotApplicable(text)
        return labels[table[text]]

    name = "category_" + "_".join(f"{kind}={label}" for kind, label in labels.items())
    return Step("thing", "label", name, phrases, apply, "classification")


JUDGEMENTS = {
    "text": ((judge_text, 1),),
    "number": ((judge_number, 1),),
    "items": ((judge_items, 1),),
    "date": ((judge_date, 1),),
    "thing": ((category, 1),),
}
