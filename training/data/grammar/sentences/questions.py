"""Steps from a clause to a question about it or a reply to it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.data.grammar.plans.plan import NotApplicable, Step

from .clause import Clause, bare_question, bare_statement, question, start_upper, statement
from .noun_phrase import NounPhrase

CONTRACTIONS = {
    "did not": "didn't", "does not": "doesn't", "do not": "don't", "will not": "won't", "is not": "isn't", "are not": "aren't", "was not": "wasn't",
    "were not": "weren't", "has not": "hasn't", "have not": "haven't", "had not": "hadn't", "cannot": "can't", "must not": "mustn't",
    "should not": "shouldn't", "could not": "couldn't", "would not": "wouldn't", "might not": "mightn't",
}  # fmt: skip


def rendering(name: str, phrases: tuple[str, ...], apply: Callable[[Clause], str], family: str = "linguistics") -> Step:
    return Step("clause", "text", name, phrases, apply, family)


def checked(clause: Clause) -> Clause:
    """Questions do not start with an adverbial."""
    if clause.front:
        raise NotApplicable("has something in front")
    return clause


def _who(clause: Clause) -> str:
    if clause.subject.noun in ("I", "you") or clause.object.determiner == "own":
        raise NotApplicable("my and your would hang in the air")
    return start_upper(bare_statement(checked(clause).but(subject=NounPhrase("who", "noun")))).rstrip() + "?"


def _open_question(clause: Clause, word: str, part: str) -> str:
    if part != "object" and not getattr(clause, part):
        raise NotApplicable(part)
    return f"{word} {bare_question(checked(clause), without=part)}?"


def _tag(clause: Clause) -> str:
    clause = checked(clause)
    if clause.tense not in ("past", "present", "future") or clause.subject.noun == "I" or clause.frequency in ("never", "rarely", "seldom"):
        raise NotApplicable("no plain tag")
    positive = clause.but(is_negative=False, frequency="", manner="", place="", time="")
    auxiliary = bare_question(positive).split()[0]
    pronoun = clause.subject.pronoun
    if not clause.is_negative:
        auxiliary = CONTRACTIONS[f"{auxiliary} not"]
    return f"{statement(clause)[:-1]}, {auxiliary} {pronoun}?"


def questions(random: Random, words: list[str]) -> Step:
    options = [
        ("yes_no_question", ("turn it into a yes/no question", "ask whether it is so, as a question", "make a question that can be answered with yes or no", "ask for confirmation: start with the helping verb",
                             "rewrite the statement as a question without a question word", "form the yes-or-no question"), lambda c: question(checked(c))),
        ("who", ("ask who does it: put Who in place of the subject", "make a question with who about the subject", "write the question that the subject answers, beginning with Who", "ask for the doer with 'Who ...?'"), _who),
        ("what", ("ask for the object with What", "make a question beginning with What that the object answers", "write a what-question about the thing", "ask what it is that is acted upon: What + question form"), lambda c: _open_question(c, "What", "object")),
        ("where", ("ask where it happens", "make a question with Where", "write the where-question that the place answers", "ask for the place, starting with Where"), lambda c: _open_question(c, "Where", "place")),
        ("when", ("ask when it happens", "make a question with When", "write the when-question that the time answers", "ask for the time, starting with When"), lambda c: _open_question(c, "When", "time")),
        ("how", ("ask how it is done", "make a question with How that the -ly adverb answers", "ask for the manner, starting with How"), lambda c: _open_question(c, "How", "manner")),
        ("why", ("ask why: put Why before the question form", "make a question with Why", "ask for the reason, starting with Why and keeping everything else", "write a why-question about the whole sentence"), lambda c: f"Why {bare_question(checked(c))}?"),
        ("tag", ("add a question tag such as 'isn't it?'", "put a tag like 'didn't she?' or 'will they?' at the end", "end it with the matching tag question", "ask for agreement with a question tag after a comma"), _tag),
        ("negative_question", ("ask it as a negative question with a contraction, like 'Didn't ...?'", "start with Didn't, Isn't, Won't and the like to make a question", "make a yes/no question that begins with a contracted negative"), _negative_question),
    ]  # fmt: skip
    return rendering(*random.choice(options))


def _negative_question(clause: Clause) -> str:
    auxiliary, rest = question(checked(clause.but(is_negative=False))).split(" ", 1)
    contracted = CONTRACTIONS.get(f"{auxiliary.lower()} not")
    if not contracted or clause.is_negative:
        raise NotApplicable("no contraction")
    return f"{start_upper(contracted)} {rest}"


def _short_answer(clause: Clause, yes: bool) -> str:
    auxiliary = bare_question(checked(clause).but(is_negative=False)).split()[0]
    pronoun = {"I": "you", "you": "I", "we": "you"}.get(clause.subject.noun) or clause.subject.pronoun
    if clause.subject.noun in ("I", "you", "we") or clause.frequency or clause.tense == "may":
        raise NotApplicable("persons change")
    if yes:
        return f"Yes, {pronoun} {auxiliary}."
    return f"No, {pronoun} {CONTRACTIONS[auxiliary + ' not']}."


def reply(random: Random, words: list[str]) -> Step:
    options = [
        ("yes_short", ("answer in short that it is so, like 'Yes, she did.'", "reply with Yes, a pronoun and the helping verb", "give the short answer Yes with pronoun and auxiliary"), lambda c: _short_answer(c, True)),
        ("no_short", ("answer in short that it is not so, like 'No, she didn't.'", "reply with No, a pronoun and the contracted helping verb (didn't, won't ...)", "give the short negative answer with pronoun and n't"), lambda c: _short_answer(c, False)),
        ("echo", ("react with a short echo question like 'Did she?'", "show interest by asking back with the helping verb and a pronoun only", "reply with an echo question of two words"), _echo),
        ("so_do_i", ("say that the same is true of me, like 'So did I.'", "agree for yourself in the pattern 'So do I.', with the right helping verb", "reply that you do too, with So, the helping verb and I"), _so_do_i),
    ]  # fmt: skip
    return rendering(*random.choice(options), "generation")


def _echo(clause: Clause) -> str:
    if clause.subject.noun in ("I", "you", "we") or clause.is_negative or clause.frequency:
        raise NotApplicable("persons change")
    return f"{start_upper(bare_question(clause.but(front='')).split()[0])} {clause.subject.pronoun}?"


def _so_do_i(clause: Clause) -> str:
    if clause.is_negative or clause.frequency or clause.subject.noun in ("I", "we"):
        raise NotApplicable("not so")
    mine = clause.but(subject=NounPhrase("I", "pronoun"), front="")
    if mine.object.determiner == "own":
        mine = mine.but(object=NounPhrase("it", "pronoun"))
    return f"So {bare_question(mine).split()[0]} I."
