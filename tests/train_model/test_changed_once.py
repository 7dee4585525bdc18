"""What is done to a synthesizer's sound before its features are kept."""

from __future__ import annotations

import disturb
import numpy as np
import pytest
import waves

SPEECH = np.random.default_rng(3).normal(0, 3000, 16_000).astype(np.float32)
SILENCE = np.zeros(8_000, np.float32)
TALK = [np.random.default_rng(seed).normal(0, 900, 9_000).astype(np.float32) for seed in range(12)]


@pytest.mark.parametrize("seed", range(8))
def test_noise_is_as_far_below_speech_as_it_was_asked_for(seed: int) -> None:
    noise = disturb.noise_for(np.random.default_rng(seed), SPEECH, 20, TALK)

    assert noise.shape == SPEECH.shape
    assert 20 * np.log10(SPEECH.std() / noise.std()) == pytest.approx(20, abs=0.1)


@pytest.mark.parametrize("seed", range(8))
def test_a_sentence_near_the_microphone_begins_after_a_moment_and_is_not_cut_off(seed: int) -> None:
    near = disturb.lightly(np.random.default_rng(seed), SPEECH)

    assert 0.07 * 16_000 <= len(near) - len(SPEECH) <= 1.2 * 16_000
    assert np.abs(near).max() < 32_768


def test_silence_around_a_sentence_is_cut_and_of_nothing_nothing_is_left() -> None:
    around = waves.trim(np.concatenate([SILENCE, SPEECH, SILENCE]))

    assert abs(len(around) - len(SPEECH)) < 500
    assert len(waves.trim(np.zeros(0, np.float32))) == 0


def test_a_faster_voice_is_shorter_and_one_of_another_rate_as_long() -> None:
    assert len(waves.resample(SPEECH, 16_000, speed=1.25)) == 12_800
    assert len(waves.resample(SPEECH, 8_000)) == 32_000
