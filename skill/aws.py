"""The Lambda door: AWS calls `skill.lambda_handler` with the envelope.

Lambda's own permissions prove that Alexa calls, so there is no signature here; the skill id is compared.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from skill.alexa.body import skill_refusal
from skill.errors import SettingsError
from skill.settings import Settings


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer one envelope; raises PermissionError when it is for another skill.

    Raises SettingsError while VOICECART_SKILL_ID is not set.
    """
    skill_id, skill = _shop()
    refused = skill_refusal(event, skill_id)
    if refused is not None:
        raise PermissionError(refused.reason)
    return skill(event)


@cache
def _shop() -> tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]:
    """The skill's id and the skill, built once for as long as Lambda keeps the process."""
    settings = Settings.from_environment()
    if settings.skill_id is None:
        raise SettingsError(
            "VOICECART_SKILL_ID is not set: copy the skill's id from Alexa's developer console"
        )
    from skill.bootstrap import open_shop

    return settings.skill_id, open_shop(settings).skill
