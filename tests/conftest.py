"""Every JSON file in tests/conversations is a test; no property is judged by how long an example took.

A test that takes a real part (sound, a server, another process) is `real`; `scripts/test -m "not real"` runs
all others.
"""

import subprocess
import sys
from collections.abc import Generator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

pytest_plugins = ["skill.fixtures.pytest_plugin"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

REAL_PARTS = {"audio", "postgres", "process"}


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file: copying it is quicker than migrating for each test."""
    from skill.store import open_store

    folder = tmp_path_factory.mktemp("empty")
    store = open_store(f"sqlite:///{folder / 'shop.db'}", folder / "index")
    store.migrate()
    store.close()
    return folder / "shop.db"


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo shop and its returning customer: copied, not loaded for each test."""
    from skill.bootstrap import open_shop
    from skill.feeds.demo_shop import load_demo
    from skill.settings import Settings

    folder = tmp_path_factory.mktemp("demo")
    shop = open_shop(Settings(f"sqlite:///{folder / 'shop.db'}", folder))
    load_demo(shop.store, "USD", "demo", shop.clock())
    shop.close()
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if REAL_PARTS & {mark.name for mark in item.iter_markers()}:
            item.add_marker("real")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """What is not marked starts no Python: else the quick tests get slower, one by one."""
    with pytest.MonkeyPatch.context() as patched:
        if "real" not in item.keywords:
            patched.setattr(subprocess, "Popen", _Watched)
            patched.setattr(BaseProcess, "start", _refused)
        return (yield)


class _Watched(subprocess.Popen[Any]):
    """Libraries may ask the system what it is called, and do so by a process."""

    def __init__(self, args: Any, *more: Any, **named: Any) -> None:
        if sys.executable in args:
            _refused()
        super().__init__(args, *more, **named)


def _refused(*_: object) -> None:
    pytest.fail("a test that starts a process is marked: @pytest.mark.process")
