"""The notebooks run from the first cell to the last, and are kept without outputs."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))
FRENCH = ROOT / "docs" / "notebook.fr.ipynb"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_the_notebook_is_kept_without_outputs(path: Path) -> None:
    import nbformat

    cells = nbformat.read(path, as_version=4).cells
    assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.slow
def test_the_notebook_runs_and_shows_the_known_counts() -> None:
    """The French one: that in English has the same code, says the test below."""
    import nbformat

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the machinery that runs notebooks, not ours
        from nbclient import NotebookClient

        notebook = nbformat.read(FRENCH, as_version=4)
        NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(FRENCH.parent)}}).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    text = "\n".join(str(output.get("text", "")) + str(output.get("data", {}).get("text/plain", "")) for output in shown)
    assert "('yes', 'yes'): 77" in text
    assert "('no', 'yes'): 46" in text
    assert any("<table" in output.get("data", {}).get("text/html", "") for output in shown)


def test_both_notebooks_have_the_same_code() -> None:
    import nbformat

    codes = [
        [cell.source.replace('"fr"', '"en"') for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        for path in NOTEBOOKS
    ]
    assert codes[0] == codes[1]
