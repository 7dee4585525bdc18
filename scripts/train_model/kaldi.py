"""Kaldi's binary values, written and read: tokens, numbers, vectors, compressed matrices."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

MIDDLE, UPPER = 64, 192
"""Steps of a byte at which the first and the third quartile of a column stand."""


def token(text: str) -> bytes:
    return text.encode() + b" "


def element(name: str, *inside: bytes) -> bytes:
    """What stands between <name> and </name>."""
    return token(f"<{name}>") + b"".join(inside) + token(f"</{name}>")


def fields(**values: bytes) -> bytes:
    """Values, each behind its <name>."""
    return b"".join(token(f"<{name}>") + value for name, value in values.items())


def i32(value: int) -> bytes:
    return b"\x04" + struct.pack("<i", value)


def f64(value: float) -> bytes:
    return b"\x08" + struct.pack("<d", value)


def f32(value: float) -> bytes:
    return b"\x04" + struct.pack("<f", value)


def int_vector(values: Sequence[int]) -> bytes:
    return b"\x04" + struct.pack("<i", len(values)) + np.asarray(values, "<i4").tobytes()


def vector(values: Any) -> bytes:
    return token("FV") + i32(len(values)) + np.asarray(values, "<f4").tobytes()


def matrix16(matrix: Any) -> bytes:
    """A CompressedMatrix of two bytes a value."""
    low, extent = _range(matrix)
    steps = np.clip(np.round((matrix - low) / extent * 65535), 0, 65535).astype("<u2")
    return token("CM2") + struct.pack("<ffii", low, extent, *matrix.shape) + steps.tobytes()


def matrix8(matrix: Any) -> bytes:
    """A CompressedMatrix of one byte a value, with each column's least, quartiles and greatest."""
    rows, columns = matrix.shape
    low, extent = _range(matrix)
    ordered = np.sort(matrix, axis=0)
    ends = ordered[[0, rows // 4, 3 * (rows // 4), rows - 1]]
    heads = np.clip(np.round((ends - low) / extent * 65535), 0, 65532).astype(np.int64)
    for row in range(1, 4):  # strictly increasing
        heads[row] = np.maximum(heads[row], heads[row - 1] + 1)
    p0, p25, p75, p100 = low + extent * heads / 65535.0
    lower = np.clip(np.round((matrix - p0) / (p25 - p0) * MIDDLE), 0, MIDDLE)
    middle = np.clip(np.round((matrix - p25) / (p75 - p25) * 128) + MIDDLE, MIDDLE, UPPER)
    upper = np.clip(np.round((matrix - p75) / (p100 - p75) * 63) + UPPER, UPPER, 255)
    steps = np.where(matrix < p25, lower, np.where(matrix < p75, middle, upper)).astype(np.uint8)
    head = token("CM") + struct.pack("<ffii", low, extent, rows, columns)
    return head + heads.T.astype("<u2").tobytes() + np.ascontiguousarray(steps.T).tobytes()


def _range(matrix: Any) -> tuple[float, float]:
    low, high = float(matrix.min()), float(matrix.max())
    return low, (high - low) or 1.0


class Reader:
    """Kaldi's binary values, one after the other, from a place in a file."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def seek(self, token: str) -> None:
        """To behind the next such token."""
        found = self.data.index(token.encode() + b" ", self.at)
        self.at = found + len(token) + 1

    def unpack(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> Any:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def vector(self) -> Any:
        self.seek("FV")
        _, count = self.unpack("bi")
        return self.array("<f4", count)

    def matrix(self) -> Any:
        """A CompressedMatrix of one or two bytes a value."""
        is_wide = self.data[self.at : self.at + 4] == b"CM2 "
        self.seek("CM2" if is_wide else "CM")
        low, extent, rows, columns = self.unpack("ffii")
        if is_wide:
            return low + extent * self.array("<u2", rows * columns).reshape(rows, columns) / 65535.0
        heads = low + extent * self.array("<u2", 4 * columns).reshape(columns, 4) / 65535.0
        steps = self.array("u1", rows * columns).reshape(columns, rows).astype(np.float64)
        return _between(heads, steps).T


def _between(heads: Any, steps: Any) -> Any:
    """Values of a column from its least, quartiles and greatest: 64, 128 and 63 steps between them."""
    p0, p25, p75, p100 = (heads[:, n : n + 1] for n in range(4))
    low = p0 + (p25 - p0) * steps / MIDDLE
    middle = p25 + (p75 - p25) * (steps - MIDDLE) / 128
    high = p75 + (p100 - p75) * (steps - UPPER) / 63
    return np.where(steps <= MIDDLE, low, np.where(steps <= UPPER, middle, high))
