"""Folders of the repository and of its model files."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
MODELS = REPOSITORY / "public" / "models"
