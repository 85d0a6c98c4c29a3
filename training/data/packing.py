"""Tokenised examples, and batches whose rows each pack examples of one task."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from training.base.batch import Batch
from training.base.template import Part
from training.base.tokenizer import ChatTokenizer
from training.machine.device import placed


@dataclass
class EncodedExample:
    tokens: np.ndarray  # int32, prompt + answer + end token
    prompt_length: int
    shared_length: int = 0  # tokens at the start that every example of a row has


def encode_examples(
    tokenizer: ChatTokenizer, examples: list[dict[str, str]], longest: int
) -> list[EncodedExample]:
    """Tokenises examples; those that need more than `longest` tokens of a row are left out."""
    template = tokenizer.template
    opening, _ = tokenizer.template_tokens()
    prompts = tokenizer.encode_batch([template.prompt(e["input"]) for e in examples])
    answers = tokenizer.encode_batch([template.answer(e["output"]) for e in examples])
    encoded = []
    for before, after in zip(prompts, answers):
        tokens = np.array(before + after, dtype=np.int32)
        # An input may begin with what the tokenizer joins to the opening's last token.
        shared = len(os.path.commonprefix([opening, before]))
        item = EncodedExample(tokens, len(before), shared)
        if row_size([item]) <= longest:
            encoded.append(item)
    return encoded


def prefixed(prefix: list[int], examples: list[EncodedExample]) -> list[EncodedExample]:
    """Examples behind these tokens, which all of them then share."""
    before = np.array(prefix, dtype=np.int32)
    return [
        EncodedExample(
            np.concatenate([before, example.tokens]),
            len(prefix) + example.prompt_length,
            len(prefix) + example.shared_length,
        )
        for example in examples
    ]


def row_size(examples: list[EncodedExample]) -> int:
    """Tokens of a row of these examples.

    Tokens that they share count once, and end tokens do not count: nothing is predicted after them.
    """
    shared = shared_length(examples)
    return shared + sum(len(example.tokens) - 1 - shared for example in examples)


def fitting(examples: list[EncodedExample], length: int) -> list[EncodedExample]:
    """First examples, as many as a row of `length` tokens holds."""
    count = len(examples)
    while row_size(examples[:count]) > length:
        count -= 1
    return examples[:count]


def shared_length(examples: list[EncodedExample]) -> int:
    """Tokens at the start that all examples share.

    The prompt's last token is never among them: it predicts the example's own answer.
    """
    return min((min(e.shared_length, e.prompt_length - 1) for e in examples), default=0)


NOTHING, SHARED = -1, -2  # marks of tokens that are of no example, or of all of a row


def pack_rows(rows: list[list[EncodedExample]], length: int) -> Batch:
    """Batch whose rows hold whole examples of one task each.

    An example attends to itself and to the tokens that all examples of its row share. These a causal
    model reads alike in each example, so a row has them once: with the template's opening that saves
    three tokens in about 23.
    """
    tokens = np.zeros((len(rows), length), dtype=np.int64)
    positions = np.zeros_like(tokens)
    segment = np.full(tokens.shape, NOTHING)
    index, targets, weights, example, row_of_example = [], [], [], [], []
    count = 0
    for row, examples in enumerate(rows):
        if not examples:
            continue
        start = shared = shared_length(examples)
        tokens[row, :shared] = examples[0].tokens[:shared]
        positions[row, :shared] = np.arange(shared)
        segment[row, :shared] = SHARED
        for item in examples:
            own = slice(start, start + len(item.tokens) - 1 - shared)
            tokens[row, own] = item.tokens[shared:-1]
            positions[row, own] = np.arange(shared, len(item.tokens) - 1)
            segment[row, own] = count
            answers = len(item.tokens) - item.prompt_length
            last = row * length + own.stop
            index.extend(range(last - answers, last))
            targets.extend(item.tokens[item.prompt_length :])
            weights.extend([1.0 / answers] * answers)
            example.extend([count] * answers)
            row_of_example.append(row)
            start = own.stop
            count += 1
    same = segment[:, :, None] == segment[:, None, :]
    readable = same | (segment == SHARED)[:, None, :]
    allowed = readable & np.tri(length, dtype=bool)
    mask = np.where(allowed, 0.0, -1e9).astype(np.float32)
    return Batch(
        placed(torch.from_numpy(tokens)),
        placed(torch.from_numpy(positions)),
        placed(torch.from_numpy(mask)),
        torch.tensor(index),
        torch.tensor(np.array(targets), dtype=torch.int64),
        torch.tensor(weights) / count,
        torch.tensor(example),
        torch.tensor(row_of_example),
        sum(row_size(examples) for examples in rows),
    )


def fill_rows(examples: list[EncodedExample], length: int) -> list[list[EncodedExample]]:
    """Rows of whole examples in their order; at least one row, which may be empty."""
    rows: list[list[EncodedExample]] = [[]]
    for example in examples:
        if row_size([*rows[-1], example]) > length:
            rows.append([])
        rows[-1].append(example)
    return rows


def pack_tasks_in_rows(of_tasks: list[list[EncodedExample]], length: int) -> Batch:
    """Batch with equally many neighbouring rows for every task."""
    filled = [fill_rows(examples, length) for examples in of_tasks]
    most = max(len(rows) for rows in filled)
    return pack_rows([row for rows in filled for row in rows + [[]] * (most - len(rows))], length)


def turns_of(
    tokenizer: ChatTokenizer, examples: list[EncodedExample], most: int | None = None
) -> list[int]:
    """Tokens of solved examples as earlier turns of a chat.

    The first one that does not fit into `most` tokens is left out, and so are those after it.
    """
    end = tokenizer.encode((Part(tokenizer.template.turn_end, True),))
    turns: list[int] = []
    for example in examples:
        turn = [*example.tokens.tolist(), *end]
        if most is not None and len(turns) + len(turn) > most:
            break
        turns += turn
    return turns


def behind_description(
    tokenizer: ChatTokenizer,
    description: str,
    examples: list[EncodedExample],
    turns: Sequence[int] = (),
) -> list[EncodedExample]:
    """Examples with the description as the system message before them, if it is not empty, and turns."""
    # A special token begins what follows, so all can be tokenised apart.
    system = tokenizer.encode(tokenizer.template.system_message(description)) if description else []
    return prefixed([*system, *turns], examples)
