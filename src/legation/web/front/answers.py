"""What is sent by a link or a code: an answer to a roll call, a change, a withdrawal. Each is checked here, and sealed by the page.

The token itself is sealed with it: the desk compares its SHA-256 with the one beside the seal, so that whoever copies the front's folder,
where the digests lie, still cannot speak for anybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from legation.consular.codes import read_code
from legation.web.front.catalogue import country_of
from legation.web.front.registration import FORM, LONG_LINE, LONG_TEXT, Problems, country_typed, gathered, in_order
from legation.web.front.typed import Refused, cleaned, day_of, email_of, line, phone_of, words

__all__ = [
    "COVERS",
    "STATUSES",
    "check_change",
    "check_code",
    "check_reply",
    "check_withdrawal",
    "code_of",
    "sealed_change",
    "sealed_reply",
]

STATUSES = ("injured", "need_help", "want_out", "safe", "left")
"""As a roll call has them, the most urgent first."""
COVERS = ("all", "me", "some")
_CHANGED = ("country", "place", "arrives", "leaves", "phone", "email", "words")


def code_of(text: str) -> str:
    """Return the code that was typed; whether it is anybody's, only the desk knows.

    Raises
    ------
    Refused
        ``code``.

    Examples
    --------
    >>> code_of(" xyq-kp8 ")
    'XYQKP8'
    """
    code = read_code(cleaned(text))
    if code is None:
        raise Refused("code")
    return code


def check_reply(post: Mapping[str, str]) -> Problems:
    """Return what is wrong with an answer to a roll call."""

    def one_of(name: str, allowed: tuple[str, ...]) -> None:
        if post.get(name, "") not in allowed:
            raise Refused("choose")

    return gathered(
        (
            ("status", lambda: one_of("status", STATUSES)),
            ("covers", lambda: one_of("covers", COVERS)),
            ("words", lambda: words(post.get("words", ""), LONG_TEXT)),
            ("position", lambda: line(post.get("position", ""), 2 * LONG_LINE)),
        )
    )


def check_code(post: Mapping[str, str]) -> Problems:
    """Return what is wrong with an answer by a code."""
    return gathered((("code", lambda: code_of(post.get("code", ""))),)) | check_reply(post)


def sealed_reply(post: Mapping[str, str], language: str, at: dt.datetime, *, token: str = "", asks_place: bool = True) -> dict[str, Any]:
    """Return what is sealed of an answer: ``status``, ``covers``, ``words``, ``position``, with ``token`` or ``code``.

    Parameters
    ----------
    asks_place : bool
        False in a discreet wave: a position is not taken, whatever the form holds.
    """
    content = {
        "form": FORM,
        "language": language,
        "at": at.isoformat(timespec="seconds"),
        "status": post.get("status", ""),
        "covers": post.get("covers", ""),
        "words": words(post.get("words", ""), LONG_TEXT),
        "position": line(post.get("position", ""), 2 * LONG_LINE) if asks_place else "",
    }
    return content | ({"token": token} if token else {"code": code_of(post.get("code", ""))})


def check_change(post: Mapping[str, str]) -> Problems:
    """Return what is wrong with a change: a field that is left empty is not changed."""

    def anything() -> None:
        if not any(post.get(name, "").strip() for name in _CHANGED):
            raise Refused("nothing")

    return gathered(
        (
            ("words", anything),
            ("country", lambda: country_typed(post.get("country", ""))),
            ("place", lambda: line(post.get("place", ""), LONG_LINE)),
            ("arrives", lambda: day_of(post.get("arrives", ""))),
            ("leaves", lambda: day_of(post.get("leaves", ""))),
            ("leaves", lambda: in_order(post.get("arrives", ""), post.get("leaves", ""))),
            ("phone", lambda: phone_of(post.get("phone", ""), country_of(post.get("country", "")))),
            ("email", lambda: email_of(post.get("email", ""))),
            ("words", lambda: words(post.get("words", ""), LONG_TEXT)),
        )
    )


def sealed_change(post: Mapping[str, str], language: str, at: dt.datetime, token: str) -> dict[str, Any]:
    """Return what is sealed of a change: only the fields that were filled in."""
    country = country_of(post.get("country", ""))
    first, last = day_of(post.get("arrives", "")), day_of(post.get("leaves", ""))
    changed = {
        "country": country,
        "place": line(post.get("place", ""), LONG_LINE),
        "arrives": first.isoformat() if first else "",
        "leaves": last.isoformat() if last else "",
        "phone": phone_of(post.get("phone", ""), country),
        "email": email_of(post.get("email", "")),
        "words": words(post.get("words", ""), LONG_TEXT),
    }
    about = {"form": FORM, "language": language, "at": at.isoformat(timespec="seconds"), "token": token}
    return about | {"changed": {name: value for name, value in changed.items() if value}}


def check_withdrawal(post: Mapping[str, str]) -> Problems:
    """Return what is wrong with a withdrawal: it has to be confirmed."""
    return {} if post.get("confirm") == "yes" else {"confirm": Refused("confirm")}
