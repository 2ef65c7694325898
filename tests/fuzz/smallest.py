"""An input that was found, made as small as it stays the same finding; and how it is kept as a test."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path

__all__ = ["KEPT", "keep", "kept", "smallest"]

KEPT = Path(__file__).with_name("found")


def smallest(files: Mapping[str, bytes], still: Callable[[Mapping[str, bytes]], bool], seconds: float = 20.0) -> dict[str, bytes]:
    """Return files from which nothing more can be taken in the time given; ``still`` says whether they are still what was found."""
    until = time.monotonic() + seconds
    best = dict(files)
    for name in list(best):
        if len(best) > 1 and still(less := {other: data for other, data in best.items() if other != name}):
            best = less
    for name in list(best):
        best[name] = _cut(best[name], lambda data, name=name: still({**best, name: data}), until)  # type: ignore[misc]
    return best


def _cut(data: bytes, still: Callable[[bytes], bool], until: float) -> bytes:
    """Take pieces out, the larger first."""
    size = max(1, len(data) // 2)
    while size and time.monotonic() < until:
        at = 0
        while at < len(data) and time.monotonic() < until:
            less = data[:at] + data[at + size :]
            if still(less):
                data = less
            else:
                at += size
        size //= 2
    return data


def keep(target: str, what: str, files: Mapping[str, bytes], folder: Path = KEPT) -> Path:
    """Write an input that was found beside the tests."""
    import hashlib

    folder.mkdir(parents=True, exist_ok=True)
    held = b"\0".join(name.encode() + b"\0" + data for name, data in files.items())
    name = hashlib.sha256(f"{target} {what} ".encode() + held).hexdigest()[:10]  # what was kept once is not overwritten
    path = folder / f"{target.replace('/', '-')}-{name}.json"
    written = {"target": target, "was": what, "files": {name: base64.b64encode(data).decode() for name, data in files.items()}}
    path.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def kept(path: Path) -> tuple[str, str, dict[str, bytes]]:
    """Return the target, what was wrong, and the files."""
    read = json.loads(path.read_text("utf-8"))
    return read["target"], read["was"], {name: base64.b64decode(data) for name, data in read["files"].items()}
