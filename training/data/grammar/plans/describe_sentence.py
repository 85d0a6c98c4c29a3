"""Descriptions of sentence tasks: longer frames than words and lists need, chatty ones among them."""

from __future__ import annotations

import re
from random import Random

from .describe import typed
from .plan import Plan

_FRAMES = (
    "Given {noun}, {work}.", "The input is {noun}. {Work}.", "Take {noun} and {work}.", "You get {noun}; {work}.", "I will give you {noun}. Please {work}.", "I'll type {noun}: {work}.",
    "{Noun} is given. {Work}.", "You will be given {noun}. {Work} and output nothing else.", "Read {noun}, then {work}.", "For {noun}, {work}.", "{Noun}: {work}", "I'm going to send you {noun}. {Work}, ok?",
    "Your task: for {noun}, {work}. Nothing else.", "When you see {noun}, {work}.", "Each input is {noun}. {Work} and write only the result.", "Here comes {noun}. {Work}, please.", "Whenever I type {noun}, {work}.",
    "Let's play: I write {noun} and you do this: {work}.", "{Work}. (The input is {noun}.)", "{Work}. You will get {noun}.", "Please {work}. What you get is {noun}.", "Input: {noun}. What to do: {work}.",
    "My input will be {noun}, and I need you to {work}.", "I have {noun} for you - {work}.", "You are a careful assistant. For every input, which is {noun}, {work}.", "Act on {noun} like this: {work}.",
    "Please look at {noun} and {work}.", "After reading {noun}, {work}. No comments.", "What I type is {noun}. Do nothing but this: {work}.", "Suppose you get {noun}. Then {work}.",
)  # fmt: skip
_BARE = ("{Work}.", "{work}", "Please {work}.", "{Work}. Write only the answer.", "I want you to {work}.", "Just {work}.", "Now {work}.", "Task: {work}.", "{Work}, nothing more.", "Do this: {work}.")
_THEN = (", then ", " and then ", "; after that ", ", and finally ", ", and also ", "; next, ")
_MANNER = (", {manner}", ", and write the result {manner}", "; give the answer {manner}", " ({manner})")
_REWRITE = ("rewrite it {manner}", "put it into another form: {manner}", "say it {manner}", "give it back {manner}", "change its form, so that it is {manner}")
_EXAMPLE = (
    ' For example, "{input}" becomes "{output}"', " Example: {input} -> {output}", " (e.g. {input} -> {output})", ' So "{input}" gives "{output}"', " Like this: {input} => {output}", "\nInput: {input}\nOutput: {output}",
    ' If I type "{input}", you answer "{output}"',
)  # fmt: skip
_EXAMPLE_SHARE, _LONGEST_EXAMPLE, _BARE_SHARE = 0.14, 150, 0.25


def describe_sentence(random: Random, plan: Plan, example: dict[str, str]) -> str:
    noun = random.choice(plan.source.nouns)
    work = _work(random, plan)
    named = re.sub(r"^((?:\w+ )?\w+) it\b", rf"\1 the {random.choice(plan.domain.nouns)}", work, count=1)
    if work.startswith("is it"):
        named = work
    has_pronoun = re.search(r"\bit\b", work)
    if random.random() < _BARE_SHARE and (named != work or not has_pronoun):
        form, work = random.choice(_BARE), named
    else:
        form = random.choice(_FRAMES)
    if re.search(r"[?]", work):
        # A question does not go on after its mark.
        form = random.choice(("Given {noun}: {work}", "{Noun}. {Work}", "I will give you {noun}. {Work}", "Read {noun}. {Work}", "The input is {noun}. {Work}", "I'll type {noun}. {Work}"))
    text = form.format(noun=noun, work=work, Noun=noun[0].upper() + noun[1:], Work=work[0].upper() + work[1:])
    if random.random() < _EXAMPLE_SHARE and len(example["input"]) + len(example["output"]) < _LONGEST_EXAMPLE:
        text = text + ("" if text[-1] in ".?!)" else ".") + random.choice(_EXAMPLE).format(**example)
        return text
    return typed(random, text)


def _work(random: Random, plan: Plan) -> str:
    manner = random.choice(plan.target.manners) if plan.target.manners and plan.target is not plan.source else ""
    if not plan.steps:
        return random.choice(_REWRITE).format(manner=manner)
    work = random.choice(plan.steps[0].phrases)
    for step in plan.steps[1:]:
        work += random.choice(_THEN) + random.choice(step.phrases)
    return work + random.choice(_MANNER).format(manner=manner) if manner else work
