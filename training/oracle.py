"""Trains ordinary LoRAs, many at once: one per task (oracles), or one for all train tasks.

    python -m training.oracle --data ../shared/data --split unseen --library LIBRARY
    python -m training.oracle --data ../shared/data --multitask --library BASELINES
    python -m training.oracle --data ../shared/data --instructed --library BASELINES
    python -m training.oracle --data ../shared/data --start-from HYPERNETWORK --library NEAR
    python -m training.oracle --data ../shared/data --instructed --further BASELINES --library LONGER

--instructed is the multi-task LoRA whose prompts hold the description. With --start-from each
task's LoRA begins as what that hypernetwork writes for it, and a few steps finish it.

Test examples are never touched: early stopping looks at a held-out part of a task's train
examples, the multi-task LoRA's at the validation tasks. A LoRA already in the library is not
trained again, so an interrupted call is simply repeated.
"""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch

from . import frozen
from .answer_loss import answer_loss
from .answer_states import answer_states
from .base_model import BaseModel, transformer_layer
from .descriptions import encoding_of
from .export import load_trained
from .grammar.vocabulary import common_words
from .hypernetwork import Adapter
from .library import Library, LoraShape
from .lora import pack
from .options import add_fields, read_fields
from .oracle_jobs import MultitaskJob, TaskJob, choose, task_jobs
from .oracle_start import CommonStart, GeneratedStart, KeptStart, Start
from .packing import pack_rows
from .sampling import TrainingTask, task_groups
from .tasks import add_options as add_task_options
from .tasks import read_training_tasks
from .variations import Variations

BETAS, EPSILON = (0.9, 0.98), 1e-8


@dataclass
class OracleConfig:
    slots: int = 16  # LoRAs trained at once
    rows: int = 2  # of `row_length` tokens, a LoRA and step: about ten examples
    row_length: int = 128
    learning_rate: float = 2e-3
    final_learning_rate: float = 0.1  # share of the peak at the end of the cosine
    warm_up_steps: int = 5
    clip: float = 1.0  # norm of one LoRA's gradient
    steps: int = 100  # at most
    validate_every: int = 10
    patience: int = 3  # validations without a new best before a LoRA is finished
    seed: int = 0


class NonFiniteOracle(RuntimeError):
    """A LoRA's loss is not finite; the library holds what was finished before."""


@dataclass
class Slot:
    """Where one LoRA of the batch stands."""

    job: TaskJob | MultitaskJob
    started: float
    step: int = 0
    best_loss: float = math.inf
    best_step: int = 0
    worse: int = 0
    best: Adapter | None = None


class OracleTrainer:
    """LoRAs in slots of one batch; a finished one makes room for the next job.

    Each has its own loss, clipping, AdamW moments and step count, so that none depends on its
    neighbours.
    """

    def __init__(
        self,
        base: BaseModel,
        shape: LoraShape,
        config: OracleConfig,
        compiled: bool,
        start: Start | None = None,
    ):
        self.base, self.shape, self.config = base, shape, config
        self.layer = torch.compile(transformer_layer, dynamic=False) if compiled else None
        self.start = start or CommonStart(shape, config.seed)

    def run(self, jobs: list, library: Library, report=print) -> None:
        """Trains every job that the library lacks and adds it, best step of each."""
        waiting = [job for job in jobs if job.name not in library.entries]
        count = min(self.config.slots, len(waiting))
        slots: list[Slot | None] = [None] * count
        values = self._room(count)
        moments = {name: (torch.zeros_like(v), torch.zeros_like(v)) for name, v in values.items()}
        while True:
            for index, slot in enumerate(slots):
                if slot is None and waiting:
                    slots[index] = Slot(waiting.pop(0), time.monotonic())
                    self._restart(values, moments, index, slots[index].job)
            if not any(slots):
                return
            for _ in range(self.config.validate_every):
                self._step(slots, values, moments)
            losses = self._held_losses(slots, values)
            if count == 1:
                report(f"step {slots[0].step}: held-out loss {losses[0]:.4f}", flush=True)
            for index, slot in enumerate(slots):
                if slot is not None and self._finished(slot, losses[index], values, index):
                    facts = {
                        "held_out_loss": round(slot.best_loss, 5),
                        "steps": slot.best_step,
                        "trained_steps": slot.step,
                        "seconds": round((time.monotonic() - slot.started) / count, 1),
                    }
                    library.add(slot.job.name, slot.best, facts)
                    report(f"{slot.job.name}: {facts}", flush=True)
                    slots[index] = None

    def _room(self, count: int) -> dict[str, torch.Tensor]:
        """A and B of every module, for as many LoRAs."""
        return {
            name: torch.zeros(count, *shape).requires_grad_()
            for name, shape in self.shape.tensors.items()
        }

    @torch.no_grad()
    def _restart(self, values, moments, index: int, job: TaskJob | MultitaskJob) -> None:
        for name, tensor in self.start(job).items():
            values[name][index] = tensor
            for moment in moments[name]:
                moment[index] = 0

    def _losses(self, slots, values, rows) -> torch.Tensor:
        """Sum over slots of each one's mean over its examples, and the means [slots]."""
        adapter = {
            module: tuple(
                values[f"{half}.{module}"].repeat_interleave(self.config.rows, 0) for half in "AB"
            )
            for module in self.shape.modules
        }
        batch = pack_rows(rows, self.config.row_length)
        slot_of_example = batch.row_of_example // self.config.rows
        counts = torch.bincount(slot_of_example, minlength=len(slots))
        share = len(slot_of_example) / counts.clamp(min=1)
        slot_of_token = slot_of_example[batch.example]
        weights = batch.weights * share[slot_of_token]
        dtype = self.base.embedding.dtype
        lora = pack(adapter, self.base.config, self.shape.scaling, dtype)
        answers = answer_states(self.base, batch, lora, self.layer).final
        total, losses = answer_loss(answers, self.base.embedding, batch.targets, weights)
        means = torch.zeros(len(slots)).index_add_(0, slot_of_token, losses * weights)
        for slot, mean in zip(slots, means.tolist()):
            if slot is not None and not math.isfinite(mean):
                raise NonFiniteOracle(f"The loss of {slot.job.name} became {mean}.")
        return total, means

    def _step(self, slots, values, moments) -> None:
        empty = [[] for _ in range(self.config.rows)]
        rows = [row for slot in slots for row in (slot.job.draw(len(empty)) if slot else empty)]
        total, _ = self._losses(slots, values, rows)
        gradients = torch.autograd.grad(total, list(values.values()))
        for slot in filter(None, slots):
            slot.step += 1
        steps = torch.tensor([max(1, slot.step) if slot else 1 for slot in slots])
        self._update(values, moments, gradients, steps)

    @torch.no_grad()
    def _update(self, values, moments, gradients, steps: torch.Tensor) -> None:
        """Adam with a clipping norm, bias correction and learning rate for every slot."""
        config = self.config
        norms = sum(g.square().sum((1, 2, 3)) for g in gradients).sqrt()
        shrink = (config.clip / norms.clamp(min=config.clip))[:, None, None, None]
        warm_up = (steps / config.warm_up_steps).clamp(max=1)
        cosine = 0.5 * (1 + torch.cos(math.pi * (steps - 1) / config.steps))
        floor = config.final_learning_rate
        rates = config.learning_rate * warm_up * (floor + (1 - floor) * cosine)
        corrections = [(1 - beta**steps)[:, None, None, None] for beta in BETAS]
        for (name, value), gradient in zip(values.items(), gradients):
            first, second = moments[name]
            gradient = gradient * shrink
            first.lerp_(gradient, 1 - BETAS[0])
            second.lerp_(gradient.square(), 1 - BETAS[1])
            size = (second / corrections[1]).sqrt_() + EPSILON
            value -= rates[:, None, None, None] * (first / corrections[0]) / size

    @torch.no_grad()
    def _held_losses(self, slots, values) -> list[float]:
        """Each slot's mean over its job's held rows, as many batches as the longest list needs."""
        rows = self.config.rows
        held = [slot.job.held_rows if slot else [] for slot in slots]
        sums, counts = torch.zeros(len(slots)), torch.zeros(len(slots))
        for start in range(0, max(map(len, held)), rows):
            parts = [part[start : start + rows] for part in held]
            filled = [[*part, *[[]] * (rows - len(part))] for part in parts]
            sums += self._losses(slots, values, [row for part in filled for row in part])[1]
            counts += torch.tensor([float(bool(part)) for part in parts])
        return (sums / counts.clamp(min=1)).tolist()

    def _finished(self, slot: Slot, loss: float, values, index: int) -> bool:
        """Notes a new best; true when patience or the steps are used up."""
        if loss < slot.best_loss:
            slot.best_loss, slot.best_step, slot.worse = loss, slot.step, 0
            slot.best = {
                module: tuple(
                    values[f"{half}.{module}"][index].detach().clone() for half in "AB"
                )
                for module in self.shape.modules
            }
        else:
            slot.worse += 1
        return slot.worse >= self.config.patience or slot.step >= self.config.steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_task_options(parser)
    parser.add_argument("--library", type=Path, required=True, help="folder to add LoRAs to")
    parser.add_argument("--split", choices=["train", "validation", "unseen"], default="train")
    parser.add_argument("--tasks", type=int, help="only so many, chosen by a hash of their names")
    together = parser.add_mutually_exclusive_group()
    together.add_argument("--multitask", action="store_true", help="one LoRA for all train tasks")
    together.add_argument(
        "--instructed", action="store_true", help="the same with each description in the prompt"
    )
    parser.add_argument(
        "--start-from", type=Path, help="hypernetwork; its rank, alpha and modules hold then"
    )
    parser.add_argument(
        "--further", type=Path, help="library whose LoRAs are trained further; theirs is the shape"
    )
    parser.add_argument("--target-modules", default="q_proj,v_proj")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--alpha", type=float, default=16.0)
    parser.add_argument("--task-size-power", type=float, default=0.3, help="multi-task sampling")
    parser.add_argument("--grammar-share", type=float, default=0.4, help="of the rows of a step")
    parser.add_argument(
        "--variation-share", type=float, default=0.0, help="of the other rows, with --instructed"
    )
    frozen.add_options(parser)
    parser.add_argument("--no-compile", action="store_true", help="plain PyTorch, no torch.compile")
    add_fields(parser, OracleConfig)
    options = vars(parser.parse_args())
    if options["variation_share"] and not options["instructed"]:
        parser.error("--variation-share is for --instructed: only a description tells a variation")
    config = read_fields(options, OracleConfig)
    models = frozen.FrozenModels(options)
    base, tokenizer = models.base, models.tokenizer
    start = None
    if options["start_from"]:
        if options["multitask"] or options["instructed"]:
            parser.error("--start-from is for LoRAs of single tasks")
        hypernetwork = load_trained(options["start_from"]).hypernetwork
        shape = LoraShape.of(hypernetwork.config)
        start = GeneratedStart(hypernetwork, models.reader(encoding_of(hypernetwork.config)))
    elif options["further"]:
        earlier = Library.open(options["further"])
        shape, start = earlier.shape, KeptStart(earlier)
    else:
        modules = options["target_modules"].split(",")
        shape = LoraShape.for_base(base.config, modules, options["rank"], options["alpha"])
    library = Library.create(options["library"], shape)
    split, of_grammar = read_training_tasks(options)
    if options["multitask"] or options["instructed"]:
        train, validation, generated = (
            TrainingTask.prepare(tokenizer, tasks, config.row_length)
            for tasks in (split.train, split.validation, of_grammar)
        )
        groups = task_groups(
            train, options["task_size_power"], generated, options["grammar_share"]
        )
        reads = tokenizer if options["instructed"] else None
        groups[0].variation_share = options["variation_share"]
        variations = Variations(common_words(tokenizer), tokenizer, config.row_length)
        jobs = [MultitaskJob(groups, validation, config, reads, variations.draw)]
    else:
        tasks = choose(getattr(split, options["split"]), options["tasks"])
        jobs = task_jobs(TrainingTask.prepare(tokenizer, tasks, config.row_length), config)
    OracleTrainer(base, shape, config, not options["no_compile"], start).run(jobs, library)


if __name__ == "__main__":
    main()
