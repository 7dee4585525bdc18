"""What is wrong with an interaction model: Amazon's rules, and what its samples are understood as."""

from local_voice.checking.check import check_model
from local_voice.checking.finding import Finding, Level
from local_voice.checking.handlers import check_handlers
from local_voice.checking.locales import check_locales

__all__ = ["Finding", "Level", "check_handlers", "check_locales", "check_model"]
