"""Steps from a clause to a question about it or a reply to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from training.data.grammar.plans.phrases import Phrases
from training.data.grammar.plans.plan import NotApplicable, Step
from training.machine.files import read_table

from .clause import Clause, bare_question, bare_statement, question, start_upper, statement
from .noun_phrase import NounPhrase

_DATA = read_table(Path(__file__).with_suffix(".json"))
_say = Phrases(_DATA["phrases"])

CONTRACTIONS = _DATA["contractions"]


def rendering(
    name: str, phrases: tuple[str, ...], apply: Callable[[Clause], str], family: str = "linguistics"
) -> Step:
    return Step("clause", "text", name, phrases, apply, family)


def checked(clause: Clause) -> Clause:
    """The clause itself, if nothing stands in front: questions do not start with an adverbial."""
    if clause.front:
        raise NotApplicable("has something in front")
    return clause


def _who(clause: Clause) -> str:
    if clause.subject.noun in ("I", "you") or clause.object.determiner == "own":
        raise NotApplicable("my and your would hang in the air")
    return (
        start_upper(bare_statement(checked(clause).but(subject=NounPhrase("who", "noun")))).rstrip()
        + "?"
    )


def _open_question(clause: Clause, word: str, part: str) -> str:
    if part != "object" and not getattr(clause, part):
        raise NotApplicable(part)
    return f"{word} {bare_question(checked(clause), without=part)}?"


def _tag(clause: Clause) -> str:
    clause = checked(clause)
    if (
        clause.tense not in ("past", "present", "future")
        or clause.subject.noun == "I"
        or clause.frequency in ("never", "rarely", "seldom")
    ):
        raise NotApplicable("no plain tag")
    positive = clause.but(is_negative=False, frequency="", manner="", place="", time="")
    auxiliary = bare_question(positive).split()[0]
    pronoun = clause.subject.pronoun
    if not clause.is_negative:
        auxiliary = CONTRACTIONS[f"{auxiliary} not"]
    return f"{statement(clause)[:-1]}, {auxiliary} {pronoun}?"


def questions(random: Random, words: list[str]) -> Step:
    options = [
        ("yes_no_question", _say("questions", "yes_no_question"), lambda c: question(checked(c))),
        ("who", _say("questions", "who"), _who),
        ("what", _say("questions", "what"), lambda c: _open_question(c, "What", "object")),
        ("where", _say("questions", "where"), lambda c: _open_question(c, "Where", "place")),
        ("when", _say("questions", "when"), lambda c: _open_question(c, "When", "time")),
        ("how", _say("questions", "how"), lambda c: _open_question(c, "How", "manner")),
        ("why", _say("questions", "why"), lambda c: f"Why {bare_question(checked(c))}?"),
        ("tag", _say("questions", "tag"), _tag),
        ("negative_question", _say("questions", "negative_question"), _negative_question),
    ]
    return rendering(*random.choice(options))


def _negative_question(clause: Clause) -> str:
    auxiliary, rest = question(checked(clause.but(is_negative=False))).split(" ", 1)
    contracted = CONTRACTIONS.get(f"{auxiliary.lower()} not")
    if not contracted or clause.is_negative:
        raise NotApplicable("no contraction")
    return f"{start_upper(contracted)} {rest}"


def _short_answer(clause: Clause, yes: bool) -> str:
    auxiliary = bare_question(checked(clause).but(is_negative=False)).split()[0]
    pronoun = {"I": "you", "you": "I", "we": "you"}.get(
        clause.subject.noun
    ) or clause.subject.pronoun
    if clause.subject.noun in ("I", "you", "we") or clause.frequency or clause.tense == "may":
        raise NotApplicable("persons change")
    if yes:
        return f"Yes, {pronoun} {auxiliary}."
    return f"No, {pronoun} {CONTRACTIONS[auxiliary + ' not']}."


def reply(random: Random, words: list[str]) -> Step:
    options = [
        ("yes_short", _say("reply", "yes_short"), lambda c: _short_answer(c, True)),
        ("no_short", _say("reply", "no_short"), lambda c: _short_answer(c, False)),
        ("echo", _say("reply", "echo"), _echo),
        ("so_do_i", _say("reply", "so_do_i"), _so_do_i),
    ]
    return rendering(*random.choice(options), "generation")


def _echo(clause: Clause) -> str:
    if clause.subject.noun in ("I", "you", "we") or clause.is_negative or clause.frequency:
        raise NotApplicable("persons change")
    return (
        f"{start_upper(bare_question(clause.but(front='')).split()[0])} {clause.subject.pronoun}?"
    )


def _so_do_i(clause: Clause) -> str:
    if clause.is_negative or clause.frequency or clause.subject.noun in ("I", "we"):
        raise NotApplicable("not so")
    mine = clause.but(subject=NounPhrase("I", "pronoun"), front="")
    if mine.object.determiner == "own":
        mine = mine.but(object=NounPhrase("it", "pronoun"))
    return f"So {bare_question(mine).split()[0]} I."
