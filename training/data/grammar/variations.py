"""New tasks out of a training task: other labels, or one more step on the answer.

The description says what is different, so a hypernetwork that does not read it to the end is
wrong. Made while training, from tasks of any origin; nothing is stored.
"""

from __future__ import annotations

import collections
from pathlib import Path
from random import Random

from training.base.tokenizer import ChatTokenizer
from training.data.grammar.plans.plan import NotApplicable
from training.data.grammar.values.text_steps import affix, case, change_letters, pick_letters
from training.data.packing import EncodedExample, encode_examples
from training.data.tasks import Task
from training.machine.files import read_table

MOST_LABELS, LONGEST_LABEL = 6, 24
SMALLEST_LABEL_SHARE = 0.05
CANDIDATES = 24

_DATA = read_table(Path(__file__).with_suffix(".json"))
_RELABEL = _DATA["relabel"]
_FINISH = _DATA["finish"]


def label_set(task: Task) -> list[str]:
    """Answers of a classification task, or nothing for any other task."""
    counts = collections.Counter(example["output"] for example in task.train_examples)
    if not 2 <= len(counts) <= MOST_LABELS or max(map(len, counts)) > LONGEST_LABEL:
        return []
    if min(counts.values()) < SMALLEST_LABEL_SHARE * len(task.train_examples):
        return []
    return sorted(counts)


class Variations:
    """Draws varied descriptions and examples of a task."""

    def __init__(self, words: list[str], tokenizer: ChatTokenizer, row_length: int):
        self.words, self.tokenizer, self.row_length = words, tokenizer, row_length

    def draw(self, task: Task, random: Random) -> tuple[str, list[EncodedExample]] | None:
        """A description and examples, or None when nothing fits the task."""
        description = random.choice(task.train_descriptions).strip()
        if description[-1:].isalnum():
            description += "."
        labels = label_set(task)
        if labels and random.random() < 0.75:
            description, mapping = self._relabel(random, description, labels)
            changed = [
                {**example, "output": mapping[example["output"]]}
                for example in random.choices(task.train_examples, k=CANDIDATES)
            ]
        else:
            drawn = self._finish(random, description, task)
            if drawn is None:
                return None
            description, changed = drawn
        encoded = encode_examples(self.tokenizer, changed, self.row_length)
        return (description, encoded) if encoded else None

    def _relabel(
        self, random: Random, description: str, labels: list[str]
    ) -> tuple[str, dict[str, str]]:
        style = random.random()
        if style < 0.2:
            # The labels trade places: the description alone tells.
            new = labels[1:] + labels[:1]
        elif style < 0.35:
            new = list("ABCDEF")[: len(labels)]
        elif style < 0.5:
            new = [str(number) for number in range(1, len(labels) + 1)]
        else:
            written = random.choice((str, str, str.capitalize, str.upper))
            new = [written(word) for word in random.sample(self.words[:3000], len(labels))]
        pairs = list(zip(labels, new))
        random.shuffle(pairs)
        verb, link = random.choice(
            (("write", "for"), ("answer", "in place of"), ("say", "instead of"))
        )
        clauses = " and ".join(f"'{b}' {link} '{a}'" for a, b in pairs)
        arrow = random.choice((" -> ", " = ", " becomes "))
        listing = ", ".join(f"{a}{arrow}{b}" for a, b in pairs)
        text = random.choice(_RELABEL).format(
            description=description,
            mapping=f"{verb.capitalize()} {clauses}",
            mapping_small=f"{verb} {clauses}",
            pairs=listing,
        )
        return text, dict(zip(labels, new))

    def _finish(self, random: Random, description: str, task: Task):
        answers = [example["output"] for example in task.train_examples[:20]]
        are_words = all(answer.isalpha() for answer in answers)
        # A letter's case would turn one "nth letter" task of the data into another, held-out one.
        if max(map(len, answers)) == 1:
            return None
        factories = (
            (case, affix, affix, change_letters, pick_letters) if are_words else (case, affix)
        )
        step = random.choice(factories)(random, self.words)
        changed, is_changed = [], False
        for example in random.choices(task.train_examples, k=CANDIDATES):
            try:
                output = step.apply(example["output"])
            except (NotApplicable, IndexError):
                continue
            if output.strip():
                changed.append({**example, "output": output})
                is_changed = is_changed or output != example["output"]
        if not is_changed:
            return None
        phrase = random.choice(step.phrases)
        return random.choice(_FINISH).format(description=description, phrase=phrase), changed
