"""What can go wrong that the caller did not plan for.

VoicecartError
├── SettingsError        a value in the environment, or a file it names, cannot be used
├── FeedError            a catalogue file cannot be read at all
├── StoreUnavailable     the database did not answer in time, or is full, locked or gone
└── FixtureError         a fixture breaks its schema or names what does not exist

Expected outcomes of shopping are results with data (`skill.commerce`), never errors.
"""

from __future__ import annotations


class VoicecartError(Exception):
    """The root: its text is one line on what was wrong and what to do; the command line exits with 2."""


class SettingsError(VoicecartError):
    """A setting cannot be used; the text names the variable, its value and a good one."""


class FeedError(VoicecartError):
    """A catalogue file cannot be read at all (bad rows alone are reported, not raised)."""


class StoreUnavailable(VoicecartError):
    """The database did not answer in time, or is full, locked or gone; nothing was changed."""


class FixtureError(VoicecartError):
    """A fixture breaks its schema or names a product or file that does not exist."""
