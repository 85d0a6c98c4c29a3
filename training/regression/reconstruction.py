"""Reconstruction: a hypernetwork learns a library of LoRAs from their tasks' descriptions.

Both published forms (Charakorn et al., ICML 2025), each an L1 loss without the base model:
"factorised" compares A and B, z-scored over the library for every element; "delta_w" compares
B A. "squared" compares B A by its squared error, which needs no B A and so costs little. The
frozen base is read only for its sizes and for descriptions encoded by it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import torch

from training.adapters.library import Library, LibraryError, LoraShape
from training.adapters.lora import Adapter
from training.data.gibberish import validation_descriptions
from training.data.tasks import DataError, Task
from training.hypernetworks.encoder import ENCODER_SIZE
from training.hypernetworks.kind import DescriptionReader
from training.hypernetworks.latent import LatentConfig, LatentHypernetwork
from training.hypernetworks.latent_reader import token_sizes
from training.loop.checkpoint import save_training
from training.machine.precision import PRECISIONS

from .kept_reader import KeptReader
from .reconstruction_loss import ReconstructionLoss
from .trainer import RegressionTrainer


@dataclass
class ReconstructionConfig:
    form: str = "factorised"
    variant: str = "L"
    encoding: str = "sentence"
    latent_size: int = 128
    head_input_size: int = 512
    dropout: float = 0.05
    loras: int = 0  # only so many, in the order of training.commands.oracle --tasks; 0: all
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
    seed: int = 0


class ReconstructionTrainer(RegressionTrainer):
    """Draws train tasks with a LoRA in the library, and a description of each."""

    fused_optimizer = True

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
        self.reader, self.shape, self.base_size = KeptReader(reader), shape, base_size
        share = config.held_share
        held = [index for index, task in enumerate(tasks) if is_held_out(task.name, share)]
        train = [index for index in range(len(tasks)) if index not in held]
        if not train:
            raise LibraryError("the library holds no LoRA to train on")
        self.tasks, self.loras = [tasks[index] for index in train], pick(loras, train)
        self.held_tasks, self.held_loras = [tasks[index] for index in held], pick(loras, held)
        self.loss = ReconstructionLoss(self.loras, config.form, config.delta_w_part)
        super().__init__(config, earlier=[])

    def _new_hypernetwork(self) -> LatentHypernetwork:
        config, shape = self.config, self.shape
        hypernetwork = LatentHypernetwork(
            LatentConfig(
                config.variant,
                shape.layers,
                shape.modules,
                token_sizes=token_sizes(config.encoding, ENCODER_SIZE, self.base_size),
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
            self.loss.fill_scales(hypernetwork)
        return hypernetwork

    def learning_rate(self) -> float:
        config = self.config
        warm_up_steps = max(1, round(config.warm_up_share * config.steps))
        rising = (self.steps + 1) / warm_up_steps
        falling = (config.steps - self.steps) / max(1, config.steps - warm_up_steps)
        return config.learning_rate * max(0.0, min(1.0, rising, falling))

    def _loss(self) -> tuple[torch.Tensor, int]:
        count = min(self.config.tasks_per_step, len(self.tasks))
        loras = [int(i) for i in self.random.choice(len(self.tasks), count, replace=False)]
        texts = [self._draw_description(self.tasks[index]) for index in loras]
        return self.loss(self._generate(texts), pick(self.loras, loras)), count

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
                self.loss(
                    self.hypernetwork(self.reader.read([text])), pick(self.held_loras, [index])
                )
                for index, text in enumerate(texts)
            ]
            result[name] = torch.stack(losses).mean().item()
        return result

    def save(self, path: Path) -> None:
        save_training(path, self, self.random, "reconstruction", len(self.tasks))


def pick(loras: Adapter, rows: list[int]) -> Adapter:
    return {module: (A[rows], B[rows]) for module, (A, B) in loras.items()}


def is_held_out(name: str, share: float = 0.1) -> bool:
    """Whether a LoRA only validates: the `share` of the library whose names hash lowest."""
    digest = hashlib.sha256(f"reconstruction:{name}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < share


def tasks_of(library: Library, tasks: list[Task]) -> list[Task]:
    """Train tasks that have a LoRA; refuses LoRAs of tasks that must not be trained on."""
    foreign = set(library.entries) - {task.name for task in tasks}
    if foreign:
        raise DataError(f"not a train task: {', '.join(sorted(foreign))}, in {library.folder}")
    return [task for task in tasks if task.name in library.entries]
