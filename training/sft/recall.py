"""Recall: an adapter is asked what it was written from, so that a gist learns to keep the words.

The autoencoding of the in-context autoencoder (Ge et al. 2024): any text is its own answer, so what
a hypernetwork learns of it is not bound to the train tasks.
"""

from __future__ import annotations

from training.base.batch import Batch
from training.base.tokenizer import ChatTokenizer
from training.data.packing import encode_examples, pack_rows
from training.data.sampling import Row, TaskSampler, TrainingTask

QUESTION = "What is your task?"
DESCRIPTION_SHARE = 0.6
"""Share of descriptions among the texts; others are inputs of examples, read like descriptions."""
ROWS_A_TASK = 4
"""Rows in the place of each row of an ordinary step: they are short, and no teacher reads them."""
MOST_DRAWS = 1000


class Recall:
    """Draws rows of a single example: the question, answered with the row's description."""

    def __init__(self, tokenizer: ChatTokenizer, sampler: TaskSampler, length: int):
        """`length` is that of a row in tokens; longer texts are not asked for."""
        self.tokenizer, self.sampler, self.length = tokenizer, sampler, length

    def draw(self, tasks: int) -> list[Row]:
        """Rows of a step of so many tasks; raises ValueError where hardly any text is short enough."""
        rows = tasks * ROWS_A_TASK
        drawn: list[Row] = []
        for _ in range(MOST_DRAWS):
            texts = [self._text(task) for task in self.sampler.draw_tasks(rows)]
            drawn += [row for row in map(self.row, texts) if row]
            if len(drawn) >= rows:
                return drawn[:rows]
        raise ValueError(f"No description fits into the {self.length} tokens of a recall.")

    def row(self, text: str) -> Row | None:
        """Row that asks for a text; None where the text is empty or too long."""
        asked = [{"input": QUESTION, "output": text}]
        examples = encode_examples(self.tokenizer, asked, self.length) if text else []
        return Row(text, text, examples) if examples else None

    def pack(self, rows: list[Row]) -> Batch:
        return pack_rows([row.examples for row in rows], self.length)

    def _text(self, task: TrainingTask) -> str:
        random = self.sampler.random
        if random.random() < DESCRIPTION_SHARE:
            texts = task.task.train_descriptions
        else:
            texts = [example["input"] for example in task.task.train_examples]
        return texts[random.integers(len(texts))].strip()
