"""Trains a hypernetwork to reproduce a library of LoRAs from their tasks' descriptions.

    python -m training.reconstruct --library LIBRARY --data ../shared/data --run RUN --form factorised
    python -m training.train --data ../shared/data --run RUN2 --start-from RUN/checkpoint.pt

Both published forms (Charakorn et al., ICML 2025), each an L1 loss without the base model:
"factorised" compares A and B, z-scored over the library for every element; "delta_w" compares
B A. "squared" compares B A by its squared error, which needs no B A and so costs little. The
frozen base is read only for its sizes and for descriptions encoded by it.

--loras trains on a part of the library, and --held-share 0 keeps none of it apart.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from . import frozen
from .checkpoint import read_training, restore_training, save_training
from .descriptions import DescriptionReader, token_sizes, validation_descriptions
from .hypernetwork import Adapter, Hypernetwork, HypernetworkConfig
from .kept_reader import KeptReader
from .library import Library, LibraryError, LoraShape
from .lora_regression import run
from .optimizer import adamw, descend
from .options import add_fields, read_fields
from .oracle_jobs import choose
from .paths import ENCODER_SIZE
from .precision import PRECISIONS
from .reconstruction_loss import FORMS, ReconstructionLoss
from .tasks import DataError, Task, read_split


@dataclass
class ReconstructionConfig:
    form: str = "factorised"
    variant: str = "L"
    encoding: str = "sentence"
    latent_size: int = 128
    head_input_size: int = 512
    dropout: float = 0.05
    loras: int = 0  # only so many, in the order of training.oracle --tasks; 0: all
    held_share: float = 0.1  # of the library's tasks, by a hash of their names: only validated on
    hypernetwork_precision: str = "float32"  # of its matrix products; not of the loss
    delta_w_part: int = 0  # rows and columns of B A that a step compares, drawn anew; 0: all
    tasks_per_step: int = 8
    learning_rate: float = 1e-3
    weight_decay: float = 1e-3
    warm_up_share: float = 0.1  # of the steps; then linear to 0
    clip: float = 1.0
    steps: int = 2000
    validate_every: int = 100
    save_every: int = 500
    seed: int = 0


class ReconstructionTrainer:
    """`step` is one optimiser step; `save` and `restore` are exact."""

    def __init__(
        self,
        config: ReconstructionConfig,
        shape: LoraShape,
        loras: Adapter,
        tasks: list[Task],
        reader: DescriptionReader,
        base_size: int,
    ):
        """`loras` has a row for every task; those of `is_held_out` tasks only validate."""
        self.config, self.reader = config, KeptReader(reader)
        share = config.held_share
        held = [index for index, task in enumerate(tasks) if is_held_out(task.name, share)]
        train = [index for index in range(len(tasks)) if index not in held]
        if not train:
            raise LibraryError("the library holds no LoRA to train on")
        self.tasks, self.loras = [tasks[index] for index in train], pick(loras, train)
        self.held_tasks, self.held_loras = [tasks[index] for index in held], pick(loras, held)
        self.loss = ReconstructionLoss(self.loras, config.form, config.delta_w_part)
        torch.manual_seed(config.seed)
        self.hypernetwork = Hypernetwork(
            HypernetworkConfig(
                config.variant,
                shape.layers,
                shape.modules,
                token_sizes=token_sizes(config.encoding, ENCODER_SIZE, base_size),
                rank=shape.rank,
                alpha=shape.alpha,
                latent_size=config.latent_size,
                head_input_size=config.head_input_size,
                dropout=config.dropout,
                use_rslora=shape.use_rslora,
                output_scales=config.form == "factorised",
            )
        )
        if config.form == "factorised":
            self.loss.fill_scales(self.hypernetwork)
        # Updating the weights in one pass over them is what makes steps of L short.
        self.optimizer = adamw(
            self.hypernetwork, config.learning_rate, config.weight_decay, fused=True
        )
        self.random = np.random.default_rng(config.seed)
        self.steps, self.examples, self.seconds = 0, 0, 0.0
        self.earlier: list[dict] = []

    def learning_rate(self) -> float:
        config = self.config
        warm_up_steps = max(1, round(config.warm_up_share * config.steps))
        rising = (self.steps + 1) / warm_up_steps
        falling = (config.steps - self.steps) / max(1, config.steps - warm_up_steps)
        return config.learning_rate * max(0.0, min(1.0, rising, falling))

    def step(self) -> float:
        """Loss before the step; raises NonFiniteLoss rather than spoil the weights."""
        started = time.monotonic()
        count = min(self.config.tasks_per_step, len(self.tasks))
        loras = [int(i) for i in self.random.choice(len(self.tasks), count, replace=False)]
        texts = [self._draw_description(self.tasks[index]) for index in loras]
        self.hypernetwork.train()
        loss = self.loss(self._generate(texts), pick(self.loras, loras))
        before = descend(self, loss)
        self.steps += 1
        self.examples += count
        self.seconds += time.monotonic() - started
        return before

    def _generate(self, texts: list[str]) -> Adapter:
        dtype = PRECISIONS[self.config.hypernetwork_precision]
        place = torch.get_default_device().type
        with torch.autocast(place, dtype, enabled=dtype != torch.float32):
            adapter = self.hypernetwork(self.reader.read(texts))
        return {module: (A.float(), B.float()) for module, (A, B) in adapter.items()}

    def _draw_description(self, task: Task) -> str:
        return task.train_descriptions[int(self.random.integers(len(task.train_descriptions)))]

    @torch.no_grad()
    def validate(self) -> dict[str, float]:
        """Loss on LoRAs kept apart, by their own, another LoRA's and a gibberish description."""
        if not self.held_tasks:
            return {}
        self.hypernetwork.eval()
        own = [task.train_descriptions[0] for task in self.held_tasks]
        result = {}
        for name, texts in validation_descriptions(own).items():
            losses = [
                self.loss(self.hypernetwork(self.reader.read([text])), pick(self.held_loras, [index]))
                for index, text in enumerate(texts)
            ]
            result[name] = torch.stack(losses).mean().item()
        return result

    def save(self, path: Path) -> None:
        save_training(path, self, self.random, "reconstruction", len(self.tasks))

    def restore(self, path: Path) -> None:
        state = read_training(path)
        if state["config"]["form"] != self.config.form:
            raise ValueError(f"{path} was trained in the form {state['config']['form']}.")
        restore_training(state, self, self.random)


def pick(loras: Adapter, rows: list[int]) -> Adapter:
    return {module: (A[rows], B[rows]) for module, (A, B) in loras.items()}


def is_held_out(name: str, share: float = 0.1) -> bool:
    """The `share` of the library whose name hashes lowest."""
    digest = hashlib.sha256(f"reconstruction:{name}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < share


def tasks_of(library: Library, tasks: list[Task]) -> list[Task]:
    """The train tasks that have a LoRA; refuses LoRAs of tasks that must not be trained on."""
    foreign = set(library.entries) - {task.name for task in tasks}
    if foreign:
        raise DataError(f"not a train task: {', '.join(sorted(foreign))}, in {library.folder}")
    return [task for task in tasks if task.name in library.entries]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library", type=Path, required=True, help="LoRAs of train tasks")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoint and log")
    frozen.add_options(parser)
    choices = {"form": FORMS, "hypernetwork_precision": tuple(PRECISIONS)}
    add_fields(parser, ReconstructionConfig, choices)
    options = vars(parser.parse_args())
    config = read_fields(options, ReconstructionConfig)
    models = frozen.FrozenModels(options)
    options["run"].mkdir(parents=True, exist_ok=True)
    reader = models.reader(config.encoding)
    library = Library.open(options["library"])
    tasks = tasks_of(library, read_split(options["data"]).train)
    tasks = choose(tasks, config.loras or None)
    loras = library.stack([task.name for task in tasks])
    size = models.base.config.size
    trainer = ReconstructionTrainer(config, library.shape, loras, tasks, reader, size)
    print(f"{len(trainer.tasks)} LoRAs, {len(trainer.held_tasks)} kept apart", flush=True)
    run(trainer, options["run"])


if __name__ == "__main__":
    main()
