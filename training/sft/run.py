"""A run of SFT: its steps, its log and its checkpoints."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

from training.data.sampling import TrainingTask
from training.loop import curves

from .trainer import Trainer

CHECKPOINT_SECONDS = 600
LOG_EVERY = 20
LOSSES = {"train", "recall"}
"""Those of a step's record; what is logged is a moving average."""


def run(trainer: Trainer, validation: list[TrainingTask], folder: Path) -> None:
    """Trains to the end of the schedule; SIGTERM to the first process saves and stops."""
    stop = False
    processes = trainer.processes
    is_first = processes.rank == 0

    def request_stop(*_):
        nonlocal stop
        stop = True

    signal.signal(signal.SIGTERM, request_stop)
    checkpoint, history = folder / "checkpoint.pt", folder / "history.jsonl"
    if checkpoint.exists():
        trainer.restore(checkpoint)
        print(f"resumed at step {trainer.steps}", flush=True)
    saved, smoothed = time.monotonic(), {}
    with history.open("a") as log:
        while trainer.progress() < 1 and not processes.of_first(stop):
            record = trainer.step()
            for name in LOSSES & record.keys():
                smoothed[name] = 0.98 * smoothed.get(name, record[name]) + 0.02 * record[name]
            record |= smoothed
            if not is_first:
                continue
            is_validated = trainer.steps % trainer.config.validate_every == 0
            if is_validated:
                record |= trainer.validate(validation)
            if is_validated or trainer.steps % LOG_EVERY == 0:
                record |= {"step": trainer.steps, "seconds": round(trainer.seconds, 1)}
                record["examples"] = trainer.examples
                line = {k: round(v, 5) if isinstance(v, float) else v for k, v in record.items()}
                print(json.dumps(line), file=log, flush=True)
                print(json.dumps(line), flush=True)
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                trainer.save(checkpoint)
                saved = time.monotonic()
    if is_first:
        trainer.save(checkpoint)
        curves.draw(history, folder / "curves.png")
