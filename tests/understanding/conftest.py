"""The shop's own interaction model, compiled once for all tests of this folder."""

import json
from pathlib import Path
from typing import Any

import pytest

from local_voice.understanding import Understanding, compile_model
from skill.bootstrap import COSTLY
from skill.model_files import own_weights

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def model() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ROOT / "interaction_models" / "en-US.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="session")
def shop(model: dict[str, Any]) -> Understanding:
    return compile_model(model, costly=COSTLY, trained=own_weights("en-US"))
