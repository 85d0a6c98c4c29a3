"""Measures the speed of SFT as a share of this machine's rate of matrix products.

    python -m training.commands.throughput --data ../shared/data [--grammar GRAMMAR] [options of train]

Useful work is what an example needs: its own tokens through the base's projections, forward and
backward to the activations, and its answer tokens through the head. Padding, LoRA, attention, the
hypernetwork and everything that is no matrix product count as time, not as work.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time

from training.machine.precision import matmul_rate
from training.measure.throughput import useful_operations

from .train import add_options, prepare

WARM_UP_STEPS, MEASURED_STEPS = 4, 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_options(parser)
    trainer, _ = prepare(vars(parser.parse_args()))
    work: list[float] = []
    loss = trainer.loss

    def counted(adapter, batch, lesson=None):
        work.append(useful_operations(batch, trainer.base.config))
        return loss(adapter, batch, lesson)

    trainer.loss = counted
    seconds, examples = [], trainer.examples
    for step in range(WARM_UP_STEPS + MEASURED_STEPS):
        if step == WARM_UP_STEPS:
            examples = trainer.examples
        started = time.monotonic()
        trainer.step()
        seconds.append(time.monotonic() - started)
    measured, done = seconds[WARM_UP_STEPS:], work[WARM_UP_STEPS:]
    rate = matmul_rate(trainer.base.embedding.dtype)
    result = {
        "seconds_a_step": round(statistics.median(measured), 3),
        "examples_a_second": round((trainer.examples - examples) / sum(measured), 1),
        "useful_gflops": round(sum(done) / sum(measured) / 1e9, 1),
        "matmul_gflops": round(rate / 1e9, 1),
        "share": round(sum(done) / sum(measured) / rate, 3),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
