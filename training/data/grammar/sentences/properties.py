"""Sentences that say what something is like ("The lamp is old."): degrees, opposites, exclamations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from training.data.grammar.plans.label_words import judgement
from training.data.grammar.plans.plan import Domain, Format, NotApplicable, Step
from training.data.grammar.words.lexicon import (
    FEMALE,
    MALE,
    MEN,
    NOUNS,
    PERSONS,
    WOMEN,
    article,
    plural,
)

from .clause import start_upper

# Adjective:opposite:for "t" things, "p" persons, "b" both.
_ADJECTIVES = (
    "old:new:t big:small:b heavy:light:t dirty:clean:b cheap:expensive:t tall:short:b strong:weak:b fast:slow:b wet:dry:b hot:cold:t rich:poor:p young:old:p happy:sad:p clever:stupid:p "
    "brave:cowardly:p polite:rude:p busy:idle:p lazy:hard-working:p calm:nervous:p honest:dishonest:p kind:cruel:p quiet:loud:b beautiful:ugly:b important:unimportant:t famous:unknown:b safe:dangerous:t "
    "useful:useless:t thick:thin:t wide:narrow:t soft:hard:t modern:old-fashioned:t popular:unpopular:b careful:careless:p friendly:unfriendly:p patient:impatient:p simple:complicated:t bright:dark:t noisy:quiet:b "
    "healthy:sick:p hungry:full:p generous:mean:p modest:arrogant:p"
)  # fmt: skip
_OPPOSITES = {(kind, entry.split(":")[0]): entry.split(":")[1] for entry in _ADJECTIVES.split() for kind in (("t", "p") if entry.endswith("b") else (entry[-1],))}
_SHORT = {"clever", "simple", "narrow", "quiet", "polite"}
_DOUBLING = {"big", "wet", "hot", "sad", "thin"}
_THINGS = tuple(noun for topic in ("household", "building", "machine", "clothing") for noun in NOUNS[topic])


def degree(adjective: str, ending: str) -> str:
    """ "older" for "er", "most famous" for "est"."""
    syllables = len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", adjective)))
    if adjective.endswith("y") and syllables <= 2 and not adjective.startswith("un"):
        return adjective[:-1] + "i" + ending
    if syllables > 1 and adjective not in _SHORT:
        return ("more " if ending == "er" else "most ") + adjective
    if adjective in _DOUBLING:
        return adjective + adjective[-1] + ending
    return adjective + (ending[1:] if adjective.endswith("e") else ending)


@dataclass(frozen=True)
class Property:
    noun: str  # or a name
    is_name: bool
    is_plural: bool
    adjective: str
    is_past: bool

    @property
    def subject(self) -> str:
        return self.noun if self.is_name else f"the {plural(self.noun) if self.is_plural else self.noun}"

    @property
    def be(self) -> str:
        return ("were" if self.is_plural else "was") if self.is_past else ("are" if self.is_plural else "is")

    @property
    def opposite(self) -> str:
        return _OPPOSITES["p" if self.is_name or self.noun in _PEOPLE else "t", self.adjective]


_PEOPLE = {*PERSONS, *FEMALE, *MALE}
_SINGULAR_OF = {plural(noun): noun for noun in (*_THINGS, *_PEOPLE)}


def sentence(p: Property) -> str:
    return start_upper(f"{p.subject} {p.be} {p.adjective}.")


def read(text: str) -> Property:
    match = re.fullmatch(r"(?:The (\w+)|([A-Z]\w+)) (is|are|was|were) ([\w-]+)\.", text)
    if not match:
        raise NotApplicable(text)
    many = match[3] in ("are", "were")
    noun = match[2] or (_SINGULAR_OF.get(match[1], match[1]) if many else match[1])
    return Property(noun, bool(match[2]), many, match[4], match[3] in ("was", "were"))


def draw(random: Random) -> Property:
    kind = random.choice("tp")
    is_name = kind == "p" and random.random() < 0.5
    noun = random.choice((*WOMEN, *MEN) if is_name else _THINGS if kind == "t" else sorted(_PEOPLE))
    adjective = random.choice([adjective for each, adjective in _OPPOSITES if each == kind])
    return Property(noun, is_name, not is_name and random.random() < 0.3, adjective, random.random() < 0.3)


def _no_name(p: Property) -> Property:
    if p.is_name:
        raise NotApplicable("a name")
    return p


def _what(p: Property) -> str:
    p = _no_name(p)
    if p.is_plural:
        return f"What {p.adjective} {plural(p.noun)}!"
    return f"What {article(p.adjective)} {p.adjective} {p.noun}!"


_COMPARED = ("the others", "ever", "before", "you think", "we expected", "the rest", "mine", "ours", "yours", "usual", "last year", "I remember", "they say", "it seems", "theirs", "the first one", "anything else")
_INTENSIFIERS = ("very", "too", "really", "extremely", "quite", "rather", "surprisingly", "so", "not very", "a bit", "incredibly", "hardly", "much too", "fairly", "unusually", "always", "never", "no longer", "still", "already")


def change(random: Random, words: list[str]) -> Step:
    more, other = random.choice(_INTENSIFIERS), random.choice(_COMPARED)
    verb, past = random.choice((("seems", "seemed"), ("looks", "looked"), ("becomes", "became"), ("stays", "stayed")))
    base = {"seems": "seem", "looks": "look", "becomes": "become", "stays": "stay"}[verb]
    options = [
        (f"intensify_{more}", (f"put '{more}' before the adjective", f"let '{more}' stand in front of the describing word", f"add '{more}' before the last word"), lambda p: start_upper(f"{p.subject} {p.be} {more} {p.adjective}."), 6),
        (f"comparative_{other}", (f"use the comparative and add 'than {other}'", f"compare: the -er or more form of the adjective, then 'than {other}'", f"make it a comparison with 'than {other}'"), lambda p: start_upper(f"{p.subject} {p.be} {degree(p.adjective, 'er')} than {other}."), 6),
        ("even_more", ("put the adjective in the comparative", "use the -er form or 'more' for the adjective, without than", "make the adjective comparative"), lambda p: start_upper(f"{p.subject} {p.be} {degree(p.adjective, 'er')}."), 1),
        ("superlative", ("use the superlative with the and add 'of all'", "say that it is the most so 'of all', with the -est form or most", "put the adjective in the superlative, between 'the' and 'of all'"), lambda p: start_upper(f"{p.subject} {p.be} the {degree(p.adjective, 'est')} of all."), 1),
        (f"as_{other}", (f"write that it is as ... as {other}", f"make an equal comparison: 'as' + adjective + 'as {other}'"), lambda p: start_upper(f"{p.subject} {p.be} as {p.adjective} as {other}."), 4),
        (f"not_as_{other}", (f"write that it is not as ... as {other}", f"say it is 'not as' + adjective + 'as {other}'"), lambda p: start_upper(f"{p.subject} {p.be} not as {p.adjective} as {other}."), 4),
        ("opposite", ("replace the adjective by its opposite", "say the contrary with another adjective, without not", "swap the adjective for its antonym"), lambda p: start_upper(f"{p.subject} {p.be} {p.opposite}."), 1),
        ("how", ("make it an exclamation with How, as in 'How tall the tower is!'", "exclaim: How, the adjective, then the subject and the verb, and !"), lambda p: f"How {p.adjective} {p.subject} {p.be}!", 1),
        ("what", ("make it an exclamation of the kind 'What a tall tower!'", "exclaim with What, adjective and noun, with a or an if singular", "turn it into What (a/an) + adjective + noun + !"), _what, 1),
        ("phrase", ("make a noun phrase with the adjective before the noun, no full stop, starting with 'the'", "turn it into a phrase like 'the tall tower', without a full stop", "put the adjective before the noun: the + adjective + noun, no verb, no full stop"), lambda p: f"the {p.adjective} {_no_name(p).subject[4:]}", 1),
        ("negative", ("negate it with not", "put not after the verb", "say that it is not so, keeping the adjective"), lambda p: start_upper(f"{p.subject} {p.be} not {p.adjective}."), 1),
        ("question", ("turn it into a yes/no question", "ask whether it is so, starting with Is, Are, Was or Were", "make it a question by moving the verb to the front"), lambda p: f"{start_upper(p.be)} {p.subject} {p.adjective}?", 1),
        ("future", ("put it in the future with will be", "say it with 'will be'", "make it a prediction with will"), lambda p: start_upper(f"{p.subject} will be {p.adjective}."), 1),
        ("perfect", ("use has always been or have always been", "say that it has always been so, in the present perfect with always"), lambda p: start_upper(f"{p.subject} {'have' if p.is_plural else 'has'} always been {p.adjective}."), 1),
        ("tense", ("exchange present and past: is becomes was, were becomes are and so on", "change the tense: past to present, present to past"), lambda p: sentence(Property(p.noun, p.is_name, p.is_plural, p.adjective, not p.is_past)), 1),
        ("number", ("exchange singular and plural, with the same tense", "make a singular subject plural and a plural one singular; the verb agrees"), lambda p: sentence(Property(_no_name(p).noun, False, not p.is_plural, p.adjective, p.is_past)), 1),
        (f"verb_{verb}", (f"replace the form of be by the right form of '{base}' in the same tense", f"use '{base}' in place of is, are, was or were, keeping the tense"), lambda p: start_upper(f"{p.subject} {past if p.is_past else base if p.is_plural else verb} {p.adjective}."), 3),
        ("why", ("ask Why it is so, in the form 'Why is ... ?'", "make a why-question of it"), lambda p: f"Why {p.be} {p.subject} {p.adjective}?", 1),
        ("who_what", ("ask for the subject: Who for a person's name, What for anything that has 'the'", "replace the subject, 'Who' if it is a name, else 'What', and use is or was"), lambda p: f"{'Who' if p.is_name else 'What'} {'was' if p.is_past else 'is'} {p.adjective}?", 1),
    ]  # fmt: skip
    name, phrases, apply, _ = random.choices(options, [option[3] for option in options])[0]
    return Step("property", "text", name, phrases, apply, "linguistics")


def extract(random: Random, words: list[str]) -> Step:
    label = random.choice(words)
    options = [
        ("adjective", ("give the adjective", "write only the describing word", "pick out the adjective"), lambda p: p.adjective),
        ("subject", ("give the noun or name, without the", "write only the one or the thing described, without article", "say who or what is described, no article"), lambda p: p.subject.removeprefix("the ")),
        ("comparative", ("give the comparative of the adjective", "write the -er or more form of the adjective alone"), lambda p: degree(p.adjective, "er")),
        ("superlative", ("give the superlative of the adjective, without the", "write the -est or most form of the adjective alone"), lambda p: degree(p.adjective, "est")),
        ("antonym", ("give the opposite of the adjective", "write the antonym of the describing word alone"), lambda p: p.opposite),
        (f"assign_{label}", (f"write it as code: the noun or name without the, a dot, {label}, then ' = ' and the adjective in double quotes", f'turn it into an assignment of the form noun.{label} = "adjective"'), lambda p: f'{p.subject.removeprefix("the ")}.{label} = "{p.adjective}"'),
        (f"call_{label}", (f"write it as a call {label}(noun, adjective), without the", f"turn it into {label}(...) with the noun or name, without article, and the adjective as arguments"), lambda p: f'{label}({p.subject.removeprefix("the ")}, {p.adjective})'),
        (f"key_{label}", (f'make JSON of the form {{"{label}": "adjective"}}', f"output a JSON object whose only key {label} has the adjective as its string value"), lambda p: f'{{"{label}": "{p.adjective}"}}'),
    ]  # fmt: skip
    name, phrases, apply = random.choice(options)
    return Step("property", "text", name, phrases, apply, "code" if "_" in name else "extraction")


def judge(random: Random, words: list[str]) -> Step:
    tests = (
        ("past", ("it is in the past tense", "the verb is was or were"), lambda p: p.is_past),
        ("plural", ("the subject is plural", "more than one is described"), lambda p: p.is_plural),
        ("name", ("somebody is called by name", "the subject is a person's name"), lambda p: p.is_name),
        ("person", ("a person or several people are described, not a thing", "it is about people"), lambda p: p.is_name or p.noun in _PEOPLE),
        ("long", ("the adjective makes its comparative with more", "the comparative of the adjective is formed with 'more'"), lambda p: degree(p.adjective, "er").startswith("more")),
    )  # fmt: skip
    return judgement(random, words, "property", *random.choice(tests))


_FORMAT = Format("property", "property", ("a sentence that describes somebody or something", "a short sentence with an adjective", "a sentence with a form of be and an adjective", "a description such as 'The lamp is old.'"), (), sentence, read)
PROPERTIES = Domain("property", "property", ("sentence",), draw, (_FORMAT,))
PROPERTY_STEPS = ((change, 8), (extract, 3), (judge, 2))
