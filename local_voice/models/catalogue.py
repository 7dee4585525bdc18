"""The official Vosk models: what there is, and what is published about them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Model:
    """A model as its makers describe it."""

    name: str
    language: str
    """As in "en-US"; some have no region."""
    megabytes: int
    """Of the download, rounded."""
    licence: str
    """SPDX identifier."""
    grammar: bool
    """Whether it can be told what is expected; the largest cannot."""
    bytes: int | None = None
    md5: str | None = None
    word_errors: str | None = None
    """Per cent as published, with the set they were counted on."""
    offered: bool = False

    def fits(self, locale: str) -> bool:
        """Whether it hears this language, if perhaps of another region."""
        return self.language.partition("-")[0] == locale.partition("-")[0]


@cache
def catalogue() -> Sequence[Model]:
    """All official models by language, the smallest first."""
    text = Path(__file__).with_name("catalogue.toml").read_text(encoding="utf-8")
    models = (Model(**entry) for entry in tomllib.loads(text)["model"])
    return sorted(models, key=lambda model: (model.language, model.megabytes))


def find(name: str) -> Model | None:
    return next((model for model in catalogue() if model.name == name), None)


def offered(locale: str) -> Model | None:
    """The model that is good to begin with in this locale; None when its language has none."""
    fitting = [model for model in catalogue() if model.offered and model.fits(locale)]
    # Of several regions the one that is asked for, else the last: "en-US" for "en-CA".
    return next((model for model in fitting if model.language == locale), next(reversed(fitting), None))
