"""Checkpoints of every kind of training, and going on from them exactly."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel

from training.machine.device import random_state, restore_random_state
from training.machine.files import write_whole


CHANGEABLE = {"steps", "minutes", "validate_every", "average_decay"}
"""Settings that a run may go on with another value of: its length, and what is looked at and saved."""


def save_training(
    path: Path,
    trainer,
    random: np.random.Generator,
    training: str,
    tasks: int,
    average: AveragedModel | None = None,
    **facts,
) -> None:
    """Writes a checkpoint beside the target and renames it: an interrupted write changes nothing.

    `training` and `facts` describe this stage; `trainer.earlier` are the stages before it. An
    `average` of the weights is what others read from the checkpoint; the run goes on from its own.
    """
    stage = {
        "training": training,
        "steps": trainer.steps,
        "examples": trainer.examples,
        "seconds": round(trainer.seconds),
        "tasks": tasks,
        **facts,
    }
    state = {
        "config": asdict(trainer.config),
        "stages": [*trainer.earlier, stage],
        "hypernetwork_config": trainer.hypernetwork.config.to_dict(),
        "hypernetwork": trainer.hypernetwork.state_dict(),
        "optimizer": trainer.optimizer.state_dict(),
        "sampler": random.bit_generator.state,
        "random": random_state(),
        "steps": trainer.steps,
        "examples": trainer.examples,
        "seconds": trainer.seconds,
    }
    if average:
        state["trained_weights"] = state["hypernetwork"]
        state["hypernetwork"] = average.module.state_dict()
        state["averaged_steps"] = int(average.n_averaged)
    write_whole(path, lambda partial: torch.save(state, partial))


def read_training(path: Path) -> dict:
    return torch.load(path, map_location="cpu")


def restore_training(state: dict, trainer, random: np.random.Generator) -> None:
    """Raises ValueError where the run was begun with other settings than the trainer has."""
    now = asdict(trainer.config)
    differing = [
        f"{name} {value} in place of {now[name]}"
        for name, value in state["config"].items()
        if name in now.keys() - CHANGEABLE and now[name] != value
    ]
    if differing:
        raise ValueError(f"The run to go on with was begun with {', '.join(differing)}.")
    trainer.hypernetwork.load_state_dict(state.get("trained_weights", state["hypernetwork"]))
    trainer.optimizer.load_state_dict(state["optimizer"])
    random.bit_generator.state = state["sampler"]
    restore_random_state(state["random"])
    trainer.steps, trainer.examples = state["steps"], state["examples"]
    trainer.seconds, trainer.earlier = state["seconds"], state["stages"][:-1]


def holds_average(state: dict) -> bool:
    return "averaged_steps" in state


def restore_average(state: dict, average: AveragedModel) -> None:
    """Sets an average to the one that `save_training` was given."""
    average.module.load_state_dict(state["hypernetwork"])
    average.n_averaged.fill_(state["averaged_steps"])
