"""Steps from clause to clause: persons, what is added, removed or replaced."""

from __future__ import annotations

from random import Random

from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.lexicon import (
    ADJECTIVES,
    FEMALE,
    FREQUENCIES,
    MALE,
    MANNERS,
    MEN,
    PERSONS,
    PLACES,
    STATES,
    TIMES,
    WOMEN,
    plural,
)

from .clause import Clause
from .draw_clause import verb_of_any_topic
from .noun_phrase import NUMBER_WORDS, PRONOUNS, NounPhrase
from .tenses import change, modal, negation, tense, verb_changed


def _with_subject(clause: Clause, subject: NounPhrase) -> Clause:
    if clause.subject == subject or clause.object.kind == "pronoun" and clause.object.noun == subject.noun:
        raise NotApplicable("the same subject")
    return clause.but(subject=subject)


def _plural_subject(clause: Clause) -> Clause:
    subject = clause.subject
    if subject.kind != "noun" or subject.is_plural or clause.object.determiner == "own" or subject.determiner not in ("the", "this", "that"):
        raise NotApplicable("no singular noun")
    return clause.but(subject=NounPhrase(subject.noun, "noun", subject.determiner, subject.adjective, True))


def _singular_subject(clause: Clause) -> Clause:
    subject = clause.subject
    if subject.kind != "noun" or not subject.is_plural or clause.object.determiner == "own":
        raise NotApplicable("no plural noun")
    return clause.but(subject=NounPhrase(subject.noun, "noun", "the", subject.adjective))


def _as_pronoun(phrase: NounPhrase) -> NounPhrase:
    if phrase.kind == "pronoun":
        raise NotApplicable("is a pronoun already")
    return NounPhrase(phrase.pronoun, "pronoun")


def _object_pronoun(clause: Clause) -> Clause:
    if clause.object.kind == "pronoun":
        raise NotApplicable("is a pronoun already")
    return clause.but(object=NounPhrase("they" if clause.object.is_plural else "it", "pronoun"))


def subject(random: Random, words: list[str]) -> Step:
    pronoun = random.choice([p for p in PRONOUNS if p != "it"])
    name = random.choice((*WOMEN, *MEN))
    noun = random.choice((*PERSONS, *FEMALE, *MALE))
    many = random.random() < 0.3
    who = f"the {plural(noun) if many else noun}"
    agree = "and let the verb and my, his, her and so on agree"
    options = [
        (f"subject_{pronoun}", (f"make {pronoun} the subject, {agree}", f"tell it about {pronoun}: replace the subject with '{pronoun}' and fit the verb",
                                f"put {pronoun} in place of the one who acts, {agree}", f"change the person: the doer is now '{pronoun}'"),
         lambda c: _with_subject(c, NounPhrase(pronoun, "pronoun"))),
        (f"subject_{name}", (f"make {name} the subject", f"let {name} be the one who does it", f"replace the subject by {name}", f"say it about {name} instead of the person named",
                             f"put {name} in the place of the doer, {agree}"), lambda c: _with_subject(c, NounPhrase(name, "name"))),
        (f"subject_{who}", (f"make {who} the subject", f"let {who} do it", f"replace the one who acts by '{who}'", f"say it about {who} in place of the person or people named"),
         lambda c: _with_subject(c, NounPhrase(noun, "noun", "the", "", many)) if c.object.determiner != "own" else _fail()),
        ("subject_pronoun", ("replace the subject by he, she or they", "put the right pronoun in place of the subject", "use a pronoun for whoever acts",
                             "write he, she or they for the name or names at the start", "don't name the subject; use its pronoun"),
         lambda c: c.but(subject=_as_pronoun(c.subject))),
        ("object_pronoun", ("replace the object by it or them", "put 'it' or 'them' for the thing", "use a pronoun for the object", "write it or them instead of naming the object"), _object_pronoun),
        ("both_pronouns", ("replace both the subject and the object by pronouns", "use he, she or they for the doer and it or them for the thing", "write pronouns for subject and object"),
         lambda c: _object_pronoun(c.but(subject=_as_pronoun(c.subject)))),
    ]  # fmt: skip
    return change(*random.choice(options))


def _fail() -> Clause:
    raise NotApplicable("undefined")


def subject_number(random: Random, words: list[str]) -> Step:
    options = [
        ("plural_subject", ("make the subject plural", "put the subject in the plural and let the verb agree", "let more than one of them do it: plural subject",
                            "change the doer from one to several, without a number"), _plural_subject),
        ("singular_subject", ("make the subject singular, with the", "let only one of them do it: 'the' and a singular noun as subject", "put the subject in the singular, starting with 'the'",
                              "change the doers into one single doer with 'the'"), _singular_subject),
    ]  # fmt: skip
    return change(*random.choice(options))


def _object(clause: Clause, **changes) -> Clause:
    thing = clause.object
    if thing.kind != "noun":
        raise NotApplicable("the object is no noun")
    values = {"determiner": thing.determiner, "adjective": thing.adjective, "is_plural": thing.is_plural} | changes
    return clause.but(object=NounPhrase(thing.noun, "noun", values["determiner"], values["adjective"], values["is_plural"]))


def _need(value: str) -> str:
    if not value:
        raise NotApplicable("nothing there")
    return value


def thing(random: Random, words: list[str]) -> Step:
    number = random.choice(NUMBER_WORDS)
    adjective = random.choice(sorted({word for words in ADJECTIVES.values() for word in words}))
    options = [
        ("no_adjective", ("leave out the adjective", "remove the describing word before the noun", "drop the adjective", "say it without the adjective", "cut the word that describes the thing"),
         lambda c: _object(c, adjective=_need(c.object.adjective) and "")),
        (f"adjective_{adjective}", (f"describe the object as {adjective}: put that adjective before its noun, in place of any other", f"make the thing {adjective}: this adjective and no other before the object's noun",
                                    f"set the adjective of the object to '{adjective}'", f"put '{adjective}' in front of the object's noun and drop any other adjective there"),
         lambda c: _object(c, adjective=adjective)),
        (f"count_{number}", (f"make it {number} of the things: '{number}' and the plural for the object", f"say that there were {number} of the object", f"put the number {number} before the object, instead of its article, with a plural noun",
                             f"let the object be {number} in number, in words"), lambda c: _object(c, determiner=number, is_plural=True)),
        ("object_plural", ("make the object plural, with 'the'", "turn the thing into several: 'the' and a plural", "put the object in the plural and give it the article the"), lambda c: _object(c, determiner="the", is_plural=True)),
        ("object_a", ("give the object the indefinite article and the singular: a or an", "make the object a single unnamed one, with a or an", "use 'a' or 'an' before the object, singular"), lambda c: _object(c, determiner="a", is_plural=False)),
        ("object_this", ("point at the object: use this, or these if plural", "put this or these in place of what stands before the object's noun", "start the object with 'this' ('these' if there are several)"), lambda c: _object(c, determiner="this")),
        ("object_own", ("make the object the subject's own: my, your, his, her, our or their", "say that the thing belongs to the one who acts, with my, his, her ...", "put the possessive that fits the subject before the object"),
         lambda c: _owned(c)),
    ]  # fmt: skip
    return change(*random.choices(options, (2, 5, 3, 1, 1, 1, 1))[0])


def _owned(clause: Clause) -> Clause:
    clause.subject.pronoun  # raises when his or her is open
    return _object(clause, determiner="own")


def adverbial(random: Random, words: list[str]) -> Step:
    time, place, manner, frequency = map(random.choice, (TIMES, PLACES, MANNERS, FREQUENCIES))

    def front(clause: Clause, which: str) -> Clause:
        if clause.front:
            raise NotApplicable("something is in front already")
        return clause.but(front=which if _need(getattr(clause, which)) else "")

    options = [
        ("time_front", ("move the time to the front, with a comma after it", "start with when it happens, then a comma", "begin with the time phrase and a comma", "put the words that say when first, followed by a comma"), lambda c: front(c, "time"), 1),
        ("place_front", ("move the place to the front, with a comma after it", "start with where it happens, then a comma", "begin with the phrase for the place and a comma", "put the words that say where first, followed by a comma"), lambda c: front(c, "place"), 1),
        ("no_time", ("leave out the time", "remove the words that say when", "delete the time phrase", "don't say when it happens", "cut the date or time"), lambda c: c.but(time="" if _need(c.time) else "", front=""), 1),
        ("no_place", ("leave out the place", "remove the words that say where", "delete the phrase for the place", "don't say where it happens", "cut the location"), lambda c: c.but(place="" if _need(c.place) else "", front=""), 1),
        ("no_manner", ("leave out the adverb in -ly", "remove the word that says how it is done", "delete the adverb of manner", "cut the -ly word"), lambda c: c.but(manner="" if _need(c.manner) else ""), 1),
        ("bare", ("leave out when, where and how", "keep only the subject, the verb and the object", "cut it down to who does what", "drop the place, the time and the -ly adverb", "reduce it to subject, verb and object"),
         lambda c: c.but(place="", time="", manner="", front="") if c.place or c.time or c.manner else _fail(), 1),
        (f"time_{time}", (f"say that it happens {time}, instead of any other time, at the very end", f"make the time '{time}' and put it last", f"end the sentence with '{time}' as its only time", f"let the time be {time} and stand at the end"),
         lambda c: verb_changed(c, time=time, front="" if c.front == "time" else c.front), 4),
        (f"place_{place}", (f"let it happen {place}, whatever place was named, right before the time if there is one", f"set the place to '{place}', before the time", f"change or add the place: {place}; the time, if any, comes after it"),
         lambda c: c.but(place=place, front="" if c.front == "place" else c.front), 4),
        (f"frequency_{frequency}", (f"add '{frequency}' before the verb, after the first helping verb if there is one", f"say that it is {frequency} so: put {frequency} in the middle of the sentence, next to the verb", f"put the adverb {frequency} in its usual place by the verb"),
         lambda c: c.but(frequency=frequency) if not (c.is_negative or c.aspect == "progressive") else _fail(), 3),
        (f"manner_{manner}", (f"add '{manner}' after the object, in place of any other -ly adverb", f"say that it is done {manner}, with the adverb right after the object", f"put {manner} behind the object; drop any other -ly word"),
         lambda c: c.but(manner=manner) if c.verb not in STATES else _fail(), 4),
    ]  # fmt: skip
    name, phrases, apply, _ = random.choices(options, [option[3] for option in options])[0]
    return change(name, phrases, apply)


def verb(random: Random, words: list[str]) -> Step:
    base = verb_of_any_topic(random)
    phrases = (
        f"replace the verb by '{base}' in the same tense", f"use the verb {base} in the same form as the old verb",
        f"change what is done to '{base}', keep the tense", f"swap the verb for {base}, with the right ending",
    )  # fmt: skip

    def apply(clause: Clause) -> Clause:
        if clause.verb == base or (base in STATES and (clause.manner or clause.aspect == "progressive")):
            raise NotApplicable(base)
        return clause.but(verb=base)

    return change(f"verb_{base}", phrases, apply)


CLAUSE_CHANGES = ((tense, 5), (modal, 3), (negation, 2.5), (subject, 6), (subject_number, 1), (thing, 4), (adverbial, 7), (verb, 2))
