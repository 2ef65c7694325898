"""What encryption by field costs: sealing, opening, unwrapping a key each, blind indexes, items of the front, the passphrase."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from legation.keys import (
    blind_index,
    field_aad,
    new_keyring,
    open_field,
    open_sealed,
    read_keyring,
    seal_field,
    seal_to,
    unwrap_keys,
    wrap_key,
    write_keyring,
)

__all__ = ["main"]

SUBJECTS = 100_000
ITEMS = 10_000
FIELD = 200
"""Bytes of a field."""


def _line(what: str, count: int, run: Callable[[], object]) -> None:
    began = time.perf_counter()
    run()
    seconds = time.perf_counter() - began
    print(f"  {what:56}{count:9,}{seconds:10.3f} s{1e6 * seconds / count:10.1f} us")


def main() -> None:
    """Print each cost for so many subjects, a field and a key each."""
    ring = new_keyring()
    ids = [secrets.token_hex(8) for _ in range(SUBJECTS)]
    keys = [secrets.token_bytes(32) for _ in ids]
    places = [field_aad("registration", one, "person", one, 1) for one in ids]
    data = secrets.token_bytes(FIELD)
    print(f"\nKeys of the consular desk: {SUBJECTS:,} subjects, a key and a field of {FIELD} bytes each")
    wrapped: list[bytes] = []
    sealed: list[bytes] = []
    items: list[bytes] = []
    _line("keys wrapped", SUBJECTS, lambda: wrapped.extend(wrap_key(ring, one, key) for one, key in zip(ids, keys, strict=True)))
    _line("fields encrypted", SUBJECTS, lambda: sealed.extend(seal_field(key, at, data) for key, at in zip(keys, places, strict=True)))
    _line("keys unwrapped", SUBJECTS, lambda: unwrap_keys(ring, zip(ids, wrapped, strict=True)))
    _line("fields decrypted", SUBJECTS, lambda: [open_field(*one) for one in zip(keys, places, sealed, strict=True)])
    _line("blind indexes", SUBJECTS, lambda: [blind_index(ring, "phone", one) for one in ids])
    public = ring.sealing_public()
    _line("items sealed by the front (HPKE)", ITEMS, lambda: items.extend(seal_to(public, "reply", 1, data) for _ in range(ITEMS)))
    _line("items opened by the desk (HPKE)", ITEMS, lambda: [open_sealed(ring, "reply", 1, one) for one in items])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "keyring")
        write_keyring(path, ring, "correct horse battery")
        _line("keyring read (Argon2id, 64 MiB, 3 passes)", 1, lambda: read_keyring(path, "correct horse battery"))


if __name__ == "__main__":
    main()
