"""Steps that change the verb of a clause: tense, modal verb, negation."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.lexicon import STATES

from .clause import MODALS, Clause

Change = Callable[[Clause], Clause]


def change(name: str, phrases: tuple[str, ...], apply: Change, family: str = "linguistics") -> Step:
    return Step("clause", "clause", name, phrases, apply, family)


def verb_changed(clause: Clause, **changes) -> Clause:
    if changes.get("aspect") == "progressive" and clause.verb in STATES:
        raise NotApplicable("a state has no progressive")
    if changes.get("aspect", clause.aspect) == "perfect" and clause.time:
        raise NotApplicable("no perfect with a time")
    return clause.but(**changes)


_TENSES = (
    ("past", "simple", ("put it in the past tense", "rewrite it in the simple past", "change the verb to the past", "tell it as if it had happened already",
                        "make it about something that is over", "shift the sentence into the past")),
    ("present", "simple", ("put it in the present tense", "rewrite it in the simple present", "change the verb to the simple present",
                           "say it in the present, as a habit or a general fact", "use the present-tense form of the verb")),
    ("future", "simple", ("put it in the future tense with will", "rewrite it with 'will'", "make it a prediction with will",
                          "say that it will happen", "change the verb to will and the base form", "turn it into the will-future")),
    ("going", "simple", ("rewrite it with going to", "use the going-to future", "say that it is going to happen", "change the verb to am, is or are going to",
                         "make it a plan with 'going to'")),
    ("present", "progressive", ("put it in the present progressive", "use the present continuous", "say that it is happening right now, with am, is or are and the -ing form",
                                "make the action go on at this moment, as in 'is doing'", "change the verb to is/are + -ing")),
    ("past", "progressive", ("put it in the past progressive", "use the past continuous", "say that it was going on, with was or were and the -ing form",
                             "change the verb to was/were + -ing", "describe it as in progress in the past")),
    ("present", "perfect", ("put it in the present perfect", "use has or have with the participle", "rewrite it with has/have + past participle",
                            "say that it has been done by now, in the present perfect", "change the verb to the have-form")),
    ("past", "perfect", ("put it in the past perfect", "use had and the participle", "rewrite it with had + past participle", "change the verb to the pluperfect",
                         "say that it had been done before, with 'had'")),
)  # fmt: skip


def tense(random: Random, words: list[str]) -> Step:
    tense, aspect, phrases = random.choice(_TENSES)
    return change(f"to_{tense}_{aspect}", phrases, lambda c: verb_changed(c, tense=tense, aspect=aspect))


def modal(random: Random, words: list[str]) -> Step:
    modal = random.choice(MODALS)
    phrases = (
        f"put the modal verb {modal} in front of the verb", f"rewrite it with '{modal}'", f"use {modal} and the base form of the verb",
        f"make the verb '{modal}' plus infinitive", f"say it with {modal}", f"express it with the helping verb {modal}",
    )  # fmt: skip
    return change(f"modal_{modal}", phrases, lambda c: verb_changed(c, tense=modal, aspect="simple"))


def _affirmed(clause: Clause) -> Clause:
    if not clause.is_negative:
        raise NotApplicable("there is no negation")
    return clause.but(is_negative=False)


def negation(random: Random, words: list[str]) -> Step:
    options = [
        ("negate", ("make it negative with not", "negate it", "say that it is not so, using 'not'", "turn it into its negation", "deny it by putting not into the verb",
                    "add not, with do, does or did where English needs it", "say the opposite by negating the verb"),
         lambda c: c.but(is_negative=True)),
        ("affirm", ("take the not out", "make the negative sentence positive", "remove the negation", "say that it is so after all, without not",
                    "turn it into an affirmative sentence", "delete 'not' and repair the verb"), _affirmed),
        ("flip_polarity", ("negate it, but make it positive when it is negative already", "turn yes into no and no into yes: add not where there is none, take it out where there is one",
                           "flip its polarity, positive to negative with not and negative to positive"), lambda c: c.but(is_negative=not c.is_negative)),
    ]  # fmt: skip
    return change(*random.choice(options))
