"""Settings of a run of SFT."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class TrainConfig:
    variant: str = "L"  # M, S, or G: the gist, which takes no encoding
    encoding: str = "tokens"  # or "sentence", "base", "tokens+base"
    target_modules: str = "q_proj,v_proj"  # G: q_proj, k_proj and v_proj are always among them
    rank: int = 8
    alpha: float = 16.0
    latent_size: int = 128
    head_input_size: int = 512
    shared_rank: int = 8  # G: rows that all adapters have in common, and read with
    tasks_per_step: int = 4
    row_length: int = 128  # tokens; each row packs as many examples of one task as fit
    task_size_power: float = 0.3
    learning_rate: float = 5e-4
    weight_decay: float = 0.01
    warm_up_steps: int = 80
    final_learning_rate: float = 0.05  # share of the peak at the end of the schedule
    cool_down_steps: int = 0  # constant rate, then linear over these last steps; 0: cosine
    clip: float = 1.0
    average_decay: float = (
        0.998  # decay of the weights' moving average, which is what ships; 0: none
    )
    token_dropout: float = 0.1  # share of a description's tokens left out
    grammar_share: float = 0.4  # share of a step's rows, when there is a task grammar
    variation_share: float = 0.3  # share of the other rows: other labels or one more step
    taught_share: float = 0.5  # with a teacher: share of its prediction in a token's target
    states_weight: float = 0.0  # with a teacher: weight of the distance from its layers' states
    crossed_share: float = 0.25  # with a teacher: share of rows that get another's description
    followed_share: float = 0.0  # G with a teacher: share of steps with the description in prompts
    recall_share: float = 0.0  # share of steps that ask for the description itself, see recall.py
    shown_share: float = 0.0  # G: share of rows with examples read, too, see data/shown.py
    lesson_share: float = 0.0  # share of steps that teach a few examples first, see meta_learning.py
    weight_penalty: float = 0.0  # weight of the mean square of the generated A and B
    steps: int = 100_000
    minutes: float = 90.0  # the cosine ends at whichever of steps and minutes comes first
    validate_every: int = 400
    seed: int = 0
