"""Interaction models in files: the project's own, with its trained second opinion, and anybody's."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from skill.errors import SettingsError

Json = dict[str, Any]


def own_model(locale: str) -> Path:
    """The project's interaction model for a locale."""
    path = Path(str(files("interaction_models") / f"{locale}.json"))
    if not path.is_file():
        raise SettingsError(f"there is no interaction model for {locale}; set VOICECART_LOCALE=en-US")
    return path


def own_weights_path(locale: str) -> Path:
    """Where the trained second opinion on the project's interaction model is, if there is one."""
    return Path(str(files("interaction_models") / "ways" / f"{locale}.bin"))


def own_weights(locale: str) -> bytes:
    """The trained second opinion on the project's interaction model; empty when there is none."""
    path = own_weights_path(locale)
    return path.read_bytes() if path.is_file() else b""


def locale_of(model: Path) -> str | None:
    """The locale that a model's file is named after, as Amazon's tools do."""
    return model.stem if re.fullmatch(r"[a-z]{2}-[A-Z]{2}", model.stem) else None


def read_model(path: Path) -> Json:
    """An interaction model from a file; SettingsError says in one line what is wrong with it."""
    try:
        model = json.loads(path.read_text("utf-8"))
    except OSError as wrong:
        raise SettingsError(f"the interaction model {path} cannot be read: {wrong.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"the interaction model {path} is no text in UTF-8") from None
    except ValueError as wrong:
        raise SettingsError(f"the interaction model {path} cannot be read: {wrong}") from None
    if not isinstance(model, dict):
        raise SettingsError(f"the interaction model {path} is no JSON object")
    return model
