"""Reads a statement, passive or question back into its clause; raises NotApplicable for other text.

Words that the lexicon does not hold are taken for names and nouns by their place, so that much of
other people's simple sentences is read too: the check against held-out tasks needs that.
"""

from __future__ import annotations

import re
from functools import cache

from training.data.grammar.plans.plan import NotApplicable
from training.data.grammar.words.lexicon import (
    EVERY_VERB,
    FEMALE,
    FREQUENCIES,
    FUTURE_TIMES,
    MALE,
    MANNERS,
    MEN,
    PAST_TIMES,
    PERSONS,
    PLACES,
    PRESENT_TIMES,
    TIMES,
    WOMEN,
    plural,
)
from training.data.grammar.words.verb_forms import Verb

from .clause import MODALS, Clause, bare_passive, bare_question, bare_statement, verb_words
from .noun_phrase import NUMBER_WORDS, PRONOUNS, THINGS, NounPhrase

_NOUNS = [*THINGS, *PERSONS, *FEMALE, *MALE]
_NUMBER_OF = {noun: (noun, False) for noun in _NOUNS} | {
    plural(noun): (noun, True) for noun in _NOUNS
}
_OBJECT_PRONOUNS = {forms[0]: pronoun for pronoun, forms in PRONOUNS.items()}
_OWNERS = {forms[1] for forms in PRONOUNS.values()}
_SINGULAR = {"a": "a", "an": "a", "this": "this", "that": "that", "the": "the"}
_PLURAL = {"some": "a", "these": "this", "those": "that", "the": "the"}
_EVERY_TIME = "|".join(
    sorted((*TIMES, *PAST_TIMES, *PRESENT_TIMES, *FUTURE_TIMES), key=len, reverse=True)
)
_EVERY_PLACE = "|".join(PLACES)
_FRONT = re.compile(f"(?:({_EVERY_TIME})|({_EVERY_PLACE})), (.*)")
_BACK = re.compile(f"(.*?)(?: ({_EVERY_PLACE}))?(?: ({_EVERY_TIME}))?")
_FORMS: dict[str, dict[str, str]] = {
    form: {} for form in ("base", "third", "past", "participle", "ing")
}
for _base, _each in EVERY_VERB.items():
    for _form in _FORMS:
        _FORMS[_form][getattr(_each, _form)] = _base
_PLACEHOLDER = Verb("BASE", "THIRD", "PAST", "PARTICIPLE", "ING", "")


@cache
def _auxiliaries(agreement: str, passive: bool) -> dict[tuple[str, ...], tuple[str, str, str]]:
    """Tense and aspect by the auxiliaries and the form they ask for."""
    table = {}
    for tense in ("past", "present", "future", "going", *MODALS):
        for aspect in ("simple", "progressive", "perfect"):
            for support in (False, True):
                words = verb_words(_PLACEHOLDER, tense, aspect, agreement, passive, support)
                table[tuple(words)] = (tense, aspect)
    return table


def _read_noun_phrase(text: str, owner: str = "", as_object: bool = False) -> NounPhrase:
    if text in (_OBJECT_PRONOUNS if as_object else PRONOUNS):
        return NounPhrase(_OBJECT_PRONOUNS[text] if as_object else text, "pronoun")
    match = re.fullmatch(r"([A-Z][a-z]+) and ([A-Z][a-z]+)", text)
    if match and match[1] not in ("The", "A", "My"):
        return NounPhrase(match[1], "name", is_plural=True, second=match[2])
    words = text.split()
    if len(words) == 1 and re.fullmatch("[A-Z][a-z]+", text):
        return NounPhrase(text, "name")
    if not 2 <= len(words) <= 3 or not all(word.isalpha() for word in words):
        raise NotApplicable(text)
    determiner, adjective, head = words[0], " ".join(words[1:-1]), words[-1]
    noun, many = _NUMBER_OF.get(head) or (
        (head[:-1], True) if head.endswith("s") and head[-2:] != "ss" else (head, False)
    )
    if determiner in _OWNERS and owner and PRONOUNS[owner][1] == determiner:
        kept = "own"
    elif many and determiner in (*_PLURAL, *NUMBER_WORDS):
        kept = _PLURAL.get(determiner, determiner)
    elif not many and determiner in _SINGULAR:
        kept = _SINGULAR[determiner]
    else:
        raise NotApplicable(text)
    return NounPhrase(noun, "noun", kept, adjective, many)


def _lower_start(text: str) -> str:
    first = text.split()[0].rstrip(",")
    if first in ("I",) or first in WOMEN or first in MEN or first.lower() not in _LOWER_STARTS:
        return text
    return text[0].lower() + text[1:]


_LOWER_STARTS = {
    *PRONOUNS,
    *_SINGULAR,
    *_PLURAL,
    *NUMBER_WORDS,
    *_OWNERS,
    "on",
    "in",
    "at",
    "after",
    "before",
    "during",
    "near",
    "behind",
    "beside",
    "outside",
    "yesterday",
    "last",
    "every",
    "tomorrow",
    "next",
    "two",
    "three",
    "an",
    "once",
    "twice",
    "did",
    "do",
    "does",
    "is",
    "are",
    "am",
    "was",
    "were",
    "will",
    "has",
    "have",
    "had",
    *MODALS,
}


def _split_front(text: str) -> tuple[str, str, str]:
    """Kind of adverbial in front, its text, and the rest of the sentence."""
    match = _FRONT.fullmatch(text)
    if not match:
        return "", "", text
    return ("time", match[1], match[3]) if match[1] else ("place", match[2], match[3])


def _subject_lengths(words: list[str]) -> list[int]:
    return [length for length in (1, 2, 3) if length < len(words)]


def _read_predicate(
    subject: NounPhrase, words: list[str], is_passive: bool
) -> tuple[dict, list[str]]:
    """Tense, aspect, verb and so on, and the words after the verb."""
    table = _auxiliaries(subject.agreement, is_passive)
    found: dict = {"is_negative": False, "frequency": ""}
    auxiliaries: list[str] = []
    for index, word in enumerate(words[:7]):
        if word == "not":
            found["is_negative"] = True
        elif word in FREQUENCIES:
            found["frequency"] = word
        else:
            for form, bases in _FORMS.items():
                key = (*auxiliaries, form.upper())
                if word in bases and key in table:
                    found["tense"], found["aspect"] = table[key]
                    found["verb"] = bases[word]
                    return found, words[index + 1 :]
            auxiliaries.append(word)
    raise NotApplicable(" ".join(words))


def _read(text: str, is_passive: bool) -> Clause:
    front, front_text, rest = _split_front(text)
    match = _BACK.fullmatch(rest)
    if not match:
        raise NotApplicable(text)
    rest, place, time = match[1], match[2] or "", match[3] or ""
    time, place = (
        (front_text, place)
        if front == "time"
        else (time, front_text)
        if front == "place"
        else (time, place)
    )
    words = rest.split()
    for length in _subject_lengths(words):
        try:
            subject = _read_noun_phrase(" ".join(words[:length]))
            found, after = _read_predicate(subject, words[length:], is_passive)
        except NotApplicable:
            continue
        manner = ""
        if after and after[-1] in MANNERS:
            manner = after.pop()
        if is_passive:
            if after[:1] != ["by"]:
                raise NotApplicable(text)
            agent = _read_noun_phrase(" ".join(after[1:]), as_object=True)
            clause = Clause(
                agent, object=subject, manner=manner, place=place, time=time, front=front, **found
            )
        else:
            owner = subject.pronoun if after and after[0] in _OWNERS else ""
            thing = _read_noun_phrase(" ".join(after), owner, as_object=True)
            clause = Clause(
                subject, object=thing, manner=manner, place=place, time=time, front=front, **found
            )
        return clause
    raise NotApplicable(text)


def _same(written: str, text: str) -> None:
    if written != text:
        raise NotApplicable(f"{text} would be written {written}")


def _body(text: str, mark: str) -> str:
    text = text.strip()
    if not text.endswith(mark) or len(text) < 8 or "\n" in text:
        raise NotApplicable(text)
    return _lower_start(text[: -len(mark)] if mark else text)


def read_statement(text: str) -> Clause:
    body = _body(text, ".")
    clause = _read(body, is_passive=False)
    _same(bare_statement(clause), body)
    return clause


def read_passive(text: str) -> Clause:
    body = _body(text, ".")
    clause = _read(body, is_passive=True)
    _same(bare_passive(clause), body)
    return clause


def read_question(text: str) -> Clause:
    body = _body(text, "?")
    auxiliary, *words = body.split()
    for length in _subject_lengths(words):
        try:
            _read_noun_phrase(" ".join(words[:length]))
            clause = _read(
                " ".join([*words[:length], auxiliary, *words[length:]]), is_passive=False
            )
            _same(bare_question(clause), body)
            return clause
        except NotApplicable:
            continue
    raise NotApplicable(text)
