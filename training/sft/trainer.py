"""SFT of a hypernetwork: one step, in which the base's answer loss reaches it, and a run's state."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import torch
from torch.optim.swa_utils import AveragedModel

from training.adapters.lora import Adapter, pack
from training.base.answer_loss import answer_loss
from training.base.answer_states import answer_states
from training.base.batch import Batch
from training.base.layer import transformer_layer
from training.base.model import BaseModel
from training.data.packing import pack_rows
from training.data.sampling import Row, TaskSampler, TrainingTask
from training.data.shown import ShownExamples
from training.hypernetworks.kind import DescriptionReader, Hypernetwork
from training.hypernetworks.kinds import build, kind_of, read_config
from training.hypernetworks.trained import Trained
from training.loop.checkpoint import (
    holds_average,
    read_training,
    restore_average,
    restore_training,
    save_training,
)
from training.loop.optimizer import adamw, moving_average, refuse_non_finite, set_learning_rate
from training.machine.parallel import Processes

from .config import TrainConfig
from .context_distillation import Lesson, Teacher, unexplained
from .meta_learning import draw_episodes, taught_adapter
from .recall import Recall
from .validation import validation_losses

MOST_SHAPES = 64
Kind = Literal["answer", "follow", "recall", "teach"]
"""Exercise of a step:

- answer: an adapter answers the task's messages
- follow: the rows that all adapters share answer them, with the description in the prompt, so that
  they do not forget how to follow one
- recall: an adapter tells what it was written from
- teach: an adapter that was taught some of the task's examples answers others
"""
LOSSES: dict[Kind, str] = {
    "answer": "train", "follow": "train", "recall": "recall", "teach": "taught",
}  # fmt: skip
"""Names under which the losses of the exercises are logged."""


class Trainer:
    """State of a run; `step` is one optimiser step, `save` and `restore` are exact."""

    log_every = 20
    smoothed_losses = frozenset(LOSSES.values())

    def __init__(
        self,
        config: TrainConfig,
        base: BaseModel,
        reader: DescriptionReader,
        sampler: TaskSampler,
        compiled: bool,
        processes: Processes | None = None,
        teacher: Teacher | None = None,
        recall: Recall | None = None,
        shown: ShownExamples | None = None,
    ):
        self.config, self.base, self.reader = config, base, reader
        self.teacher, self.recall, self.shown = teacher, recall, shown
        self.processes = processes or Processes()
        torch.manual_seed(config.seed)
        kind = kind_of(config.variant)
        self.hypernetwork = kind.build(kind.new_config(config, base.config, reader))
        self.optimizer = self._new_optimizer()
        self.average: AveragedModel | None = None
        self.sampler = sampler
        self.layer = compile_layer() if compiled else None
        reader.layer_function = self.layer
        self.steps, self.examples, self.seconds = 0, 0, 0.0
        self.earlier: list[dict] = []

    @property
    def averaged(self) -> Hypernetwork:
        """Hypernetwork that is validated and shipped: the moving average once there is one."""
        return self.average.module if self.average else self.hypernetwork

    def progress(self) -> float:
        """Share of the schedule that is done, 0 to 1."""
        return max(self.steps / self.config.steps, self.seconds / (60 * self.config.minutes))

    def learning_rate(self) -> float:
        config = self.config
        warm_up = min(1.0, (self.steps + 1) / config.warm_up_steps)
        if config.cool_down_steps:
            left = max(0, config.steps - self.steps)
            shape = min(1.0, left / config.cool_down_steps)
        else:
            shape = 0.5 * (1 + math.cos(math.pi * min(1.0, self.progress())))
        floor = config.final_learning_rate
        return config.learning_rate * warm_up * (floor + (1 - floor) * shape)

    def start_from(self, trained: Trained) -> None:
        """Takes over a hypernetwork of any training; its optimiser starts anew.

        Raises ValueError where its architecture is not that of this run.
        """
        ours, theirs = self.hypernetwork.config.to_dict(), trained.hypernetwork.config.to_dict()
        kind = kind_of(self.config.variant)
        wanted = ours | {key: theirs[key] for key in kind.inherited_fields if key in theirs}
        keys = (wanted.keys() | theirs.keys()) - kind.free_fields
        differing = [key for key in sorted(keys) if wanted.get(key) != theirs.get(key)]
        if differing:
            raise ValueError(f"The hypernetwork to start from has other {', '.join(differing)}.")
        self.hypernetwork = build(read_config(wanted))
        self.hypernetwork.load_state_dict(trained.hypernetwork.state_dict())
        self.earlier = trained.stages
        self.optimizer = self._new_optimizer()

    def _new_optimizer(self) -> torch.optim.AdamW:
        return adamw(self.hypernetwork, self.config.learning_rate, self.config.weight_decay)

    def step(self) -> dict[str, float]:
        """One optimiser step; raises NonFiniteLoss rather than spoil the weights.

        Every process draws the same rows and takes its share; gradients are added up, each
        weighted by its share of the step's examples, so the result is that of one process.
        """
        started = time.monotonic()
        config = self.config
        kind = self._kind()
        drawn = self._draw(kind)
        rows = self.processes.share(drawn)
        examples = sum(len(row.examples) for row in drawn)
        rate = self.learning_rate()
        set_learning_rate(self.optimizer, rate)
        self.hypernetwork.train()
        adapter, batch, lesson = self._exercise(rows, kind)
        share = len(batch.row_of_example) / examples
        loss, distance = (share * part for part in self.loss(adapter, batch, lesson))
        total = loss + config.states_weight * distance
        total = total + (len(rows) / len(drawn)) * self._penalty(adapter)
        self.optimizer.zero_grad()
        total.backward()
        loss = loss.detach().clone()
        gradients = [p.grad for p in self.hypernetwork.parameters() if p.grad is not None]
        self.processes.add_up([loss, *gradients])
        refuse_non_finite(loss, self.steps)
        norm = torch.nn.utils.clip_grad_norm_(self.hypernetwork.parameters(), config.clip)
        self.optimizer.step()
        self._update_average()
        self.steps += 1
        self.examples += examples
        self.seconds += self.processes.of_first(time.monotonic() - started)
        return {LOSSES[kind]: loss.item(), "gradient_norm": norm.item(), "learning_rate": rate}

    def _kind(self) -> Kind:
        """Exercise of the next step."""
        config = self.config
        shares: dict[Kind, float] = {
            "follow": config.followed_share,
            "recall": config.recall_share,
            "teach": config.lesson_share,
        }
        if not any(shares.values()):
            return "answer"
        left = self.sampler.random.random()
        for kind, share in shares.items():
            if left < share:
                return kind
            left -= share
        return "answer"

    def _draw(self, kind: Kind) -> list[Row]:
        config = self.config
        if kind == "recall":
            return self.recall.draw(config.tasks_per_step)
        if kind == "teach":
            return draw_episodes(self.sampler, config.tasks_per_step, config.row_length)
        if self.shown:
            return self.shown.draw(self.sampler, config.tasks_per_step, config.row_length)
        return self.sampler.draw(config.tasks_per_step, config.row_length)

    def _exercise(self, rows: list[Row], kind: Kind) -> tuple[Adapter, Batch, Lesson | None]:
        """Adapters that answer these rows, the rows as a batch, and the teacher's lesson on them."""
        config, teacher = self.config, self.teacher
        if kind == "recall":
            batch = self.recall.pack(rows)
            return self.hypernetwork(self._read(rows)), batch, None
        if kind == "teach":
            batch = pack_rows([row.examples for row in rows], config.row_length)
            return self._taught(self.hypernetwork(self._read(rows)), rows), batch, None
        instructed = teacher.instructed(rows) if teacher else None
        if kind == "follow":
            adapter, batch = self.hypernetwork.shared(len(rows)), instructed
        else:
            adapter = self.hypernetwork(self._read(rows))
            batch = pack_rows([row.examples for row in rows], config.row_length)
        lesson = None
        if teacher:
            of_layers = config.states_weight > 0
            lesson = teacher.lesson(rows, batch, instructed, self.layer, of_layers)
        return adapter, batch, lesson

    def _read(self, rows: list[Row]) -> Any:
        turns = [row.turns for row in rows]
        return self.reader.read([row.description for row in rows], turns if any(turns) else None)

    def _taught(self, written: Adapter, rows: list[Row]) -> Adapter:
        scaling, length = self.hypernetwork.config.scaling, self.config.row_length
        return taught_adapter(self.base, written, scaling, rows, length, self.layer)

    def _penalty(self, adapter: Adapter) -> torch.Tensor:
        """Loss beside the answers': the mean square of A and of B, weighted."""
        if not self.config.weight_penalty:
            return torch.zeros(())
        squares = [factor.square().mean() for pair in adapter.values() for factor in pair]
        return self.config.weight_penalty * torch.stack(squares).sum()

    def _update_average(self) -> None:
        if self.average is None:
            self.average = self._new_average()
        if self.average:
            self.average.update_parameters(self.hypernetwork)

    def _new_average(self) -> AveragedModel | None:
        decay = self.config.average_decay
        return moving_average(self.hypernetwork, decay) if decay else None

    def loss(
        self, adapter: Adapter, batch: Batch, lesson: Lesson | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean over examples of the answer's mean cross-entropy, and the distance from a lesson's states.

        The distance is 0 where the lesson has no states of layers.
        """
        base = self.base
        lora = pack(adapter, base.config, self.hypernetwork.config.scaling, base.embedding.dtype)
        compared = lesson is not None and bool(lesson.states.layers)
        states = answer_states(base, batch, lora, self.layer, of_layers=compared)
        taught = (lesson.states.final, lesson.share) if lesson else (None, None)
        loss, _ = answer_loss(states.final, base.head, batch.targets, batch.weights, *taught)
        if not compared:
            return loss, torch.zeros(())
        # A process of several takes the variance of its own rows.
        return loss, unexplained(states, lesson.states, batch.weights)

    @torch.no_grad()
    def validate(self, tasks: list[TrainingTask]) -> dict[str, float]:
        """Losses of `validation_losses`, with that of recall in a run that has any."""
        self.hypernetwork.eval()
        averaged = self.averaged.eval()

        def loss(descriptions: list[str], batch: Batch) -> float:
            return self.loss(averaged(self.reader.read(descriptions)), batch)[0].item()

        recall = self.recall if self.config.recall_share else None
        return validation_losses(tasks, self.config, loss, recall)

    def save(self, path: Path) -> None:
        save_training(path, self, self.sampler.random, "sft", self.sampler.task_count, self.average)

    def restore(self, path: Path) -> None:
        state = read_training(path)
        restore_training(state, self, self.sampler.random)
        self.average = self._new_average() if holds_average(state) else None
        if self.average:
            restore_average(state, self.average)


def compile_layer() -> Callable:
    """The base's layer, compiled anew for every shape: readings have many lengths."""
    torch._dynamo.config.recompile_limit = MOST_SHAPES
    return torch.compile(transformer_layer, dynamic=False)
