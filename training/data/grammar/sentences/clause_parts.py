"""Steps from a clause to what is found in it: its parts, in several formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.machine.files import read_table

from .clause import Clause, statement, verb_words

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])


def _subject(clause: Clause) -> str:
    return clause.subject.text()


def _verb_as_written(clause: Clause) -> str:
    if clause.is_negative or clause.frequency:
        raise NotApplicable("the verb is split")
    return " ".join(verb_words(clause.forms, clause.tense, clause.aspect, clause.subject.agreement))


def _names(clause: Clause) -> str:
    subject = clause.subject
    if subject.kind != "name":
        return ""
    return f"{subject.noun}, {subject.second}" if subject.second else subject.noun


# Name -> what people call it, and how to find it ("" when it is absent).
PARTS: dict[str, tuple[tuple[str, ...], Callable[[Clause], str]]] = {
    "subject": (
        ("subject", "one who acts, as it is written in the sentence", "doer of the action"),
        _subject,
    ),
    "verb": (
        (
            "verb with its helping verbs",
            "whole verb group",
            "complete verb form, helping verbs included",
        ),
        _verb_as_written,
    ),
    "base": (
        (
            "base form of the main verb",
            "infinitive of the main verb without to",
            "dictionary form of the verb",
        ),
        lambda c: c.verb,
    ),
    "participle": (("past participle of the main verb",), lambda c: c.forms.participle),
    "ing": (("-ing form of the main verb", "gerund of the verb"), lambda c: c.forms.ing),
    "past": (
        ("simple past of the main verb", "past-tense form of the verb"),
        lambda c: c.forms.past,
    ),
    "third": (("he/she form of the main verb in the present",), lambda c: c.forms.third),
    "object": (
        (
            "object with all its words",
            "complete object phrase",
            "thing acted upon, with all the words that belong to it",
        ),
        lambda c: c.object.text(c.owner, as_object=True),
    ),
    "noun": (
        ("noun of the object, without article and adjective", "object's noun alone"),
        lambda c: c.object.head(),
    ),
    "adjective": (
        ("adjective", "describing word before the object's noun"),
        lambda c: c.object.adjective,
    ),
    "place": (
        ("place, with its preposition", "phrase that says where", "location phrase"),
        lambda c: c.place,
    ),
    "time": (
        ("time phrase", "phrase that says when", "words that tell the time or day"),
        lambda c: c.time,
    ),
    "manner": (
        ("adverb in -ly", "word that says how it is done", "adverb of manner"),
        lambda c: c.manner,
    ),
    "names": (
        ("name or names of the people", "person's name (names with a comma between)"),
        _names,
    ),
    "place_noun": (
        (
            "name of the place alone, without preposition and article",
            "noun or name for the place, with nothing before it",
        ),
        lambda c: c.place.split()[-1] if c.place else "",
    ),
    "place_preposition": (
        ("preposition before the place",),
        lambda c: c.place.split()[0] if c.place else "",
    ),
    "number_of_things": (
        ("number word",),
        lambda c: (
            c.object.determiner
            if c.object.determiner not in ("the", "a", "this", "that", "own", "")
            else ""
        ),
    ),
}
_ALWAYS = ("subject", "base", "past", "participle", "ing", "third", "object", "noun")
_FIND = _say("find", "find")
_FORMATS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("", "", str),
    ("upper", " in capital letters", str.upper),
    ("quotes", " in double quotes", '"{}"'.format),
    ("brackets", " in square brackets", "[{}]".format),
    ("parentheses", " in round brackets", "({})".format),
    ("stars", " between two asterisks, like *this*", "*{}*".format),
    ("underscores", " with underscores instead of spaces", lambda text: text.replace(" ", "_")),
    ("tag", " inside the tags <x> and </x>", "<x>{}</x>".format),
    ("stop", " followed by a full stop", "{}.".format),
    ("question", " followed by a question mark", "{}?".format),
    ("dash", " with '- ' before it", "- {}".format),
    ("reversed", " spelled backwards", lambda text: text[::-1]),
)
_ABSENT = ("none", "-", "nothing", "NONE", "no", "n/a", "?", "0", "missing", "null")


def required(find: Callable[[Clause], str], clause: Clause) -> str:
    found = find(clause)
    if not found:
        raise NotApplicable("not there")
    return found


def one(random: Random, words: list[str]) -> Step:
    name = random.choice(list(PARTS))
    names, find = PARTS[name]
    format_name, manner, write = random.choice(_FORMATS) if random.random() < 0.6 else _FORMATS[0]
    label = random.choice(words).capitalize() if random.random() < 0.12 else ""
    if label:
        format_name, manner, write = label, f" after '{label}: '", lambda text: f"{label}: {text}"
    absent = (
        random.choice(_ABSENT)
        if name not in _ALWAYS and name != "verb" and random.random() < 0.5
        else ""
    )
    otherwise = f", or '{absent}' if there is none" if absent else ""
    phrases = tuple(form.format(part=part + manner + otherwise) for form in _FIND for part in names)

    def apply(clause: Clause) -> str:
        found = find(clause)
        return absent if absent and not found else write(required(find, clause))

    return Step(
        "clause", "text", f"find_{name}_{format_name}_{absent}", phrases, apply, "extraction"
    )


def several(random: Random, words: list[str]) -> Step:
    chosen = random.sample(
        [name for name in PARTS if name not in ("verb", "names")], random.choice((2, 2, 3))
    )
    names = [PARTS[name][0][0] for name in chosen]
    sign, called = random.choice(
        (
            (", ", "a comma and a space"),
            (" / ", "a slash with spaces"),
            (" - ", "a hyphen with spaces"),
            ("; ", "a semicolon and a space"),
            (" | ", "a bar with spaces"),
            (" > ", "the sign > with spaces"),
            (" + ", "a plus sign with spaces"),
            ("\n", "a line break"),
        )
    )
    listing = ", then the ".join(names)
    phrases = _say("several", "phrases", listing=listing, called=called)
    return Step(
        "clause",
        "text",
        f"find_{'_'.join(chosen)}_{sign.strip()}",
        phrases,
        lambda c: sign.join(required(PARTS[name][1], c) for name in chosen),
        "extraction",
    )


def mask(random: Random, words: list[str]) -> Step:
    """Step that replaces one part of the sentence by a mark."""
    part = random.choice(
        ("subject", "object", "place", "time", "adjective", "manner", "verb", "noun")
    )
    names, find = PARTS[part]
    mark = random.choice(
        ("___", "[...]", "***", "XXX", f"[{part}]", "<blank>", "(?)", random.choice(words).upper())
    )
    how = random.choice(names)
    phrases = _say("mask", "phrases", how=how, mark=mark)

    def apply(clause: Clause) -> str:
        if clause.front:
            raise NotApplicable("something is in front")
        text, found = statement(clause), required(find, clause)
        if part == "subject":
            return mark + text[len(found) :]
        return (
            mark.join(text.rsplit(found, 1))
            if f" {found}" in text
            else required(lambda _: "", clause)
        )

    return Step("clause", "text", f"mask_{part}_{mark}", phrases, apply, "extraction")


def mark_part(random: Random, words: list[str]) -> Step:
    """Step that sets one part of the sentence in marks."""
    part = random.choice(("object", "place", "time", "adjective", "manner", "noun"))
    names, find = PARTS[part]
    before, after, called = random.choice(
        (
            ("*", "*", "asterisks"),
            ("[", "]", "square brackets"),
            ("<b>", "</b>", "<b> and </b>"),
            ("_", "_", "underscores"),
            ("(", ")", "round brackets"),
            ("{", "}", "curly braces"),
            ('"', '"', "double quotes"),
        )
    )
    how = random.choice(names)
    phrases = _say("mark_part", "phrases", called=called, how=how)

    def apply(clause: Clause) -> str:
        found = required(find, clause)
        if clause.front:
            raise NotApplicable("something is in front")
        return f"{before}{found}{after}".join(statement(clause).rsplit(found, 1))

    return Step("clause", "text", f"mark_{part}_{before}", phrases, apply, "extraction")


CLAUSE_PARTS = ((one, 6), (several, 5), (mask, 2.5), (mark_part, 1.5))
