"""The keyring in its file and on paper: whole or not there, closed to others, and wrong in no way that is not said."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue, CannotRead, CannotWrite
from legation.keys import (
    Keyring,
    WrongPassphrase,
    from_recovery_sheet,
    new_keyring,
    read_keyring,
    recovery_sheet,
    with_new_root,
    with_new_sealing,
    without_root,
    without_sealing,
    write_keyring,
)
from legation.keys.keyring import from_bytes, to_bytes
from legation.language import say

WORDS = "correct horse battery"
KEY = st.binary(min_size=32, max_size=32)
VERSIONS = st.dictionaries(st.integers(1, 2**32 - 1), KEY, min_size=1, max_size=4)
RINGS = st.builds(Keyring, VERSIONS, KEY, VERSIONS, KEY)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Keyring]]:
    ring = with_new_sealing(with_new_root(new_keyring()))
    path = tmp_path_factory.mktemp("safe") / "keyring"
    write_keyring(path, ring, WORDS)
    yield path, ring


def test_a_written_keyring_is_read_back(written: tuple[Path, Keyring]) -> None:
    path, ring = written

    assert read_keyring(path, WORDS) == ring
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["keyring"]
    data = path.read_bytes()
    assert data.startswith(b"LEGATION KEYRING\x01")
    assert not any(key in data for key in (*ring.roots.values(), ring.index, *ring.sealing.values(), ring.signing))


def test_a_wrong_passphrase_says_what_to_do(written: tuple[Path, Keyring]) -> None:
    with pytest.raises(WrongPassphrase) as caught:
        read_keyring(written[0], "correct horse batterie")

    assert "recovery sheet" in str(caught.value)
    assert "feuille de secours" in say(caught.value.message, "fr")


def test_a_passphrase_is_the_same_however_its_accents_were_typed(tmp_path: Path) -> None:
    ring = new_keyring()
    write_keyring(tmp_path / "keyring", ring, "caf\u00e9 au lait sucr\u00e9")

    assert read_keyring(tmp_path / "keyring", "cafe\u0301 au lait sucre\u0301") == ring


def test_a_damaged_cut_unknown_or_later_file_is_told_apart(written: tuple[Path, Keyring], tmp_path: Path) -> None:
    data = written[0].read_bytes()
    other = tmp_path / "keyring"
    said = {}
    for name, content in {
        "cut": data[:-1],
        "changed": data[:60] + bytes([data[60] ^ 1]) + data[61:],
        "empty": b"",
        "picture": b"\x89PNG" + data,
        "later": data[:16] + b"\x02" + data[17:],
        "earlier": data[:16] + b"\x00" + data[17:],
        "short": data[:20],
        "large": data[:17] + bytes(2**20),
    }.items():
        other.write_bytes(content)
        with pytest.raises(CannotRead) as caught:
            read_keyring(other, WORDS)
        assert not isinstance(caught.value, WrongPassphrase)
        said[name] = caught.value.message.id

    assert said == {
        "cut": "keys.damaged-file",
        "changed": "keys.damaged-file",
        "empty": "keys.no-keyring-file",
        "picture": "keys.no-keyring-file",
        "later": "keys.later-format",
        "earlier": "keys.damaged-file",
        "short": "keys.damaged-file",
        "large": "keys.no-keyring-file",
    }
    with pytest.raises(CannotRead, match="could not be read"):
        read_keyring(tmp_path / "nothing", WORDS)


def test_a_short_passphrase_is_refused_and_a_fault_of_the_disk_leaves_what_stood(
    written: tuple[Path, Keyring], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, ring = written
    with pytest.raises(BadValue, match="16 characters"):
        write_keyring(path, ring, "too short")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite):
        write_keyring(path, new_keyring(), WORDS)
    monkeypatch.undo()
    assert read_keyring(path, WORDS) == ring
    assert [one.name for one in path.parent.iterdir()] == ["keyring"]
    with pytest.raises(CannotWrite):
        write_keyring(path.parent / "no" / "keyring", ring, WORDS)


@given(RINGS)
def test_bytes_and_paper_give_the_keyring_back(ring: Keyring) -> None:
    assert from_bytes(to_bytes(ring)) == ring
    assert from_recovery_sheet(recovery_sheet(ring)) == ring


@given(RINGS, st.integers(0, 200))
def test_bytes_that_are_cut_are_no_keyring(ring: Keyring, cut: int) -> None:
    data = to_bytes(ring)
    with pytest.raises(BadValue):
        from_bytes(data[: min(cut, len(data) - 1)])


@given(st.data())
@settings(max_examples=300)
def test_a_mistyped_character_names_its_line(data: st.DataObject) -> None:
    ring = new_keyring()
    lines = recovery_sheet(ring).splitlines()
    number = data.draw(st.integers(1, len(lines)))
    line = lines[number - 1]
    place = data.draw(st.sampled_from([at for at, letter in enumerate(line) if at > 3 and letter != " "]))
    typed = data.draw(st.sampled_from([letter for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZU*" if letter != line[place]]))
    lines[number - 1] = line[:place] + typed + line[place + 1 :]

    with pytest.raises(BadValue, match=f"Line {number} "):
        from_recovery_sheet("\n".join(lines))


def test_a_sheet_is_read_however_it_was_typed_and_refused_where_it_is_not_whole() -> None:
    ring = new_keyring()
    lines = recovery_sheet(ring).splitlines()

    assert from_recovery_sheet("Recovery sheet\n\n" + "\n\n".join(reversed(lines))) == ring
    assert (
        from_recovery_sheet(
            "\n".join(f"{at:02}. {line[4:].replace(' ', '').lower().replace('0', 'o')}" for at, line in enumerate(lines, 1))
        )
        == ring
    )
    with pytest.raises(BadValue, match="Line 3 "):
        from_recovery_sheet("\n".join(lines[:2] + lines[3:]))
    with pytest.raises(BadValue, match="do not make a keyring"):
        from_recovery_sheet("\n".join(lines[:-1]))
    with pytest.raises(BadValue, match="do not make a keyring"):
        from_recovery_sheet("\n".join(lines[:4] + recovery_sheet(new_keyring()).splitlines()[4:]))
    with pytest.raises(BadValue, match="typed twice"):
        from_recovery_sheet("\n".join([*lines, recovery_sheet(new_keyring()).splitlines()[4]]))
    with pytest.raises(BadValue):
        from_recovery_sheet("")


def test_rotation_adds_the_next_version_and_takes_away_an_older_one_only() -> None:
    ring = new_keyring()
    newer = with_new_sealing(with_new_root(ring))

    assert (newer.root_version, newer.sealing_version, ring.root_version) == (2, 2, 1)
    assert newer.roots[1] == ring.roots[1]
    assert (newer.index, newer.signing) == (ring.index, ring.signing)
    assert list(without_sealing(without_root(newer, 1), 1).sealing) == [2]
    for wrong in (2, 3):
        with pytest.raises(BadValue):
            without_root(newer, wrong)
        with pytest.raises(BadValue):
            without_sealing(newer, wrong)


def test_no_key_reaches_a_log_and_none_is_changed_in_place() -> None:
    ring = new_keyring()

    assert repr(ring) == f"{ring}" == "Keyring(roots 1; sealing 1)"
    with pytest.raises(TypeError):
        ring.roots[2] = bytes(32)  # type: ignore[index]


@pytest.mark.parametrize(
    "given",
    [
        ({}, bytes(32), {1: bytes(32)}, bytes(32)),
        ({0: bytes(32)}, bytes(32), {1: bytes(32)}, bytes(32)),
        ({2**32: bytes(32)}, bytes(32), {1: bytes(32)}, bytes(32)),
        ({1: bytes(31)}, bytes(32), {1: bytes(32)}, bytes(32)),
        ({1: bytes(32)}, bytes(33), {1: bytes(32)}, bytes(32)),
        ({1: bytes(32)}, bytes(32), {}, bytes(32)),
    ],
)
def test_what_is_no_keyring_is_refused(given: tuple[dict[int, bytes], bytes, dict[int, bytes], bytes]) -> None:
    with pytest.raises(BadValue):
        Keyring(*given)
