"""No code of the site reads of a room what may change meanwhile: it reads inside ``reading``, or has a ``glance``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import legation.web

FOLDER = Path(legation.web.__file__).parent
STAYS = frozenset({"settings"})
"""What of a state never changes."""


def outside(source: str) -> Iterator[int]:
    """Yield the lines that read a state which is not there to be read: of ``room(...)``, or after the block of ``reading(...)``."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "state" and _calls(node.value, "room"):
            yield node.lineno
        if isinstance(node, ast.FunctionDef):
            for block in (one for one in ast.walk(node) if isinstance(one, ast.With)):
                for item in block.items:
                    if _calls(item.context_expr, "reading") and isinstance(item.optional_vars, ast.Name):
                        yield from _after(node, block, item.optional_vars.id)


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name


def _after(function: ast.FunctionDef, block: ast.With, live: str) -> Iterator[int]:
    names = {live} | {
        target.id
        for one in ast.walk(block)
        if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None and ast.unparse(one.value) == f"{live}.state"
        for target in (one.targets if isinstance(one, ast.Assign) else [one.target])
        if isinstance(target, ast.Name)
    }
    stays = {id(one.value) for one in ast.walk(function) if isinstance(one, ast.Attribute) and one.attr in STAYS}
    for one in ast.walk(function):
        is_read = isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and one.id in names and id(one) not in stays
        if is_read and one.lineno > (block.end_lineno or 0) and not _read_again(function, one, block, live):
            yield one.lineno


def _read_again(function: ast.FunctionDef, name: ast.AST, block: ast.With, live: str) -> bool:
    """Whether a name stands in another block that reads a room under the same name."""
    others = [one for one in ast.walk(function) if isinstance(one, ast.With) and one is not block]
    return any(
        one.lineno <= name.lineno <= (one.end_lineno or 0) and live in {getattr(item.optional_vars, "id", "") for item in one.items}
        for one in others
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("state = DESK.room(name).state", [2]),
        ("with DESK.reading(name) as live:\n  state = live.state\n return state.seats", [4]),
        ("with DESK.reading(name) as live:\n  number = 1\n return live.state", [4]),
        ("with DESK.reading(name) as live:\n  state: Any = live.state\n  seats = list(state.seats)\n return seats, state.settings", []),
        ("with DESK.reading(name) as live:\n  state = live.state\n with DESK.reading(name) as live:\n  return live.state.seats", []),
    ],
)
def test_a_state_read_outside_is_found(body: str, found: list[int]) -> None:
    assert list(outside(f"def page():\n {body}")) == found


def test_nothing_of_the_site_reads_a_state_that_may_change_meanwhile() -> None:
    texts = {path.relative_to(FOLDER): path.read_text("utf-8") for path in sorted(FOLDER.rglob("*.py"))}
    reading = {path: text for path, text in texts.items() if ".reading(" in text or ".room(" in text}
    assert len(reading) > 10
    assert [f"{path}:{line}" for path, text in reading.items() for line in outside(text)] == []
