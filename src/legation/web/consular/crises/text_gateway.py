"""The one way by which text messages leave: an HTTP call to the address that the house declares, signed, repeated without doubling.

``POST`` of JSON ``{"id", "to", "from", "text"}`` with the headers ``Idempotency-Key`` (the same on each try), ``Legation-Time`` (seconds
since 1970) and ``Legation-Signature`` (HMAC-SHA-256 over time, a point and the body, in hexadecimal). The gateway answers 200 to 299 with
``{"reference"}``; 409 for a key that it has taken before; 429 and 500 to 599: try again; any other: it does not take the message.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from legation.errors import WrongUse
from legation.language import Message
from legation.web.consular.crises.handing import Handed, Letter

__all__ = ["Gateway", "signature"]

TIMEOUT = 20.0
"""Seconds that the gateway is waited for."""
_MOST = 65_536
_AGAIN = (408, 425, 429)
_HERE = ("localhost", "127.0.0.1", "::1")


def signature(secret: bytes, at: str, body: bytes) -> str:
    """Return the HMAC-SHA-256 over a time and a body.

    >>> signature(b"k" * 16, "1767225600", b"{}")[:16]
    '9d8d25ab8475a9cf'
    """
    return hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: messages go to the declared address and nowhere else."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        """Follow no redirection."""


class Gateway:
    """A gateway of text messages.

    Parameters
    ----------
    address : str
        ``https://``; ``http://`` on this machine alone.

    Raises
    ------
    WrongUse
        For another address.
    """

    def __init__(self, address: str, secret: bytes, timeout: float = TIMEOUT) -> None:
        parts = urlsplit(address)
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)):
            raise WrongUse(Message("desk-waves.gateway-address"))
        self._address, self._secret, self._timeout = address, secret, timeout
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())

    def hand_over(self, letter: Letter) -> Handed:
        """Hand a message to the gateway, and say what came of it. What was cut is tried again: the key stops a second one."""
        content = {"id": letter.id, "to": letter.to, "from": letter.sender, "text": letter.body}
        body = json.dumps(content, ensure_ascii=False).encode()
        at = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": letter.id,
            "Legation-Time": at,
            "Legation-Signature": signature(self._secret, at, body),
        }
        request = urllib.request.Request(self._address, body, headers, method="POST")  # noqa: S310 - the scheme was checked
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                return Handed("handed-over", reference=_reference(answer.read(_MOST)))
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 409:
                    return Handed("handed-over", reference=_reference(error.read(_MOST)))
            return Handed("later" if error.code in _AGAIN or error.code >= 500 else "failed", str(error.code))
        except (OSError, http.client.HTTPException):
            return Handed("later", "no-connection")

    def close(self) -> None:
        """Nothing is left open between two messages."""


def _reference(body: bytes) -> str:
    try:
        return str(json.loads(body)["reference"])[:120]
    except (ValueError, KeyError, TypeError):
        return ""
