r"""Texts of strangers made harmless, and addresses cut to their network.

Whatever a client sends stands in a log: colours of a terminal, line feeds, marks that turn the direction of writing, bytes of no encoding.
Here each such character is percent-encoded, as in an address; ``${jndi:...}`` and the like are letters and stay letters. Backslash escapes
that servers write (``\"``, ``\\``, ``\x1b``) are undone first, so that nothing hides in them.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Literal
from urllib.parse import unquote_to_bytes

__all__ = ["LONGEST", "harmless", "identity", "masked", "network", "without_secrets", "without_signature"]

LONGEST = 2_048
"""Characters of a text that are kept."""
_ESCAPE = re.compile(rb'\\(?:x([0-9A-Fa-f]{2})|(["\\]))')
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
_USER = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*@")
_PERSONAL = re.compile(
    r"([?&;](?:(?:e[-_]?mail|mail|phone|tel|passport|birth\w*|dob|sid|sig|key|auth\w*(?<!author)|pass(?:word|wd)?|pwd|secret|signature"
    r"|\w*[-_]?token|\w*secret|(?:php|j)?sess(?:ion[-_]?)?id|api[-_]?key|x-amz-\w+)=|[\w.-]+=(?=[^&;#\s]*(?:@|%40))))[^&;#\s]*",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?![\d])")
_COLONS = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f.]{0,15})(?![\w:])")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def harmless(raw: bytes, spelling: Literal["plain", "plus", "percent"] = "plain", *, longest: int = LONGEST) -> str:
    r"""Return a text of at most ``longest`` characters in which nothing acts on a terminal or a page.

    Examples
    --------
    >>> harmless(b"/a\x1b[31m"), harmless(b"/\xc3\xa9t\xc3\xa9"), harmless(b"/\xa5\xb0")
    ('/a%1B[31m', '/été', '/%A5%B0')
    >>> harmless(rb"say \"x\" \x1b[0m"), harmless(b"Mozilla/5.0+(X11;+Linux)", "plus")
    ('say "x" %1B[0m', 'Mozilla/5.0 (X11; Linux)')
    """
    if spelling == "plus":
        raw = raw.replace(b"+", b" ")
    elif spelling == "percent":
        raw = unquote_to_bytes(unquote_to_bytes(raw))
    elif b"\\" in raw:
        raw = _ESCAPE.sub(lambda found: bytes((int(found[1], 16),)) if found[1] else found[2], raw)
    text = raw[: 4 * longest].decode("utf-8", "surrogateescape")[:longest]
    text = re.sub("[\udc80-\udcff]", lambda found: f"%{ord(found[0]) - 0xDC00:02X}", text)
    return _UNSAFE.sub(_percent, text)[:longest]


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def without_signature(address: str) -> str:
    """Return an address without the name and password that stand before its host.

    Examples
    --------
    >>> without_signature("https://ann:pw@example.org/a")
    'https://example.org/a'
    """
    return _USER.sub(lambda found: f"{found[1] or ''}//", address)


def without_secrets(address: str) -> str:
    """Return an address in whose query nothing tells a person or opens a door: such values are written as three dots.

    Examples
    --------
    >>> without_secrets("/visa?lang=fr&email=ann%40example.org&token=a8f"), without_secrets("/a?to=ann@example.org#top")
    ('/visa?lang=fr&email=...&token=...', '/a?to=...#top')
    """
    return _PERSONAL.sub(r"\1...", address)


def network(raw: bytes) -> str | None:
    """Return the network of an address: 24 bits of the fourth version, 48 of the sixth; None for a host name or anything else.

    An address of the fourth version inside one of the sixth (mapped, 6to4, NAT64) counts as what it is: 48 bits would keep it whole.

    Examples
    --------
    >>> network(b"203.0.113.9"), network(b"[2001:db8:1:2::3]:443"), network(b"::ffff:203.0.113.9")
    ('203.0.113.0/24', '2001:db8:1::/48', '203.0.113.0/24')
    >>> network(b"2002:cb00:7109::1"), network(b"dialup-7.example.net")
    ('203.0.113.0/24', None)
    """
    found = _address(raw)
    if found is None:
        return None
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


def identity(raw: bytes) -> bytes:
    """Return one writing for all writings of an address, for the keyed identifier of a visitor; a host name as it is."""
    found = _address(raw)
    return raw if found is None else found.packed


def _address(raw: bytes) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    text = raw[:64].decode("ascii", "replace").partition(",")[0].strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    text = text.partition("%")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv4Address):
        return found
    if found.ipv4_mapped:
        return found.ipv4_mapped
    if found in _SIX_TO_FOUR and found.sixtofour:
        return found.sixtofour
    return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else found


def masked(raw: bytes) -> str:
    """Return what a report may show of a line that could not be read: 80 characters, harmless, without the end of any address.

    Examples
    --------
    >>> masked(b'203.0.113.9 - - [17/May/2015:10:05:03 +0000] "GET /')
    '203.0.113.x - - [17/May/2015:10:05:03 +0000] "GET /'
    """
    text = _DOTTED.sub(r"\1.x", harmless(raw[:400], longest=300))
    return _COLONS.sub(lambda found: found[0] if found[0].count(":") < 4 and "::" not in found[0] else "x:x", text)[:80]
