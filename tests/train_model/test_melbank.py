"""Log-mel values for the training, by the rules of Kaldi's features."""

from __future__ import annotations

import numpy as np
import pytest
from melbank import FLOOR, HOP, WINDOW, log_mel

CENTRES = 700 * np.expm1(np.linspace(np.log1p(20 / 700), np.log1p(7600 / 700), 42)[1:-1])


@pytest.mark.parametrize("channel", range(3, 40))
def test_a_tone_is_loudest_in_the_channel_that_it_lies_in(channel: int) -> None:
    """Below, the channels are narrower than a frame can tell apart."""
    tone = 9000 * np.sin(2 * np.pi * CENTRES[channel] * np.arange(4000) / 16_000)

    assert (np.abs(log_mel(tone).argmax(1) - channel) <= (channel < 8)).all()


def test_frames_lie_within_the_sound() -> None:
    assert log_mel(np.zeros(WINDOW)).shape == (1, 40)
    assert log_mel(np.zeros(WINDOW + 9 * HOP - 1)).shape == (9, 40)
    assert log_mel(np.zeros(WINDOW + 9 * HOP)).shape == (10, 40)


def test_silence_and_what_is_only_shifted_have_the_lowest_values() -> None:
    for sound in (np.zeros(1000), np.full(1000, 700.0)):
        assert log_mel(sound) == pytest.approx(np.log(FLOOR), abs=1e-4)


def test_twice_as_loud_is_four_times_the_power() -> None:
    sound = np.random.default_rng(2).normal(0, 500, 8000)

    assert log_mel(2 * sound) - log_mel(sound) == pytest.approx(np.log(4), abs=1e-4)
