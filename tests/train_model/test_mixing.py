"""What the training mixes into clean speech."""

from __future__ import annotations

import mixing
import numpy as np
import pytest

SPEECH = np.random.default_rng(3).normal(0, 3000, 16_000).astype(np.float32)
TALK = [np.random.default_rng(4).normal(0, 900, 9_000).astype(np.int16)]


@pytest.mark.parametrize("seed", range(12))
def test_noise_of_any_kind_is_as_long_as_the_clip_and_one_loud(seed: int) -> None:
    noise = mixing.noise(np.random.default_rng(seed), 12_345, TALK)

    assert noise.shape == (12_345,)
    assert float(noise.std()) == pytest.approx(1, abs=0.01)


def test_the_level_of_speech_leaves_pauses_out() -> None:
    with_pauses = np.concatenate([np.zeros(16_000), SPEECH, np.zeros(16_000)])

    assert mixing.level(with_pauses) == pytest.approx(mixing.level(SPEECH))


@pytest.mark.parametrize("seed", range(12))
def test_a_changed_clip_is_as_long_and_not_moved(seed: int) -> None:
    clip = np.zeros(16_000, np.float32)
    clip[8_000:8_400] = 20_000
    changed = mixing.changed(np.random.default_rng(seed), clip, TALK)

    energy = np.abs(np.convolve(changed, np.ones(400) / 400, "same"))
    assert changed.shape == clip.shape
    assert np.abs(changed).max() <= 32_768
    assert abs(int(energy.argmax()) - 8_200) < 400


def test_some_clips_are_left_without_noise_and_some_are_drowned() -> None:
    """A synthesizer's pauses are digital silence: a model that never saw one hears worse in quiet."""
    clip = np.concatenate([np.zeros(4_000, np.float32), SPEECH])
    pauses = [
        float(np.abs(mixing.changed(np.random.default_rng(seed), clip, TALK)[:3_000]).mean())
        for seed in range(60)
    ]

    assert 3 <= sum(pause < 1 for pause in pauses) <= 20
    assert sum(pause > 30 for pause in pauses) > 20
