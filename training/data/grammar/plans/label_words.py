"""Label words for judgements, and ways to name them: only descriptions tell which are used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from training.machine.files import read_table

from .plan import Step, Value

_DATA = read_table(Path(__file__).with_suffix(".json"))
_STYLES = (str, str, str.upper, str.capitalize)


@dataclass(frozen=True)
class Wording:
    """Wording of judgements of one sort: their two labels, and how they are asked for."""

    pairs: tuple[tuple[str, str], ...]  # labels that go together
    tests: tuple[str, ...]  # with {yes}, {no} and {test}
    pair_share: float  # share of judgements with one of the pairs; the others have two words
    kept_share: float  # share of pairs whose first label is for yes

    def labels(self, random: Random, words: list[str]) -> tuple[str, str]:
        if random.random() < self.pair_share:
            pair = random.choice(self.pairs)
            is_kept = self.kept_share == 1 or random.random() < self.kept_share
            return pair if is_kept else pair[::-1]
        yes, no = random.sample(words[:3000], 2)
        style = random.choice(_STYLES)
        return style(yes), style(no)


OF_SENTENCES = Wording(**_DATA["sentences"], pair_share=0.55, kept_share=1)
OF_VALUES = Wording(**_DATA["values"], pair_share=0.3, kept_share=0.8)


def judgement(
    random: Random,
    words: list[str],
    kind: str,
    name: str,
    tests: tuple[str, ...],
    rule: Callable[[Value], bool],
    family: str = "classification",
    wording: Wording = OF_SENTENCES,
) -> Step:
    """Step that answers with one label where the rule holds, and another where it does not."""
    yes, no = wording.labels(random, words)
    phrases = tuple(
        form.format(yes=yes, no=no, test=test) for form in wording.tests for test in tests
    )
    name = f"{name}?{yes}:{no}"
    return Step(kind, "label", name, phrases, lambda value: yes if rule(value) else no, family)


def _or(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " or " + names[-1]


def classes(
    random: Random,
    words: list[str],
    kind: str,
    name: str,
    what: tuple[str, ...],
    meanings: dict[str, str],
    find: Callable[[Value], str],
    family: str,
) -> Step:
    """Step that answers with the label of a value's class.

    `meanings` say when each class applies; `find` gives a value's class or raises NotApplicable.
    """
    chosen = list(meanings)
    random.shuffle(chosen)
    style = random.random()
    if style < 0.35:
        case = random.choice(_STYLES)
        labels = {each: case(each) for each in chosen}
        names = random.choice((_or, " / ".join, ", ".join))([labels[each] for each in chosen])
        phrases = tuple(
            form.format(what=each, names=names) for form in _DATA["plain_classes"] for each in what
        )
    else:
        if style < 0.75:
            case = random.choice(_STYLES)
            new = [case(word) for word in random.sample(words[:3000], len(chosen))]
        else:
            new = random.choice(("ABCDEF", "123456", "abcdef", "XYZWVU"))[: len(chosen)]
        labels = dict(zip(chosen, new))
        links = random.choice(
            (
                "{label} for {meaning}",
                "{label} if it is {meaning}",
                "{label} = {meaning}",
                "{label} ({meaning})",
                "{meaning} -> {label}",
                "{meaning}: {label}",
            )
        )
        sign = random.choice((", ", "; "))
        listing = sign.join(
            links.format(label=labels[each], meaning=meanings[each]) for each in chosen
        )
        phrases = tuple(form.format(listing=listing) for form in _DATA["classes"])
    tag = "_".join(f"{each}={label}" for each, label in labels.items())
    return Step(kind, "label", f"{name}_{tag}", phrases, lambda value: labels[find(value)], family)
