"""A clause as structure, and how English writes it: statement, question, passive."""

from __future__ import annotations

from dataclasses import dataclass, replace

from training.data.grammar.plans.plan import NotApplicable
from training.data.grammar.words.lexicon import BE, DO, EVERY_VERB, HAVE
from training.data.grammar.words.verb_forms import Verb

from .noun_phrase import NounPhrase

MODALS = ("must", "can", "could", "should", "might", "may", "would")


@dataclass(frozen=True)
class Clause:
    subject: NounPhrase
    verb: str
    object: NounPhrase
    tense: str = "past"  # "past" | "present" | "future" | "going" | a modal
    aspect: str = "simple"  # "simple" | "progressive" | "perfect"
    is_negative: bool = False
    frequency: str = ""
    manner: str = ""
    place: str = ""
    time: str = ""
    front: str = ""  # "" | "time" | "place": what stands before the subject

    @property
    def forms(self) -> Verb:
        return EVERY_VERB[self.verb]

    @property
    def owner(self) -> str:
        return self.subject.pronoun if self.object.determiner == "own" else ""

    def but(self, **changes) -> "Clause":
        return replace(self, **changes)


def finite(verb: Verb, tense: str, agreement: str) -> str:
    if verb is BE:
        if tense == "past":
            return "were" if agreement == "they" else "was"
        return {"I": "am", "he": "is", "they": "are"}[agreement]
    if tense == "past":
        return verb.past
    return verb.third if agreement == "he" else verb.base


def verb_words(
    verb: Verb,
    tense: str,
    aspect: str,
    agreement: str,
    passive: bool = False,
    support: bool = False,
) -> list[str]:
    """Auxiliaries and verb, the finite one first; `support` asks for an auxiliary, "did write"."""
    sequence: list[tuple[Verb, str]] = []
    if aspect == "perfect":
        sequence.append((HAVE, "participle"))
    if aspect == "progressive":
        sequence.append((BE, "ing"))
    if passive:
        sequence.append((BE, "participle"))
    sequence.append((verb, ""))
    words, form = [], "base"
    if tense == "going":
        words = [finite(BE, "present", agreement), "going", "to"]
    elif tense == "future":
        words = ["will"]
    elif tense in MODALS:
        words = [tense]
    else:
        form = "finite"
    if form == "finite" and support and len(sequence) == 1 and verb is not BE:
        return [finite(DO, tense, agreement), verb.base]
    for each, following in sequence:
        words.append(finite(each, tense, agreement) if form == "finite" else getattr(each, form))
        form = following
    return words


def _adverbials(clause: Clause) -> tuple[str, list[str]]:
    front = {"time": clause.time, "place": clause.place, "": ""}[clause.front]
    back = [clause.manner]
    back += [
        text
        for key, text in (("place", clause.place), ("time", clause.time))
        if key != clause.front
    ]
    return front, [text for text in back if text]


def _predicate(clause: Clause, agreement: str, passive: bool, question: bool = False) -> list[str]:
    support = clause.is_negative or question
    words = verb_words(clause.forms, clause.tense, clause.aspect, agreement, passive, support)
    extra = ["not"] * clause.is_negative + [clause.frequency] * bool(clause.frequency)
    # A lone finite verb has the adverb before it: "she often sings".
    at = 1 if len(words) > 1 else 0
    return words[:at] + extra + words[at:]


def start_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def bare_statement(clause: Clause) -> str:
    """The statement as it stands inside another sentence: no capital, no full stop."""
    front, back = _adverbials(clause)
    words = _predicate(clause, clause.subject.agreement, passive=False)
    middle = [
        clause.subject.text(),
        *words,
        clause.object.text(clause.owner, as_object=True),
        *back,
    ]
    return (f"{front}, " if front else "") + " ".join(middle)


def statement(clause: Clause) -> str:
    return start_upper(bare_statement(clause)) + "."


def predicate(clause: Clause, form: str = "base") -> str:
    """Predicate in a form of its verb: "write the letter in the garden", or "writing ..."."""
    _, back = _adverbials(clause.but(front=""))
    return " ".join(
        [getattr(clause.forms, form), clause.object.text(clause.owner, as_object=True), *back]
    )


def _refuse_own(clause: Clause) -> None:
    if clause.object.determiner == "own":
        raise NotApplicable("whose it is would be lost")


def bare_passive(clause: Clause, agent: bool = True) -> str:
    _refuse_own(clause)
    if clause.aspect == "progressive" and clause.tense not in ("past", "present"):
        raise NotApplicable("will be being written")
    front, back = _adverbials(clause)
    words = _predicate(clause, clause.object.agreement, passive=True)
    by = [f"by {clause.subject.text(as_object=True)}"] if agent else []
    middle = [clause.object.text(), *words, *by, *back]
    return (f"{front}, " if front else "") + " ".join(middle)


def passive(clause: Clause, agent: bool = True) -> str:
    return start_upper(bare_passive(clause, agent)) + "."


def bare_question(clause: Clause, without: str = "", as_passive: bool = False) -> str:
    """The question without its mark: "did Anna write the letter".

    `without` leaves out object, place or time.
    """
    subject = clause.object if as_passive else clause.subject
    if as_passive:
        _refuse_own(clause)
    words = _predicate(clause, subject.agreement, as_passive, question=True)
    parts = [words[0], subject.text(), *words[1:]]
    if as_passive:
        parts.append(f"by {clause.subject.text(as_object=True)}")
    elif without != "object":
        parts.append(clause.object.text(clause.owner, as_object=True))
    parts += [
        text
        for key in ("manner", "place", "time")
        if key != without and (text := getattr(clause, key))
    ]
    return " ".join(parts)


def question(clause: Clause) -> str:
    return start_upper(bare_question(clause)) + "?"
