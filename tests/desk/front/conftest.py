"""A front of its own folder, with a desk that speaks to it."""

from __future__ import annotations

import base64
import datetime as dt
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client, override_settings

from legation.keys import Keyring, new_keyring, open_sealed, sign
from legation.web.front import bundles, running, settings
from legation.web.front.store import digest

NAMES = ("MIDDLEWARE", "ROOT_URLCONF", "TEMPLATES", "DATA_UPLOAD_MAX_MEMORY_SIZE", "DATA_UPLOAD_MAX_NUMBER_FIELDS", "USE_I18N")
FAR = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


@dataclass
class Desk:
    """What the desk has: its keys, and what it says to the front."""

    folder: Path
    keyring: Keyring = field(default_factory=new_keyring)
    carry_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    house: str = "house-1"
    number: int = 0
    acknowledged: int = 0
    tokens: list[bundles.LiveToken] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)

    def introduce(self) -> None:
        bundles.introduce(self.folder, house=self.house, carry_key=self.carry_key, desk_public=self.keyring.signing_public())

    def inward(self, **about: Any) -> bytes:
        self.number += 1
        self.about |= about
        sealing = {"version": self.keyring.sealing_version, "public": base64.b64encode(self.keyring.sealing_public()).decode()}
        said = bundles.Inward(self.number, self.acknowledged, self.tokens, {"sealing": sealing, "drill": True, **self.about})
        return bundles.write_inward(said, house=self.house, sign=lambda data: sign(self.keyring, data))

    def say(self, **about: Any) -> None:
        assert bundles.apply_inward(self.folder, self.inward(**about))

    def give(self, token: str, kind: str = "wave", expires: dt.datetime = FAR) -> str:
        """Make a link live."""
        self.tokens.append(bundles.LiveToken(digest(token), kind, expires))
        self.say()
        return token

    def fetch(self, after: int = 0) -> list[tuple[bundles.Sealed, dict[str, Any]]]:
        """Return what the front has, opened."""
        came = bundles.read_outward(bundles.write_outward(self.folder, after), house=self.house, carry_key=self.carry_key)
        return [(one, json.loads(open_sealed(self.keyring, one.kind, one.key_version, one.sealed))) for one in came.submissions]


@pytest.fixture(autouse=True)
def _counts_begin_anew() -> None:
    """The front has no database of Django's: what the desk clears before each test is not there."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return a desk whose front is open, in a drill, in all languages."""
    monkeypatch.setenv(running.FOLDER, str(tmp_path / "front"))
    running.front.cache_clear()
    one = Desk(tmp_path / "front")
    one.introduce()
    one.say()
    yield one
    if running.front.cache_info().currsize:
        running.front().close()
    running.front.cache_clear()


@pytest.fixture
def client(desk: Desk) -> Iterator[Client]:
    """Return a browser on the front's pages."""
    with override_settings(ALLOWED_HOSTS=["testserver"], **{name: getattr(settings, name) for name in NAMES}):
        yield Client()


def packed_places() -> bytes:
    """Return a small file of places, packed as ``make gazetteer`` does it."""
    program = Path(__file__).parents[3] / "requirements" / "gazetteer.py"
    module = ModuleType("gazetteer")
    module.__file__ = str(program)
    SourceFileLoader("gazetteer", str(program)).exec_module(module)
    rows = [
        (1, "Tripoli", "LB", 34.43, 35.84, 229398, ["طرابلس", "Trablous", "TRP"]),
        (2, "Saidnaya", "LB", 33.1, 35.1, 9000, []),
        (3, "Saida", "LB", 33.56, 35.37, 163554, ["صيدا", "Sidon", "Saïda"]),
        (4, "Tripoli", "LY", 32.88, 13.19, 1150989, ["طرابلس", "Триполи"]),
    ]
    names = ("geonameid", "name", "countrycode", "latitude", "longitude", "population", "alternatenames")
    return bytes(module.packed(dict(zip(names, row, strict=True)) for row in rows))
