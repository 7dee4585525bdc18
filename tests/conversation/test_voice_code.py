"""The voice code: guesses at once count one after the other, nobody waits for a hash, nothing keeps it."""

import json
import logging
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from skill.commerce import voice_code as codes
from skill.commerce.voice_code import Locked, Right, Wrong
from skill.fixtures.fixture import Fixture
from skill.fixtures.world import open_world
from skill.store.tables import metadata

CODE = "8305"


@pytest.fixture
def world():
    given = {"customer": {"voice_code": CODE}, "cart": [{"id": "bananas", "quantity": 2}]}
    with open_world(Fixture(Path(__file__), "codes", (), given=given)) as world:
        yield world


def check(world, said):
    with world.shop.store.writing() as uow:
        checked = codes.check(uow, world.customer.id, said)
        uow.commit()
    return checked


def test_many_guesses_at_once_are_three_guesses(world):
    guesses = [f"{number:04}" for number in range(8)]

    with ThreadPoolExecutor(8) as pool:
        checked = list(pool.map(lambda guess: check(world, guess), guesses))

    assert sum(isinstance(one, Wrong) for one in checked) == 2
    assert sum(isinstance(one, Locked) for one in checked) == 6
    assert check(world, CODE) == Locked()


def test_a_right_code_forgets_the_wrong_ones_before_it(world):
    said = ["0000", "0001", CODE, "0002"]
    assert [check(world, one) for one in said] == [Wrong(2), Wrong(1), Right(), Wrong(2)]


def test_nobody_waits_while_a_code_is_checked(world, monkeypatch):
    """Another customer writes and commits in the middle of a check: the check holds no lock."""
    checking, written = threading.Event(), threading.Event()
    verify = codes.is_same

    def slowly(hashed, said):
        checking.set()
        assert written.wait(5)
        return verify(hashed, said)

    monkeypatch.setattr(codes, "is_same", slowly)
    with ThreadPoolExecutor(1) as pool:
        checked = pool.submit(check, world, CODE)
        assert checking.wait(5)
        with world.shop.store.writing() as uow:
            uow.stock.set_level("bananas", 7)
            uow.commit()
        written.set()
        assert checked.result() == Right()


def test_a_code_is_nowhere_but_in_the_words_that_were_said(world, caplog):
    caplog.set_level(logging.DEBUG)
    answers = []
    send = world.shop.skill
    device = world.device(lambda envelope: answers.append(send(envelope)) or answers[-1])
    for line in ("change my voice code", "8305", "7216", "7216", "check out", "yes", "7216"):
        device.hear(line)

    with world.shop.store._engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) >= set(metadata.tables)
        kept = [str(row) for table in metadata.tables.values() for row in connection.execute(select(table))]
    everything = " ".join([*kept, json.dumps(answers), caplog.text])
    assert "your order is placed" in everything
    # Ids and moments have such figures in a row by chance.
    assert not re.search(r"(?<![0-9a-f])(8305|7216)(?![0-9a-f])", everything)
