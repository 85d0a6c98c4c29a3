"""Steps that answer with one of a few labels; what the labels are, only the description says."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.data.grammar.plans.plan import NotApplicable, Step, Value
from training.data.grammar.words.vocabulary import CATEGORIES

from .numbers import in_words
from .text_steps import VOWELS

_PAIRS = (
    ("yes", "no"), ("true", "false"), ("True", "False"), ("1", "0"), ("Y", "N"), ("YES", "NO"),
    ("ok", "wrong"), ("left", "right"), ("in", "out"), ("A", "B"), ("keep", "drop"), ("on", "off"),
    ("pass", "fail"), ("accept", "reject"), ("positive", "negative"), ("first", "second"),
)  # fmt: skip

_FORMS = (
    "answer {yes} if {test}, otherwise {no}",
    "write {yes} when {test} and {no} when not",
    "say {yes} if {test}, else {no}",
    "choose '{yes}' if {test} and '{no}' if not",
    "reply '{yes}' or '{no}': {yes} means that {test}",
    "classify as {yes} when {test}, as {no} in all other cases",
    "decide whether {test}: {yes} for yes, {no} for no",
)


def _labels(random: Random, words: list[str]) -> tuple[str, str]:
    if random.random() < 0.3:
        pair = random.choice(_PAIRS)
        return pair if random.random() < 0.8 else pair[::-1]
    yes, no = random.sample(words[:3000], 2)
    style = random.choice((str, str, str.upper, str.capitalize))
    return style(yes), style(no)


def _judge(random: Random, words: list[str], kind: str, name: str, tests: tuple[str, ...], rule: Callable[[Value], bool]) -> Step:
    yes, no = _labels(random, words)
    phrases = tuple(
        form.format(yes=yes, no=no, test=test) for form in _FORMS for test in tests
    )
    return Step(
        kind, "label", f"{name}?{yes}:{no}", phrases, lambda value: yes if rule(value) else no,
        "classification",
    )  # fmt: skip


def judge_text(random: Random, words: list[str]) -> Step:
    length = random.randint(4, 7)
    letter = random.choice("aeioulnrst")
    start = random.choice("bcdfmprst")
    name, tests, rule = random.choice(
        [
            (f"longer{length}", (f"it has more than {in_words(length)} letters", f"it is longer than {length} letters"), lambda t: len(t) > length),
            (f"has_{letter}", (f"it contains the letter {letter}", f"there is {letter} in it"), lambda t: letter in t.lower()),
            ("vowel", ("it starts with a vowel", "its first letter is a vowel"), lambda t: t[0].lower() in VOWELS),
            ("vowel_end", ("it ends with a vowel", "its last letter is a vowel"), lambda t: t[-1].lower() in VOWELS),
            (f"before_{start}", (f"its first letter comes before {start} in the alphabet", f"it would stand before {start} in a dictionary"), lambda t: t[0].lower() < start),
            ("same_letter", ("it has a double letter", "two equal letters stand side by side in it"), lambda t: any(a == b for a, b in zip(t, t[1:]))),
            (f"ends_{letter}", (f"it ends with {letter}", f"its last letter is {letter}"), lambda t: t.lower().endswith(letter)),
            ("even_length", ("it has an even number of letters", "its length is even"), lambda t: len(t) % 2 == 0),
        ]
    )  # fmt: skip
    return _judge(random, words, "text", name, tests, rule)


def judge_number(random: Random, words: list[str]) -> Step:
    limit = random.choice([50, 100, 200, 300, 400, 500, 600, 700])
    name, tests, rule = random.choice(
        [
            ("even", ("the number is even", "it can be halved without rest"), lambda n: n % 2 == 0),
            ("odd", ("the number is odd", "it is not even"), lambda n: n % 2 == 1),
            (f"above{limit}", (f"the number is above {limit}", f"it is larger than {limit}"), lambda n: n > limit),
            (f"below{limit}", (f"the number is below {limit}", f"it is smaller than {limit}"), lambda n: n < limit),
            ("three_digits", ("it has three digits or more", "it is one hundred or more"), lambda n: n >= 100),
            ("ends5", ("its last digit is 5 or more", "it ends with a digit from 5 to 9"), lambda n: n % 10 >= 5),
            ("tens", ("it ends with zero", "it is a multiple of ten"), lambda n: n % 10 == 0),
            ("fives", ("it is divisible by five", "it ends with 0 or 5"), lambda n: n % 5 == 0),
        ]
    )  # fmt: skip
    return _judge(random, words, "number", name, tests, rule)


def judge_items(random: Random, words: list[str]) -> Step:
    count = random.randint(3, 4)
    category = random.choice(list(CATEGORIES))
    members = set(CATEGORIES[category])
    letter = random.choice("aeiorst")
    name, tests, rule = random.choice(
        [
            (f"more{count}", (f"there are more than {in_words(count)} items", f"the list has over {count} items"), lambda v: len(v) > count),
            ("repeats", ("an item occurs twice", "the list has a duplicate"), lambda v: len(set(v)) < len(v)),
            ("sorted", ("the items are in alphabetical order", "the list is sorted from A to Z"), lambda v: v == sorted(v)),
            ("even", ("the number of items is even", "the items can be paired off"), lambda v: len(v) % 2 == 0),
            (f"any_{category}", (f"one of them is a kind of {category}", f"there is a {category} among them"), lambda v: any(w in members for w in v)),
            ("first_longer", ("the first item is longer than the last", "the last one is shorter than the first"), lambda v: len(v[0]) > len(v[-1])),
            (f"first_has_{letter}", (f"the first item contains {letter}", f"there is the letter {letter} in the first one"), lambda v: letter in v[0].lower()),
            ("first_before_last", ("the first item comes before the last in the alphabet",), lambda v: v[0] < v[-1]),
        ]
    )  # fmt: skip
    return _judge(random, words, "items", name, tests, rule)


def judge_date(random: Random, words: list[str]) -> Step:
    year = random.choice([1980, 1990, 2000, 2005, 2010])
    month = random.choice([4, 5, 6, 7, 8, 9])
    name, tests, rule = random.choice(
        [
            (f"before{year}", (f"it is before {year}", f"the year is earlier than {year}"), lambda d: d.year < year),
            ("half", ("it is in the first half of the year", "the month is January to June"), lambda d: d.month <= 6),
            (f"from{month}", (f"the month is number {month} or later", f"it falls in month {month} to 12"), lambda d: d.month >= month),
            ("early", ("the day is before the 16th", "it is in the first half of the month"), lambda d: d.day < 16),
            ("century", ("it is in the 2000s or later", "the year starts with 20"), lambda d: d.year >= 2000),
        ]
    )  # fmt: skip
    return _judge(random, words, "date", name, tests, rule)


def category(random: Random, words: list[str]) -> Step:
    """Word -> its category, by the category's name or by labels made up for it."""
    chosen = random.sample(list(CATEGORIES), random.randint(2, 4))
    table = {word: kind for kind in chosen for word in CATEGORIES[kind]}
    style = random.random()
    if style < 0.4:
        labels = {kind: kind for kind in chosen}
        listing = ", ".join(chosen[:-1]) + " or " + chosen[-1]
        phrases = (
            f"say whether it is a kind of {listing}", f"classify it as {listing}",
            f"name its category: {listing}", f"which is it: {listing}?",
        )  # fmt: skip
    else:
        names = random.sample(words[:3000], len(chosen)) if style < 0.8 else list("ABCD")
        labels = dict(zip(chosen, names))
        listing = ", ".join(f"{labels[kind]} for a kind of {kind}" for kind in chosen)
        others = "; ".join(f"{kind} -> {labels[kind]}" for kind in chosen)
        phrases = (f"answer {listing}", f"label it: {others}", f"use these labels: {others}", f"write {listing}")

    def apply(text: str) -> str:
        if text not in table:
            raise NotApplicable(text)
        return labels[table[text]]

    name = "category_" + "_".join(f"{kind}={label}" for kind, label in labels.items())
    return Step("thing", "label", name, phrases, apply, "classification")


JUDGEMENTS = {
    "text": ((judge_text, 1),), "number": ((judge_number, 1),), "items": ((judge_items, 1),),
    "date": ((judge_date, 1),), "thing": ((category, 1),),
}  # fmt: skip
