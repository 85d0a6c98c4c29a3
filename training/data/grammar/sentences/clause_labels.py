"""Judgements of clauses by their structure: tense, number, person, what is mentioned."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.data.grammar.plans.label_words import classes, judgement
from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.lexicon import FEMALE, MALE, MEN, NOUNS, WEEKDAYS, WOMEN

from .clause import Clause, statement

_TESTS: tuple[tuple[str, tuple[str, ...], Callable[[Clause], bool]], ...] = (
    ("past", ("the sentence is in the past tense", "the verb is in a past form", "it tells of something past (tense of the verb)"), lambda c: c.tense == "past"),
    ("future", ("the sentence is about the future, with will", "the verb is in the will-future", "it says what will happen"), lambda c: c.tense == "future"),
    ("present", ("the sentence is in a present form, not past and not will", "the first verb form is a present tense"), lambda c: c.tense == "present"),
    ("place", ("a place is mentioned", "it says where it happens", "the sentence has a location phrase"), lambda c: bool(c.place)),
    ("time", ("a time is mentioned", "it says when it happens", "the sentence has a time phrase"), lambda c: bool(c.time)),
    ("place_or_time", ("a place or a time is mentioned", "it says where or when"), lambda c: bool(c.place or c.time)),
    ("adjective", ("the object has an adjective", "there is a describing word before the object's noun", "the thing is described by an adjective"), lambda c: bool(c.object.adjective)),
    ("manner", ("there is an adverb in -ly", "it says how it is done", "a word like quickly or happily occurs"), lambda c: bool(c.manner)),
    ("name", ("a person's name is mentioned", "the subject is a name", "someone is called by name"), lambda c: c.subject.kind == "name"),
    ("pronoun", ("the subject is a pronoun", "the one who acts is only I, you, he, she, we or they"), lambda c: c.subject.kind == "pronoun"),
    ("plural_subject", ("the subject means more than one person (you counts as one)", "several persons act, not one (you is one)"), lambda c: c.subject.is_plural or c.subject.noun in ("we", "they")),
    ("plural_object", ("the object is plural", "the thing acted upon is more than one", "there are several of the object"), lambda c: c.object.is_plural),
    ("own", ("there is a possessive like my, his or their", "the object belongs to the one who acts (my, your, his, her, our, their)"), lambda c: c.object.determiner == "own"),
    ("irregular", ("the main verb is irregular (its past does not end in -ed)", "the past of the verb does not end in -ed"), lambda c: not c.forms.past.endswith("ed") or c.verb == "feed"),
    ("weekday", ("a day of the week is named", "it contains Monday, Tuesday or another weekday"), lambda c: c.time.split()[-1:] != [] and c.time.split()[-1] in WEEKDAYS),
    ("city", ("a city is named", "it happens in a named city"), lambda c: c.place.split()[-1:] != [] and c.place.split()[-1].istitle()),
    ("progressive", ("the verb is in a progressive form (be + -ing)", "it describes something going on, with an -ing form"), lambda c: c.aspect == "progressive"),
    ("negative", ("the sentence is negative", "the sentence contains not", "something is denied with not"), lambda c: c.is_negative),
    ("long", ("it has more than seven words", "the sentence is longer than 7 words"), lambda c: len(statement(c).split()) > 7),
    ("indefinite", ("the object comes after a or an", "the object has the indefinite article"), lambda c: c.object.determiner == "a"),
    ("own_woman", ("the subject is a woman's name or a word for a female person, alone", "a single female person acts"), lambda c: c.subject.noun in (*WOMEN, *FEMALE, "she") and not c.subject.is_plural),
)  # fmt: skip


def test(random: Random, words: list[str]) -> Step:
    name, tests, rule = random.choice(_TESTS)
    return judgement(random, words, "clause", name, tests, rule, random.choice(("classification", "linguistics")))


def _person(clause: Clause) -> str:
    if clause.subject.noun in ("I", "we"):
        return "first"
    return "second" if clause.subject.noun == "you" else "third"


def _subject_kind(clause: Clause) -> str:
    return "common noun" if clause.subject.kind == "noun" else clause.subject.kind


def _gender(clause: Clause) -> str:
    if clause.subject.is_plural or clause.subject.noun in ("we", "they", "I", "you"):
        return "neither"
    if clause.subject.noun in (*WOMEN, *FEMALE, "she"):
        return "female"
    if clause.subject.noun in (*MEN, *MALE, "he"):
        return "male"
    raise NotApplicable("the gender is open")


def _mentions(clause: Clause) -> str:
    return {(True, True): "both", (True, False): "place", (False, True): "time", (False, False): "neither"}[bool(clause.place), bool(clause.time)]


_TOPIC_NAMES = {"text": "something to read", "food": "something to eat", "household": "furniture or a household object", "building": "a building", "animal": "an animal", "machine": "a machine or vehicle",
                "clothing": "something to wear", "garden": "a plant", "art": "a piece of music", "work": "work or study"}  # fmt: skip
_TOPIC_OF = {noun: topic for topic, nouns in NOUNS.items() for noun in nouns}


def _among(find: Callable[[Clause], str], chosen: list[str]) -> Callable[[Clause], str]:
    def limited(clause: Clause) -> str:
        found = find(clause)
        if found not in chosen:
            raise NotApplicable(found)
        return found

    return limited


def kind(random: Random, words: list[str]) -> Step:
    """One of several classes."""
    topics = random.sample([topic for topic in NOUNS if topic not in ("work", "art", "garden")], random.choice((2, 3, 4)))
    options = [
        ("tense", ("the tense", "the tense of the verb", "the time the verb form stands for"), {"past": "a past form", "present": "a present form", "future": "the future with will"}, lambda c: c.tense, 3, "linguistics"),
        ("aspect", ("the form of the verb", "the aspect of the verb"), {"simple": "a verb without have or -ing", "progressive": "a form of be with an -ing form", "perfect": "have or has with a participle"}, lambda c: c.aspect, 1, "linguistics"),
        ("polarity", ("the polarity", "whether the sentence affirms or denies"), {"positive": "a sentence without not", "negative": "a sentence with not"}, lambda c: "negative" if c.is_negative else "positive", 1, "linguistics"),
        ("number", ("the number of the subject", "whether the subject is one or more than one"), {"singular": "a single person as subject", "plural": "more than one person as subject"},
         lambda c: _person_number(c), 2, "linguistics"),
        ("object_number", ("the number of the object", "whether the object is one or more than one"), {"singular": "one thing as object", "plural": "several things as object"}, lambda c: "plural" if c.object.is_plural else "singular", 2, "linguistics"),
        ("subject_kind", ("the kind of subject", "what sort of word the subject is"), {"name": "a name or two names as subject", "pronoun": "a pronoun as subject", "common noun": "an ordinary noun as subject"}, _subject_kind, 2, "linguistics"),
        ("gender", ("the sex of the subject", "who acts"), {"female": "one woman or girl acting", "male": "one man or boy acting"}, _among(_gender, ["female", "male"]), 2, "classification"),
        ("mentions", ("what is mentioned, a place or a time", "which of place and time it tells"), {"place": "a place but no time", "time": "a time but no place", "both": "a place and a time", "neither": "no place and no time"}, _mentions, 3, "classification"),
        ("topic", ("the kind of thing the object is", "what sort of thing it is about"), {topic: _TOPIC_NAMES[topic] for topic in topics}, _among(lambda c: _TOPIC_OF.get(c.object.noun, ""), topics), 6, "classification"),
    ]  # fmt: skip
    name, what, meanings, find, _, family = random.choices(options, [option[4] for option in options])[0]
    return classes(random, words, "clause", name, what, meanings, find, family)


def _person_number(clause: Clause) -> str:
    if clause.subject.noun == "you":
        raise NotApplicable("you may be one or many")
    return "plural" if clause.subject.is_plural or clause.subject.noun in ("we", "they") else "singular"


CLAUSE_LABELS = ((test, 5), (kind, 5))
