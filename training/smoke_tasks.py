"""Writes a small data folder of string and list tasks, so that training runs with no outside data.

    python -m training.smoke_tasks FOLDER

For trying the whole chain, not for a useful checkpoint: 48 tasks, CC0.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

WORDS = (
    "apple river stone cloud paper green silver window garden bread horse lamp music orange pencil "
    "quiet rocket summer table under violin water yellow zebra anchor basket candle dragon engine"
).split()

ORDERS = {
    "as given": lambda words: words,
    "backwards": lambda words: words[::-1],
    "in alphabetical order": sorted,
    "from shortest to longest": lambda words: sorted(words, key=len),
}
PARTS = {
    "the words": lambda word: word,
    "the words in capitals": str.upper,
    "the first letter of each word": lambda word: word[0],
    "the last letter of each word": lambda word: word[-1],
}
SEPARATORS = {"a space": " ", "a comma": ", ", "a dash": "-"}
EXAMPLES, UNSEEN_EVERY = 60, 12


def write_tasks(folder: Path) -> dict[str, list[str]]:
    """Every order with every part and separator; the split is returned and written too."""
    tasks = folder / "tasks"
    tasks.mkdir(parents=True, exist_ok=True)
    generator = random.Random(0)
    split: dict[str, list[str]] = {"train": [], "unseen": []}
    combinations = [(o, p, s) for o in ORDERS for p in PARTS for s in SEPARATORS]
    for index, (order, part, separator) in enumerate(combinations):
        name = f"words_{index:02d}"
        examples = []
        for _ in range(EXAMPLES):
            words = generator.sample(WORDS, generator.randint(3, 5))
            answer = SEPARATORS[separator].join(PARTS[part](w) for w in ORDERS[order](words))
            examples.append({"input": " ".join(words), "output": answer})
        task = {
            "name": name,
            "family": "words",
            "metric": "exact",
            "source": "synthetic",
            "license": "CC0-1.0",
            "definition": f"The input is a list of words. Write {part} {order}, joined by {separator}.",
            "descriptions": {
                "train": [
                    f"Return {part} {order}, separated by {separator}",
                    f"Given some words, write {part}, {order}, with {separator} between them.",
                ],
                "eval": [f"write {part} {order} with {separator} in between"],
            },
            "examples": examples,
        }
        (tasks / f"{name}.json").write_text(json.dumps(task), encoding="utf-8")
        split["unseen" if index % UNSEEN_EVERY == 5 else "train"].append(name)
    (folder / "split.json").write_text(json.dumps(split), encoding="utf-8")
    return split


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    split = write_tasks(parser.parse_args().folder)
    print(", ".join(f"{len(names)} {kind} tasks" for kind, names in split.items()))


if __name__ == "__main__":
    main()
