"""SFT of a T2L hypernetwork: back-propagates the base model's answer loss into the hypernetwork.

    python -m training.train --data ../shared/data --run /tmp/run --minutes 90

Stops by itself, writes a checkpoint every ten minutes, and continues where it stood when
started again with the same --run.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from . import curves
from .base_model import BaseModel, answer_loss, transformer_layer
from .data import Batch, Task, TaskSampler, encode_examples, pack_rows, read_split
from .descriptions import encode_cached, gibberish
from .gguf import GgufFile
from .hypernetwork import Hypernetwork, HypernetworkConfig
from .lora import pack
from .paths import BASE_MODEL_FILE, ENCODER_FOLDER
from .tokenizer import base_tokenizer

CHECKPOINT_SECONDS = 600


@dataclass
class TrainConfig:
    variant: str = "L"
    target_modules: str = "q_proj,v_proj"
    rank: int = 8
    alpha: float = 16.0
    latent_size: int = 128
    head_input_size: int = 512
    tasks_per_step: int = 32
    row_length: int = 128  # tokens; each row packs as many examples of one task as fit
    task_size_power: float = 0.3
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up_steps: int = 40
    final_learning_rate: float = 0.05  # share of the peak at the end of the cosine
    clip: float = 1.0
    description_noise: float = 0.0  # standard deviation added to unit vectors
    weight_penalty: float = 0.0  # mean square of the generated A and B
    steps: int = 100_000
    minutes: float = 90.0  # the cosine ends at whichever of steps and minutes comes first
    validate_every: int = 100
    seed: int = 0


class NonFiniteLoss(RuntimeError):
    """Training diverged; the last checkpoint is intact."""


class Trainer:
    """Everything a run holds; `step` is one optimiser step, `save`/`restore` are exact."""

    def __init__(self, config: TrainConfig, base: BaseModel, train: "TaskSet", compiled: bool):
        self.config, self.base, self.train = config, base, train
        torch.manual_seed(config.seed)
        modules = config.target_modules.split(",")
        self.hypernetwork = Hypernetwork(
            HypernetworkConfig(
                config.variant,
                base.config.layers,
                {module: base.config.module_sizes(module) for module in modules},
                description_size=train.vectors[0].shape[-1],
                rank=config.rank,
                alpha=config.alpha,
                latent_size=config.latent_size,
                head_input_size=config.head_input_size,
            )
        )
        self.optimizer = torch.optim.AdamW(
            self.hypernetwork.parameters(),
            lr=config.learning_rate,
            betas=(0.9, 0.98),
            weight_decay=config.weight_decay,
        )
        self.sampler = TaskSampler(train.encoded, config.task_size_power, config.seed)
        self.layer = torch.compile(transformer_layer, dynamic=False) if compiled else None
        self.steps, self.examples, self.seconds = 0, 0, 0.0

    def progress(self) -> float:
        """0 to 1 through the schedule."""
        return max(self.steps / self.config.steps, self.seconds / (60 * self.config.minutes))

    def learning_rate(self) -> float:
        config = self.config
        warm_up = min(1.0, (self.steps + 1) / config.warm_up_steps)
        cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, self.progress())))
        floor = config.final_learning_rate
        return config.learning_rate * warm_up * (floor + (1 - floor) * cosine)

    def step(self) -> dict[str, float]:
        """One optimiser step; raises NonFiniteLoss rather than spoil the weights."""
        started = time.monotonic()
        config = self.config
        counts = [len(vectors) for vectors in self.train.vectors]
        tasks, chosen, rows = self.sampler.draw(config.tasks_per_step, config.row_length, counts)
        vectors = torch.stack([self.train.vectors[t][d] for t, d in zip(tasks, chosen)])
        if config.description_noise:
            vectors = vectors + config.description_noise * torch.randn_like(vectors)
        batch = pack_rows(rows, config.row_length)
        rate = self.learning_rate()
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.hypernetwork.train()
        adapter = self.hypernetwork(vectors)
        loss, _ = self.loss(adapter, batch)
        if not torch.isfinite(loss):
            raise NonFiniteLoss(f"The loss became {loss.item()} at step {self.steps}.")
        total = loss
        if config.weight_penalty:
            squares = [t.square().mean() for pair in adapter.values() for t in pair]
            total = loss + config.weight_penalty * torch.stack(squares).sum()
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.hypernetwork.parameters(), config.clip)
        self.optimizer.step()
        self.steps += 1
        self.examples += len(batch.row_of_example)
        self.seconds += time.monotonic() - started
        return {"train": loss.item(), "gradient_norm": norm.item(), "learning_rate": rate}

    def loss(self, adapter, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """(mean over examples of the answer's mean cross-entropy, per-token losses)."""
        scaling = self.hypernetwork.config.scaling
        lora = pack(adapter, self.base.config, scaling, self.base.embedding.dtype)
        hidden = self.base.hidden_states(
            batch.tokens, batch.positions, batch.mask, lora, self.layer
        )
        answers = hidden.reshape(-1, hidden.shape[-1])[batch.answer_index]
        return answer_loss(answers, self.base.embedding, batch.targets, batch.weights)

    @torch.no_grad()
    def validate(self, validation: "TaskSet") -> dict[str, float]:
        """Loss on validation tasks with their own, another task's and a gibberish description."""
        self.hypernetwork.eval()
        own = [vectors[0] for vectors in validation.vectors]
        shift = len(own) // 2
        conditions = {
            "own": own,
            "other": own[shift:] + own[:shift],
            "gibberish": list(validation.gibberish),
        }
        rows = validation.batch_size(self.config)
        result = {}
        for name, vectors in conditions.items():
            losses = []
            for index, batch in enumerate(validation.batches(self.config)):
                start = index * rows
                adapter = self.hypernetwork(torch.stack(vectors[start : start + rows]))
                losses.append(self.loss(adapter, batch)[0].item())
            result[name] = sum(losses) / len(losses)
        return result

    def save(self, path: Path) -> None:
        """Writes beside the target and renames, so an interrupted write leaves the old one."""
        state = {
            "config": asdict(self.config),
            "hypernetwork_config": self.hypernetwork.config.to_dict(),
            "hypernetwork": self.hypernetwork.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "sampler": self.sampler.random.bit_generator.state,
            "torch_random": torch.get_rng_state(),
            "steps": self.steps,
            "examples": self.examples,
            "seconds": self.seconds,
            "tasks": len(self.train.encoded),
        }
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        os.replace(partial, path)

    def restore(self, path: Path) -> None:
        state = torch.load(path, weights_only=False)
        self.hypernetwork.load_state_dict(state["hypernetwork"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.sampler.random.bit_generator.state = state["sampler"]
        torch.set_rng_state(state["torch_random"])
        self.steps, self.examples = state["steps"], state["examples"]
        self.seconds = state["seconds"]


class TaskSet:
    """Tasks with their examples tokenised and their descriptions encoded."""

    def __init__(self, encoded, vectors: list[torch.Tensor], gibberish_vectors: torch.Tensor):
        self.encoded, self.vectors, self.gibberish = encoded, vectors, gibberish_vectors
        self._batches: list[Batch] | None = None

    @staticmethod
    def prepare(tasks: list[Task], tokenizer, encoder_folder: Path, cache: Path, row_length: int):
        encoded = [encode_examples(tokenizer, task.train_examples, row_length) for task in tasks]
        kept = [i for i, examples in enumerate(encoded) if examples]
        texts = [text for i in kept for text in tasks[i].train_descriptions]
        nonsense = [gibberish(seed) for seed in range(len(kept))]
        vectors = encode_cached(texts + nonsense, encoder_folder, cache)
        sizes = [len(tasks[i].train_descriptions) for i in kept]
        own = list(vectors[: len(texts)].split(sizes))
        return TaskSet([encoded[i] for i in kept], own, vectors[len(texts) :])

    def batch_size(self, config: TrainConfig) -> int:
        """Rows of a validation batch: a training step's, unless there are fewer tasks."""
        return max(1, min(config.tasks_per_step, len(self.encoded)))

    def batches(self, config: TrainConfig) -> list[Batch]:
        """One fixed row per task, in task order; a rest that fills no batch is left out."""
        if self._batches is None:
            sampler = TaskSampler(self.encoded, 0.0, seed=1)
            rows = [sampler._fill(task, config.row_length) for task in range(len(self.encoded))]
            size = self.batch_size(config)
            self._batches = [
                pack_rows(rows[start : start + size], config.row_length)
                for start in range(0, len(rows) - len(rows) % size, size)
            ]
        return self._batches


def run(trainer: Trainer, validation: TaskSet, folder: Path) -> None:
    """Trains to the end of the schedule; SIGTERM saves and stops."""
    stop = False

    def request_stop(*_):
        nonlocal stop
        stop = True

    signal.signal(signal.SIGTERM, request_stop)
    checkpoint, history = folder / "checkpoint.pt", folder / "history.jsonl"
    if checkpoint.exists():
        trainer.restore(checkpoint)
        print(f"resumed at step {trainer.steps}", flush=True)
    saved, smoothed = time.monotonic(), None
    with history.open("a") as log:
        while trainer.progress() < 1 and not stop:
            record = trainer.step()
            loss = record["train"]
            smoothed = loss if smoothed is None else 0.98 * smoothed + 0.02 * loss
            record["train"] = smoothed
            if trainer.steps % trainer.config.validate_every == 0:
                record |= trainer.validate(validation)
            if trainer.steps % 20 == 0:
                record |= {"step": trainer.steps, "seconds": round(trainer.seconds, 1)}
                record["examples"] = trainer.examples
                line = {k: round(v, 5) if isinstance(v, float) else v for k, v in record.items()}
                print(json.dumps(line), file=log, flush=True)
                print(json.dumps(line), flush=True)
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                trainer.save(checkpoint)
                saved = time.monotonic()
    trainer.save(checkpoint)
    curves.draw(history, folder / "curves.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with split.json, tasks/")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoints and logs")
    parser.add_argument("--base-model", type=Path, default=BASE_MODEL_FILE)
    parser.add_argument("--encoder", type=Path, default=ENCODER_FOLDER)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--no-compile", action="store_true", help="plain PyTorch, no torch.compile")
    for name, value in asdict(TrainConfig()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    options = vars(parser.parse_args())
    config = TrainConfig(**{name: options[name] for name in asdict(TrainConfig())})
    torch.set_num_threads(options["threads"])
    folder: Path = options["run"]
    folder.mkdir(parents=True, exist_ok=True)
    base = BaseModel.load(options["base_model"], torch.bfloat16)
    tokenizer = base_tokenizer(GgufFile(options["base_model"]).metadata)
    split = read_split(options["data"])
    arguments = (tokenizer, options["encoder"], folder / "cache", config.row_length)
    train = TaskSet.prepare(split.train, *arguments)
    validation = TaskSet.prepare(split.validation, *arguments)
    print(f"{len(train.encoded)} train tasks, {len(validation.encoded)} validation tasks", flush=True)
    run(Trainer(config, base, train, not options["no_compile"]), validation, folder)


if __name__ == "__main__":
    main()
