"""A source is its module, its test and its texts: the files that CONTRIBUTING names, in a copy of the package, are all that it takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import legation
from legation.extension import declared_in

PACKAGE = Path(legation.__file__).parent
READER = '''
"""Faxes: a line for each state that sent one, its name, a tab and what it wrote."""

from pathlib import Path

from legation.sources.reading import Origin, Reading, notice
from legation.sources.source import Files, Source


def read_fax(path):
    """Return the states that a list of faxes names."""
    from legation.dossier import Actor, Wording
    from legation.sources.names.countries import find

    actors, unplaced = [], []
    for row, line in enumerate(Path(path).read_text("utf-8").splitlines(), start=1):
        name = line.partition("\\t")[0]
        state = find(name).country
        if state is None:
            unplaced.append(notice("fax.no-state", Path(path).name, row, allowed="ISO 3166", found=name))
        else:
            actors.append(Actor(id=state.iso3, name=Wording(name), kind="state"))
    return Reading({"actors": tuple(actors)}, Origin(title="Faxes", read=len(actors) + len(unplaced)), tuple(unplaced))


SOURCE = Source(
    id="fax",
    files=Files(endings=(".txt",)),
    brings=("actors", "evidence"),
    read=lambda files, wanted: read_fax(files[0]),
    function="legation.sources.tables.fax:read_fax",
)
'''
TEXTS = {
    "en": ("Faxes of states", "A line for each fax: the state, a tab, the text.", "Name a state."),
    "fr": ("Télécopies des États", "Une ligne par télécopie : l'État, une tabulation, le texte.", "Nommez un État."),
}


@pytest.fixture(scope="module")
def with_fax(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the package, by links, in which a source was added."""
    root = tmp_path_factory.mktemp("with_fax")
    copy = Path(shutil.copytree(PACKAGE, root / "legation", copy_function=os.symlink, ignore=shutil.ignore_patterns("static")))
    (copy / "sources" / "tables" / "fax.py").write_text(READER.lstrip(), "utf-8")
    for lang, (title, about, remedy) in TEXTS.items():
        texts = copy / "locale" / lang / "source.toml"
        before = texts.read_text("utf-8")
        texts.unlink()
        texts.write_text(f'{before}\n[fax]\ntitle = "{title}"\nabout = "{about}"\nno-state = "{remedy}"\n', "utf-8")
    return root


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command of the copy."""
    return subprocess.run(
        [sys.executable, "-m", "legation", *words],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "LEGATION_EXTENSIONS": "none"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_source_of_these_files_alone_is_read_by_the_command(with_fax: Path) -> None:
    (with_fax / "faxes.txt").write_text("Kenya\tfor\nAtlantis\tagainst\nPeru\tfor\n", "utf-8")
    dossier = with_fax / "desk"
    dossier.mkdir()
    (dossier / "dossier.toml").write_text('id = "desk"\n', "utf-8")

    done = run(with_fax, "import", "fax", "faxes.txt", "--into", "desk", "--lang", "fr")

    assert done.returncode == 1, done.stderr  # a row was not placed
    assert "faxes.txt:2" in done.stdout + done.stderr and "Nommez un État." in done.stdout + done.stderr
    assert [line.split(",")[0] for line in (dossier / "actors.csv").read_text("utf-8").splitlines()[1:]] == ["KEN", "PER"]


def test_its_place_in_the_help_is_behind_those_that_say_theirs(with_fax: Path) -> None:
    told = " ".join(run(with_fax, "import", "--help").stdout.split())
    assert "suite" not in told and told.index("taxii") < told.index("fax")


def test_declarations_are_found_without_what_readers_need() -> None:
    code = "import sys; import legation.sources.registry; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ).stdout.split()
    heavy = {"numpy", "pyarrow", "numba", "lxml", "openpyxl", "http.client", "legation.dossier.records", "legation.dossier.dossier"}
    assert not heavy & set(loaded)


def test_what_modules_hold_is_found_in_packages_within_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "held_things"
    (root / "inner").mkdir(parents=True)
    (root / "__init__.py").write_text("")
    (root / "first.py").write_text("THING = object()\n")
    (root / "inner" / "__init__.py").write_text("")
    (root / "inner" / "second.py").write_text("from held_things.first import THING as again\nTHING = (again, object())\n")
    (root / "inner" / "third.py").write_text("raise SystemExit('imported for nothing')\nTHINGS = 3\n")
    monkeypatch.syspath_prepend(tmp_path)

    import held_things  # type: ignore[import-not-found]

    found = list(declared_in(held_things, "THING"))
    assert len(found) == 2 and found[0] is sys.modules["held_things.first"].THING
    assert list(declared_in(held_things, "NOTHING")) == []
