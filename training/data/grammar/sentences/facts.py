"""Facts in a sentence ("Anna is 34 and lives in Oslo.") and the code that says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import Domain, Format, NotApplicable, Step
from training.data.grammar.words.lexicon import CITIES, MEN, NOUNS, WOMEN
from training.data.grammar.words.vocabulary import WEEKDAYS
from training.machine.files import read_table

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])

Facts = dict[str, str]
_PATTERNS: dict[str, tuple[str, str, dict[str, str]]] = _DATA["patterns"]
_WORDS: dict[str, tuple[str, ...]] = _DATA["words"]


def _among(words: tuple[str, ...]) -> Callable[[Random], str]:
    return lambda random: random.choice(words)


_VALUES: dict[str, Callable[[Random], str]] = {
    **{field: _among(words) for field, words in _WORDS.items()},
    "name": lambda r: r.choice(WOMEN),
    "other": lambda r: r.choice(MEN),
    "age": lambda r: str(r.randint(18, 80)),
    "city": lambda r: r.choice(CITIES[:13]),
    "start": lambda r: r.choice(CITIES[13:]),
    "count": lambda r: str(r.randint(2, 40)),
    "file": lambda r: r.choice(_WORDS["file"]) + r.choice(_WORDS["file_ending"]),
    "thing": lambda r: r.choice((*NOUNS["household"], *NOUNS["machine"])),
    "price": lambda r: str(r.randint(5, 400)),
    "day": lambda r: r.choice(WEEKDAYS),
    "hour": lambda r: str(r.randint(7, 20)),
    "value": lambda r: str(r.randint(1, 99)),
    "points": lambda r: str(r.randint(2, 90)),
    "round": lambda r: str(r.randint(1, 9)),
}


def _reader(pattern: str) -> Callable[[str], Facts]:
    compiled = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[\\w.]+)", re.escape(pattern)))

    def read(text: str) -> Facts:
        match = compiled.fullmatch(text)
        if not match:
            raise NotApplicable(text)
        return match.groupdict()

    return read


def _plain(value: str) -> str:
    """A number as it is, other text in double quotes."""
    return value if value.isdigit() else f'"{value}"'


def _single(value: str) -> str:
    return value if value.isdigit() else f"'{value}'"


# Name, how to ask for it, with {name} made up and {keys} as listed, and how to write it.
_CODE: tuple[tuple[str, tuple[str, ...], Callable[[str, Facts], str]], ...] = (
    ("call", _say("code", "call"), lambda n, f: f"{n}({', '.join(map(_plain, f.values()))})"),
    (
        "keywords",
        _say("code", "keywords"),
        lambda n, f: f"{n}({', '.join(f'{k}={_plain(v)}' for k, v in f.items())})",
    ),
    (
        "json",
        _say("code", "json"),
        lambda n, f: json.dumps({k: int(v) if v.isdigit() else v for k, v in f.items()}),
    ),
    (
        "nested",
        _say("code", "nested"),
        lambda n, f: json.dumps({n: {k: int(v) if v.isdigit() else v for k, v in f.items()}}),
    ),
    (
        "dict",
        _say("code", "dict"),
        lambda n, f: "{" + ", ".join(f"'{k}': {_single(v)}" for k, v in f.items()) + "}",
    ),
    ("tuple", _say("code", "tuple"), lambda n, f: f"{n} = ({', '.join(map(_single, f.values()))})"),
    ("list", _say("code", "list"), lambda n, f: f"{n} = [{', '.join(map(_plain, f.values()))}]"),
    (
        "insert",
        _say("code", "insert"),
        lambda n, f: f"INSERT INTO {n} VALUES ({', '.join(map(_single, f.values()))});",
    ),
    (
        "select",
        _say("code", "select"),
        lambda n, f: (
            f"SELECT * FROM {n} WHERE {' AND '.join(f'{k} = {_single(v)}' for k, v in f.items())};"
        ),
    ),
    (
        "delete",
        _say("code", "delete"),
        lambda n, f: (
            f"DELETE FROM {n} WHERE {' AND '.join(f'{k} = {_single(v)}' for k, v in f.items())};"
        ),
    ),
    (
        "shell",
        _say("code", "shell"),
        lambda n, f: " ".join([n, *(f"--{k} {v}" for k, v in f.items())]),
    ),
    ("arguments", _say("code", "arguments"), lambda n, f: " ".join([n, *f.values()])),
    (
        "environment",
        _say("code", "environment"),
        lambda n, f: " ".join(f"{k.upper()}={v}" for k, v in f.items()),
    ),
    (
        "url",
        _say("code", "url"),
        lambda n, f: f"/{n}?" + "&".join(f"{k}={v}" for k, v in f.items()),
    ),
    ("path", _say("code", "path"), lambda n, f: "/".join(["", n, *f.values()])),
    ("csv", _say("code", "csv"), lambda n, f: ",".join(f.values())),
    (
        "yaml",
        _say("code", "yaml"),
        lambda n, f: f"{n}:\n" + "\n".join(f"  {k}: {v}" for k, v in f.items()),
    ),
    (
        "xml",
        _say("code", "xml"),
        lambda n, f: f"<{n} " + " ".join(f'{k}="{v}"' for k, v in f.items()) + " />",
    ),
    (
        "elements",
        _say("code", "elements"),
        lambda n, f: f"<{n}>" + "".join(f"<{k}>{v}</{k}>" for k, v in f.items()) + f"</{n}>",
    ),
    (
        "new",
        _say("code", "new"),
        lambda n, f: f"new {n.capitalize()}({', '.join(map(_plain, f.values()))})",
    ),
    (
        "object",
        _say("code", "object"),
        lambda n, f: "{ " + ", ".join(f"{k}: {_plain(v)}" for k, v in f.items()) + " }",
    ),
    ("print", _say("code", "print"), lambda n, f: f"print({', '.join(map(_plain, f.values()))})"),
    (
        "ini",
        _say("code", "ini"),
        lambda n, f: f"[{n}]\n" + "\n".join(f"{k}={v}" for k, v in f.items()),
    ),
    (
        "attribute",
        _say("code", "attribute"),
        lambda n, f: "\n".join(f"{n}.{k} = {_plain(v)}" for k, v in f.items()),
    ),
    ("table", _say("code", "table"), lambda n, f: "| " + " | ".join(f.values()) + " |"),
    ("lisp", _say("code", "lisp"), lambda n, f: f"({n} {' '.join(map(_plain, f.values()))})"),
    (
        "assert",
        _say("code", "assert"),
        lambda n, f: f"assert {n}({_plain(list(f.values())[0])}) == {_plain(list(f.values())[-1])}",
    ),
    (
        "return",
        _say("code", "return"),
        lambda n, f: (
            f"if {list(f)[0]} == {_plain(list(f.values())[0])}: return {_plain(list(f.values())[-1])}"
        ),
    ),
)
_ASK = _DATA["ask"]
_SPOKEN: tuple[str, ...] = _DATA["spoken"]
"""Code that can be read back, and so be an input."""


def _compound(random: Random, words: list[str]) -> str:
    return random.choice(
        (
            random.choice(words),
            random.choice(("add", "save", "new", "get", "make", "set"))
            + "_"
            + random.choice(words),
        )
    )


def facts_step(random: Random, words: list[str]) -> tuple[Domain, Step]:
    kind = random.choice(list(_PATTERNS))
    pattern, noun, fields = _PATTERNS[kind]
    chosen = (
        list(fields)
        if random.random() < 0.5
        else random.sample(list(fields), random.randint(2, len(fields)))
    )
    keys = [field if random.random() < 0.5 else random.choice(words) for field in chosen]
    if len(set(keys)) < len(keys):
        keys = chosen
    code, forms, write = random.choice(_CODE)
    name = _compound(random, words)
    told = {
        "name": name,
        "Name": name.capitalize(),
        "values": ", ".join(fields[field] for field in chosen),
        "keys": ", ".join(f"{key} ({fields[field]})" for key, field in zip(keys, chosen)),
        "first": fields[chosen[0]],
        "last": fields[chosen[-1]],
        "first_key": keys[0],
    }
    phrases = tuple(ask.format(code=form.format(**told)) for ask in _ASK for form in forms)
    step = Step(
        "facts",
        "text",
        f"{code}_{name}_{'_'.join(chosen)}_{'_'.join(keys)}",
        phrases,
        lambda facts: write(name, {key: facts[field] for key, field in zip(keys, chosen)}),
        "code",
    )
    nouns = (
        noun,
        f"{noun} like '{pattern.replace('{', '<').replace('}', '>')}'",
        "a sentence",
        "an English sentence",
    )
    source = Format(
        "facts", kind, nouns, (), lambda facts: pattern.format(**facts), _reader(pattern)
    )
    return Domain(
        "facts",
        kind,
        ("sentence",),
        lambda r: {field: _VALUES[field](r) for field in fields},
        (source,),
    ), step


def spoken_step(random: Random, words: list[str]) -> tuple[Domain, Step]:
    """Code as the input and its sentence as the answer, in words that the description gives."""
    kind = random.choice([kind for kind in _PATTERNS if kind != "order"])
    pattern, _, fields = _PATTERNS[kind]
    name = _compound(random, words)
    code, forms, write = random.choice([entry for entry in _CODE if entry[0] in _SPOKEN])
    facts_names = list(fields)

    def read(text: str) -> Facts:
        # The code is read by writing placeholders and matching what stands in their places.
        marked = re.escape(write(name, {field: f"QQ{field}QQ" for field in facts_names}))
        match = re.fullmatch(
            re.sub(
                r"(?:[\"']|\\[\"'])?QQ(\w+?)QQ(?:[\"']|\\[\"'])?",
                r"[\"']?(?P<\1>[\\w.]+)[\"']?",
                marked,
            ),
            text,
        )
        if not match:
            raise NotApplicable(text)
        return match.groupdict()

    shown = pattern.replace("{", "<").replace("}", ">")
    phrases = _say("spoken_step", "phrases", shown=shown)
    nouns = _say("spoken_step", "nouns", join_fields_values=", ".join(fields.values()))
    source = Format(
        "facts", f"{kind}-{code}-{name}", nouns, (), lambda facts: write(name, facts), read
    )
    step = Step(
        "facts",
        "text",
        "spoken",
        phrases,
        lambda facts: pattern.format(**facts),
        random.choice(("code", "generation")),
    )
    return Domain(
        "facts",
        f"{kind}-code",
        ("code",),
        lambda r: {field: _VALUES[field](r) for field in fields},
        (source,),
    ), step
