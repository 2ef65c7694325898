"""The fingerprint of a text that is circulated, by which a receipt says which words were signed."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping

from legation.errors import BadValue
from legation.language import Message

__all__ = ["text_hash"]


def text_hash(texts: Mapping[str, str]) -> str:
    """Return the SHA-256 of a text in all its languages, in hex.

    The texts are in Unicode's normal form C and in UTF-8, in the order of their languages' ids, with one NUL between two. Of a text in one
    language it is what ``sha256sum`` says of a file that holds it.

    Parameters
    ----------
    texts : mapping of str to str
        Language (``en``, ``fr``) -> text.

    Raises
    ------
    BadValue
        Without a text, for an empty one, or one that holds a NUL.

    Examples
    --------
    >>> text_hash({"fr": "Les États s’associent."})[:12], text_hash({"fr": "Les E\u0301tats s’associent."})[:12]
    ('6dc6e5869601', '6dc6e5869601')
    """
    if not texts:
        raise BadValue(Message("circulation.no-text"))
    for lang, text in texts.items():
        if not text.strip() or "\0" in text:
            raise BadValue(Message("circulation.bad-text", lang=lang))
    normal = (unicodedata.normalize("NFC", texts[lang]) for lang in sorted(texts))
    return hashlib.sha256("\0".join(normal).encode()).hexdigest()
