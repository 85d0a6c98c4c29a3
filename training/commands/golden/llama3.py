"""Writes a small vocabulary of Llama 3's kind, texts, and the ids that Hugging Face gives them.

    python -m training.commands.golden.llama3

The page reads such vocabularies from files that people bring; it is tested against
tests/fixtures/golden/llama3.json.gz, whose fields are those of a GGUF's tokenizer, and `texts`,
`ids` and `split` as in tokens.json.gz.
"""

from __future__ import annotations

import gzip
import json
import random

from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from training.base.tokenizer import CONTROL, LLAMA3_WORDS, base_tokenizer
from training.commands.golden.tokens import SEED, both_ids, texts
from training.machine.paths import REPOSITORY

GOLDEN = REPOSITORY / "tests/fixtures/golden/llama3.json.gz"
VOCABULARY = 1200
CONTROLS = [
    "<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eom_id|>",
    "<|eot_id|>",
]  # fmt: skip
CHATS = [
    "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n1234567 things<|eot_id|>",
    "a<|eot_id|>b<|end_of_text|><|start_header_id|>assistant<|end_header_id|>\n\n\n it's 2024",
    "<|eot_id", "<|EOT_ID|>", "eot_id|> <|eom_id|> x",
]  # fmt: skip
LOST_MERGES = 60


def vocabulary() -> dict[str, list]:
    """Byte pairs of the texts; the last merges are left out, so that their tokens are only whole."""
    tokenizer = Tokenizer(models.BPE())
    split = pre_tokenizers.Split(Regex(LLAMA3_WORDS), "isolated")
    words = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, words])
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(texts(), trainer)
    model = json.loads(tokenizer.to_str())["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    merges = [" ".join(merge) for merge in model["merges"][:-LOST_MERGES]]
    kinds = [1] * len(tokens) + [CONTROL] * len(CONTROLS)
    return {"tokens": [*tokens, *CONTROLS], "merges": merges, "token_type": kinds}


def main() -> None:
    parts = vocabulary()
    metadata = {f"tokenizer.ggml.{key}": value for key, value in parts.items()}
    kind = {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "llama-bpe"}
    wanted = [*random.Random(SEED).sample(texts(), 600), *CHATS]
    ids, split = both_ids(base_tokenizer({**metadata, **kind}), wanted)
    golden = {**parts, "texts": wanted, "ids": ids, "split": split}
    text = json.dumps(golden, ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
