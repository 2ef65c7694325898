"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of developer data beside the repository; skip where it is not there."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("The developer data beside the repository are not on this machine.")
    return folder


def program(name: str, package: str) -> str:
    """Return a program's path; where it is missing skip, or fail where LEGATION_REQUIRE_ALL asks for every test."""
    path = shutil.which(name)
    if path is None:
        sentence = f"{name} is not on this machine: requirements/debian.sh installs {package} as root."
        if os.environ.get("LEGATION_REQUIRE_ALL"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Debian's browser."""
    return program("chromium", "chromium")


@pytest.fixture(scope="session")
def soffice() -> str:
    """Return the path of the word processor."""
    return program("soffice", "libreoffice-writer")


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Return the path of the program that draws the pages of a PDF."""
    return program("pdftoppm", "poppler-utils")
