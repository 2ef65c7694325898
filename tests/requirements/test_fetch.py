"""Fonts and scripts come by version and hash, or not at all; no registry is asked here: a stand-in for npm packs a small tarball."""

import base64
import hashlib
import importlib.util
import io
import os
import tarfile
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def fetch():
    spec = importlib.util.spec_from_file_location("fetch", ROOT / "requirements" / "fetch.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tarball(tmp_path, monkeypatch):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in (("package/a/Font.ttf", b"font"), ("package/LICENSE_FONT", b"licence"), ("package/other.ttf", b"no")):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    (tmp_path / "packed.tgz").write_bytes(buffer.getvalue())
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    npm = bin_ / "npm"
    npm.write_text(f"#!/bin/sh\ncp '{tmp_path}/packed.tgz' font-1.tgz\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}:{os.environ['PATH']}")
    return buffer.getvalue()


def listing(folder, content, files='["a/Font.ttf"]'):
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    path = folder / "fonts.toml"
    path.write_text(
        f'[[package]]\nname = "font"\nversion = "1"\nintegrity = "sha512-{digest}"\nlicence = "OFL-1.1"\n'
        f'licence_file = {{ from = "LICENSE_FONT", to = "Font.OFL.txt" }}\nfiles = {files}\n'
    )
    return path


def test_keeps_only_what_is_listed_and_the_licence(fetch, tarball, tmp_path):
    target = tmp_path / "fonts"
    target.mkdir()
    (target / "old.ttf").write_bytes(b"old")

    assert fetch.main([str(listing(tmp_path, tarball)), f"{target}/"]) == 0

    assert {p.name: p.read_bytes() for p in target.iterdir()} == {"Font.ttf": b"font", "Font.OFL.txt": b"licence"}


def test_a_wrong_tarball_changes_nothing(fetch, tarball, tmp_path, capsys):
    target = tmp_path / "fonts"
    target.mkdir()
    (target / "old.ttf").write_bytes(b"old")

    assert fetch.main([str(listing(tmp_path, b"another")), str(target)]) == 1

    assert [p.name for p in target.iterdir()] == ["old.ttf"]
    assert "is not the one of the list" in capsys.readouterr().err


def test_says_what_is_missing(fetch, tarball, tmp_path, capsys):
    assert fetch.main([str(listing(tmp_path, tarball, '["nothing.ttf"]')), str(tmp_path / "fonts")]) == 1
    assert "holds no file nothing.ttf" in capsys.readouterr().err
    assert fetch.main([str(tmp_path / "none.toml"), str(tmp_path / "fonts")]) == 3
    assert fetch.main([]) == 2
    assert not (tmp_path / "fonts").exists()


def test_two_files_of_one_name_are_refused(fetch, tarball, tmp_path, capsys):
    source = listing(tmp_path, tarball)
    source.write_text(source.read_text().replace('to = "Font.OFL.txt"', 'to = "Font.ttf"'))

    assert fetch.main([str(source), str(tmp_path / "fonts")]) == 1

    assert "a file Font.ttf is there already" in capsys.readouterr().err
    assert not (tmp_path / "fonts").exists()


@pytest.mark.parametrize("name", ["fonts.toml", "scripts.toml", "test-scripts.toml"])
def test_the_lists_name_no_host_and_every_licence(name):
    text = (ROOT / "requirements" / name).read_text("utf-8")

    assert "://" not in text
    for package in tomllib.loads(text)["package"]:
        assert package["licence"] in {"0BSD", "BSD-3-Clause", "MPL-2.0", "OFL-1.1"}
        assert package["licence_file"]["to"].endswith(".txt")
        assert len(base64.b64decode(package["integrity"].removeprefix("sha512-"))) == 64


def test_the_lists_agree_on_the_packages_that_they_share():
    versions = {}
    for name in ("fonts.toml", "scripts.toml"):
        for package in tomllib.loads((ROOT / "requirements" / name).read_text("utf-8"))["package"]:
            versions.setdefault(package["name"], set()).add((package["version"], package["integrity"]))

    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
