"""Sources and tables of observations that other packages declare: those of the page, installed, and those that go wrong."""

from __future__ import annotations
