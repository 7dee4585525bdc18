"""The databases that the store is tested on: SQLite, and PostgreSQL where a server is named."""

from __future__ import annotations

import os

import pytest

SERVER = os.environ.get("VOICECART_TEST_DATABASE_URL")
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgres)
DATABASES = ["sqlite", POSTGRESQL] if SERVER else ["sqlite"]
