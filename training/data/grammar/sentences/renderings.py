"""Steps from a clause to a text of another form: passive, reports, requests, frames."""

from __future__ import annotations

import re
from random import Random

from training.data.grammar.plans.plan import NotApplicable, Step
from training.data.grammar.words.lexicon import MEN, WOMEN

from .clause import (
    Clause,
    bare_passive,
    bare_question,
    bare_statement,
    passive,
    predicate,
    start_upper,
    statement,
)
from .noun_phrase import NounPhrase
from .questions import CONTRACTIONS, checked, questions, rendering, reply


def _contracted(clause: Clause) -> str:
    text = statement(clause).replace("can not", "cannot")
    for full, short in CONTRACTIONS.items():
        if f" {full} " in text:
            return text.replace(full, short, 1)
    raise NotApplicable("nothing to contract")


def voice(random: Random, words: list[str]) -> Step:
    options = [
        ("passive", ("put it in the passive with by", "turn the object into the subject: passive voice, naming the doer with by", "rewrite it in the passive voice, with 'by' and the doer", "say what is done to the thing and by whom",
                     "start with the thing and use the passive with by"), passive),
        ("passive_without_agent", ("put it in the passive without naming the doer", "use the passive and leave out who does it", "rewrite it in the passive voice, no 'by'", "say only what is done to the thing, not by whom"), lambda c: passive(c, agent=False)),
        ("passive_question", ("make it a yes/no question in the passive, with by", "ask in the passive voice whether it is done, naming the doer with by"), lambda c: start_upper(bare_question(checked(c), as_passive=True)) + "?"),
        ("contract", ("contract the verb and not, as in isn't", "use the short form of 'not' (n't)", "write it with a contraction like didn't, won't or hasn't", "shorten not to n't"), _contracted),
    ]  # fmt: skip
    return rendering(*random.choices(options, (2, 2, 1, 1))[0])


_HEDGES = (
    "I think that", "I believe that", "It seems that", "I am sure that", "I doubt that", "Everyone knows that", "It is possible that", "I hope that", "They say that",
    "It is true that", "I heard that", "It is strange that", "I am glad that", "It is a pity that", "We were told that", "No wonder that", "It is clear that", "I suppose that",
    "People say that", "The news is that",
)  # fmt: skip
_OPENERS = (
    "Perhaps", "Maybe", "Luckily,", "Unfortunately,", "Apparently,", "Of course,", "In fact,", "To be honest,", "Finally,", "As usual,", "Clearly,", "Surprisingly,", "Sadly,", "However,",
    "Suddenly,", "As you know,", "First of all,", "In my opinion,", "Guess what:", "Good news:", "Breaking news:", "Listen:", "Well,", "Oh no,", "Yes,", "Once upon a time,", "For example,", "Fun fact:",
)  # fmt: skip
_CLOSERS = (
    "as far as I know", "I think", "I suppose", "you know", "of course", "by the way", "to be honest", "as usual", "for once", "after all", "so they say", "believe me", "as always", "if I am right", "my friend", "in any case",
)  # fmt: skip


def frame(random: Random, words: list[str]) -> Step:
    hedge, opener, closer = map(random.choice, (_HEDGES, _OPENERS, _CLOSERS))
    name = random.choice((*WOMEN, *MEN))
    said = random.choice(("says", "believes", "thinks", "knows", "claims", "hopes", "writes", "forgets", "explains", "insists"))
    quoting = random.choice(("said", "shouted", "whispered", "asked", "replied", "cried", "answered", "wrote"))
    options = [
        (f"hedge_{hedge}", (f"begin it with '{hedge}' and go on with the sentence", f"put {hedge} in front, without a capital after it", f"say it after the words '{hedge}'", f"make it depend on '{hedge}'"), lambda c: f"{hedge} {bare_statement(c)}."),
        (f"opener_{opener}", (f"begin it with '{opener}' and go on with the sentence", f"open with '{opener}' and then the sentence, its first letter small unless it is a name or I", f"add '{opener}' at the start", f"put '{opener}' in front of the sentence"), lambda c: f"{opener} {bare_statement(c)}."),
        (f"closer_{closer}", (f"end it with ', {closer}.'", f"add '{closer}' at the end, after a comma", f"close the sentence with a comma and '{closer}' before the full stop", f"put ', {closer}' before the full stop"), lambda c: f"{statement(c)[:-1]}, {closer}."),
        (f"report_{name}_{said}", (f"begin with '{name} {said} that'", f"report it: {name} {said} that ...", f"say that {name} {said} it, with that, leaving the verb as it is", f"put it after '{name} {said} that'"), lambda c: f"{name} {said} that {bare_statement(c)}."),
        (f"quote_{name}_{quoting}", (f'make it direct speech: {name} {quoting}, colon, and the sentence in double quotes', f'write {name} {quoting}: and then the sentence between double quotation marks', f"quote it as what {name} {quoting}, in the form {name} {quoting}: \"...\""),
         lambda c: f'{name} {quoting}: "{statement(c)}"'),
        (f"whether_{name}", (f"begin with '{name} asks whether'", f"say that {name} asks whether it is so", f"make it an indirect question: {name} asks whether ..."), lambda c: f"{name} asks whether {bare_statement(c)}."),
        ("exclaim", ("end it with an exclamation mark", "say it with emphasis: ! instead of the full stop", "make it an exclamation"), lambda c: statement(c)[:-1] + "!"),
        ("doubtful", ("keep the word order and end it with a question mark", "show surprise: change only the full stop into ?", "turn the full stop into a question mark"), lambda c: statement(c)[:-1] + "?"),
        ("indirect_do_you_know", ("ask politely: 'Do you know whether ...?'", "begin with Do you know whether and end with a question mark", "make it the indirect question 'Do you know whether ...?'"), lambda c: f"Do you know whether {bare_statement(c)}?"),
        ("not_true", ("begin with 'It is not true that'", "deny it with the words It is not true that", "contradict the whole sentence: It is not true that ..."), lambda c: f"It is not true that {bare_statement(c)}."),
    ]  # fmt: skip
    return rendering(*random.choices(options, (6, 6, 5, 4, 4, 1, 0.4, 0.4, 0.4, 0.4))[0], "style")


_REQUESTS = (
    "Please {do}.", "Could you {do}?", "Could you please {do}?", "Would you mind {doing}?", "You should {do}.", "Let's {do}.", "Don't {do}.", "Never {do}.", "Remember to {do}.", "It is time to {do}.",
    "Why don't you {do}?", "Try to {do}.", "I want you to {do}.", "How about {doing}?", "Stop {doing}!", "Go and {do}!", "I am thinking of {doing}.", "Nobody wants to {do}.", "It is hard to {do}.",
    "I would love to {do}.", "{Doing} is fun.", "To {do}, you need help.", "I am tired of {doing}.", "You had better {do}.", "Everyone enjoys {doing}.", "May I {do}?", "Who wants to {do}?", "How to {do}",
    "We plan to {do}.", "I refuse to {do}.", "{Do}!", "{Do}, will you?", "They are good at {doing}.", "Thank you for {doing}.", "He apologised for {doing}.", "She promised to {do}.", "I forgot to {do}.",
)  # fmt: skip


def request(random: Random, words: list[str]) -> Step:
    """Only the predicate survives, in a frame: an order, a wish, a warning."""
    form = random.choice(_REQUESTS)
    shown = re.sub(r"\{[Dd]o\}|\{[Dd]oing\}", "...", form)
    verb_form = "the -ing form of the verb" if "oing" in form else "the base form of the verb"
    if "{Do" in form:
        verb_form = f"{verb_form}, capitalised"
    phrases = (
        f"leave out the subject and write '{shown}' with {verb_form}, and all that follows it",
        f"put what is done into the pattern '{shown}', using {verb_form} and dropping the subject",
        f"turn it into '{shown}', with the action in place of the dots ({verb_form})",
        f"use the action, not the one who acts, to fill in '{shown}' ({verb_form})",
    )  # fmt: skip

    def apply(clause: Clause) -> str:
        do, doing = _bare_predicate(clause), _bare_predicate(clause, "ing")
        return form.format(do=do, doing=doing, Do=start_upper(do), Doing=start_upper(doing))

    return rendering(f"request_{form}", phrases, apply, "style")


def _cleft(clause: Clause, part: str) -> str:
    clause = checked(clause)
    if clause.is_negative:
        raise NotApplicable("negative")
    be = "was" if clause.tense == "past" else "is"
    if part == "subject":
        if clause.subject.kind == "pronoun":
            raise NotApplicable("it was me")
        rest = bare_statement(clause)[len(clause.subject.text()) + 1 :]
        return f"It {be} {clause.subject.text()} who {rest}."
    if part == "object":
        if clause.object.kind == "pronoun":
            raise NotApplicable("it was it")
        thing = clause.object.text(clause.owner, as_object=True)
        rest = bare_statement(clause).replace(" " + thing, "", 1)
        return f"It {be} {thing} that {rest}."
    phrase = getattr(clause, part)
    if not phrase:
        raise NotApplicable(part)
    return f"It {be} {phrase} that {bare_statement(clause.but(**{part: ''}))}."


def _relative(clause: Clause, part: str) -> str:
    clause = checked(clause)
    if part == "object":
        if clause.object.kind == "pronoun" or clause.object.determiner == "own":
            raise NotApplicable("a pronoun")
        thing = clause.object
        rest = bare_statement(clause).replace(" " + thing.text(as_object=True), "", 1)
        head = NounPhrase(thing.noun, "noun", "the", thing.adjective, thing.is_plural)
        return f"{head.text()} that {rest}"
    if clause.subject.kind == "pronoun":
        raise NotApplicable("a pronoun")
    return f"{clause.subject.text()}, who {bare_statement(clause)[len(clause.subject.text()) + 1 :]}"


def focus(random: Random, words: list[str]) -> Step:
    options = [
        *((f"cleft_{part}", (f"stress {what} in the form 'It is ... {link} ...' (It was ... if the verb is past)", f"rewrite it as a cleft sentence about {what}: It is/was ... {link} ...", f"begin with It is, or It was for the past, then {what}, then '{link}' and the rest"),
           lambda c, p=part: _cleft(c, p)) for part, what, link in (("subject", "the subject", "who"), ("object", "the object", "that"), ("time", "the time", "that"), ("place", "the place", "that"))),
        ("relative_object", ("make a noun phrase out of it: 'the', the object, then 'that' and the rest, without a full stop", "turn it into a phrase like 'the letter that Anna wrote', no full stop", "name the object by a relative clause: the ... that ..., nothing capitalised at the start, no full stop"), lambda c: _relative(c, "object")),
        ("relative_subject", ("write the subject, a comma, 'who' and the rest, without a full stop at the end and keeping a small first letter unless it is a name", "turn it into a phrase like 'Anna, who wrote the letter', no full stop"), lambda c: _relative(c, "subject")),
        ("infinitive", ("write it as an infinitive phrase with to, no subject, no full stop", "give only the action as 'to ...', without a full stop", "turn it into 'to' plus the base form and what follows, without subject and full stop"), lambda c: f"to {_bare_predicate(c)}"),
        ("gerund", ("give only the action in the -ing form, no subject and no full stop", "turn it into a phrase that begins with the -ing form, without a full stop", "write it as a gerund phrase, in small letters, without subject and full stop"), lambda c: _bare_predicate(c, "ing")),
        ("headline", ("leave out a, an and the", "write it like a telegram: without the articles", "drop every article (a, an, the)", "delete a, an and the, and start with a capital letter"), _headline),
        ("passive_headline", ("write it as a headline in the passive: no articles, no form of be, no doer, no full stop", "turn it into a newspaper title such as 'Old letter found in Rome': object, participle, the rest, without articles"), _passive_headline),
    ]  # fmt: skip
    return rendering(*random.choice(options))


def _bare_predicate(clause: Clause, form: str = "base") -> str:
    if clause.object.determiner == "own" or clause.is_negative or clause.frequency or clause.front:
        raise NotApplicable("not a plain predicate")
    return predicate(clause, form)


def _without_articles(text: str) -> str:
    return start_upper(re.sub(r"\b([Tt]he|[Aa]n?) ", "", text))


def _headline(clause: Clause) -> str:
    text = statement(clause)
    if _without_articles(text) == text:
        raise NotApplicable("no article")
    return _without_articles(text)


def _passive_headline(clause: Clause) -> str:
    if clause.tense != "past" or clause.is_negative or clause.frequency or clause.front or clause.aspect != "simple":
        raise NotApplicable("no headline")
    text = bare_passive(clause, agent=False)
    return _without_articles(re.sub(r" (?:was|were) ", " ", text, count=1))


CLAUSE_RENDERINGS = ((questions, 5), (voice, 2.5), (frame, 7), (request, 3), (focus, 3.5), (reply, 1.5))
