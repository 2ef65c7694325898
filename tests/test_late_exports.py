"""A package that imports its modules late: what types see is what is there, and no module takes the place of a name."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import legation

SOURCE = Path(legation.__file__).parent
LATE = sorted(
    ".".join(("legation", *path.parent.relative_to(SOURCE).parts))
    for path in SOURCE.rglob("__init__.py")
    if "= late_exports(" in path.read_text("utf-8")
)


def imported_for_types(package: str) -> set[tuple[str, str]]:
    """Return what the package imports where types are checked: module and name."""
    tree = ast.parse(Path(str(importlib.import_module(package).__file__)).read_text("utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    return {(str(node.module), alias.name) for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_there_are_such_packages() -> None:
    assert {"legation", "legation.dossier", "legation.lake", "legation.sources", "legation.sources.capture"} <= set(LATE)


@pytest.mark.parametrize("package", LATE)
def test_what_types_see_is_what_is_there(package: str) -> None:
    module = importlib.import_module(package)
    seen = imported_for_types(package)
    own = {name for name in vars(module) if not name.startswith("_")}
    names = set(dir(module))
    assert names - own <= set(module.__all__), f"{package} has names that it does not name"
    assert set(module.__all__) <= names | own
    for home, name in seen:
        if name in names:
            there = importlib.import_module(home)
            assert getattr(module, name) is getattr(there, name, None) or getattr(module, name) is importlib.import_module(f"{home}.{name}")
    assert names <= {name for _, name in seen} | own, f"{package} has names that types do not see"


@pytest.mark.parametrize("package", LATE)
def test_no_module_of_the_package_has_one_of_its_names(package: str) -> None:
    module = importlib.import_module(package)
    within = {entry.name for entry in pkgutil.iter_modules(module.__path__)}
    assert not within & set(module.__dir__()), "importing the module would put it where the name is looked for"


def test_a_name_that_is_not_there_is_none() -> None:
    with pytest.raises(AttributeError, match=r"module 'legation.lake' has no attribute 'Pond'"):
        importlib.import_module("legation.lake").Pond  # noqa: B018
    with pytest.raises(ImportError, match="Nothing"):
        exec("from legation.dossier import Nothing")
