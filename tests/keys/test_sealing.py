"""What is sealed for the keyring: held against an implementation of RFC 9180 that gives the published values, and changed in every way."""

from __future__ import annotations

import os

import hpke_from_the_rfc as independent
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue, CannotRead
from legation.keys import Keyring, new_keyring, open_sealed, seal_to, sign, verify, with_new_sealing, without_sealing

RING = new_keyring()
OTHER = new_keyring()


def test_the_independent_implementation_gives_the_values_of_appendix_a_1_1_of_rfc_9180() -> None:
    info, aad, plain = b"Ode on a Grecian Urn", b"Count-0", b"Beauty is truth, truth beauty"
    public = bytes.fromhex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d")
    ephemeral = bytes.fromhex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736")
    secret = bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")

    enc, sealed = independent.seal(public, ephemeral, info, aad, plain, aead=1)

    assert enc.hex() == "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
    assert sealed.hex() == "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
    assert independent.unseal(secret, enc, info, aad, sealed, aead=1) == plain


def test_the_independent_implementation_opens_what_ours_seals() -> None:
    sealed = seal_to(RING.sealing_public(), "registration", 1, b"somebody")

    assert independent.unseal(RING.sealing[1], sealed[:32], b"registration|1", b"", sealed[32:]) == b"somebody"


def test_ours_opens_what_the_independent_implementation_seals() -> None:
    enc, sealed = independent.seal(RING.sealing_public(), os.urandom(32), b"reply|1", b"", b"safe")

    assert open_sealed(RING, "reply", 1, enc + sealed) == b"safe"


@given(st.binary(max_size=2000), st.sampled_from(["registration", "reply", "é"]))
@settings(deadline=None)
def test_what_was_sealed_opens_and_has_48_bytes_more(data: bytes, kind: str) -> None:
    sealed = seal_to(RING.sealing_public(), kind, 1, data)

    assert (open_sealed(RING, kind, 1, sealed), len(sealed)) == (data, len(data) + 48)
    assert seal_to(RING.sealing_public(), kind, 1, data) != sealed


@given(st.integers(0, 51), st.integers(1, 255))
@settings(deadline=None)
def test_a_changed_byte_opens_nothing(place: int, change: int) -> None:
    sealed = bytearray(seal_to(RING.sealing_public(), "reply", 1, b"safe"))
    sealed[place] ^= change

    with pytest.raises(CannotRead):
        open_sealed(RING, "reply", 1, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"x" * 10, bytes(48), bytes(60)])
def test_what_is_no_sealed_item_is_refused(sealed: bytes) -> None:
    with pytest.raises(CannotRead):
        open_sealed(RING, "reply", 1, sealed)


def test_another_kind_version_or_keyring_opens_nothing() -> None:
    newer = with_new_sealing(RING)
    sealed = seal_to(newer.sealing_public(1), "reply", 1, b"safe")

    assert open_sealed(newer, "reply", 1, sealed) == b"safe"
    for ring, kind, version in ((newer, "report", 1), (newer, "reply", 2), (newer, "reply", 3), (OTHER, "reply", 1)):
        with pytest.raises(CannotRead):
            open_sealed(ring, kind, version, sealed)
    with pytest.raises(CannotRead, match="lacks version 1"):
        open_sealed(without_sealing(newer, 1), "reply", 1, sealed)


def test_a_public_key_that_is_none_is_refused() -> None:
    for public in (b"", bytes(31), bytes(32)):
        with pytest.raises(BadValue):
            seal_to(public, "reply", 1, b"safe")
    with pytest.raises(BadValue):
        seal_to(RING.sealing_public(), "a|b", 1, b"safe")
    with pytest.raises(BadValue):
        RING.sealing_public(9)


def test_a_signature_is_that_of_rfc_8032_and_of_these_data_alone() -> None:
    """Test 2 of section 7.1."""
    secret = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    ring = Keyring({1: bytes(32)}, bytes(32), {1: bytes(32)}, secret)
    signature = sign(ring, b"\x72")

    assert ring.signing_public().hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert signature.hex().startswith("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da")
    assert verify(ring.signing_public(), b"\x72", signature)
    assert not verify(ring.signing_public(), b"\x73", signature)
    assert not verify(OTHER.signing_public(), b"\x72", signature)
    assert not verify(b"short", b"\x72", signature)
    assert not verify(ring.signing_public(), b"\x72", b"")
