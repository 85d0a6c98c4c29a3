"""Sentences with things to find in them, and a recogniser that finds the same things in any text."""

from __future__ import annotations

import re
from random import Random

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

from .numbers import in_words

TEMPLATES = (
    "{person} paid {price} for a {item} in {city}.",
    "Please send the {item} to {email} before {weekday}.",
    "The {colour} {animal} sat next to {person}.",
    "Order {code} for {person} will reach {city} on {weekday}.",
    "Call {person} at {phone} about the {item}.",
    "The train from {city} leaves at {time} on {weekday}.",
    "{person} ordered {number} {colour} cups for {price}.",
    "Meet me in {city} at {time}, says {person}.",
    "Write to {email} if the {item} is not {colour}.",
    "See {url} for the {item}, now only {price}!",
    "{person} saw {number} birds and a {animal} near {city}.",
    "Great day in {city} with {mention} {hashtag}",
    "Ticket {code}: the {item} of {person} is broken.",
    "We expect {number} guests in {city} on {date}.",
    "{person} was born in {city} on {date}.",
    "Sales rose by {percent} in {month}, says {person}.",
    "My {animal} ate the {colour} {item} at {time}.",
    'The sign said "{quote}" in {colour} letters.',
    '{person} shouted "{quote}" at the {animal}.',
    "{mention} please answer {email} about {code} {hashtag}",
    "The {item} costs {price}, that is {percent} less than in {month}.",
    "Our office in {city} has the number {phone}.",
    "{person} and {number} friends fly to {city} in {month}.",
    "Invoice {code} over {price} is due on {date}.",
    "On {weekday} {person} will teach {number} children in {city}.",
    "Download it from {url} by {weekday}.",
    "A {colour} {item} was lost at {time} in {city}.",
    "{person} likes the {animal} more than the {item}.",
)
_SLOTS = {
    "person": ("person's first name", "name of the person", "person mentioned"),
    "price": ("price", "amount of money", "sum in dollars"),
    "item": ("thing for sale", "object", "product"),
    "city": ("city", "name of the city", "town mentioned"),
    "email": ("e-mail address", "email", "mail address"),
    "weekday": ("day of the week", "weekday"),
    "colour": ("colour", "colour word"),
    "animal": ("animal", "animal mentioned"),
    "code": ("order code", "code with letters and digits", "reference code"),
    "phone": ("phone number", "telephone number"),
    "time": ("time of day", "clock time"),
    "number": ("number", "whole number in the text"),
    "url": ("web address", "URL", "link"),
    "mention": ("user name with @", "@-mention"),
    "hashtag": ("hashtag", "tag with #"),
    "date": ("date", "full date"),
    "percent": ("percentage", "per cent figure"),
    "month": ("month", "name of the month"),
    "quote": ("text in quotation marks", "quoted words"),
}
_PATTERNS = {
    "email": r"[\w.]+@[\w.]+\.\w+", "url": r"https?://\S+|www\.\S+", "price": r"\$\d+(?:\.\d\d)?",
    "percent": r"\d+%", "code": r"\b[A-Z]{1,3}-?\d{2,6}\b", "phone": r"\b\d{3}-\d{3,4}(?:-\d{4})?\b",
    "time": r"\b\d{1,2}:\d{2}(?: ?[AaPp][Mm])?", "mention": r"(?<!\w)@\w+", "hashtag": r"#\w+",
    "quote": r'"([^"]+)"', "date": r"\b(?:%s) \d{1,2}, \d{4}" % "|".join(MONTHS),
}  # fmt: skip
_LEXICAL = {
    "person": FIRST_NAMES, "city": CITIES, "weekday": WEEKDAYS, "month": MONTHS,
    "item": ITEMS_FOR_SALE, "animal": CATEGORIES["animal"], "colour": CATEGORIES["colour"],
}  # fmt: skip
Message = dict[str, str]
"""Slot -> text as it stands, and the whole under "text"."""


def sample(random: Random) -> Message:
    quote = " ".join(random.sample(("stop", "now", "free", "open", "late", "help", "today", "sale"), 2))
    values = {
        "person": random.choice(FIRST_NAMES),
        "price": random.choice((f"${random.randint(2, 300)}", f"${random.randint(1, 90)}.{random.randint(10, 99)}")),
        "email": f"{random.choice((*FIRST_NAMES, *LAST_NAMES)).lower()}@{random.choice(COMPANY_WORDS)}.{random.choice(('com', 'org', 'net'))}",
        "code": "".join(random.choices("ABCDEFGHKLMNPRSTX", k=2)) + random.choice(("-", "")) + str(random.randint(100, 9999)),
        "phone": f"{random.randint(200, 999)}-{random.randint(200, 999)}-{random.randint(1000, 9999)}",
        "time": f"{random.randint(1, 12)}:{random.randint(0, 59):02d}",
        "number": str(random.randint(2, 60)),
        "url": f"www.{random.choice(COMPANY_WORDS)}.{random.choice(('com', 'org', 'io'))}",
        "mention": "@" + random.choice(LAST_NAMES).lower() + str(random.randint(1, 99)),
        "hashtag": "#" + random.choice(COMPANY_WORDS),
        "date": f"{random.choice(MONTHS)} {random.randint(1, 28)}, {random.randint(1960, 2030)}",
        "percent": f"{random.randint(2, 90)}%",
        "quote": quote,
    }  # fmt: skip
    values |= {slot: random.choice(words) for slot, words in _LEXICAL.items() if slot not in values}
    template = random.choice(TEMPLATES)
    return recognise(template.format(**values))


def recognise(text: str) -> Message:
    """The first of every kind of thing; raises NotApplicable when there is none."""
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
    "message", "sentence", ("a sentence", "a short message", "a text", "one line of text"), (),
    lambda message: message["text"], recognise,
)  # fmt: skip


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
            "extract the {thing}", "find the {thing} and write only that", "give the {thing}",
            "pull out the {thing}", "return just the {thing}", "what is the {thing}? Answer with it alone",
        )
    )  # fmt: skip
    return Step("message", "text", f"find_{slot}", phrases, lambda m: _slot(m, slot), "extraction")


def replace(random: Random, words: list[str]) -> Step:
    slot = random.choice([slot for slot in _SLOTS if slot != "quote"])
    thing = random.choice(_SLOTS[slot])
    word = random.choice(words)
    mark = random.choice((f"[{slot.upper()}]", "***", "___", "XXX", word, f"<{slot}>", "[removed]"))
    phrases = (
        f"replace the {thing} by {mark}", f"write {mark} in place of the {thing}, keep the rest",
        f"mask the {thing} with {mark}", f"copy the text but with {mark} for the {thing}",
    )  # fmt: skip
    return Step(
        "message", "text", f"mask_{slot}_{mark}", phrases,
        lambda m: m["text"].replace(_slot(m, slot), mark, 1), "format",
    )  # fmt: skip


def find_two(random: Random, words: list[str]) -> Step:
    one, two = random.sample(("person", "city", "price", "item", "weekday", "time", "code", "number", "colour", "animal"), 2)
    first, second = random.choice(_SLOTS[one]), random.choice(_SLOTS[two])
    name, sign = random.choice((("a comma", ", "), ("a slash", "/"), ("a hyphen", " - "), ("a colon", ": "), ("a semicolon", "; ")))
    phrases = (
        f"give the {first} and the {second} with {name} between", f"extract {first}, then {name}, then {second}",
        f"write the {first} and after {name} the {second}",
    )  # fmt: skip
    return Step(
        "message", "text", f"two_{one}_{two}_{sign.strip()}", phrases,
        lambda m: _slot(m, one) + sign + _slot(m, two), "extraction",
    )  # fmt: skip


def to_record(random: Random, words: list[str]) -> Step:
    slots = random.sample(("person", "city", "price", "item", "weekday", "time", "code", "number", "colour", "animal"), 2)
    listing = " and ".join(slots)
    phrases = (
        f"write down {listing} as fields", f"make a record with the fields {listing}",
        f"extract {listing} under these names",
    )  # fmt: skip
    return Step(
        "message", "record", "fields_" + "_".join(slots), phrases,
        lambda m: {slot: _slot(m, slot) for slot in slots}, "extraction",
    )  # fmt: skip


def mentions(random: Random, words: list[str]) -> Step:
    slot = random.choice(("person", "city", "price", "weekday", "time", "colour", "animal", "item", "number"))
    thing = random.choice(_SLOTS[slot])
    yes, no = random.choice((("yes", "no"), ("true", "false"), ("1", "0"), tuple(random.sample(words[:3000], 2))))
    phrases = (
        f"answer {yes} if there is a {thing} in it, otherwise {no}", f"write {yes} when it names a {thing} and {no} when not",
        f"choose '{yes}' if a {thing} occurs and '{no}' if not", f"does it mention a {thing}? Reply {yes} or {no}",
    )  # fmt: skip
    return Step("message", "label", f"has_{slot}?{yes}:{no}", phrases, lambda m: yes if slot in m else no, "classification")


def measure(random: Random, words: list[str]) -> Step:
    nth = random.randint(2, 4)
    options = [
        ("text", "first_word", ("give its first word", "return the word it starts with"), lambda w: w[0]),
        ("text", "last_word", ("give its last word without the full stop", "return the word it ends with"), lambda w: w[-1].rstrip(".!")),
        ("text", "upper", ("write it in capital letters", "shout it, all in upper case"), lambda w: " ".join(w).upper()),
        ("text", "lower", ("write it in small letters", "put all of it in lower case"), lambda w: " ".join(w).lower()),
        ("text", f"first{nth}", (f"keep its first {in_words(nth)} words", f"cut it after word {nth}"), lambda w: " ".join(w[:nth])),
        ("text", "no_first", ("drop its first word", "leave out the word it starts with"), lambda w: " ".join(w[1:])),
        ("text", "exclaim", ("end it with an exclamation mark in place of the full stop", "make it an exclamation"), lambda w: " ".join(w).rstrip(".!") + "!"),
        ("text", "underscores", ("replace the spaces by underscores", "put _ for every space"), "_".join),
        ("text", "dashes", ("replace the spaces by hyphens", "put - for every space"), "-".join),
        ("text", "longest", ("give its longest word", "return the word with the most letters"), lambda w: max((x.strip('.,!"') for x in w), key=len)),
        ("number", "words", ("count its words", "say how many words it has"), len),
        ("number", "capitals", ("count its capital letters", "say how many capitals there are"), lambda w: sum(c.isupper() for c in " ".join(w))),
    ]  # fmt: skip
    result, name, phrases, apply = random.choice(options)
    return Step("message", result, f"sentence_{name}", phrases, lambda m: apply(m["text"].split(" ")), "string-ops")


MESSAGE_STEPS = ((find, 4), (replace, 3), (find_two, 3), (to_record, 2), (mentions, 2), (measure, 3))
