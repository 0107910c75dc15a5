"""Fixtures for the tests of CI services."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def event(tmp_path):
    """Return a function that writes the payload of an event; it returns the job's variables."""

    def event(name, payload, **variables):
        path = tmp_path / "event.json"
        path.write_text(json.dumps(payload))
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(path),
            **variables,
        }

    return event
