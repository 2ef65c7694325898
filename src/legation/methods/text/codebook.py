"""The codebook of blame: whom and for what a sentence may blame, and how. Read alone, for it is also what a row of a dossier may hold."""

from __future__ import annotations

import tomllib
from importlib.resources import files

__all__ = ["CAUSES", "STANCES", "TARGETS"]

_FRAMES = tomllib.loads(files("legation.methods.text").joinpath("blame", "frames.toml").read_text(encoding="utf-8"))
TARGETS: tuple[str, ...]
CAUSES: tuple[str, ...]
STANCES: tuple[str, ...]
TARGETS, CAUSES, STANCES = (tuple(_FRAMES[name]) for name in ("target", "cause", "stance"))
