"""Where the example dossiers lie: in the installed package, or beside the source in a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["example_folders", "examples_folder"]


def examples_folder() -> Path | None:
    """Return the folder of the examples; None where neither is there."""
    package = Path(__file__).parent
    return next((folder for folder in (package / "examples", package.parents[1] / "examples") if folder.is_dir()), None)


def example_folders(folder: Path | None = None) -> dict[str, Path]:
    """Return the examples in ``folder``, by default those that came with the package: name -> folder, sorted by name."""
    among = folder or examples_folder()
    found = sorted(among.iterdir()) if among is not None else []
    return {one.name: one for one in found if (one / "dossier.toml").is_file()}
