"""What is found after a kill."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Outcome"]


@dataclass
class Outcome:
    """What was acknowledged, what of it is not there, what is there twice, and what else is wrong."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: str = ""
