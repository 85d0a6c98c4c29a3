"""Lessons have the page's settings, by the size of the base model."""

from training.base.record import BASE_MODELS
from training.oracles.lesson import default_settings

SMALL, LARGE = BASE_MODELS


def test_more_examples_have_more_steps_and_a_start_at_zero_a_higher_rate():
    for record in BASE_MODELS:
        few, many = [default_settings(record.parameters, count) for count in (4, 16)]
        zero = default_settings(record.parameters, 4, from_zero=True)
        assert few.steps <= many.steps and few.rate < zero.rate


def test_a_larger_base_is_taught_at_a_lower_rate():
    assert default_settings(LARGE.parameters, 4).rate < default_settings(SMALL.parameters, 4).rate


def test_a_base_that_was_not_measured_is_taught_as_the_one_nearest_in_size():
    assert default_settings(10**9, 4) == default_settings(LARGE.parameters, 4)
    assert default_settings(10**8, 4) == default_settings(SMALL.parameters, 4)
