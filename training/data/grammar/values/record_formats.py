"""Ways to write names and records, each with its inverse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from training.data.grammar.plans.plan import Format, NotApplicable
from training.machine.files import read_table

_DATA = read_table(Path(__file__).with_suffix(".json"))
_NAME = _DATA["name_formats"]
_RECORD = _DATA["record_formats"]
Record = dict[str, str]


def _name(
    name: str, write: Callable[[list[str]], str], pattern: str | None, order: str, manners, nouns
) -> Format:
    """Format of names [first, last]; without a pattern it is for output only."""

    def parse(text: str) -> list[str]:
        match = re.fullmatch(pattern, text) if pattern else None
        if not match:
            raise NotApplicable(text)
        first, last = (match[1], match[2]) if order == "first last" else (match[2], match[1])
        return [first.capitalize(), last.capitalize()]

    return Format("name", name, nouns, manners, write, parse)


_WORD = r"([A-Za-z]+)"
NAME_FORMATS = (
    _name(
        "natural", lambda n: f"{n[0]} {n[1]}", rf"{_WORD} {_WORD}", "first last", **_NAME["natural"]
    ),
    _name(
        "last_first",
        lambda n: f"{n[1]}, {n[0]}",
        rf"{_WORD}, {_WORD}",
        "last first",
        **_NAME["last_first"],
    ),
    _name(
        "capital_last",
        lambda n: f"{n[1].upper()} {n[0]}",
        r"([A-Z]{2,}) ([A-Z][a-z]+)",
        "last first",
        **_NAME["capital_last"],
    ),
    _name(
        "email",
        lambda n: f"{n[0]}.{n[1]}".lower(),
        r"([a-z]+)\.([a-z]+)",
        "first last",
        **_NAME["email"],
    ),
    _name(
        "underscore",
        lambda n: f"{n[0]}_{n[1]}".lower(),
        r"([a-z]+)_([a-z]+)",
        "first last",
        **_NAME["underscore"],
    ),
    _name(
        "initial_last", lambda n: f"{n[0][0]}. {n[1]}", None, "first last", **_NAME["initial_last"]
    ),
    _name(
        "last_initial", lambda n: f"{n[1]} {n[0][0]}.", None, "first last", **_NAME["last_initial"]
    ),
    _name(
        "first_initial",
        lambda n: f"{n[0]} {n[1][0]}.",
        None,
        "first last",
        **_NAME["first_initial"],
    ),
    _name("login", lambda n: (n[0][0] + n[1]).lower(), None, "first last", **_NAME["login"]),
    _name("initials", lambda n: n[0][0] + n[1][0], None, "first last", **_NAME["initials"]),
    _name("dotted", lambda n: f"{n[0][0]}.{n[1][0]}.", None, "first last", **_NAME["dotted"]),
    _name(
        "domain", lambda n: f"{n[0]}.{n[1]}@mail.com".lower(), None, "first last", **_NAME["domain"]
    ),
    _name(
        "json",
        lambda n: json.dumps({"first": n[0], "last": n[1]}),
        r'\{"first": "(\w+)", "last": "(\w+)"\}',
        "first last",
        **_NAME["json"],
    ),
)


def _pairs(name: str, assign: str, glue: str, before: str, after: str, manners, nouns) -> Format:
    def write(record: Record) -> str:
        return before + glue.join(f"{key}{assign}{value}" for key, value in record.items()) + after

    def parse(text: str) -> Record:
        if not (text.startswith(before) and text.endswith(after)):
            raise NotApplicable(text)
        parts = text[len(before) : len(text) - len(after)].split(glue)
        pairs = [part.split(assign) for part in parts]
        if not all(len(pair) == 2 and all(pair) for pair in pairs):
            raise NotApplicable(text)
        return dict(pairs)

    return Format("record", name, nouns, manners, write, parse)


def _json_object() -> Format:
    def parse(text: str) -> Record:
        try:
            record = json.loads(text)
        except json.JSONDecodeError as error:
            raise NotApplicable(text) from error
        if not isinstance(record, dict):
            raise NotApplicable(text)
        return {key: str(value) for key, value in record.items()}

    return Format(
        "record",
        "json",
        ("a JSON object", "a record in JSON"),
        ("as a JSON object", "as JSON", "in JSON with the same keys"),
        lambda record: json.dumps(record, ensure_ascii=False),
        parse,
    )


def _xml() -> Format:
    def write(record: Record) -> str:
        return "".join(f"<{key}>{value}</{key}>" for key, value in record.items())

    def parse(text: str) -> Record:
        pairs = re.findall(r"<(\w+)>([^<]*)</\1>", text)
        if not pairs or write(dict(pairs)) != text:
            raise NotApplicable(text)
        return dict(pairs)

    return Format(
        "record",
        "xml",
        ("XML tags", "fields as XML elements"),
        ("as XML tags", "with every field in a tag of its name"),
        write,
        parse,
    )


def _csv() -> Format:
    def write(record: Record) -> str:
        return ",".join(record) + "\n" + ",".join(record.values())

    def parse(text: str) -> Record:
        lines = [line.split(",") for line in text.split("\n")]
        if len(lines) != 2 or len(lines[0]) != len(lines[1]) or len(lines[0]) < 2:
            raise NotApplicable(text)
        return dict(zip(*lines))

    return Format(
        "record",
        "csv",
        ("a CSV header and one row", "two lines of CSV"),
        ("as CSV with a header line", "as two CSV lines, header and values"),
        write,
        parse,
    )


RECORD_FORMATS = (
    _json_object(),
    _xml(),
    _csv(),
    _pairs("lines", ": ", "\n", "", "", **_RECORD["lines"]),
    _pairs("commas", ": ", ", ", "", "", **_RECORD["commas"]),
    _pairs("equals", "=", "; ", "", "", **_RECORD["equals"]),
    _pairs("query", "=", "&", "?", "", **_RECORD["query"]),
    _pairs("environment", "=", "\n", "", "", **_RECORD["environment"]),
    _pairs("arrows", " -> ", "\n", "", "", **_RECORD["arrows"]),
    _pairs("bars", ": ", " | ", "| ", " |", **_RECORD["bars"]),
)
