"""A wheel holds fonts, scripts, styles and examples; built twice it is the same; what is missing is one sentence."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from legation.language import Message, say

ROOT = Path(__file__).parents[2]
PLACES = "legation/web/front/gazetteer"
LISTS = {"fonts.toml": "legation/briefing/fonts", "scripts.toml": "legation/web/static/vendor"}


def listed(name: str) -> set[str]:
    """Return the names of the files of a list, its licences included."""
    packages = tomllib.loads((ROOT / "requirements" / name).read_text("utf-8"))["package"]
    return {Path(file).name for package in packages for file in package["files"]} | {one["licence_file"]["to"] for one in packages}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a small checkout: what the build reads, a page or two of the code, and stand-ins for what is fetched."""
    root = tmp_path / "checkout"
    for name in (
        "pyproject.toml",
        "hatch_build.py",
        "README.md",
        "LICENSE",
        ".gitignore",
        "requirements/fetch.py",
        "requirements/gazetteer.py",
        "requirements/gazetteer.txt",
        *(f"requirements/{n}" for n in LISTS),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    for name in ("__init__.py", "py.typed", "errors.py"):
        (root / "src/legation").mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "src/legation" / name, root / "src/legation" / name)
    (root / "examples/small").mkdir(parents=True)
    (root / "examples/small/dossier.toml").write_text('id = "small"\n', "utf-8")
    for name, folder in LISTS.items():
        (root / "src" / folder).mkdir(parents=True)
        for file in listed(name):
            (root / "src" / folder / file).write_text(f"stand-in for {file}", "utf-8")
        (root / "src" / folder / ".fetched").write_text("", "utf-8")
        (root / "src" / folder / "left-over.js").write_text("of an older list", "utf-8")
    (root / "src" / PLACES).mkdir(parents=True)
    (root / "src" / PLACES / "places.bin").write_text("stand-in for the places", "utf-8")
    (root / "src" / PLACES / ".fetched").write_text("", "utf-8")
    return root


def build(root: Path, out: Path, kind: str = "wheel") -> subprocess.CompletedProcess[str]:
    """Build without npm, and without an index for pip: the path names nothing but a folder that is empty."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(out)]
    return subprocess.run(command, cwd=root, env={"PATH": str(out), "PIP_NO_INDEX": "1"}, capture_output=True, text=True, check=False)


def held(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_a_wheel_holds_what_the_lists_name_and_nothing_else_beside_the_code(checkout: Path, tmp_path: Path) -> None:
    done = build(checkout, tmp_path)
    assert done.returncode == 0, done.stderr
    files = held(next(tmp_path.glob("*.whl")))

    for name, folder in LISTS.items():
        assert {Path(file).name for file in files if file.startswith(f"{folder}/")} == listed(name)
    assert {file for file in files if file.startswith(PLACES)} == {f"{PLACES}/places.bin"}
    assert {"legation/py.typed", "legation/errors.py", "legation/examples/small/dossier.toml"} <= files
    assert "taken as it is" in done.stderr + done.stdout  # it could not be compared with the list of today


def test_a_wheel_built_twice_and_one_from_the_source_archive_are_the_same(checkout: Path, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere"
    shutil.copytree(checkout, again)
    for path in again.rglob("*"):
        path.touch()
    assert build(checkout, tmp_path / "one").returncode == 0
    assert build(again, tmp_path / "two").returncode == 0
    assert build(again, tmp_path / "source", "sdist").returncode == 0
    shutil.unpack_archive(next((tmp_path / "source").glob("*.tar.gz")), tmp_path / "unpacked", filter="data")
    assert build(next((tmp_path / "unpacked").iterdir()), tmp_path / "three").returncode == 0

    hashes = {hashlib.sha256(next((tmp_path / one).glob("*.whl")).read_bytes()).hexdigest() for one in ("one", "two", "three")}
    assert len(hashes) == 1


@pytest.mark.parametrize(("name", "folder"), LISTS.items())
def test_without_npm_what_is_missing_ends_the_build_in_one_sentence(checkout: Path, tmp_path: Path, name: str, folder: str) -> None:
    shutil.rmtree(checkout / "src" / folder)
    done = build(checkout, tmp_path / "out")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    said = next(line for line in (done.stderr + done.stdout).splitlines() if "lacks" in line)
    assert f"lacks {len(listed(name))} files of {name}: run make fonts scripts, then build again" in said
    assert not list((tmp_path / "out").glob("*.whl"))


def test_without_the_places_the_build_ends_in_one_sentence(checkout: Path, tmp_path: Path) -> None:
    shutil.rmtree(checkout / "src" / PLACES)
    done = build(checkout, tmp_path / "out")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert "lacks the places: run make gazetteer, then build again" in done.stderr + done.stdout


def test_an_editable_installation_needs_none_of_it(checkout: Path, tmp_path: Path) -> None:
    for folder in (*LISTS.values(), PLACES):
        shutil.rmtree(checkout / "src" / folder)
    done = build(checkout, tmp_path / "out", "wheel:editable")

    assert done.returncode == 0, done.stderr


def test_an_installed_wheel_works_without_the_checkout(tmp_path: Path) -> None:
    """The real one, unpacked into a new environment that sees the libraries of this one; the folder is none of the checkout.

    The example is the one whose brief needs the fewest kernels: here they are compiled anew.
    """
    done = build(ROOT, tmp_path)
    assert done.returncode == 0, done.stderr
    venv.create(tmp_path / "env", with_pip=False)
    inside = next((tmp_path / "env/lib").glob("python*")) / "site-packages"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(inside)
    (inside / "libraries.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n")

    def run(*words: str) -> str:
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "LEGATION_LANG": "en"}
        done = subprocess.run(
            [str(tmp_path / "env/bin/python"), *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        told = done.stderr.replace(say(Message("compiled.first-use"), "en") + "\n", "")
        assert (done.returncode, told) == (0, ""), done.stderr[-3000:]
        return done.stdout

    assert run("-c", "import legation; print(legation.__file__)").strip() == str(inside / "legation/__init__.py")
    run("-c", "from legation.web.serving.static import must_be_fetched; must_be_fetched()")
    assert len(run("-m", "legation", "examples").splitlines()) == len(list((ROOT / "examples").glob("*/dossier.toml")))
    run("-m", "legation", "examples", "mission-site-2024")
    papers = run("-m", "legation", "brief", "examples/mission-site-2024", "--formats", "html,pdf").splitlines()
    assert [Path(paper).suffix for paper in papers] == [".html", ".pdf", ".html", ".pdf"]  # the note and its annex
    assert b"font/woff2" in (tmp_path / papers[0]).read_bytes()  # it carries our letters
