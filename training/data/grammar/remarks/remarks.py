"""Remarks of a known class (opinions, intents, topics ...), each read back by its pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from random import Random

from training.data.grammar.plans.label_words import classes, judgement
from training.data.grammar.plans.plan import Domain, Format, NotApplicable, Step

from .patterns import GROUPS, SLOTS, Group


@dataclass(frozen=True)
class Remark:
    text: str
    kind: str


_SLOT = re.compile(r"\{(\w+)\}")


@cache
def _patterns(group: str) -> list[tuple[str, re.Pattern[str]]]:
    found = []
    for kind, templates in GROUPS[group].patterns.items():
        for template in templates:
            parts = _SLOT.split(template)
            pattern = "".join(
                re.escape(part)
                if index % 2 == 0
                else "(?:" + "|".join(map(re.escape, SLOTS[part])) + ")"
                for index, part in enumerate(parts)
            )
            found.append((kind, re.compile(pattern)))
    return found


def write_remark(random: Random, template: str) -> str:
    return _SLOT.sub(lambda match: random.choice(SLOTS[match[1]]), template)


def _reader(group: str):
    def read(text: str) -> Remark:
        for kind, pattern in _patterns(group):
            if pattern.fullmatch(text):
                return Remark(text, kind)
        raise NotApplicable(text)

    return read


def remark_domain(name: str, kinds: tuple[str, ...] | None = None) -> Domain:
    group: Group = GROUPS[name]

    def sample(random: Random) -> Remark:
        kind = random.choice(kinds or list(group.patterns))
        return Remark(write_remark(random, random.choice(group.patterns[kind])), kind)

    source = Format("remark", name, group.nouns, (), lambda remark: remark.text, _reader(name))
    return Domain("remark", name, ("text",), sample, (source,))


def remark_step(random: Random, words: list[str], name: str) -> tuple[Domain, Step]:
    """A judgement and the remarks it is about; two to four classes of the group."""
    group = GROUPS[name]
    count = min(len(group.patterns), random.choice((2, 2, 3, 4)))
    kinds = tuple(random.sample(list(group.patterns), count))
    meanings = {kind: group.meanings[kind] for kind in kinds}
    if count == 2 and random.random() < 0.5 or random.random() < 0.2:
        wanted = kinds[0]
        tests = tuple(form.format(meaning=meanings[wanted]) for form in group.tests)
        # The others together are as many as the wanted one.
        rest = random.sample(
            [kind for kind in group.patterns if kind != wanted], min(count, len(group.patterns) - 1)
        )
        drawn = (*[wanted] * len(rest), *rest)
        step = judgement(
            random,
            words,
            "remark",
            f"{name}_{wanted}_not_{'_'.join(rest)}",
            tests,
            lambda r: r.kind == wanted,
            group.family,
        )
        return remark_domain(name, drawn), step

    def find(remark: Remark) -> str:
        if remark.kind not in kinds:
            raise NotApplicable(remark.kind)
        return remark.kind

    step = classes(random, words, "remark", name, group.what, meanings, find, group.family)
    return remark_domain(name, kinds), step
