"""Every JSON file in tests/conversations is a test; no property is judged by how long an example took."""

from hypothesis import settings

pytest_plugins = ["skill.fixtures.pytest_plugin"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
