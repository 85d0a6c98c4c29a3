"""Training of ordinary LoRAs in the slots of one batch; commands/oracle.py says for what."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import torch

from training.adapters.library import Library, LoraShape
from training.adapters.lora import pack
from training.base.answer_loss import answer_loss
from training.base.answer_states import answer_states
from training.base.layer import transformer_layer
from training.base.model import BaseModel
from training.data.packing import EncodedExample, pack_rows
from training.loop.optimizer import BETAS

from .jobs import Job
from .slots import UNFINISHED, Slot, SlotBatch
from .start import CommonStart, Start

CHECKPOINT_SECONDS = 600
EPSILON = 1e-8


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


class OracleTrainer:
    """Trains LoRAs in the slots of one batch; a finished one makes room for the next job.

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

    def run(self, jobs: list[Job], library: Library, report: Callable = print) -> None:
        """Trains every job that the library lacks and adds it, best step of each.

        Unfinished LoRAs are saved every ten minutes, and a later call goes on from them. Raises
        OtherSettings where they were begun with other options or jobs.
        """
        path = library.folder / UNFINISHED
        settings = asdict(self.config) | {"shape": asdict(self.shape)}
        waiting = [job for job in jobs if job.name not in library.entries]
        if path.exists():
            batch = SlotBatch.load(path, settings, jobs)
            batch.free(library.entries)
            begun = {slot.job.name: slot.step for slot in batch.taken}
            waiting = [job for job in waiting if job.name not in begun]
            report(f"resumed: {begun} steps", flush=True)
        else:
            batch = SlotBatch.empty(self.shape, min(self.config.slots, len(waiting)))
        saved = time.monotonic()
        while True:
            for index, slot in enumerate(batch.slots):
                if slot is None and waiting:
                    job = waiting.pop(0)
                    batch.put(index, job, self.start(job))
            if not batch.taken:
                path.unlink(missing_ok=True)
                return
            self._advance(batch, library, report)
            if batch.taken and time.monotonic() - saved >= CHECKPOINT_SECONDS:
                batch.save(path, settings)
                saved = time.monotonic()

    def _advance(self, batch: SlotBatch, library: Library, report: Callable) -> None:
        """Steps up to the next validation of any slot; LoRAs finished by then go into the library."""
        started = time.monotonic()
        left = [self._until_validation(slot) if slot else math.inf for slot in batch.slots]
        steps = min(left)
        for _ in range(steps):
            self._step(batch)
        losses = self._held_losses(batch)
        seconds = (time.monotonic() - started) / len(batch.slots)
        if len(batch.slots) == 1:
            report(f"step {batch.slots[0].step}: held-out loss {losses[0]:.4f}", flush=True)
        for index, slot in enumerate(batch.slots):
            if slot is None:
                continue
            slot.seconds += seconds
            if left[index] > steps:
                continue
            if self._finished(batch, index, losses[index]):
                facts = {
                    "held_out_loss": round(slot.best_loss, 5),
                    "steps": slot.best_step,
                    "trained_steps": slot.step,
                    "seconds": round(slot.seconds, 1),
                }
                library.add(slot.job.name, slot.best, facts)
                report(f"{slot.job.name}: {facts}", flush=True)
                batch.slots[index] = None

    def _until_validation(self, slot: Slot) -> int:
        """Number of steps to a slot's next validation; the last one comes with the last step."""
        every = self.config.validate_every
        return min(every - slot.step % every, self.config.steps - slot.step)

    def _losses(
        self, batch: SlotBatch, rows: list[list[EncodedExample]]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Sum over slots of each one's mean over its examples, and the means [slots]."""
        adapter = {
            module: tuple(
                batch.values[f"{half}.{module}"].repeat_interleave(self.config.rows, 0)
                for half in "AB"
            )
            for module in self.shape.modules
        }
        packed = pack_rows(rows, self.config.row_length)
        slot_of_example = packed.row_of_example // self.config.rows
        counts = torch.bincount(slot_of_example, minlength=len(batch.slots))
        share = len(slot_of_example) / counts.clamp(min=1)
        slot_of_token = slot_of_example[packed.example]
        weights = packed.weights * share[slot_of_token]
        dtype = self.base.embedding.dtype
        lora = pack(adapter, self.base.config, self.shape.scaling, dtype)
        answers = answer_states(self.base, packed, lora, self.layer).final
        total, losses = answer_loss(answers, self.base.head, packed.targets, weights)
        means = torch.zeros(len(batch.slots)).index_add_(0, slot_of_token, losses * weights)
        for slot, mean in zip(batch.slots, means.tolist()):
            if slot is not None and not math.isfinite(mean):
                raise NonFiniteOracle(f"The loss of {slot.job.name} became {mean}.")
        return total, means

    def _step(self, batch: SlotBatch) -> None:
        count = self.config.rows
        rows = [
            row for slot in batch.slots for row in (slot.job.draw(count) if slot else [[]] * count)
        ]
        total, _ = self._losses(batch, rows)
        gradients = torch.autograd.grad(total, list(batch.values.values()))
        for slot in batch.taken:
            slot.step += 1
        steps = torch.tensor([slot.step if slot else 1 for slot in batch.slots])
        self._update(batch, gradients, steps)

    @torch.no_grad()
    def _update(self, batch: SlotBatch, gradients, steps: torch.Tensor) -> None:
        """Adam with a clipping norm, bias correction and learning rate for every slot."""
        config = self.config
        norms = sum(g.square().sum((1, 2, 3)) for g in gradients).sqrt()
        shrink = (config.clip / norms.clamp(min=config.clip))[:, None, None, None]
        warm_up = (steps / config.warm_up_steps).clamp(max=1)
        cosine = 0.5 * (1 + torch.cos(math.pi * (steps - 1) / config.steps))
        floor = config.final_learning_rate
        rates = config.learning_rate * warm_up * (floor + (1 - floor) * cosine)
        corrections = [(1 - beta**steps)[:, None, None, None] for beta in BETAS]
        for (name, value), gradient in zip(batch.values.items(), gradients):
            first, second = batch.moments[name]
            gradient = gradient * shrink
            first.lerp_(gradient, 1 - BETAS[0])
            second.lerp_(gradient.square(), 1 - BETAS[1])
            size = (second / corrections[1]).sqrt_() + EPSILON
            value -= rates[:, None, None, None] * (first / corrections[0]) / size

    @torch.no_grad()
    def _held_losses(self, batch: SlotBatch) -> list[float]:
        """Each slot's mean over its job's held rows, as many batches as the longest list needs."""
        rows = self.config.rows
        held = [slot.job.held_rows if slot else [] for slot in batch.slots]
        sums, counts = torch.zeros(len(held)), torch.zeros(len(held))
        for start in range(0, max(map(len, held)), rows):
            parts = [part[start : start + rows] for part in held]
            filled = [[*part, *[[]] * (rows - len(part))] for part in parts]
            sums += self._losses(batch, [row for part in filled for row in part])[1]
            counts += torch.tensor([float(bool(part)) for part in parts])
        return (sums / counts.clamp(min=1)).tolist()

    def _finished(self, batch: SlotBatch, index: int, loss: float) -> bool:
        """Notes a new best; true when patience or the steps are used up."""
        slot: Slot = batch.slots[index]
        if loss < slot.best_loss:
            slot.best_loss, slot.best_step, slot.worse = loss, slot.step, 0
            slot.best = batch.adapter(index)
        else:
            slot.worse += 1
        return slot.worse >= self.config.patience or slot.step >= self.config.steps
