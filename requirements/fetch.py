"""Fetch the fonts or scripts of a list by version and hash: ``python fetch.py fonts.toml TARGET``; then ``--mark`` in front notes the list.

Each package comes through npm, whose own settings say from where. Its tarball must have the sha512 of the list; of it only the files
named there are kept, unchanged, with the text of their licence. TARGET is replaced as a whole, or left as it was.

Exit codes: 0 fetched, 1 a tarball is not the one of the list, 2 wrong use, 3 something could not be read, fetched or written.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

MARK = ".fetched"
"""Stands among what was fetched and says by which list; ``make`` looks at its date."""
NOT_FETCHED = 3
"""The exit code where npm or the network is missing."""


class Failure(Exception):
    """A sentence for a person, and the exit code."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def main(arguments: list[str]) -> int:
    """Fetch what the list names into the target; return the exit code."""
    act, arguments = (mark, arguments[1:]) if arguments[:1] == ["--mark"] else (fetch, arguments)
    if len(arguments) != 2:
        sys.stderr.write("Usage: python fetch.py [--mark] LIST.toml TARGET\n")
        return 2
    try:
        act(Path(arguments[0]), Path(arguments[1]).resolve())
    except Failure as failure:
        sys.stderr.write(f"{failure}\n")
        return failure.code
    return 0


def fetch(source: Path, target: Path) -> None:
    """Put what a list names in place of the target folder, whole.

    Raises
    ------
    Failure
        Nothing was changed.
    """
    packages = listed(source)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as place:
            fresh = Path(place) / "fresh"
            fresh.mkdir()
            for package in packages:
                content = fetched(package)
                checked(package, content.read_bytes())
                keep(package, content, fresh)
                shutil.rmtree(content.parent)
            replace(target, fresh, Path(place) / "former")
    except OSError as error:
        raise Failure(3, f"The files could not be written to {target} ({error.strerror or error}); what was there is whole.") from error


def mark(source: Path, target: Path) -> None:
    """Note in a folder by which list it was fetched."""
    (target / MARK).write_text(digest(source), "ascii")


def names(source: Path) -> list[str]:
    """Return the names that the files of a list have in its folder, licences included."""
    return sorted(name for package in listed(source) for name in outside(package).values())


def current(source: Path, target: Path) -> bool:
    """Whether the folder holds what the list of today names, and not that of another day."""
    noted = target / MARK
    return not missing(source, target) and noted.is_file() and noted.read_text("utf-8") == digest(source)


def missing(source: Path, target: Path) -> list[str]:
    """Return the names of a list that are not in its folder."""
    return [name for name in names(source) if not (target / name).is_file()]


def digest(source: Path) -> str:
    """Return what tells one state of a list from another."""
    return hashlib.sha256(source.read_bytes()).hexdigest()


def listed(source: Path) -> list[dict[str, Any]]:
    """Return the packages of the list."""
    try:
        packages: list[dict[str, Any]] = tomllib.loads(source.read_text("utf-8"))["package"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise Failure(3, f"{source} is not a list of packages ({error}). Give the path of fonts.toml or scripts.toml.") from error
    for package in packages:
        lacking = {"name", "version", "integrity", "licence", "licence_file", "files"} - package.keys()
        if lacking:
            raise Failure(3, f"{source}: the package {package.get('name', '?')} lacks {', '.join(sorted(lacking))}. Add it.")
    return packages


def fetched(package: dict[str, Any]) -> Path:
    """Return the tarball of a package, in a temporary folder of its own that the caller removes."""
    npm = shutil.which("npm")
    if npm is None:
        raise Failure(NOT_FETCHED, "npm is not on the path. Install Node.js, or run make fonts or make scripts, which bring it.")
    place = Path(tempfile.mkdtemp(prefix="fetched-"))
    wanted = f"{package['name']}@{package['version']}"
    done = subprocess.run([npm, "pack", "--silent", wanted], cwd=place, capture_output=True, text=True, check=False)  # noqa: S603
    tarballs = list(place.glob("*.tgz"))
    if done.returncode or len(tarballs) != 1:
        shutil.rmtree(place)
        why = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise Failure(NOT_FETCHED, f"npm could not fetch {wanted} ({why}). Check the network and npm's settings, then try again.")
    return tarballs[0]


def checked(package: dict[str, Any], content: bytes) -> None:
    """Compare a tarball with the list."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode("ascii")
    if found != package["integrity"]:
        raise Failure(
            1,
            f"{package['name']} {package['version']}: the tarball is not the one of the list. Expected {package['integrity']}, "
            f"found {found}. Nothing was kept; find out why before changing the list.",
        )


def keep(package: dict[str, Any], tarball: Path, target: Path) -> None:
    """Write the listed files of a tarball, unchanged, under their last name, and the licence under the name that the list gives it."""
    with tarfile.open(tarball) as archive:
        for inside, name in outside(package).items():
            try:
                content = archive.extractfile(f"package/{inside}")
            except KeyError:
                content = None
            if content is None:
                raise Failure(1, f"{package['name']} {package['version']} holds no file {inside}. Correct the list.")
            if (target / name).exists():
                raise Failure(1, f"{package['name']} {package['version']}: a file {name} is there already. List each name once.")
            (target / name).write_bytes(content.read())


def outside(package: dict[str, Any]) -> dict[str, str]:
    """Return what each file that is kept is called: inside the tarball -> in the folder."""
    return {name: Path(name).name for name in package["files"]} | {package["licence_file"]["from"]: package["licence_file"]["to"]}


def replace(target: Path, fresh: Path, former: Path) -> None:
    """Put the fresh folder where the target is; should that fail, the target is put back."""
    if target.exists():
        target.rename(former)
    try:
        fresh.rename(target)
    except OSError:
        if former.exists():
            former.rename(target)
        raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
