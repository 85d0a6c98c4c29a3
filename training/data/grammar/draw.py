"""Draws plans: a domain, a format it is written in, one or two steps, a format for the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from training.data.grammar.plans.plan import Domain, Format, NotApplicable, Plan, Step
from training.data.grammar.values.date_steps import DATE_STEPS, TIME_STEPS, weekday_of
from training.data.grammar.values.formats import IDENTIFIER_FORMATS, LIST_FORMATS
from training.data.grammar.values.judgements import JUDGEMENTS
from training.data.grammar.values.list_steps import LIST_STEPS
from training.data.grammar.values.messages import MESSAGE_FORMAT, MESSAGE_STEPS, sample
from training.data.grammar.values.number_list_steps import NUMBER_LIST_STEPS
from training.data.grammar.values.numbers import DATE_FORMATS, NUMBER_FORMATS, TIME_FORMATS
from training.data.grammar.values.record_formats import NAME_FORMATS, RECORD_FORMATS
from training.data.grammar.values.text_steps import TEXT_STEPS
from training.data.grammar.values.value_steps import NAME_STEPS, NUMBER_STEPS, RECORD_STEPS
from training.data.grammar.words.vocabulary import (
    CATEGORIES,
    CITIES,
    FIRST_NAMES,
    LAST_NAMES,
    LEXICONS,
)

Factory = Callable[[Random, list[str]], Step]
STEPS: dict[str, tuple[tuple[Factory, int], ...]] = {
    "text": TEXT_STEPS,
    "items": LIST_STEPS,
    "numbers": NUMBER_LIST_STEPS,
    "number": NUMBER_STEPS,
    "date": DATE_STEPS,
    "time": TIME_STEPS,
    "name": NAME_STEPS,
    "record": RECORD_STEPS,
    "message": MESSAGE_STEPS,
    "weekday": ((weekday_of, 1),),
    "thing": (),
    "label": (),
}
PLAIN = Format("text", "plain", (), (), str, lambda text: text)
TARGETS: dict[str, tuple[Format, ...]] = {
    "text": (PLAIN,),
    "label": (PLAIN,),
    "items": (*LIST_FORMATS, *IDENTIFIER_FORMATS),
    "numbers": LIST_FORMATS[:16],
    "number": NUMBER_FORMATS,
    "date": DATE_FORMATS,
    "weekday": DATE_FORMATS,
    "time": TIME_FORMATS,
    "name": NAME_FORMATS,
    "record": RECORD_FORMATS,
}
SOURCES = {kind: tuple(f for f in formats if f.nouns) for kind, formats in TARGETS.items()}
_PLAIN_LISTS = tuple(f for f in LIST_FORMATS if f.name not in ("tags", "brackets"))


def _word_format(nouns: tuple[str, ...]) -> Format:
    def parse(text: str) -> str:
        if not text or " " in text or not text.isalpha():
            raise NotApplicable(text)
        return text

    return Format("text", "word", nouns, (), str, parse)


def _phrase_format() -> Format:
    return Format(
        "text",
        "phrase",
        ("a short phrase", "a few words", "some words"),
        (),
        str,
        lambda text: text,
    )


def _sample_record(random: Random) -> dict[str, str]:
    values = {
        "name": random.choice(FIRST_NAMES),
        "age": str(random.randint(18, 80)),
        "city": random.choice(CITIES),
        "colour": random.choice(CATEGORIES["colour"]),
        "price": str(random.randint(2, 99)),
        "size": random.choice(("S", "M", "L", "XL")),
        "job": random.choice(CATEGORIES["job"]),
        "team": random.choice(CATEGORIES["animal"]),
        "year": str(random.randint(1980, 2025)),
    }
    return {key: values[key] for key in random.sample(list(values), random.randint(2, 4))}


def _sample_date(random: Random) -> date:
    return date(1960, 1, 1) + timedelta(days=random.randint(0, 29000))


def domains(words: list[str]) -> list[tuple[Domain, int]]:
    """Every domain and its weight."""
    short = words[:2500]
    things = [word for group in CATEGORIES.values() for word in group]

    def some(pool: list[str] | tuple[str, ...], fewest: int = 3, most: int = 6):
        def draw(random: Random) -> list[str]:
            count = random.randint(fewest, most)
            chosen = random.sample(pool, count)
            if random.random() < 0.25:
                chosen[-1] = random.choice(chosen[:-1])
            return chosen

        return draw

    def numbers(random: Random) -> list[str]:
        return [str(random.randint(1, 99)) for _ in range(random.randint(3, 6))]

    def number(random: Random) -> int:
        return random.randint(1, random.choice((20, 100, 999)))

    def name(random: Random) -> list[str]:
        return [random.choice(FIRST_NAMES), random.choice(LAST_NAMES)]

    word_format = (_word_format(("a word", "one word", "a single word", "an English word")),)
    result = [
        (Domain("text", "word", ("word",), lambda r: r.choice(words), word_format), 16),
        (
            Domain(
                "text",
                "phrase",
                ("phrase",),
                lambda r: " ".join(r.sample(short, r.randint(2, 4))),
                (_phrase_format(),),
            ),
            5,
        ),
        (
            Domain(
                "thing",
                "thing",
                ("thing",),
                lambda r: r.choice(things),
                (_word_format(("a word", "the name of a thing", "a noun")),),
            ),
            9,
        ),
        (Domain("items", "words", ("words", "terms"), some(short), _PLAIN_LISTS), 12),
        (Domain("items", "things", ("things", "nouns"), some(things), _PLAIN_LISTS), 8),
        (Domain("items", "names", ("names", "first names"), some(FIRST_NAMES), _PLAIN_LISTS), 3),
        (Domain("items", "cities", ("cities", "place names"), some(CITIES), _PLAIN_LISTS), 3),
        (Domain("items", "identifier", ("words",), some(short, 2, 4), IDENTIFIER_FORMATS), 8),
        (Domain("numbers", "numbers", ("numbers",), numbers, SOURCES["numbers"]), 7),
        (Domain("number", "number", ("number",), number, SOURCES["number"]), 9),
        (
            Domain(
                "date",
                "date",
                ("date",),
                _sample_date,
                tuple(f for f in SOURCES["date"] if f.name != "weekday"),
            ),
            10,
        ),
        (
            Domain(
                "weekday",
                "weekday",
                ("date",),
                _sample_date,
                tuple(f for f in SOURCES["date"] if f.name == "weekday"),
            ),
            1,
        ),
        (Domain("time", "time", ("time",), lambda r: r.randrange(1440), SOURCES["time"]), 4),
        (Domain("name", "name", ("name",), name, SOURCES["name"]), 6),
        (Domain("record", "record", ("record",), _sample_record, SOURCES["record"]), 9),
        (Domain("message", "message", ("text",), sample, (MESSAGE_FORMAT,)), 18),
    ]
    for lexicon, (_, _, pairs) in LEXICONS.items():
        for side, label in ((0, "forward"), (1, "backward")):
            pool = sorted({pair[side] for pair in pairs})
            noun = (_word_format(("a word", "one word")),)
            result.append(
                (
                    Domain(
                        f"{lexicon} {label}", f"{lexicon}-{label}", ("word",), _chooser(pool), noun
                    ),
                    1,
                )
            )
    return result


def _chooser(pool: list[str]) -> Callable[[Random], str]:
    return lambda random: random.choice(pool)


def _lookup(kind: str) -> Step | None:
    lexicon, _, direction = kind.rpartition(" ")
    forward, backward, pairs = LEXICONS[lexicon]
    table = (
        dict(pairs) if direction == "forward" else {value: key for key, value in reversed(pairs)}
    )
    thing = forward if direction == "forward" else backward
    if not thing:
        return None
    phrases = (
        f"give {thing}",
        f"write {thing}",
        f"return {thing}",
        f"answer with {thing}",
        f"what is {thing}?",
    )
    return Step(kind, "text", f"lookup_{direction}", phrases, lambda word: table[word], "knowledge")


def _draw_step(random: Random, words: list[str], kind: str, judge: float) -> Step | None:
    if " " in kind:
        return _lookup(kind)
    if kind in JUDGEMENTS and (not STEPS[kind] or random.random() < judge):
        factories = JUDGEMENTS[kind]
    else:
        factories = STEPS[kind]
    if not factories:
        return None
    (factory,) = random.choices([f for f, _ in factories], [weight for _, weight in factories])
    return factory(random, words)


def draw_plan(random: Random, words: list[str], choices: list[tuple[Domain, int]]) -> Plan | None:
    (domain,) = random.choices([d for d, _ in choices], [weight for _, weight in choices])
    source = random.choice(domain.formats)
    can_convert = domain.kind in TARGETS and domain.kind != "text"
    length = random.choices((0, 1, 2), (1.6 if can_convert else 0, 5, 3))[0]
    steps: list[Step] = []
    kind = domain.kind
    for _ in range(length):
        step = _draw_step(random, words, kind, judge=0.3)
        if step is None:
            break
        steps.append(step)
        kind = step.result
    if kind not in TARGETS or (length and not steps):
        return None
    keeps = source in TARGETS[kind]
    target = source if steps and keeps and random.random() < 0.5 else random.choice(TARGETS[kind])
    if kind == "number" and domain.kind != "number" and random.random() < 0.6:
        target = NUMBER_FORMATS[0]
    if not steps and target is source:
        return None
    return Plan(domain, source, tuple(steps), target)


def plans(seed: int, words: list[str]) -> Iterator[Plan]:
    """Endless different plans, the same for the same seed and words."""
    random = Random(seed)
    choices = domains(words)
    seen: set[str] = set()
    while True:
        plan = draw_plan(random, words, choices)
        if plan and plan.name not in seen:
            seen.add(plan.name)
            yield plan
