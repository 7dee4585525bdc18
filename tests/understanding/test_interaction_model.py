"""The products of the model are those of the demo shop; tests/checking has Amazon's rules for a model."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.process
def test_products_are_those_of_the_demo_shop() -> None:
    script = [sys.executable, str(ROOT / "scripts" / "interaction_model"), "--check"]

    assert subprocess.run(script, check=False, capture_output=True).returncode == 0
