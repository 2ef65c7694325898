"""Gather ``changelog.d/`` into ``CHANGELOG.md``: the sources stay, so that the page can be made anew and compared at any time.

Files beside each other are what the next release brings. A release moves them into a folder of its version, ``changelog.d/0.1.0/``, with
the day of the release in a file ``DATE``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from legation.version import VERSION

__all__ = ["KINDS", "page"]

KINDS = {"added": "Added", "changed": "Changed", "fixed": "Fixed", "removed": "Removed", "data": "Examples and their data"}
"""Last part of a file's name -> heading, in the order of the page."""
_NAME = re.compile(r"(?P<issue>\d{4}(?:\.\d+)?)\.(?P<kind>[a-z]+)\.md")
_HEAD = """<!-- Made by docs/generate.py from changelog.d: edit the files there. -->

# What changed

What users can do now and could not before, newest release first.
"""


def page(folder: Path) -> str:
    """Return the page.

    Raises
    ------
    ValueError
        For a file whose name is not NUMBER.KIND.md, which would be left out, or one that is no list.
    """
    releases = sorted((one for one in folder.iterdir() if one.is_dir()), key=lambda one: _numbers(one.name), reverse=True)
    parts = [_HEAD, *_release(folder, f"{VERSION} (not released)")]
    for one in releases:
        parts += _release(one, f"{one.name} ({(one / 'DATE').read_text('utf-8').strip()})")
    return "\n".join(parts)


def _release(folder: Path, title: str) -> Iterator[str]:
    lines: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for path in sorted(path for path in folder.glob("*.md") if path.name != "README.md"):
        named = _NAME.fullmatch(path.name)
        if named is None or named["kind"] not in KINDS:
            raise ValueError(f"{path}: must be named NUMBER.KIND.md with a kind of {', '.join(KINDS)} (got {path.name})")
        text = path.read_text("utf-8").strip()
        if not text.startswith("- "):
            raise ValueError(f"{path}: must be a list of lines that begin with '- ' (got {text[:20]!r})")
        lines[named["kind"]].append(text.replace("](../", "]("))
    if any(lines.values()):
        yield f"## {title}\n"
        for kind, texts in lines.items():
            if texts:
                yield f"### {KINDS[kind]}\n"
                yield "\n".join(texts) + "\n"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
