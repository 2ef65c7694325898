"""The walks open no database of this process: what they walk through is served by processes of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _counts_begin_anew() -> None:
    """The cache of the desk is in another process."""
