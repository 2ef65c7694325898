"""Write the reference pages, the score card and the change log, or say which one is stale: ``python docs/generate.py [--check]``.

The pages of this project name only what it brings itself. ``python docs/generate.py --installed DIR`` writes those of an installation to a
folder: with what other packages bring there.
"""

from __future__ import annotations

import argparse
import functools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from making import (
    changelog,
    commands,
    connections,
    fields,
    glossary,
    how_good,
    methods,
    observations,
    problems,
    questions,
    sources,
    versions,
)

from legation.language import LANGUAGES, Lang, Message, add_catalogue, say

__all__ = ["IN_FRONT", "PAGES", "main", "pages"]

DOCS = Path(__file__).parent.absolute()
CHANGES = DOCS.parent / "changelog.d"
PAGES: dict[str, Callable[[Lang], str]] = {
    "commands": commands.page,
    "connections": connections.page,
    "errors": problems.page,
    "fields": fields.page,
    "glossary": glossary.page,
    "how-good": how_good.page,
    "methods": methods.page,
    **{f"methods/{family}": functools.partial(methods.family_page, family) for family in methods.families()},
    "observations": observations.page,
    "questions": questions.page,
    "sources": sources.page,
    "versions": versions.page,
}
IN_FRONT = ("glossary", "how-good")
"""Pages that are no reference: they stand beside the tutorial."""
add_catalogue(DOCS / "locale")


def pages(out: Path = DOCS) -> Iterator[tuple[Path, str]]:
    """Return each page's place and text."""
    for lang in LANGUAGES:
        for name, page in PAGES.items():
            text = f"<!-- {say(Message('reference.generated'), lang)} -->\n\n{page(lang)}\n"
            yield out / lang / ("" if name in IN_FRONT else "reference") / f"{name}.md", text
    if out == DOCS and CHANGES.is_dir():
        yield DOCS.parent / "CHANGELOG.md", changelog.page(CHANGES)


def main(arguments: list[str]) -> int:
    """Write the pages; with ``--check`` compare them, and return 1 where one is stale."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--installed", type=Path, metavar="DIR")
    given = asked.parse_args(arguments)
    out = (given.installed or DOCS).absolute()
    if given.installed is None:
        os.environ["LEGATION_EXTENSIONS"] = "none"
    stale = [(path, text) for path, text in pages(out) if not path.is_file() or path.read_text("utf-8") != text]
    for path, text in stale:
        shown = path.relative_to(out.parent).as_posix()
        if given.check:
            sys.stderr.write(say(Message("reference.stale", path=shown), "en") + "\n")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            sys.stdout.write(f"{shown}\n")
    return 1 if stale and given.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
