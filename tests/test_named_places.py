"""What a docstring or a document names is there: the full name after ``:class:`` and the like, and the file of ours in code letters."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROLE = re.compile(r":(?:mod|func|class|data|meth|attr):`~?(legation(?:\.\w+)+)`")
FILE = re.compile(r"``?((?:[\w-]+/)*[a-z_][\w-]*\.py)``?")
EXAMPLES = re.compile(r"/NAME\.py$|test_NAME\.py$")
"""Files that a reader is to write."""


def files() -> list[Path]:
    """Return our modules and the documents that people write."""
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    return [*(ROOT / "src").rglob("*.py"), *(one for one in documents if one.name != "CHANGELOG.md")]


OTHER_SITES = ("legation.web.consular", "legation.web.front")
"""Sites with settings of their own, which this process has not: what they hold is read from their files."""


def is_written(name: str) -> bool:
    """Whether a full name leads to a module of a site with settings of its own, or to what one defines at its margin."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        place = (ROOT / "src").joinpath(*parts[:length])
        for path in (place.with_suffix(".py"), place / "__init__.py"):
            if path.is_file():
                rest = parts[length : length + 1]
                return not rest or re.search(rf"^(?:def |class )?(?:\w+, )*{rest[0]}\b", path.read_text("utf-8"), re.MULTILINE) is not None
    return False


def is_there(name: str) -> bool:
    """Whether a full name leads to a module, or to what it holds."""
    if name.startswith(OTHER_SITES):
        return is_written(name)
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:-1]:
            found = getattr(found, part, None)
        return length == len(parts) or hasattr(found, parts[-1]) or parts[-1] in getattr(found, "__annotations__", {})
    return False


def missing(text: str, there: set[str]) -> Iterator[str]:
    """Yield what a text names and is not there; a file is one where a path of ours ends so."""
    yield from (name for name in ROLE.findall(text) if not is_there(name))
    yield from (name for name in FILE.findall(text) if not EXAMPLES.search(name) and name not in there)


@pytest.fixture(scope="module")
def there() -> set[str]:
    """Return every path of ours, and every end of one."""
    paths = [
        path.relative_to(ROOT).parts
        for top in ("src", "tests", "docs", "benchmarks", "labelled", "requirements")
        for path in (ROOT / top).rglob("*.py")
    ]
    return {"/".join(parts[start:]) for parts in (*paths, ("hatch_build.py",)) for start in range(len(parts))}


def test_what_is_named_is_there(there: set[str]) -> None:
    found = [f"{path.relative_to(ROOT)}: {name}" for path in files() for name in missing(path.read_text("utf-8"), there)]

    assert found == []


def test_what_is_not_there_is_found(there: set[str]) -> None:
    text = "See :class:`legation.dossier.Nothing` in ``dossier/nothing.py``, :func:`legation.dossier.decode` and `dossier/dossier.py`."

    assert [*missing(text, there)] == ["legation.dossier.Nothing", "dossier/nothing.py"]
