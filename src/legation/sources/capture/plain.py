"""Bytes to text, and text in one form: NFC, plain line ends, nothing that cannot be seen, no more than a limit."""

from __future__ import annotations

import codecs
import re
import unicodedata

__all__ = ["TEXT_LIMIT", "decoded", "one_line", "tidy"]

TEXT_LIMIT = 2_000_000
"""Characters of text that are kept of one file."""
_ENOUGH = TEXT_LIMIT + 1_000
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,30})""", re.IGNORECASE)
_ENCODING = re.compile(
    r"utf-8|iso-?8859-\d{1,2}|latin-?1|us-ascii|windows-125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr)",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_TRAILING = re.compile(r"[ \t\xa0]+$", re.MULTILINE)
_GAP = re.compile(r"\n{3,}")


def decoded(data: bytes) -> str | None:
    r"""Return bytes as text: by their byte order mark, as UTF-8, by the encoding that they name, else Windows-1252; None if no text.

    >>> decoded("Élysée".encode("cp1252")), decoded(b"\x00\x01\x02")
    ('Élysée', None)
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    head = data[:4096]
    if b"\x00" in data or sum(c < 32 and c not in b"\t\n\r\x0b\x0c\x1b" for c in head) > len(head) // 50:
        return None
    named = _CHARSET.search(data[:2048])
    told = named[1].decode("ascii") if named else ""
    for encoding in ("utf-8", told if _ENCODING.fullmatch(told) else "cp1252", "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def tidy(text: str) -> str:
    r"""Return text in the form in which it is kept and quoted from, and a little more than :data:`TEXT_LIMIT`, to show that there was more.

    >>> tidy("Cafe\u0301  \r\n\r\n\r\n\r\nbar\x00")
    'Café\n\nbar'
    """
    text = _UNSEEN.sub("", _LINE_END.sub("\n", text[: TEXT_LIMIT * 2]))
    text = _GAP.sub("\n\n", _TRAILING.sub("", unicodedata.normalize("NFC", text)))
    return text.strip("\n")[:_ENOUGH]


def one_line(text: str, limit: int = 300) -> str:
    r"""Return text on one line and no longer than a limit, as a title is.

    >>> one_line("  The report\n of  the Group ", 12)
    'The report…'
    """
    line = " ".join(tidy(text[: limit * 20]).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
