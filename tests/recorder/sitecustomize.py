"""Python reads this when it starts: what a watched process and all that it starts open is written into a file."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback


def _watch(file: str) -> None:
    from opened import watch  # type: ignore[import-not-found]  # it stands beside this file, which no package holds then

    def tell(there: str) -> None:
        ours = [one for one in traceback.extract_stack() if "legation" in one.filename]
        with contextlib.suppress(OSError), open(file, "a", encoding="utf-8") as out:  # noqa: PTH123 - as early as this nothing else is there
            out.write(f"{there}\t{' '.join(sys.argv[:3])}\t{ours[-1].filename if ours else ''}\n")

    watch(tell)


if os.environ.get("LEGATION_TEST_CONNECTIONS"):
    _watch(os.environ["LEGATION_TEST_CONNECTIONS"])
