"""Fields, wrapped keys and blind indexes: what they promise, whatever is given."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from legation.errors import BadValue, CannotRead
from legation.keys import (
    blind_index,
    field_aad,
    new_keyring,
    open_field,
    seal_field,
    unwrap_key,
    with_new_root,
    without_root,
    wrap_key,
    wrapped_version,
)

RING = new_keyring()
KEY = bytes(range(32))
PLACE = field_aad("registration", "5f0c", "name", "9a1e", 1)
NAMES = st.text("ab1é-_ ", min_size=1, max_size=4)


def test_aes_256_gcm_is_that_of_the_published_case() -> None:
    """Test case 16 of the GCM specification: what stands in the field is opened from the published ciphertext."""
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    aad = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    sealed = bytes.fromhex(
        "cafebabefacedbaddecaf888"
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )

    assert open_field(key, aad, sealed) == plain


@given(st.binary(max_size=500))
def test_a_field_opens_at_its_place_only(data: bytes) -> None:
    sealed = seal_field(KEY, PLACE, data)

    assert open_field(KEY, PLACE, sealed) == data
    for elsewhere in (
        ("registration", "5f0d", "name", "9a1e", 1),
        ("registration", "5f0c", "born", "9a1e", 1),
        ("registration", "5f0c", "name", "9a1e", 2),
    ):
        with pytest.raises(CannotRead):
            open_field(KEY, field_aad(*elsewhere), sealed)
    with pytest.raises(CannotRead):
        open_field(bytes(32), PLACE, sealed)


@given(st.binary(max_size=40), st.data())
def test_a_changed_or_cut_field_does_not_open(data: bytes, draw: st.DataObject) -> None:
    sealed = seal_field(KEY, PLACE, data)
    place, change = draw.draw(st.integers(0, len(sealed) - 1)), draw.draw(st.integers(1, 255))
    changed = sealed[:place] + bytes([sealed[place] ^ change]) + sealed[place + 1 :]

    for wrong in (changed, sealed[:place], b""):
        with pytest.raises(CannotRead):
            open_field(KEY, PLACE, wrong)


@given(st.tuples(NAMES, NAMES, NAMES, NAMES, st.integers(1, 99)), st.tuples(NAMES, NAMES, NAMES, NAMES, st.integers(1, 99)))
def test_two_places_have_two_texts(one: tuple[str, str, str, str, int], other: tuple[str, str, str, str, int]) -> None:
    assume(one != other)

    assert field_aad(*one) != field_aad(*other)


@pytest.mark.parametrize("place", [("a|b", "1", "c", "s", 1), ("a", "", "c", "s", 1), ("a", "1", "c", "s|", 1)])
def test_a_place_that_could_be_another_is_refused(place: tuple[str, str, str, str, int]) -> None:
    with pytest.raises(BadValue):
        field_aad(*place)


def test_nonces_do_not_repeat() -> None:
    assert len({seal_field(KEY, PLACE, b"")[:12] for _ in range(5000)}) == 5000


def test_a_wrapped_key_opens_for_its_subject_with_its_version_of_the_root() -> None:
    wrapped = wrap_key(RING, "9a1e", KEY)
    newer = with_new_root(RING)
    again = wrap_key(newer, "9a1e", unwrap_key(newer, "9a1e", wrapped))

    assert (wrapped_version(wrapped), wrapped_version(again), wrapped_version(b"")) == (1, 2, 0)
    assert unwrap_key(without_root(newer, 1), "9a1e", again) == KEY
    with pytest.raises(CannotRead, match="lacks version 1"):
        unwrap_key(without_root(newer, 1), "9a1e", wrapped)
    with pytest.raises(CannotRead, match="lacks version 2"):
        unwrap_key(RING, "9a1e", again)
    for subject, changed in (("9a1f", wrapped), ("9a1e", wrapped[:-1]), ("9a1e", b"\x00\x00\x00\x02" + wrapped[4:]), ("9a1e", b"")):
        with pytest.raises(CannotRead):
            unwrap_key(newer, subject, changed)
    with pytest.raises(BadValue):
        wrap_key(RING, "9a1e", b"short")
    with pytest.raises(BadValue):
        seal_field(b"short", PLACE, b"")


@given(st.text(), st.text())
def test_a_blind_index_is_an_hmac_whole_and_apart_by_kind(value: str, other: str) -> None:
    made = blind_index(RING, "phone", value)

    assert made == hmac.new(RING.index, b"phone|" + value.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    assert (blind_index(RING, "phone", other) == made) == (value == other)
    assert blind_index(RING, "email", value) != made
    with pytest.raises(BadValue):
        blind_index(RING, "a|b", value)
