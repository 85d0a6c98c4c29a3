"""Whose tasks the rows of a step are."""

import pytest

from training.data.sampling import TaskGroup, TaskSampler
from training.tests.tiny import training_tasks


@pytest.mark.parametrize("rows", [1, 2, 4])
def test_a_group_has_its_share_of_the_rows_however_few_a_step_has(rows, tmp_path):
    names = [f"task-{number}" for number in range(8)]
    tasks = training_tasks(tmp_path, names)
    groups = [TaskGroup(tasks[:4], 0.6, 0.0), TaskGroup(tasks[4:], 0.4, 0.0)]
    sampler = TaskSampler(groups, seed=0)
    of_second = {task.task.name for task in groups[1].tasks}
    counts = []
    for _ in range(2000):
        drawn = sampler.draw_tasks(rows)
        assert len(drawn) == rows
        counts.append(sum(task.task.name in of_second for task in drawn))
    assert abs(sum(counts) / (2000 * rows) - 0.4) < 0.03
    assert max(counts) - min(counts) == 1
