"""The rooms of training/ keep their order, and the checks that say so catch what breaks it."""

from pathlib import Path

import pytest

from .architecture import (
    MOST_FILES,
    against_order,
    crowded_folders,
    imports_of_commands,
    loose_files,
    two_way_pairs,
)

TRAINING = Path(__file__).resolve().parents[1]
ORDER = (
    "machine",
    "base",
    "adapters",
    "data",
    "hypernetworks",
    "loop",
    "oracles",
    "sft",
    "regression",
    "measure",
    "commands",
)
"""A room imports only rooms before it."""
TWO_WAY: dict[tuple[str, str], str] = {}
"""Pairs of folders that may import each other, each with its reason."""


def test_rooms_import_only_rooms_before_them():
    assert against_order(TRAINING, ORDER) == []


def test_no_two_folders_import_each_other():
    assert two_way_pairs(TRAINING) == set(TWO_WAY)


def test_the_library_imports_no_command():
    assert imports_of_commands(TRAINING) == []


def test_folders_hold_few_files_and_every_file_lies_in_a_room():
    assert crowded_folders(TRAINING) == {}
    assert loose_files(TRAINING) == []


@pytest.fixture
def plant(tmp_path):
    """Writes files into a small package that breaks no rule, and returns it."""
    package = tmp_path / "training"

    def write(files: dict[str, str]) -> Path:
        sound = {
            "base/model.py": "import json\n",
            "data/tasks.py": "from training.base.model import run\nfrom . import rows\n",
            "data/rows.py": "from ..base import model\n",
            "data/grammar/draw.py": "from ..tasks import Task\n",
            "commands/train.py": "from training.data.tasks import Task\nimport training.base.model\n",
            "commands/teach/report.py": "from ..options import add_data_option\n",
            "tests/test_train.py": "from training.commands.train import main\n",
        }
        for name, text in {**sound, **files}.items():
            path = package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            (path.parent / "__init__.py").touch()
            path.write_text(text)
        return package

    return write


PLANTED_ORDER = ("base", "data", "commands")


def test_a_sound_package_passes_every_check(plant):
    package = plant({})
    assert against_order(package, PLANTED_ORDER) == []
    assert two_way_pairs(package) == set()
    assert imports_of_commands(package) == []
    assert crowded_folders(package) == {}
    assert loose_files(package) == []


@pytest.mark.parametrize(
    "line",
    [
        "from training.data.tasks import Task",
        "from ..data.tasks import Task",
        "from ..data import tasks",
        "import training.data.tasks",
        "def late():\n    from training.data import tasks",
    ],
)
def test_a_room_that_imports_a_later_one_is_caught_however_it_is_written(plant, line):
    package = plant({"base/lora.py": line})
    assert against_order(package, PLANTED_ORDER) == ["base/lora.py imports data"]
    assert two_way_pairs(package) == {("base", "data")}


def test_a_folder_that_imports_one_inside_it_which_imports_it_is_caught(plant):
    package = plant({"data/sampling.py": "from .grammar.draw import plans"})
    assert two_way_pairs(package) == {("data", "data/grammar")}
    assert against_order(package, PLANTED_ORDER) == []


def test_a_room_that_the_order_lacks_is_caught(plant):
    package = plant({"extra/more.py": "from training.base.model import run"})
    assert against_order(package, PLANTED_ORDER) == ["extra/more.py imports base"]


@pytest.mark.parametrize("command", ["train", "teach.report"])
def test_a_command_imported_by_the_library_is_caught(plant, command):
    package = plant({"data/sampling.py": f"from training.commands.{command} import main"})
    assert imports_of_commands(package) == ["data/sampling.py"]


def test_a_crowded_folder_and_a_file_without_a_room_are_caught(plant):
    files = {f"data/more/file{number}.py": "" for number in range(MOST_FILES + 1)}
    package = plant({**files, "stray.py": ""})
    assert crowded_folders(package) == {"data/more": MOST_FILES + 1}
    assert loose_files(package) == ["stray.py"]
