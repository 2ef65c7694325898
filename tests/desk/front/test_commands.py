"""``legation consular front`` and ``carry``: what is carried between two machines, and what is said of it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from django.test import Client

from legation.cli import main
from legation.errors import CannotRead
from legation.web.front import bundles
from legation.web.front.catalogue import LANGUAGES, texts
from legation.web.front.serving import serve_front
from legation.web.front.signed import INTRODUCTION

from .conftest import Desk
from .test_answering import ANSWER


@pytest.fixture
def house(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LEGATION_CONSULAR_DATA", "elsewhere")
    return str(desk.folder.parent)


def test_a_bundle_is_carried_out_and_the_answer_in(
    desk: Desk, client: Client, house: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.post("/en/a/x", ANSWER)
    out, answer = tmp_path / "out", tmp_path / "in"

    assert main(["consular", "carry", "out", "--data", house, "--out", str(out), "--lang", "en"]) == 0
    assert out.stat().st_mode & 0o077 == 0
    assert len(bundles.read_outward(out.read_bytes(), house=desk.house, carry_key=desk.carry_key).submissions) == 1
    answer.write_bytes(desk.inward())
    for _ in range(2):
        assert main(["consular", "carry", "in", str(answer), "--data", house, "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "one submission" in said
    assert "The bundle is applied." in said
    assert "was applied before" in said


def test_a_front_on_another_machine_is_introduced_by_a_file(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_CONSULAR_DATA", "elsewhere")
    file, house = tmp_path / "introduction", tmp_path / "other"
    file.write_bytes(bundles.write_introduction(house=desk.house, carry_key=desk.carry_key, desk_public=desk.keyring.signing_public()))

    assert main(["consular", "carry", "introduce", str(file), "--data", str(house)]) == 0
    assert bundles.apply_inward(house / "front", desk.inward())


@pytest.mark.parametrize("words", [[], ["out"], ["in"], ["in", "no-such-file"], ["introduce", "no-such-file"], ["sideways", "x"]])
def test_what_cannot_be_carried_is_said(house: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["consular", "carry", *words, "--data", house, "--lang", "en"]) in (2, 3)
    assert capsys.readouterr().err


def test_a_file_that_is_no_introduction_is_refused(house: str, tmp_path: Path) -> None:
    for content in (b"", b"x", INTRODUCTION + b"\n{}", INTRODUCTION + b"\n[]"):
        (tmp_path / "file").write_bytes(content)
        assert main(["consular", "carry", "introduce", str(tmp_path / "file"), "--data", house]) == 2


def test_the_languages_are_listed_with_what_a_declaration_of_reading_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["consular", "front", "texts", "--lang", "en"]) == 0
    said = capsys.readouterr().out

    assert all(texts(language).fingerprint in said for language in LANGUAGES)
    assert said.count("for drills alone") == len(LANGUAGES)


def test_a_port_that_another_program_holds_is_said_as_the_site_says_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder, pytest.raises(CannotRead, match=r"port \d+ cannot be listened at"):
        serve_front(tmp_path, port=holder.getsockname()[1])
