"""What a run of SFT is told, and the architecture that follows from it."""

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
    average_decay: float = 0.998  # of the weights' moving average, which is what ships; 0: none
    description_noise: float = 0.0  # standard deviation added to unit vectors
    token_dropout: float = 0.1  # share of a description's tokens left out
    grammar_share: float = 0.4  # of a step's rows, when there is a task grammar
    variation_share: float = 0.3  # of the other rows, tasks with other labels or one more step
    taught_share: float = 0.5  # with a teacher: of its prediction in what a token is to be
    states_weight: float = 0.0  # with a teacher: of the distance from its states, layer by layer
    crossed_share: float = 0.25  # with a teacher: of the rows, which get another's description
    followed_share: float = 0.0  # G with a teacher: of the steps, whose prompts hold the description
    recall_share: float = 0.0  # of the steps, which only ask for what was read, see recall.py
    consistency: float = 0.0  # weight of what another wording changes, see consistency.py
    weight_penalty: float = 0.0  # mean square of the generated A and B
    label_smoothing: float = 0.0  # share of an answer token spread over the vocabulary
    embedding_noise: float = 0.0  # NEFTune's alpha (Jain et al. 2023)
    steps: int = 100_000
    minutes: float = 90.0  # the cosine ends at whichever of steps and minutes comes first
    validate_every: int = 400
    seed: int = 0
