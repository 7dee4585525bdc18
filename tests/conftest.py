"""Every JSON file in tests/conversations is a test."""

pytest_plugins = ["skill.fixtures.pytest_plugin"]
