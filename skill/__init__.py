"""The shop behind the envelope: Alexa request in, Alexa response out."""

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "lambda_handler"]


def __getattr__(name: str) -> Any:
    """Load the Lambda door only when somebody asks for it."""
    if name == "lambda_handler":
        from skill.aws import lambda_handler

        return lambda_handler
    raise AttributeError(name)
