from training.data import read_split
from training.smoke_tasks import write_tasks


def test_the_generated_tasks_are_a_data_folder_that_training_reads(tmp_path):
    names = write_tasks(tmp_path)
    split = read_split(tmp_path)
    assert len(split.train) + len(split.validation) == len(names["train"])
    assert split.validation and [task.name for task in split.unseen] == names["unseen"]


def test_answers_follow_the_definition(tmp_path):
    write_tasks(tmp_path)
    split = read_split(tmp_path)
    tasks = {t.train_descriptions[0]: t for t in split.train + split.validation + split.unseen}
    task = tasks["Return the last letter of each word backwards, separated by a dash"]
    for example in task.train_examples:
        words = example["input"].split()
        assert example["output"] == "-".join(word[-1] for word in reversed(words))
