"""Where compiled kernels are kept, so that no process compiles them again, and what is said where one must."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from legation.language import Lang, Message, say
from legation.methods.compiling import when_compiling
from legation.private_folder import cache_folder
from legation.version import VERSION

__all__ = ["keep_kernels", "prepare_kernels"]


def keep_kernels() -> None:
    """Name a folder of the user's own for compiled kernels, where the environment names none; to be called before any kernel is imported.

    In the user's cache, or, where that cannot be written, beside other temporary files. What is kept there is run: a folder that others can
    write to is not used.
    """
    if os.environ.get("NUMBA_CACHE_DIR"):
        return
    for folder in (_in_cache, _in_temporary):
        found = folder()
        if _is_ours(found):
            os.environ["NUMBA_CACHE_DIR"] = str(found)
            return


def prepare_kernels(lang: Lang) -> None:
    """Keep kernels, and say on the error stream, once, when one is compiled: the first use on a machine takes some seconds more."""
    keep_kernels()
    when_compiling(lambda: print(say(Message("compiled.first-use"), lang), file=sys.stderr, flush=True))  # noqa: T201


def _in_cache() -> Path:
    return cache_folder() / f"kernels-{VERSION}"


def _in_temporary() -> Path:
    import tempfile

    owner = os.getuid() if hasattr(os, "getuid") else ""
    return Path(tempfile.gettempdir()) / f"legation-kernels-{VERSION}-{owner}"


def _is_ours(folder: Path) -> bool:
    """Whether a folder is there, or could be made, that we can write to and others cannot."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode) or not os.access(folder, os.W_OK):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))
