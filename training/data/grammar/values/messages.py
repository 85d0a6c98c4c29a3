"""Sentences with things to find in them, and a recogniser that finds them in any text."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import Format, NotApplicable, Step
from training.data.grammar.words.vocabulary import (
    CATEGORIES,
    CITIES,
    COMPANY_WORDS,
    FIRST_NAMES,
    ITEMS_FOR_SALE,
    LAST_NAMES,
    MONTHS,
    WEEKDAYS,
)
from training.machine.files import read_table

from .numbers import in_words

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])

TEMPLATES = _DATA["templates"]
_SLOTS = _DATA["slots"]
_PATTERNS = {
    "email": r"[\w.]+@[\w.]+\.\w+",
    "url": r"https?://\S+|www\.\S+",
    "price": r"\$\d+(?:\.\d\d)?",
    "percent": r"\d+%",
    "code": r"\b[A-Z]{1,3}-?\d{2,6}\b",
    "phone": r"\b\d{3}-\d{3,4}(?:-\d{4})?\b",
    "time": r"\b\d{1,2}:\d{2}(?: ?[AaPp][Mm])?",
    "mention": r"(?<!\w)@\w+",
    "hashtag": r"#\w+",
    "quote": r'"([^"]+)"',
    "date": r"\b(?:%s) \d{1,2}, \d{4}" % "|".join(MONTHS),
}
_LEXICAL = {
    "person": FIRST_NAMES,
    "city": CITIES,
    "weekday": WEEKDAYS,
    "month": MONTHS,
    "item": ITEMS_FOR_SALE,
    "animal": CATEGORIES["animal"],
    "colour": CATEGORIES["colour"],
}
Message = dict[str, str]
"""Things found in a text, by their slots, and the whole text under "text"."""


def sample(random: Random) -> Message:
    quote = " ".join(
        random.sample(("stop", "now", "free", "open", "late", "help", "today", "sale"), 2)
    )
    values = {
        "person": random.choice(FIRST_NAMES),
        "price": random.choice(
            (f"${random.randint(2, 300)}", f"${random.randint(1, 90)}.{random.randint(10, 99)}")
        ),
        "email": f"{random.choice((*FIRST_NAMES, *LAST_NAMES)).lower()}@{random.choice(COMPANY_WORDS)}.{random.choice(('com', 'org', 'net'))}",
        "code": "".join(random.choices("ABCDEFGHKLMNPRSTX", k=2))
        + random.choice(("-", ""))
        + str(random.randint(100, 9999)),
        "phone": f"{random.randint(200, 999)}-{random.randint(200, 999)}-{random.randint(1000, 9999)}",
        "time": f"{random.randint(1, 12)}:{random.randint(0, 59):02d}",
        "number": str(random.randint(2, 60)),
        "url": f"www.{random.choice(COMPANY_WORDS)}.{random.choice(('com', 'org', 'io'))}",
        "mention": "@" + random.choice(LAST_NAMES).lower() + str(random.randint(1, 99)),
        "hashtag": "#" + random.choice(COMPANY_WORDS),
        "date": f"{random.choice(MONTHS)} {random.randint(1, 28)}, {random.randint(1960, 2030)}",
        "percent": f"{random.randint(2, 90)}%",
        "quote": quote,
    }
    values |= {slot: random.choice(words) for slot, words in _LEXICAL.items() if slot not in values}
    template = random.choice(TEMPLATES)
    return recognise(template.format(**values))


def recognise(text: str) -> Message:
    """First thing of every kind in a text; raises NotApplicable when there is none."""
    found: Message = {}
    rest = text
    for slot, pattern in _PATTERNS.items():
        match = re.search(pattern, rest)
        if match:
            found[slot] = match[1] if slot == "quote" else match[0]
            rest = rest.replace(match[0], " ")
    for slot, words in _LEXICAL.items():
        match = re.search(rf"\b(?:{'|'.join(words)})\b", rest)
        if match:
            found[slot] = match[0]
    match = re.search(r"\b\d+\b", rest)
    if match:
        found["number"] = match[0]
    if not found:
        raise NotApplicable(text)
    return {**found, "text": text}


MESSAGE_FORMAT = Format(
    "message",
    "sentence",
    ("a sentence", "a short message", "a text", "one line of text"),
    (),
    lambda message: message["text"],
    recognise,
)


def _slot(message: Message, slot: str) -> str:
    if slot not in message:
        raise NotApplicable(slot)
    return message[slot]


def find(random: Random, words: list[str]) -> Step:
    slot = random.choice(list(_SLOTS))
    phrases = tuple(
        form.format(thing=thing)
        for thing in _SLOTS[slot]
        for form in (
            "extract the {thing}",
            "find the {thing} and write only that",
            "give the {thing}",
            "pull out the {thing}",
            "return just the {thing}",
            "what is the {thing}? Answer with it alone",
        )
    )
    return Step("message", "text", f"find_{slot}", phrases, lambda m: _slot(m, slot), "extraction")


def replace(random: Random, words: list[str]) -> Step:
    slot = random.choice([slot for slot in _SLOTS if slot != "quote"])
    thing = random.choice(_SLOTS[slot])
    word = random.choice(words)
    mark = random.choice((f"[{slot.upper()}]", "***", "___", "XXX", word, f"<{slot}>", "[removed]"))
    phrases = _say("replace", "phrases", thing=thing, mark=mark)
    return Step(
        "message",
        "text",
        f"mask_{slot}_{mark}",
        phrases,
        lambda m: m["text"].replace(_slot(m, slot), mark, 1),
        "format",
    )


def find_two(random: Random, words: list[str]) -> Step:
    one, two = random.sample(
        (
            "person",
            "city",
            "price",
            "item",
            "weekday",
            "time",
            "code",
            "number",
            "colour",
            "animal",
        ),
        2,
    )
    first, second = random.choice(_SLOTS[one]), random.choice(_SLOTS[two])
    name, sign = random.choice(
        (
            ("a comma", ", "),
            ("a slash", "/"),
            ("a hyphen", " - "),
            ("a colon", ": "),
            ("a semicolon", "; "),
        )
    )
    phrases = _say("find_two", "phrases", first=first, second=second, name=name)
    return Step(
        "message",
        "text",
        f"two_{one}_{two}_{sign.strip()}",
        phrases,
        lambda m: _slot(m, one) + sign + _slot(m, two),
        "extraction",
    )


def to_record(random: Random, words: list[str]) -> Step:
    slots = random.sample(
        (
            "person",
            "city",
            "price",
            "item",
            "weekday",
            "time",
            "code",
            "number",
            "colour",
            "animal",
        ),
        2,
    )
    listing = " and ".join(slots)
    phrases = _say("to_record", "phrases", listing=listing)
    return Step(
        "message",
        "record",
        "fields_" + "_".join(slots),
        phrases,
        lambda m: {slot: _slot(m, slot) for slot in slots},
        "extraction",
    )


def mentions(random: Random, words: list[str]) -> Step:
    slot = random.choice(
        ("person", "city", "price", "weekday", "time", "colour", "animal", "item", "number")
    )
    thing = random.choice(_SLOTS[slot])
    yes, no = random.choice(
        (("yes", "no"), ("true", "false"), ("1", "0"), tuple(random.sample(words[:3000], 2)))
    )
    phrases = _say("mentions", "phrases", yes=yes, thing=thing, no=no)
    return Step(
        "message",
        "label",
        f"has_{slot}?{yes}:{no}",
        phrases,
        lambda m: yes if slot in m else no,
        "classification",
    )


def measure(random: Random, words: list[str]) -> Step:
    nth = random.randint(2, 4)
    options = [
        (
            "text",
            "first_word",
            _say("measure", "first_word"),
            lambda w: w[0],
        ),
        ("text", "last_word", _say("measure", "last_word"), lambda w: w[-1].rstrip(".!")),
        ("text", "upper", _say("measure", "upper"), lambda w: " ".join(w).upper()),
        ("text", "lower", _say("measure", "lower"), lambda w: " ".join(w).lower()),
        (
            "text",
            f"first{nth}",
            _say("measure", "first", in_words_nth=in_words(nth), nth=nth),
            lambda w: " ".join(w[:nth]),
        ),
        ("text", "no_first", _say("measure", "no_first"), lambda w: " ".join(w[1:])),
        ("text", "exclaim", _say("measure", "exclaim"), lambda w: " ".join(w).rstrip(".!") + "!"),
        (
            "text",
            "underscores",
            _say("measure", "underscores"),
            "_".join,
        ),
        ("text", "dashes", _say("measure", "dashes"), "-".join),
        (
            "text",
            "longest",
            _say("measure", "longest"),
            lambda w: max((x.strip('.,!"') for x in w), key=len),
        ),
        ("number", "words", _say("measure", "words"), len),
        (
            "number",
            "capitals",
            _say("measure", "capitals"),
            lambda w: sum(c.isupper() for c in " ".join(w)),
        ),
    ]
    result, name, phrases, apply = random.choice(options)
    return Step(
        "message",
        result,
        f"sentence_{name}",
        phrases,
        lambda m: apply(m["text"].split(" ")),
        "string-ops",
    )


MESSAGE_STEPS = (
    (find, 4),
    (replace, 3),
    (find_two, 3),
    (to_record, 2),
    (mentions, 2),
    (measure, 3),
)
