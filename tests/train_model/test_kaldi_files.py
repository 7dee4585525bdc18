"""Kaldi's compressed matrices, written and read back."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some
from kaldi import Reader, element, fields, i32, matrix8, matrix16, vector

from local_voice.models import builtin_model


def drawn(seed: int, rows: int, columns: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(rows, columns))


@given(seed=some.integers(0, 1000), rows=some.integers(1, 40), columns=some.integers(1, 9))
def test_two_bytes_a_value_read_back_within_half_a_step(seed: int, rows: int, columns: int) -> None:
    matrix = drawn(seed, rows, columns)
    step = (matrix.max() - matrix.min()) / 65535

    assert np.allclose(Reader(matrix16(matrix)).matrix(), matrix, rtol=0, atol=0.51 * step + 1e-6)


@given(seed=some.integers(0, 1000), rows=some.integers(8, 60), columns=some.integers(1, 9))
def test_one_byte_a_value_reads_back_within_half_a_step_of_its_quarter(
    seed: int, rows: int, columns: int
) -> None:
    matrix = drawn(seed, rows, columns)
    found = Reader(matrix8(matrix)).matrix()
    coarsest = (matrix.max(axis=0) - matrix.min(axis=0)) / 63

    assert found.shape == matrix.shape
    assert (np.abs(found - matrix) <= 0.51 * coarsest + 1e-3).all()


def test_a_vector_reads_back() -> None:
    assert Reader(vector([1.0, -2.5])).vector().tolist() == [1.0, -2.5]


def test_an_element_holds_its_fields_between_its_begin_and_its_end() -> None:
    written = element("NoOp", fields(Dim=i32(3)))

    assert written == b"<NoOp> <Dim> \x04\x03\x00\x00\x00</NoOp> "


def test_the_built_in_model_has_the_layers_that_the_training_makes() -> None:
    reader = Reader((builtin_model() / "am" / "final.mdl").read_bytes())
    shapes = []
    for _ in range(11):
        reader.seek("<LinearParams>")
        shapes.append(reader.matrix().shape)

    assert shapes == [(128, 200), (288, 384), *8 * [(288, 864)], (40, 288)]


def test_every_layer_of_the_built_in_model_does_something() -> None:
    reader = Reader((builtin_model() / "am" / "final.mdl").read_bytes())
    for layer in range(11):
        reader.seek("<LinearParams>")
        assert np.abs(reader.matrix()).max() > 0, layer
