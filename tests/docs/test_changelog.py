"""CHANGELOG.md is gathered from changelog.d: all of it, in order, and nothing that is misnamed is left out in silence."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def changelog() -> ModuleType:
    spec = importlib.util.spec_from_file_location("changelog", ROOT / "docs" / "making" / "changelog.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(folder: Path, **texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name.replace('__', '.')}.md").write_text(text, "utf-8")
    return folder


def test_every_line_stands_under_its_kind_in_the_order_of_issues(changelog: ModuleType, tmp_path: Path) -> None:
    files = {
        "0012__fixed": "- Later.\n",
        "0003__2__fixed": "- Earlier, see [a page](../docs/en/a.md).\n",
        "0009__added": "- New.\n",
        "README": "no",
    }
    page = changelog.page(written(tmp_path, **files))

    assert page.split("## ", 1)[1].split("\n\n", 1)[1] == (
        "### Added\n\n- New.\n\n### Fixed\n\n- Earlier, see [a page](docs/en/a.md).\n- Later.\n"
    )


def test_releases_follow_newest_first_with_their_day(changelog: ModuleType, tmp_path: Path) -> None:
    written(tmp_path, **{"0030__added": "- Next.\n"})
    for version, day in (("0.9.0", "2027-01-01"), ("0.10.0", "2027-02-01")):
        written(tmp_path / version, **{"0001__added": f"- Of {version}.\n"})
        (tmp_path / version / "DATE").write_text(f"{day}\n", "utf-8")
    lines = [line for line in changelog.page(tmp_path).splitlines() if line.startswith(("## ", "- "))]

    assert lines[1:] == ["- Next.", "## 0.10.0 (2027-02-01)", "- Of 0.10.0.", "## 0.9.0 (2027-01-01)", "- Of 0.9.0."]


@pytest.mark.parametrize(
    ("name", "text", "said"), [("19__added", "- x", "NUMBER.KIND"), ("0019__new", "- x", "got 0019.new.md"), ("0019__added", "x", "list")]
)
def test_what_would_be_left_out_is_named(changelog: ModuleType, tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        changelog.page(written(tmp_path, **{name: text}))


def test_each_file_of_the_repository_is_in_the_page() -> None:
    page = (ROOT / "CHANGELOG.md").read_text("utf-8")
    first = [path.read_text("utf-8").splitlines()[0] for path in (ROOT / "changelog.d").rglob("[0-9]*.md")]

    assert len(first) > 30
    assert [line for line in first if line.replace("](../", "](") not in page] == []
