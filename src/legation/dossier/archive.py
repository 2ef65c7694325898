"""An archive without the time of its making."""

from __future__ import annotations

import io
import zipfile

__all__ = ["stable"]

_TYPES = "[Content_Types].xml"
"""Where an Office file says what its parts are: it stands first."""


def stable(data: bytes) -> bytes:
    """Return a zip file with the same content in the same order and no date of its making."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _TYPES, name)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            new.writestr(entry, old.read(name))
    return packed.getvalue()
