"""Steps from a clause to code: records of its parts, calls and terms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.machine.files import read_table

from .clause import Clause
from .clause_parts import PARTS, required

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])

_LABELS = _DATA["labels"]
_CODE: tuple[tuple[str, str, Callable[[list[str], list[str]], str]], ...] = (
    (
        "json",
        "a JSON object with the keys {keys}, all values as strings",
        lambda k, v: "{" + ", ".join(f'"{a}": "{b}"' for a, b in zip(k, v)) + "}",
    ),
    (
        "dict",
        "a Python dict with the keys {keys} and single quotes",
        lambda k, v: "{" + ", ".join(f"'{a}': '{b}'" for a, b in zip(k, v)) + "}",
    ),
    (
        "lines",
        "lines of the form key: value with the keys {keys}",
        lambda k, v: "\n".join(f"{a}: {b}" for a, b in zip(k, v)),
    ),
    (
        "flags",
        "command line options {keys}, each with two hyphens and its value in double quotes",
        lambda k, v: " ".join(f'--{a} "{b}"' for a, b in zip(k, v)),
    ),
    (
        "assign",
        'assignments key = "value" separated by semicolons and spaces, with the variables {keys}',
        lambda k, v: "; ".join(f'{a} = "{b}"' for a, b in zip(k, v)),
    ),
    (
        "xml",
        "XML elements called {keys}, one after the other without spaces between",
        lambda k, v: "".join(f"<{a}>{b}</{a}>" for a, b in zip(k, v)),
    ),
    (
        "pairs",
        "key=value pairs separated by semicolons, with the keys {keys}",
        lambda k, v: ";".join(f"{a}={b}" for a, b in zip(k, v)),
    ),
)


def record(random: Random, words: list[str]) -> Step:
    """Step that writes parts under keys that only the description names."""
    chosen = random.sample(list(_LABELS), random.choice((2, 2, 3)))
    keys = [_LABELS[part] if random.random() < 0.4 else random.choice(words) for part in chosen]
    if len(set(keys)) < len(keys):
        keys = [f"{key}{number}" for number, key in enumerate(keys, 1)]
    name, form, write = random.choice(_CODE)
    told = ", ".join(f"{key} ({PARTS[part][0][0]})" for key, part in zip(keys, chosen))
    form = form.format(keys=told)
    phrases = _say("record", "phrases", form=form)
    return Step(
        "clause",
        "text",
        f"record_{name}_{'_'.join(chosen)}_{'_'.join(keys)}",
        phrases,
        lambda c: write(keys, [required(PARTS[part][1], c) for part in chosen]),
        "code",
    )


def call(random: Random, words: list[str]) -> Step:
    """Step that writes the sentence as a call or a logical term: write(Anna, letter)."""
    options: list[tuple[str, str, Callable[[str, str, str], str]]] = [
        ("term", "verb(subject, object)", lambda v, s, o: f"{v}({s}, {o})"),
        ("method", 'subject.verb("object")', lambda v, s, o: f'{s}.{v}("{o}")'),
        ("call", 'verb("subject", "object")', lambda v, s, o: f'{v}("{s}", "{o}")'),
        (
            "keywords",
            'verb(who="subject", what="object")',
            lambda v, s, o: f'{v}(who="{s}", what="{o}")',
        ),
        ("list", '["subject", "verb", "object"]', lambda v, s, o: f'["{s}", "{v}", "{o}"]'),
        ("tuple", "('subject', 'verb', 'object')", lambda v, s, o: f"('{s}', '{v}', '{o}')"),
        ("arrow", "subject -[verb]-> object", lambda v, s, o: f"{s} -[{v}]-> {o}"),
        ("lisp", "(verb subject object)", lambda v, s, o: f"({v} {s} {o})"),
        ("path", "/subject/verb/object", lambda v, s, o: f"/{s}/{v}/{o}"),
        ("csv", "subject,verb,object", lambda v, s, o: f"{s},{v},{o}"),
        ("scope", "subject::verb::object", lambda v, s, o: f"{s}::{v}::{o}"),
        ("index", 'subject["verb"] = "object"', lambda v, s, o: f'{s}["{v}"] = "{o}"'),
        ("hashtags", "#subject #verb #object", lambda v, s, o: f"#{s} #{v} #{o}"),
    ]
    name, form, write = random.choice(options)
    part, told = random.choice(
        (
            ("base", "the verb in its base form"),
            ("past", "the verb in the simple past"),
            ("ing", "the -ing form of the verb"),
            ("participle", "the past participle of the verb"),
        )
    )
    noun = "the object is its noun without article and adjective"
    phrases = _say("call", "phrases", form=form, told=told, noun=noun)

    def apply(clause: Clause) -> str:
        if clause.subject.kind != "name" or clause.subject.second or clause.is_negative:
            raise NotApplicable("no single name")
        return write(PARTS[part][1](clause), clause.subject.noun, clause.object.head())

    return Step("clause", "text", f"term_{name}_{part}", phrases, apply, "code")


CLAUSE_CODE = ((record, 4), (call, 3))
