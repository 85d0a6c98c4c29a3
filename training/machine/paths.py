"""Where the model files lie by default; every script takes other places as options."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
MODELS = REPOSITORY / "public" / "models"
BASE_MODEL_ID = "smollm2-135m-instruct-q4_1"
ENCODER_ID = "all-minilm-l6-v2"
ENCODER_SIZE = 384
BASE_MODEL_FILE = MODELS / BASE_MODEL_ID / "SmolLM2-135M-Instruct.Q4_1.gguf"
ENCODER_FOLDER = MODELS / ENCODER_ID
