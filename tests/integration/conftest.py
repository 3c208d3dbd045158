"""Every test here talks to the real Rasa, action server and gateway."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.citizen import Citizen


@pytest.fixture
def citizen(stack: Any) -> Citizen:
    """Somebody with a conversation of their own."""
    return Citizen(stack.url)
