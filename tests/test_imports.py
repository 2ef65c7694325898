"""No module imports itself by way of others: neither when it is loaded, nor for its types, nor from inside a function.

A cycle says that two modules are one, or that a third is missing: the thing that both need. The import linter sees what is imported when a
module is loaded; this reads every import statement of the source, wherever it stands.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from source_trees import tree_of

import legation

SOURCE = Path(legation.__file__).parent
KEPT = (
    # A judgement reads what was measured of it, and what was measured is read by the list of all judgements: tests set both in one place.
    ["legation.questions.base.judgements.card", "legation.questions.base.judgements.catalogue"],
)
"""Cycles that a cut would make harder to read, each with the reason."""


def modules(root: Path = SOURCE) -> dict[str, Path]:
    """Every module below ``root`` by its dotted name; a package goes by its own name, its file is ``__init__.py``."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = (root.name, *path.relative_to(root).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(tree: ast.AST, known: dict[str, Path]) -> Iterator[str]:
    """The modules among ``known`` that any import statement of ``tree`` names (absolute imports: others are not written here)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if inner in known:
                    yield inner
                elif node.module in known:
                    yield node.module


def graph(root: Path = SOURCE) -> dict[str, set[str]]:
    """Which module imports which, by names; a package that imports its own module is no cycle by that alone."""
    known = modules(root)
    return {name: set(imported(tree_of(path.read_text("utf-8")), known)) - {name} for name, path in known.items()}


def cycles(edges: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules each of which reaches every other (Tarjan's strongly connected components of two and more), sorted."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for start in sorted(edges):
        if start in index:
            continue
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        work = [(start, iter(sorted(edges[start])))]
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == index[node]:
                    group = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        group.append(member)
                        if member == node:
                            break
                    if len(group) > 1:
                        found.append(sorted(group))
            elif following not in index:
                index[following] = low[following] = len(index)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(sorted(edges[following]))))
            elif following in on_stack:
                low[node] = min(low[node], index[following])
    return sorted(found)


def test_no_module_imports_itself_by_way_of_others() -> None:
    found = [group for group in cycles(graph()) if group not in KEPT]
    assert not found, "Import cycles, a third module that both need cuts each:\n" + "\n".join("  " + ", ".join(group) for group in found)


def test_a_cycle_is_found_wherever_the_import_stands(tmp_path: Path) -> None:
    root = tmp_path / "pack"
    root.mkdir()
    (root / "__init__.py").write_text("")
    (root / "loaded.py").write_text("from pack import typed\n")
    (root / "typed.py").write_text("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pack.late import name\n")
    (root / "late.py").write_text("def name():\n    import pack.loaded\n")
    (root / "alone.py").write_text("from pack.late import name\n")
    assert cycles(graph(root)) == [["pack.late", "pack.loaded", "pack.typed"]]
    (root / "late.py").write_text("def name():\n    import json\n")
    assert cycles(graph(root)) == []
