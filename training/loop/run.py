"""A run of any training: its steps, its log and its checkpoints."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from training.machine.parallel import Processes

CHECKPOINT_SECONDS = 600
SMOOTHING = 0.98
"""Weight of the earlier steps in the moving average of a loss."""


class RunConfig(Protocol):
    validate_every: int


class Trainer(Protocol):
    config: RunConfig
    processes: Processes
    log_every: int
    smoothed_losses: frozenset[str]
    """Losses of a step's record that are logged as a moving average."""
    steps: int
    examples: int
    seconds: float

    def progress(self) -> float:
        """Share of the schedule that is done, 0 to 1."""

    def step(self) -> dict[str, float]: ...

    def save(self, path: Path) -> None: ...

    def restore(self, path: Path) -> None: ...


def run(trainer: Trainer, folder: Path, validate: Callable[[], dict[str, float]]) -> None:
    """Trains to the end of the schedule, from the run's checkpoint if there is one.

    Writes a checkpoint every ten minutes; SIGTERM to the first process saves and stops.
    """
    stop = False
    processes = trainer.processes
    is_first = processes.rank == 0

    def request_stop(*_):
        nonlocal stop
        stop = True

    signal.signal(signal.SIGTERM, request_stop)
    checkpoint = folder / "checkpoint.pt"
    kept_steps = None
    if checkpoint.exists():
        trainer.restore(checkpoint)
        kept_steps = trainer.steps
        print(f"resumed at step {trainer.steps}", flush=True)
    saved, smoothed = time.monotonic(), {}
    with history(folder).open("a") as log:
        while trainer.progress() < 1 and not processes.of_first(stop):
            record = trainer.step()
            for name in trainer.smoothed_losses & record.keys():
                before = smoothed.get(name, record[name])
                smoothed[name] = SMOOTHING * before + (1 - SMOOTHING) * record[name]
            record |= smoothed
            if not is_first:
                continue
            is_validated = trainer.steps % trainer.config.validate_every == 0
            if is_validated:
                record |= validate()
            if is_validated or trainer.steps % trainer.log_every == 0:
                record |= {"step": trainer.steps, "seconds": round(trainer.seconds, 1)}
                record["examples"] = trainer.examples
                line = {k: round(v, 5) if isinstance(v, float) else v for k, v in record.items()}
                print(json.dumps(line), file=log, flush=True)
                print(json.dumps(line), flush=True)
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                trainer.save(checkpoint)
                saved = time.monotonic()
    # A finished run stays the file it is, byte by byte: results name a checkpoint by its hash.
    if is_first and trainer.steps != kept_steps:
        trainer.save(checkpoint)


def history(folder: Path) -> Path:
    """The log of a run, one JSON object a line."""
    return folder / "history.jsonl"
