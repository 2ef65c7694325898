"""What a wheel holds beside the code: fonts of documents, scripts and fonts of the site, places of the consular registration.

They are not in the repository. A build takes them where ``make fonts scripts gazetteer`` has put them, and fetches what is missing, or of
an older list, by npm, the places by pip. Without those or the network it takes what is there if that is all of it, else it ends with one
sentence.
"""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = {"fonts.toml": "legation/briefing/fonts", "scripts.toml": "legation/web/static/vendor"}
"""List in ``requirements`` -> folder below ``src`` and in the wheel."""
PLACES = "legation/web/front/gazetteer"
"""Folder of the places, below ``src`` and in the wheel."""


class Assets(BuildHookInterface):
    """Adds the files of the lists, by name: a wheel holds the same ones wherever it is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is not there, and name it all to the builder. An editable installation takes none: ``make`` fetches for it."""
        if version == "editable":
            return
        root, inside = Path(self.root), "" if self.target_name == "wheel" else "src/"
        fetch = _module(root, "fetch")
        for name, folder in FOLDERS.items():
            source, target = root / "requirements" / name, root / "src" / folder
            self._bring(fetch, source, target)
            for one in fetch.names(source):
                build_data["force_include"][str(target / one)] = f"{inside}{folder}/{one}"
            if inside and fetch.current(source, target):  # of a source archive a wheel is built without npm
                build_data["force_include"][str(target / fetch.MARK)] = f"{inside}{folder}/{fetch.MARK}"
        places = self._places(root)
        for one in (places, *([places.with_name(fetch.MARK)] if inside and places.with_name(fetch.MARK).is_file() else [])):
            build_data["force_include"][str(one)] = f"{inside}{PLACES}/{one.name}"

    def _places(self, root: Path) -> Path:
        """Return the file of the places, packed where it is missing or of an older list."""
        gazetteer = _module(root, "gazetteer")
        source, target = root / "requirements" / "gazetteer.txt", root / "src" / PLACES
        if not gazetteer.current(source, target):
            try:
                gazetteer.make(source, target)
            except gazetteer.Failure as failure:
                if not (target / gazetteer.FILE).is_file():
                    self.app.abort(f"{target} lacks the places: run make gazetteer, then build again ({str(failure).rstrip('.')}).")
                self.app.display_warning(f"{target} is taken as it is, perhaps of an older list ({str(failure).rstrip('.')}).")
        return Path(target / gazetteer.FILE)

    def _bring(self, fetch: ModuleType, source: Path, target: Path) -> None:
        """Make sure that a folder holds what a list names, or end the build."""
        if fetch.current(source, target):
            return
        try:
            fetch.fetch(source, target)
            fetch.mark(source, target)
        except fetch.Failure as failure:
            why = str(failure).rstrip(".")
            if failure.code != fetch.NOT_FETCHED:
                self.app.abort(str(failure))
            elif lacking := fetch.missing(source, target):
                self.app.abort(f"{target} lacks {len(lacking)} files of {source.name}: run make fonts scripts, then build again ({why}).")
            else:
                self.app.display_warning(f"{target} is taken as it is, perhaps of an older {source.name} ({why}).")


def _module(root: Path, name: str) -> ModuleType:
    """Return a program of ``requirements``, which is in no package."""
    module = ModuleType(name)
    place = str(root / "requirements" / f"{name}.py")
    module.__file__ = place
    SourceFileLoader(name, place).exec_module(module)
    return module
