"""Two clauses, apart or joined by a conjunction, and the steps between these forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from training.data.grammar.plans.label_words import classes, judgement
from training.data.grammar.plans.plan import Domain, Format, NotApplicable, Step

from .clause import Clause, bare_statement, start_upper, statement
from .draw_clause import draw_clause
from .read_clause import read_statement

# Conjunction -> what it says; the first clause is the main one.
_CONJUNCTIONS = {
    "and": "addition", "but": "contrast", "so": "result", "because": "reason", "while": "time", "although": "contrast", "when": "time", "before": "time", "after": "time",
    "since": "reason", "or": "choice", "until": "time", "even though": "contrast", "as soon as": "time",
}  # fmt: skip
_COMMA = ("but", "so")
_FRONTED = ("because", "while", "although", "when", "before", "after", "since", "until", "even though", "as soon as", "if", "unless")


@dataclass(frozen=True)
class Clauses:
    first: Clause
    second: Clause
    conjunction: str = ""


def two_sentences(pair: Clauses) -> str:
    return f"{statement(pair.first)} {statement(pair.second)}"


def joined(pair: Clauses) -> str:
    comma = "," if pair.conjunction in _COMMA else ""
    return f"{start_upper(bare_statement(pair.first))}{comma} {pair.conjunction} {bare_statement(pair.second)}."


def read_two(text: str) -> Clauses:
    match = re.fullmatch(r"([^.]+\.) ([^.]+\.)", text)
    if not match:
        raise NotApplicable(text)
    return Clauses(read_statement(match[1]), read_statement(match[2]))


def read_joined(text: str) -> Clauses:
    for conjunction in sorted(_CONJUNCTIONS, key=len, reverse=True):
        for match in re.finditer(rf",? {conjunction} ", text):
            try:
                pair = Clauses(
                    read_statement(text[: match.start()] + "."), read_statement(start_upper(text[match.end() :])), conjunction
                )
            except NotApplicable:
                continue
            if joined(pair) == text:
                return pair
    raise NotApplicable(text)


def _draw(random: Random, conjunctions: tuple[str, ...]) -> Clauses:
    tense = random.choice(("past", "past", "present"))
    options = {"tenses": (tense,), "aspects": ("simple",), "shares": (0.25, 0.2, 0.1, 0.3)}
    return Clauses(draw_clause(random, **options), draw_clause(random, **options), random.choice(conjunctions or ("",)))


_TWO = Format("clauses", "two", ("two sentences", "a pair of sentences", "two short sentences one after the other", "a text of two sentences"), (), two_sentences, read_two)


def _joined_format(conjunctions: tuple[str, ...]) -> Format:
    nouns = ("a compound sentence", "a sentence with two parts", "a long sentence made of two clauses", "two clauses in one sentence")
    if len(conjunctions) == 1:
        nouns = tuple(f"{noun} joined by '{conjunctions[0]}'" for noun in nouns)
    return Format("clauses", "joined" + "_".join(conjunctions), nouns, (), joined, read_joined)


def pair_domain(random: Random) -> Domain:
    what = random.random()
    if what < 0.45:
        return Domain("clauses", "two", ("text",), lambda r: _draw(r, ()), (_TWO,))
    conjunctions = tuple(_CONJUNCTIONS) if what < 0.7 else (random.choice(list(_CONJUNCTIONS)),)
    source = _joined_format(conjunctions)
    return Domain("clauses", source.name, ("sentence",), lambda r: _draw(r, conjunctions), (source,))


def _step(name: str, phrases: tuple[str, ...], apply, family: str = "linguistics") -> Step:
    return Step("clauses", "text", name, phrases, apply, family)


def _fronted(conjunction: str, condition: Clause, main: Clause) -> str:
    return f"{start_upper(conjunction)} {bare_statement(condition)}, {bare_statement(main)}."


def joining(random: Random, words: list[str]) -> Step:
    conjunction = random.choice(list(_CONJUNCTIONS))
    comma = ", with a comma before it" if conjunction in _COMMA else ""
    if random.random() < 0.55:
        phrases = (
            f"join the two statements by '{conjunction}'{comma}", f"make one sentence with {conjunction} between the two parts{comma}",
            f"connect both parts with '{conjunction}' into one sentence{comma}", f"put {conjunction} between the first and the second statement{comma}",
            f"combine the two facts using {conjunction}{comma}",
        )  # fmt: skip
        return _step(f"join_{conjunction}", phrases, lambda p: joined(Clauses(p.first, p.second, conjunction)))
    fronted = random.choice(_FRONTED)
    if random.random() < 0.6:
        phrases = (
            f"make one sentence that starts with '{start_upper(fronted)}' and the first statement, then a comma and the second",
            f"begin with {start_upper(fronted)}, go on with the first part, then put a comma and the second part",
            f"combine both in the pattern '{start_upper(fronted)} first, second.'", f"turn the first statement into a clause with {fronted} in front and let the second follow after a comma",
        )  # fmt: skip
        return _step(f"front_{fronted}", phrases, lambda p: _fronted(fronted, p.first, p.second))
    phrases = (
        f"make one sentence that starts with '{start_upper(fronted)}' and the second statement, then a comma and the first",
        f"begin with {start_upper(fronted)}, go on with the second part, then put a comma and the first part",
        f"combine both in the pattern '{start_upper(fronted)} second, first.'",
    )  # fmt: skip
    return _step(f"front_second_{fronted}", phrases, lambda p: _fronted(fronted, p.second, p.first))


_SIGNS = (("; ", "a semicolon"), (" - ", "a hyphen with spaces"), (" / ", "a slash with spaces"), (", ", "a comma"))


def arranging(random: Random, words: list[str]) -> Step:
    sign, called = random.choice(_SIGNS)
    link = random.choice(("Then", "Therefore,", "However,", "Afterwards,", "Meanwhile,", "Besides,", "At the same time,", "Still,", "As a result,", "Later,"))
    options = [
        ("first", ("keep only the first statement, as a sentence", "write just the first of the two statements as a sentence", "drop the second part and end the first with a full stop", "give the first clause alone, as a sentence"), lambda p: statement(p.first)),
        ("second", ("keep only the second statement, as a sentence of its own", "write just the second of the two statements as a sentence", "drop the first part and begin the second with a capital letter", "give the second clause alone, as a sentence"), lambda p: statement(p.second)),
        ("split", ("split it into two sentences, without the joining word", "make two sentences of it: drop the conjunction", "cut it in two: two sentences, each with its full stop and no conjunction", "write the two clauses as two separate sentences"), two_sentences),
        ("lines", ("write the two statements as sentences on two lines, with no joining word", "put each of the two statements on a line of its own, as a sentence without conjunction", "make a list of the two facts: one sentence per line, no conjunction"), lambda p: f"{statement(p.first)}\n{statement(p.second)}"),
        ("bullets", ("list the two statements as sentences on two lines that begin with '- '", "make two bullet points, each '- ' and a full sentence, without conjunction", "turn it into a bulleted list of two sentences, using '- '"), lambda p: f"- {statement(p.first)}\n- {statement(p.second)}"),
        ("numbered", ("number the two statements: '1. ' and the first sentence, on the next line '2. ' and the second", "make a numbered list of the two sentences (1. and 2.), each on its own line and without conjunction"), lambda p: f"1. {statement(p.first)}\n2. {statement(p.second)}"),
        ("swapped", ("write the two statements as two sentences in reverse order, the second first", "swap the two statements and write them as two sentences, no conjunction", "put the second statement before the first, as two sentences"), lambda p: f"{statement(p.second)} {statement(p.first)}"),
        (f"sign_{sign.strip()}", (f"join the two statements by {called} instead of a full stop or a conjunction, second part in small letters at its start unless it is a name or I", f"put {called} between the two statements, in place of any joining word, and one full stop at the end; only names and I keep their capital"), lambda p: f"{statement(p.first)[:-1]}{sign}{bare_statement(p.second)}."),
        (f"link_{link}", (f"write two sentences without conjunction, and begin the second with '{link}'", f"make it two sentences; the second starts with {link}", f"put '{link}' at the start of the second of two sentences, dropping any conjunction"), lambda p: f"{statement(p.first)} {link} {bare_statement(p.second)}."),
        ("subjects", ("name the two subjects, the first and then the second, with ' and ' between", "write who acts in the first and who acts in the second statement, joined by and", "give both subjects with the word and between them"), lambda p: f"{p.first.subject.text()} and {p.second.subject.text()}"),
        ("verbs", ("give the base forms of the two main verbs, separated by a comma and a space", "list both main verbs in the dictionary form, with a comma between", "write the infinitives of the two verbs without to, comma-separated"), lambda p: f"{p.first.verb}, {p.second.verb}"),
        ("nouns", ("give the nouns of the two objects without articles and adjectives, with a comma and a space between", "name the two things acted upon, nouns only, comma-separated", "list both objects as single nouns with a comma"), lambda p: f"{p.first.object.head()}, {p.second.object.head()}"),
        ("conjunction", ("give the joining word (or words)", "which conjunction joins the two parts? Write it alone", "find the conjunction between the two clauses", "extract the word or words that connect the clauses"), lambda p: p.conjunction or _none()),
        ("why", ("turn the second statement into the answer: write 'Why? Because' and then the second statement", "ask Why? and answer with Because and the second statement", "write 'Why? Because ...' with the second statement in place of the dots"), lambda p: f"Why? Because {bare_statement(p.second)}."),
    ]  # fmt: skip
    return _step(*random.choices(options, [3 if name.startswith(("link", "sign")) else 1 for name, *_ in options])[0])


def _none() -> str:
    raise NotApplicable("no conjunction")


def relation(random: Random, words: list[str]) -> Step:
    if random.random() < 0.5:
        tests = (
            ("same_number", ("both subjects are single persons (you counts as one)", "in both statements one person acts"), lambda p: not any(c.subject.is_plural or c.subject.noun in ("we", "they") for c in (p.first, p.second))),
            ("first_longer", ("the first statement has more words than the second",), lambda p: len(bare_statement(p.first).split()) > len(bare_statement(p.second).split())),
            ("place", ("a place is mentioned in one of the two statements or in both", "one part or the other says where something happens"), lambda p: bool(p.first.place or p.second.place)),
            ("past", ("both statements are in the past tense", "it is about the past"), lambda p: p.first.tense == "past"),
            ("first_name", ("the first subject is a person's name or two names", "it starts with somebody's name"), lambda p: p.first.subject.kind == "name"),
            ("second_pronoun", ("the second subject is a pronoun", "the one who acts in the second statement is called I, you, he, she, we or they"), lambda p: p.second.subject.kind == "pronoun"),
        )  # fmt: skip
        return judgement(random, words, "clauses", *random.choice(tests))
    meanings = {"time": "joined by when, while, before, after, until or as soon as", "reason": "joined by because or since", "contrast": "joined by but, although or even though", "result": "joined by so", "addition": "joined by and", "choice": "joined by or"}
    chosen = random.sample(list(meanings), random.choice((2, 3, 4)))

    def find(pair: Clauses) -> str:
        said = _CONJUNCTIONS.get(pair.conjunction)
        if said not in chosen:
            raise NotApplicable("another relation")
        return said

    what = ("the relation between the clauses, as the conjunction shows it", "what the conjunction expresses")
    return classes(random, words, "clauses", "relation", what, {each: meanings[each] for each in chosen}, find, "linguistics")


PAIR_STEPS = ((joining, 6), (arranging, 5), (relation, 3))
