"""The seal of a forecast: what was said before the fact cannot be changed after it without that being seen.

The canonical form is one line of JSON in UTF-8: ``form``, ``salt`` and every filled field of :data:`FIXED`, as the cells of the part are
written, keys sorted, no blanks outside texts, texts in Unicode form NFC. Its SHA-256 is the seal. The salt, 32 hexadecimal digits drawn at
random, keeps a seal of a yes or no from being guessed by trying both. Who has sealed keeps the salt until the forecast is opened.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from legation.dossier.edit import cells_of
from legation.dossier.records import Forecast
from legation.errors import WrongUse
from legation.language import Message

__all__ = ["FIXED", "SealState", "canonical", "opens", "seal_of", "seal_states", "withheld"]

SealState = Literal["unsealed", "withheld", "intact", "broken"]

FIXED = (
    "question",
    "question_fr",
    "question_en",
    "rollcall",
    "actor",
    "made",
    "outcome",
    "probability",
    "low",
    "value",
    "high",
    "level",
    "unit",
    "unit_fr",
    "unit_en",
    "baseline",
    "baseline_fr",
    "baseline_en",
    "baseline_probability",
    "baseline_value",
    "made_on",
    "made_by",
    "due",
)
"""The columns that are fixed when a forecast is made; those of its resolution, its evidence, its marking are not, nor which papers
printed it."""

_FORM = "legation-forecast-1"
_SHOWN = ("question", "made_on", "made_by", "due", "rollcall", "made")
_ROW = ("id", "supersedes", "author", "recorded", "reason", "evidence", "marking")


def canonical(forecast: Forecast, salt: str) -> bytes:
    """Return the text that is sealed.

    Parameters
    ----------
    forecast : Forecast
    salt : str
        32 hexadecimal digits, in small letters.

    Raises
    ------
    WrongUse
        For a salt of another form.

    Examples
    --------
    >>> canonical(Forecast(id="f", probability=0.7), "0" * 32)
    b'{"form":"legation-forecast-1","probability":"0.7","salt":"00000000000000000000000000000000"}'
    """
    if not re.fullmatch("[0-9a-f]{32}", salt):
        raise WrongUse(Message("dossier.not-allowed", name="salt", found=salt[:40], allowed="[0-9a-f]{32}"))
    cells = cells_of("forecasts", forecast)
    said = {name: unicodedata.normalize("NFC", cells[name]) for name in FIXED if cells.get(name)}
    return json.dumps({"form": _FORM, "salt": salt, **said}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def seal_of(forecast: Forecast, salt: str) -> str:
    """Return the seal: the SHA-256 of the canonical form, 64 hexadecimal digits.

    Examples
    --------
    >>> seal_of(Forecast(id="f", probability=0.7), "0" * 32) == seal_of(Forecast(id="g", probability=0.7, resolution="yes"), "0" * 32)
    True
    """
    return hashlib.sha256(canonical(forecast, salt)).hexdigest()


def opens(forecast: Forecast, seal: str, salt: str) -> bool:
    """Whether a salt opens a seal on a forecast: nothing that was sealed has changed."""
    return seal_of(forecast, salt) == seal


def withheld(forecast: Forecast) -> Forecast:
    """Return the deposit of a sealed forecast: its question, dates, maker, vote and seal, and nothing of what it says."""
    kept = {name: getattr(forecast, name) for name in (*_SHOWN, *_ROW, "seal")}
    return Forecast(**kept)


def seal_states(forecasts: Iterable[Forecast]) -> dict[str, SealState]:
    """Return how the seal of each forecast is, by id; a row and those that it supersedes are one forecast.

    ``unsealed``: never sealed. ``withheld``: deposited, not opened. ``intact``: opened, and as it was sealed. ``broken``: what is opened is
    not what was sealed, or a later version took the seal away, put another in its place, or hid again what was open.

    Examples
    --------
    >>> import dataclasses
    >>> made = Forecast(id="f", probability=0.7)
    >>> sealed = dataclasses.replace(made, seal=seal_of(made, "0" * 32), salt="0" * 32)
    >>> seal_states([sealed, dataclasses.replace(sealed, id="g", probability=0.9)])
    {'f': 'intact', 'g': 'broken'}
    """
    rows = {row.id: row for row in forecasts}
    return {row.id: _state(row, rows) for row in rows.values()}


def _state(row: Forecast, rows: dict[str, Forecast]) -> SealState:
    earlier: dict[str, Forecast] = {}
    at = row.supersedes
    while at in rows and at not in earlier:
        earlier[at] = rows[at]
        at = rows[at].supersedes
    sealed = [one for one in earlier.values() if one.seal]
    if any(one.seal != row.seal or (one.salt and not row.salt) for one in sealed):
        return "broken"
    if not row.seal:
        return "unsealed"
    if not row.salt:
        return "withheld"
    return "intact" if opens(row, row.seal, row.salt) else "broken"
