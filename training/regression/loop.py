"""The loop of trainings whose targets are LoRAs: reconstruction and distillation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol


class RegressionConfig(Protocol):
    steps: int
    validate_every: int
    save_every: int


class RegressionTrainer(Protocol):
    config: RegressionConfig
    steps: int
    seconds: float

    def step(self) -> float: ...

    def validate(self) -> dict[str, float]: ...

    def save(self, path: Path) -> None: ...

    def restore(self, path: Path) -> None: ...


def run(trainer: RegressionTrainer, folder: Path) -> None:
    """Trains to the last step, from the run's checkpoint if there is one."""
    checkpoint, history = folder / "checkpoint.pt", folder / "history.jsonl"
    if checkpoint.exists():
        trainer.restore(checkpoint)
        print(f"resumed at step {trainer.steps}", flush=True)
    with history.open("a") as log:
        while trainer.steps < trainer.config.steps:
            record = {"train": trainer.step(), "step": trainer.steps}
            if trainer.steps % trainer.config.validate_every == 0:
                record |= trainer.validate() | {"seconds": round(trainer.seconds, 1)}
                line = {k: round(v, 5) if isinstance(v, float) else v for k, v in record.items()}
                print(json.dumps(line), file=log, flush=True)
                print(json.dumps(line), flush=True)
            if trainer.steps % trainer.config.save_every == 0:
                trainer.save(checkpoint)
    trainer.save(checkpoint)
