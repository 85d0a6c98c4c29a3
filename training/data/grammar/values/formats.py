"""Ways to write lists, names and records, each with its inverse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from training.data.grammar.plans.plan import Format, NotApplicable


def _separated(name: str, separator: str, manners: tuple[str, ...], nouns: tuple[str, ...]) -> Format:
    def parse(text: str) -> list[str]:
        parts = text.split(separator)
        if len(parts) < 2 or not all(part == part.strip() and part for part in parts):
            raise NotApplicable(text)
        return parts

    return Format("items", name, nouns, manners, separator.join, parse)


def _by_line(name: str, mark: Callable[[int], str], pattern: str, manners, nouns) -> Format:
    def write(items: list[str]) -> str:
        return "\n".join(mark(i) + item for i, item in enumerate(items))

    def parse(text: str) -> list[str]:
        matches = [re.fullmatch(pattern + r"(\S.*)", line) for line in text.split("\n")]
        if len(matches) < 2 or not all(matches):
            raise NotApplicable(text)
        return [match[1] for match in matches if match]

    return Format("items", name, nouns, manners, write, parse)


def _conjunction(name: str, word: str, manners, nouns) -> Format:
    def write(items: list[str]) -> str:
        return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"

    def parse(text: str) -> list[str]:
        match = re.fullmatch(rf"(.+) {word} (.+)", text)
        if not match:
            raise NotApplicable(text)
        return [*match[1].split(", "), match[2]]

    return Format("items", name, nouns, manners, write, parse)


def _json_array() -> Format:
    def parse(text: str) -> list[str]:
        try:
            items = json.loads(text)
        except json.JSONDecodeError as error:
            raise NotApplicable(text) from error
        if not isinstance(items, list):
            raise NotApplicable(text)
        return [str(item) for item in items]

    def write(items: list[str]) -> str:
        return json.dumps(items, ensure_ascii=False)

    nouns = ("a JSON array", "a JSON list of strings", "a list in JSON")
    manners = ("as a JSON array", "in the form of a JSON list", "as JSON, like [\"a\", \"b\"]")
    return Format("items", "json", nouns, manners, write, parse)


def _wrapped(name: str, before: str, after: str, glue: str, manners, nouns) -> Format:
    def write(items: list[str]) -> str:
        return glue.join(before + item + after for item in items)

    def parse(text: str) -> list[str]:
        if not text.startswith(before) or not text.endswith(after):
            raise NotApplicable(text)
        return text[len(before) : len(text) - len(after)].split(after + glue + before)

    return Format("items", name, nouns, manners, write, parse)


LIST_FORMATS = (
    _separated("comma", ", ", ("separated by commas", "with commas between them", "as a comma-separated list"),
               ("a comma-separated list", "items separated by commas", "a list with commas")),
    _separated("semicolon", "; ", ("separated by semicolons", "with semicolons between them"),
               ("a list separated by semicolons", "items with semicolons between them")),
    _separated("pipe", " | ", ("separated by vertical bars", "with | between them", "joined by pipes"),
               ("items separated by pipes", "a list with | between the items")),
    _separated("slash", "/", ("separated by slashes", "with a slash between them", "joined with /"),
               ("items joined by slashes", "a list like a/b/c")),
    _separated("plus", " + ", ("joined by plus signs", "with + between them"),
               ("items joined by plus signs", "a list with + between the items")),
    _separated("arrow", " -> ", ("joined by arrows", "with -> between them", "as a chain of arrows"),
               ("items joined by arrows", "a chain like a -> b -> c")),
    _separated("space", " ", ("separated by spaces", "with single spaces between them"),
               ("words separated by spaces", "a row of words")),
    _separated("dash", " - ", ("separated by dashes", "with dashes between them"),
               ("items separated by dashes", "a list with dashes")),
    _separated("newline", "\n", ("one on each line", "each on its own line", "one per line"),
               ("a list with one item per line", "lines with one item each")),
    _by_line("bullets", lambda i: "- ", r"- ", ("as a bulleted list", "as bullet points", "as markdown bullets"),
             ("a bulleted list", "bullet points")),
    _by_line("stars", lambda i: "* ", r"\* ", ("as a list with asterisks", "each line starting with *"),
             ("a list with asterisks", "lines that start with *")),
    _by_line("numbered", lambda i: f"{i + 1}. ", r"\d+\. ", ("as a numbered list", "numbered 1, 2, 3 on lines of their own"),
             ("a numbered list", "numbered lines")),
    _by_line("parens", lambda i: f"{i + 1}) ", r"\d+\) ", ("numbered like 1) 2) 3), one per line", "as lines numbered 1), 2)"),
             ("a list numbered 1) 2) 3)",)),
    _conjunction("and", "and", ("as in a sentence, with 'and' before the last", "in natural English with and", "joined with commas and 'and'"),
                 ("a list as in a sentence, with 'and'", "items like 'a, b and c'")),
    _conjunction("or", "or", ("with 'or' before the last", "joined with commas and 'or'"),
                 ("a choice like 'a, b or c'", "items listed with 'or'")),
    _json_array(),
    _wrapped("quoted", '"', '"', ", ", ("each in double quotes, separated by commas", "in quotation marks with commas"),
             ("quoted items separated by commas", "a list of quoted items")),
    _wrapped("brackets", "[", "]", " ", ("each in square brackets", "with square brackets around each"),
             ("items in square brackets", "bracketed items")),
    _wrapped("tags", "<li>", "</li>", "", ("as HTML list items", "each inside <li> tags"),
             ("HTML list items", "items in <li> tags")),
    _wrapped("hashtags", "#", "", " ", ("as hashtags", "each with a # in front"), ("hashtags", "words with # in front")),
)  # fmt: skip


def _identifier(name: str, glue: str, upper: bool, manners, nouns) -> Format:
    def write(items: list[str]) -> str:
        text = glue.join("_".join(items).split() if " " in "".join(items) else items)
        return text.upper() if upper else text.lower()

    def parse(text: str) -> list[str]:
        pattern = "[A-Z0-9]+" if upper else "[a-z0-9]+"
        escaped = re.escape(glue)
        if not re.fullmatch(rf"{pattern}({escaped}{pattern})+", text):
            raise NotApplicable(text)
        return text.lower().split(glue)

    return Format("items", name, nouns, manners, write, parse)


def _humps(name: str, first_upper: bool, manners, nouns) -> Format:
    def write(items: list[str]) -> str:
        words = [item.lower().capitalize() for item in items]
        text = "".join(words)
        return text if first_upper else text[0].lower() + text[1:]

    def parse(text: str) -> list[str]:
        if not re.fullmatch(r"[A-Za-z]+", text) or text[0].isupper() != first_upper:
            raise NotApplicable(text)
        parts = re.findall(r"[A-Z]?[a-z]+", text)
        if len(parts) < 2 or "".join(parts) != text:
            raise NotApplicable(text)
        return [part.lower() for part in parts]

    return Format("items", name, nouns, manners, write, parse)


IDENTIFIER_FORMATS = (
    _identifier("snake", "_", False, ("in snake_case", "joined by underscores", "as a snake case name"),
                ("a snake_case name", "words joined by underscores", "a variable name with underscores")),
    _identifier("kebab", "-", False, ("in kebab-case", "in lower case joined by hyphens"),
                ("a kebab-case name", "words joined by hyphens", "a slug with hyphens")),
    _identifier("constant", "_", True, ("in CONSTANT_CASE", "in capitals joined by underscores"),
                ("a CONSTANT_CASE name", "a name in capitals with underscores")),
    _identifier("dotted", ".", False, ("joined by dots", "in dot.case", "with full stops between them"),
                ("words joined by dots", "a dotted name")),
    _identifier("colons", "::", False, ("joined by double colons", "with :: between them"),
                ("names joined by ::", "a path with double colons")),
    _humps("camel", False, ("in camelCase", "as a camel case name", "run together with capitals inside, the first small"),
           ("a camelCase name", "a camel case identifier")),
    _humps("pascal", True, ("in PascalCase", "as one word with every part capitalised"),
           ("a PascalCase name", "a class name in PascalCase")),
    _separated("words", " ", ("as separate words", "as plain words with spaces"), ("plain words", "a phrase in plain words")),
)  # fmt: skip


def _name(name: str, write: Callable[[list[str]], str], pattern: str | None, order: str, manners, nouns) -> Format:
    """Names are [first, last]; without a pattern the format is for output only."""

    def parse(text: str) -> list[str]:
        match = re.fullmatch(pattern, text) if pattern else None
        if not match:
            raise NotApplicable(text)
        first, last = (match[1], match[2]) if order == "first last" else (match[2], match[1])
        return [first.capitalize(), last.capitalize()]

    return Format("name", name, nouns, manners, write, parse)


_WORD = r"([A-Za-z]+)"
NAME_FORMATS = (
    _name("natural", lambda n: f"{n[0]} {n[1]}", rf"{_WORD} {_WORD}", "first last",
          ("as first name and last name", "in the order first name, last name"), ("a full name", "a person's name")),
    _name("last_first", lambda n: f"{n[1]}, {n[0]}", rf"{_WORD}, {_WORD}", "last first",
          ("as last name, comma, first name", "surname first, with a comma"), ("a name written surname first", "a name like Last, First")),
    _name("capital_last", lambda n: f"{n[1].upper()} {n[0]}", r"([A-Z]{2,}) ([A-Z][a-z]+)", "last first",
          ("surname in capitals, then the first name", "as SURNAME First"), ("a name with the surname in capitals first",)),
    _name("email", lambda n: f"{n[0]}.{n[1]}".lower(), r"([a-z]+)\.([a-z]+)", "first last",
          ("in lower case with a dot between, like first.last", "as first.last in small letters"), ("a user name like first.last",)),
    _name("underscore", lambda n: f"{n[0]}_{n[1]}".lower(), r"([a-z]+)_([a-z]+)", "first last",
          ("in lower case with an underscore between", "as first_last"), ("a user name like first_last",)),
    _name("initial_last", lambda n: f"{n[0][0]}. {n[1]}", None, "first last",
          ("as an initial, a dot and the last name", "with the first name cut to its initial"), ()),
    _name("last_initial", lambda n: f"{n[1]} {n[0][0]}.", None, "first last",
          ("as the last name and the initial of the first", "surname first, then the initial with a dot"), ()),
    _name("first_initial", lambda n: f"{n[0]} {n[1][0]}.", None, "first last",
          ("as the first name and the initial of the last", "with only the first letter of the surname"), ()),
    _name("login", lambda n: (n[0][0] + n[1]).lower(), None, "first last",
          ("as a login: first initial plus last name, all small", "as one lower-case word of initial and surname"), ()),
    _name("initials", lambda n: n[0][0] + n[1][0], None, "first last", ("as the two initials", "as initials only"), ()),
    _name("dotted", lambda n: f"{n[0][0]}.{n[1][0]}.", None, "first last", ("as initials with dots", "as dotted initials"), ()),
    _name("domain", lambda n: f"{n[0]}.{n[1]}@mail.com".lower(), None, "first last",
          ("as an e-mail address first.last@mail.com", "as a mail.com address with a dot between the names"), ()),
    _name("json", lambda n: json.dumps({"first": n[0], "last": n[1]}), r'\{"first": "(\w+)", "last": "(\w+)"\}', "first last",
          ("as JSON with the keys first and last",), ("a name as JSON with first and last",)),
)  # fmt: skip

Record = dict[str, str]


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
        "record", "json", ("a JSON object", "a record in JSON"),
        ("as a JSON object", "as JSON", "in JSON with the same keys"),
        lambda record: json.dumps(record, ensure_ascii=False), parse,
    )  # fmt: skip


def _xml() -> Format:
    def write(record: Record) -> str:
        return "".join(f"<{key}>{value}</{key}>" for key, value in record.items())

    def parse(text: str) -> Record:
        pairs = re.findall(r"<(\w+)>([^<]*)</\1>", text)
        if not pairs or write(dict(pairs)) != text:
            raise NotApplicable(text)
        return dict(pairs)

    return Format("record", "xml", ("XML tags", "fields as XML elements"),
                  ("as XML tags", "with every field in a tag of its name"), write, parse)  # fmt: skip


def _csv() -> Format:
    def write(record: Record) -> str:
        return ",".join(record) + "\n" + ",".join(record.values())

    def parse(text: str) -> Record:
        lines = [line.split(",") for line in text.split("\n")]
        if len(lines) != 2 or len(lines[0]) != len(lines[1]) or len(lines[0]) < 2:
            raise NotApplicable(text)
        return dict(zip(*lines))

    return Format("record", "csv", ("a CSV header and one row", "two lines of CSV"),
                  ("as CSV with a header line", "as two CSV lines, header and values"), write, parse)  # fmt: skip


RECORD_FORMATS = (
    _json_object(),
    _xml(),
    _csv(),
    _pairs("lines", ": ", "\n", "", "", ("as 'key: value' lines", "one 'key: value' on each line"),
           ("lines of key: value", "a record with one field per line")),
    _pairs("commas", ": ", ", ", "", "", ("as key: value pairs separated by commas", "as 'key: value, key: value'"),
           ("key: value pairs separated by commas",)),
    _pairs("equals", "=", "; ", "", "", ("as key=value pairs separated by semicolons", "with = and semicolons"),
           ("key=value pairs with semicolons", "settings like a=b; c=d")),
    _pairs("query", "=", "&", "?", "", ("as a URL query string", "as a query string starting with ?"),
           ("a URL query string", "the query part of a URL")),
    _pairs("environment", "=", "\n", "", "", ("as key=value lines", "one key=value per line"), ("lines of key=value",)),
    _pairs("arrows", " -> ", "\n", "", "", ("as lines with an arrow from key to value",), ("lines with an arrow from key to value",)),
    _pairs("bars", ": ", " | ", "| ", " |", ("between vertical bars as | key: value |",), ("fields between vertical bars",)),
)  # fmt: skip
