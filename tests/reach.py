"""Which top-level definitions of the source are reached from what a person or a program starts: by names and imports, nothing is run.

Roots are the command line, the notebook's surface, the site (settings, addresses, pages, migrations, template tags), every declared question,
and the entry points of the project. A definition is reached where a reached one names it; an import in a package that only passes a name on
names nothing. Methods of a class are taken with the class.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from source_trees import tree_of

__all__ = ["Place", "Source", "reached", "source_of", "unreached"]

Place = tuple[str, str]
"""A module and a name in it; an empty name is what runs when the module is imported, ``*`` all of it."""

BODY, ALL = "", "*"
REGISTERS = frozenset(
    {
        "action",
        "callback",
        "command",
        "file",
        "filter",
        "inclusion_tag",
        "invited_route",
        "operation",
        "page",
        "post_route",
        "receiver",
        "seat_route",
        "simple_tag",
    }
)
"""Decorators that hand a definition to what calls it."""
_DOTTED = re.compile(r"legation(\.\w+)+")


@dataclass
class Module:
    """A module: what it defines, assigns, imports and runs at its top; whether it imports by a name put together."""

    tree: ast.Module
    is_package: bool
    puts_together: bool = False
    definitions: dict[str, ast.stmt] = field(default_factory=dict)
    assigned: dict[str, list[ast.stmt]] = field(default_factory=dict)
    imports: dict[str, Place] = field(default_factory=dict)
    body: list[ast.stmt] = field(default_factory=list)
    registered: list[str] = field(default_factory=list)

    def take(self, statements: Iterable[ast.stmt]) -> None:
        """Sort the statements at the top of the module, those below a condition too."""
        for one in statements:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                self.definitions[one.name] = one
                if REGISTERS & {_called(decorator) for decorator in one.decorator_list}:
                    self.registered.append(one.name)
            elif isinstance(one, ast.Assign | ast.AnnAssign | ast.AugAssign):
                self._assign(one, one.targets if isinstance(one, ast.Assign) else [one.target])
            elif isinstance(one, ast.Import | ast.ImportFrom):
                self.imports.update(_imported(one))
            elif isinstance(one, ast.If | ast.Try):
                for part in (one.body, one.orelse, getattr(one, "finalbody", []), *(h.body for h in getattr(one, "handlers", []))):
                    self.take(part)
            else:
                self.body.append(one)

    def _assign(self, one: ast.stmt, targets: list[ast.expr]) -> None:
        names = [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
        for name in names:
            self.assigned.setdefault(name, []).append(one)
        if "__getattr__" in names or not all(isinstance(target, ast.Name | ast.Tuple) for target in targets):
            self.body.append(one)


@dataclass
class Source:
    """The modules of a source tree by their names, and its entry points."""

    modules: dict[str, Module]
    entries: tuple[str, ...]
    _next: dict[Place, list[Place]] = field(default_factory=dict, repr=False)

    def after(self, place: Place) -> list[Place]:
        """Return what a place names; looked up once."""
        if place not in self._next:
            module, name = place
            there = self.modules[module]
            found = [(module, BODY), (module.rpartition(".")[0], BODY)]
            if name == BODY:
                found += self.run(module)
            elif name == ALL:
                found += [(module, one) for one in (*there.definitions, *there.assigned)]
            for statement in [there.definitions[name]] if name in there.definitions else there.assigned.get(name, []):
                found += self.named(module, statement)
            self._next[place] = list(dict.fromkeys(found))
        return self._next[place]

    def find(self, module: str, name: str, seen: frozenset[Place] = frozenset()) -> list[Place]:
        """Return where a name of a module is defined: passed on names are followed."""
        there = self.modules.get(module)
        if there is None or (module, name) in seen:
            return []
        below = f"{module}.{name}"
        if name in there.definitions or name in there.assigned:
            return [(module, name)]
        if name in there.imports and there.imports[name] != (module, name):
            origin, wanted = there.imports[name]
            return [(origin, BODY)] if not wanted else self.find(origin, wanted, seen | {(module, name)})
        if below in self.modules:
            return [(below, BODY)]
        return []

    def named(self, module: str, node: ast.AST) -> Iterator[Place]:
        """Yield what a statement of a module names."""
        imports, found = dict(self.modules[module].imports), list(ast.walk(node))
        for one in found:
            if isinstance(one, ast.Import | ast.ImportFrom):
                here = _imported(one)
                imports.update(here)
                yield from ((origin, BODY) for origin, _ in here.values())
        for one in found:
            if isinstance(one, ast.Name):
                if one.id in imports or one.id in self.modules[module].definitions or one.id in self.modules[module].assigned:
                    yield from self._chain(module, imports, one)
            elif isinstance(one, ast.Attribute):
                if not isinstance(one.value, ast.Name) or one.value.id in imports:
                    yield from self._chain(module, imports, one)
            elif isinstance(one, ast.Constant) and isinstance(one.value, str) and _DOTTED.fullmatch(one.value.replace(":", ".")):
                yield from self.dotted(one.value)

    def _chain(self, module: str, imports: dict[str, Place], node: ast.expr) -> list[Place]:
        if isinstance(node, ast.Name):
            if node.id in imports:
                origin, wanted = imports[node.id]
                return [(origin, BODY)] if not wanted else self.find(origin, wanted)
            return self.find(module, node.id) if node.id not in self.modules else []
        if isinstance(node, ast.Attribute):
            return [
                place for origin, name in self._chain(module, imports, node.value) if not name for place in self.find(origin, node.attr)
            ]
        return []

    def dotted(self, text: str) -> list[Place]:
        """Return what a dotted name in a string means: of the site a whole module, for its settings name modules so."""
        text = text.replace(":", ".")
        if text in self.modules:
            return [(text, ALL if text.startswith("legation.web") else BODY)]
        module, _, name = text.rpartition(".")
        return self.find(module, name)

    def run(self, module: str) -> Iterator[Place]:
        """Yield what importing a module names: its imports, its statements, what it registers, and what it imports by a name put together."""
        there = self.modules[module]
        for origin, wanted in there.imports.values():
            yield origin, BODY
            if wanted and f"{origin}.{wanted}" in self.modules:
                yield f"{origin}.{wanted}", BODY
        yield from ((module, name) for name in there.registered)
        if module.startswith("legation.web"):
            yield from ((module, name) for name in there.assigned)
        for statement in there.body:
            yield from self.named(module, statement)
        if there.puts_together and not there.is_package:
            yield from self._put_together(there)

    def _put_together(self, there: Module) -> Iterator[Place]:
        words = {one.value for one in ast.walk(there.tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        for one in ast.walk(there.tree):
            if isinstance(one, ast.Call) and _called(one) == "import_module" and one.args and isinstance(one.args[0], ast.JoinedStr):
                first = one.args[0].values[0]
                prefix = str(first.value) if isinstance(first, ast.Constant) else "none."
                for module in self.modules:
                    if module.startswith(prefix) and module.removeprefix(prefix) in words:
                        yield from ((module, name) for name in self.modules[module].definitions if name in words)


def source_of(root: Path) -> Source:
    """Read the tree below ``root``: ``src``, and the entry points in ``pyproject.toml``."""
    modules = {}
    for path in sorted((root / "src").rglob("*.py")):
        parts = path.relative_to(root / "src").with_suffix("").parts
        is_package = parts[-1] == "__init__"
        text = path.read_text("utf-8")
        module = Module(tree_of(text), is_package, "import_module(" in text)
        module.take(module.tree.body)
        modules[".".join(parts[:-1] if is_package else parts)] = module
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project.get("scripts", {}), *project.get("entry-points", {}).values()]
    return Source(modules, tuple(entry for group in groups for entry in group.values()))


def reached(source: Source, also: Iterable[Place] = ()) -> set[Place]:
    """Return every place that is reached from the roots, and from what else is given."""
    todo = [*also, *(place for entry in source.entries for place in source.dotted(entry))]
    for module, there in source.modules.items():
        if module.startswith(("legation.cli", "legation.web.pages")) or module == "legation.__main__":
            todo.append((module, BODY))
        if module == "legation.notebook" or module in {f"legation.web.{name}" for name in ("settings", "urls", "wsgi", "asgi")}:
            todo.append((module, ALL))
        if {"migrations", "management", "templatetags", "apps"} & set(module.split(".")):
            todo.append((module, ALL))
        if module.startswith("legation.questions.") and "QUESTION" in there.assigned:
            todo.append((module, "QUESTION"))
    seen: set[Place] = set()
    while todo:
        place = todo.pop()
        if place not in seen and place[0] in source.modules:
            seen.add(place)
            todo += source.after(place)
    return seen


def unreached(source: Source, also: Iterable[Place] = ()) -> dict[Place, int]:
    """Return the definitions that nothing reaches, with their lines."""
    seen = reached(source, also)
    return {
        (module, name): (one.end_lineno or one.lineno) - one.lineno + 1
        for module, there in source.modules.items()
        for name, one in there.definitions.items()
        if (module, name) not in seen
    }


def _called(node: ast.expr) -> str:
    while isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _imported(one: ast.Import | ast.ImportFrom) -> dict[str, Place]:
    """Return the names that a statement imports of our own modules, with their origin."""
    if isinstance(one, ast.Import):
        ours = [alias for alias in one.names if alias.name.partition(".")[0] == "legation"]
        return {alias.asname or "legation": (alias.name if alias.asname else "legation", "") for alias in ours}
    if (one.module or "").partition(".")[0] != "legation":
        return {}
    return {alias.asname or alias.name: (str(one.module), alias.name) for alias in one.names}
