"""The squares of a QR code, as a paper draws them."""

from __future__ import annotations

import qrcode

__all__ = ["squares"]


def squares(text: str) -> tuple[str, ...]:
    """Return the rows of the QR code of a text, with its margin: ``1`` for a dark square.

    >>> rows = squares("https://example.org/posts/open/x")
    >>> len(rows) == len(rows[0]), rows[4][4:11], set("".join(rows[:4]))
    (True, '1111111', {'0'})
    """
    code = qrcode.QRCode()
    code.add_data(text)
    return tuple("".join("01"[dark] for dark in row) for row in code.get_matrix())
