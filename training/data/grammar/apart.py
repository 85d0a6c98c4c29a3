"""Plans that do what a held-out task does are found here, so that these stay unseen.

Three comparisons, each blind in its own way. `computes` applies the plan to the task's inputs; a
sentence plan reads only sentences of the lexicon's verbs, so it is asked about those it can read.
`edit_signature` compares what rewritings take away and add, whatever the words of the sentence;
`concepts` compares what labellings and extractions are said to be about. The last two are blind to
relatives in other words and leave out some tasks that merely look alike.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from training.data.grammar.plans.plan import NotApplicable, Plan, Value
from training.data.metrics import normalise_answer
from training.data.tasks import Task
from training.machine.files import read_table

SAME_FUNCTION_SHARE = 0.6
COMPARED_EXAMPLES, READ_EXAMPLES, FEWEST_READ = 12, 60, 3
SIGNATURE_SHARE = 0.4
SEEN_EXAMPLES = 200  # examples of a held-out task that its signature and concepts are taken from
CONCEPT_SHARE = 0.4
SENTENCE_KINDS = ("clause", "remark", "clauses", "facts", "property")
_DATA = read_table(Path(__file__).with_suffix(".json"))
_FUNCTION_WORDS = frozenset(_DATA["function_words"])
_COMMON_IN_DESCRIPTIONS = frozenset(_DATA["common_in_descriptions"])
Signature = tuple
_ENDINGS = ("ing", "ed", "est", "er", "ly", "ies", "es", "s")


def computes(plan: Plan, task: Task) -> bool:
    """Whether the plan answers most of the other task's inputs as that task does."""
    compared = (task.train_examples + task.test_examples)[:COMPARED_EXAMPLES]
    return _agrees(plan.apply, [(e["input"], normalise_answer(e["output"])) for e in compared])


def _agrees(answer: Callable[[Any], str], pairs: list[tuple[Any, str]]) -> bool:
    """Whether most of the pairs' first halves are answered by their second, normalised, halves."""
    same = 0
    for asked, expected in pairs:
        try:
            same += normalise_answer(answer(asked)) == expected
        except NotApplicable:
            pass
    return same >= SAME_FUNCTION_SHARE * len(pairs)


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+(?:'\w+)?|[^\w\s]", text.lower())


def _ending(word: str) -> str:
    return next((ending for ending in _ENDINGS if word.endswith(ending)), "")


def edit_signature(text: str, answer: str) -> Signature | None:
    """Words that a rewriting took away and added, open ones by their endings.

    None for short answers.
    """
    before, after = _tokens(text), _tokens(answer)
    if len(after) < 4 or len(before) < 3 or before == after:
        return None
    removed, added = collections.Counter(before), collections.Counter(after)
    kept = removed & added
    if sum(kept.values()) < 0.4 * len(before):
        return None

    def words(counts: collections.Counter) -> tuple[str, ...]:
        rest = counts - kept
        return tuple(
            sorted(
                w if w in _FUNCTION_WORDS or not w.isalnum() else f"-{_ending(w)}"
                for w in rest.elements()
            )
        )

    in_order = [w for w in before if w in kept] == [w for w in after if w in kept]
    starts, ends = after[0] in kept, after[-1] in kept
    return words(removed), words(added), in_order, starts, ends


def common_signature(examples: list[dict[str, str]]) -> Signature | None:
    """Signature of many of the examples, with the open word they all add."""
    signatures = collections.Counter(edit_signature(e["input"], e["output"]) for e in examples)
    if not signatures:
        return None
    (signature, count) = signatures.most_common(1)[0]
    if signature is None or count < SIGNATURE_SHARE * len(examples):
        return None
    added = collections.Counter(
        w for e in examples for w in set(_tokens(e["output"])) - set(_tokens(e["input"]))
    )
    return signature, tuple(sorted(w for w, n in added.items() if n > 0.7 * len(examples)))


def _stem(word: str) -> str:
    return re.sub(r"(ing|ed|es|s)$", "", word) if len(word) > 4 else word


def concepts(texts: list[str], leave_out: set[str] = frozenset()) -> set[str]:
    """Stems of the telling words that stand in many of the texts."""
    counts = collections.Counter(
        stem
        for text in texts
        for stem in {
            _stem(w)
            for w in re.findall(r"[a-z]{3,}", text.lower())
            if w not in _COMMON_IN_DESCRIPTIONS
        }
    )
    return {stem for stem, count in counts.items() if count >= CONCEPT_SHARE * len(texts)} - {
        _stem(w) for w in leave_out
    }


def _needed(about: set[str]) -> int:
    """Number of concepts that must be shared: both of two, half of many."""
    return max(min(2, len(about)), (len(about) + 1) // 2)


def answer_kind(examples: list[dict[str, str]]) -> str:
    outputs = {e["output"] for e in examples}
    if len(outputs) <= max(6, len(examples) // 8):
        return "label"
    inside = sum(
        e["output"].strip(".").lower() in e["input"].lower() and e["output"] != e["input"]
        for e in examples
    )
    return "extraction" if inside > 0.5 * len(examples) else "rewriting"


class KeptApart:
    """Held-out tasks, compared with plans."""

    def __init__(self, tasks: list[Task]):
        self.tasks = tasks
        self.examples = [
            (task.train_examples + task.test_examples)[:SEEN_EXAMPLES] for task in tasks
        ]
        self.kinds = [answer_kind(examples) for examples in self.examples]
        self.signatures = [common_signature(examples) for examples in self.examples]
        self.concepts = [
            concepts(
                task.train_descriptions,
                {w for e in examples[:60] if kind == "label" for w in _tokens(e["output"])},
            )
            for task, examples, kind in zip(tasks, self.examples, self.kinds)
        ]

        self.read: dict[tuple[str, str], list[tuple[Task, list[tuple[Value, str]]]]] = {}

    def _readable(self, plan: Plan) -> list[tuple[Task, list[tuple[Value, str]]]]:
        """Tasks with inputs that the plan's format can read, read once for all plans."""
        key = plan.domain.kind, plan.source.name.split("-")[0]
        if key not in self.read:
            self.read[key] = []
            for task, examples in zip(self.tasks, self.examples):
                pairs = []
                for example in examples[:READ_EXAMPLES]:
                    try:
                        pairs.append(
                            (plan.read(example["input"]), normalise_answer(example["output"]))
                        )
                    except NotApplicable:
                        pass
                if len(pairs) >= FEWEST_READ:
                    self.read[key].append((task, pairs))
        return self.read[key]

    def _computed(self, plan: Plan) -> str | None:
        """First task whose readable inputs the plan answers as the task does."""
        return next(
            (task.name for task, pairs in self._readable(plan) if _agrees(plan.answer, pairs)), None
        )

    def same_as(self, plan: Plan, examples: list[dict[str, str]]) -> str | None:
        """First held-out task that the plan is too close to, and why."""
        if plan.domain.kind not in SENTENCE_KINDS:
            return next((task.name for task in self.tasks if computes(plan, task)), None)
        if known := self._computed(plan):
            return known
        signature, kind = common_signature(examples), answer_kind(examples)
        about = set()
        if plan.steps and kind != "rewriting":
            labels = {w for e in examples if kind == "label" for w in _tokens(e["output"])}
            about = concepts(list(plan.steps[-1].phrases), labels)
        for task, other, other_kind, other_about in zip(
            self.tasks, self.signatures, self.kinds, self.concepts
        ):
            if signature and signature == other:
                return f"{task.name} (edits)"
            if (
                about
                and kind == other_kind
                and other_about
                and len(about & other_about) >= _needed(other_about)
            ):
                return f"{task.name} (words)"
        return None
