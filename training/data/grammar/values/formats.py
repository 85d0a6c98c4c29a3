"""Ways to write lists, each with its inverse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from training.data.grammar.plans.plan import Format, NotApplicable
from training.machine.files import read_table

_DATA = read_table(Path(__file__).with_suffix(".json"))
_LIST = _DATA["list_formats"]
_IDENTIFIER = _DATA["identifier_formats"]


def _separated(
    name: str, separator: str, manners: tuple[str, ...], nouns: tuple[str, ...]
) -> Format:
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
    manners = ("as a JSON array", "in the form of a JSON list", 'as JSON, like ["a", "b"]')
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
    _separated("comma", ", ", **_LIST["comma"]),
    _separated("semicolon", "; ", **_LIST["semicolon"]),
    _separated("pipe", " | ", **_LIST["pipe"]),
    _separated("slash", "/", **_LIST["slash"]),
    _separated("plus", " + ", **_LIST["plus"]),
    _separated("arrow", " -> ", **_LIST["arrow"]),
    _separated("space", " ", **_LIST["space"]),
    _separated("dash", " - ", **_LIST["dash"]),
    _separated("newline", "\n", **_LIST["newline"]),
    _by_line("bullets", lambda i: "- ", r"- ", **_LIST["bullets"]),
    _by_line("stars", lambda i: "* ", r"\* ", **_LIST["stars"]),
    _by_line("numbered", lambda i: f"{i + 1}. ", r"\d+\. ", **_LIST["numbered"]),
    _by_line("parens", lambda i: f"{i + 1}) ", r"\d+\) ", **_LIST["parens"]),
    _conjunction("and", "and", **_LIST["and"]),
    _conjunction("or", "or", **_LIST["or"]),
    _json_array(),
    _wrapped("quoted", '"', '"', ", ", **_LIST["quoted"]),
    _wrapped("brackets", "[", "]", " ", **_LIST["brackets"]),
    _wrapped("tags", "<li>", "</li>", "", **_LIST["tags"]),
    _wrapped("hashtags", "#", "", " ", **_LIST["hashtags"]),
)


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
    _identifier("snake", "_", False, **_IDENTIFIER["snake"]),
    _identifier("kebab", "-", False, **_IDENTIFIER["kebab"]),
    _identifier("constant", "_", True, **_IDENTIFIER["constant"]),
    _identifier("dotted", ".", False, **_IDENTIFIER["dotted"]),
    _identifier("colons", "::", False, **_IDENTIFIER["colons"]),
    _humps("camel", False, **_IDENTIFIER["camel"]),
    _humps("pascal", True, **_IDENTIFIER["pascal"]),
    _separated("words", " ", **_IDENTIFIER["words"]),
)
