"""The folder of a consular house, and what its ``consular.toml`` declares: posts, lines of retention, languages."""

from __future__ import annotations

import datetime as dt
import logging
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legation import moment
from legation.errors import CannotRead, NotAvailable
from legation.language import Message

__all__ = ["CONFIGURATION", "HOUSE", "House", "Post", "clock", "house_folder", "house_of", "read_house"]

CONFIGURATION = "consular.toml"
_DEFAULT = "consular"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post: an embassy's section, a consulate, an honorary consul, an office of a firm or NGO.

    Attributes
    ----------
    zone : str
        Its time zone, as IANA names it.
    country : str
        Where it is, ISO 3166-1 alpha-2.
    is_hostile : bool
        Whether waves are discreet there unless somebody decides otherwise.
    """

    id: str
    name_fr: str = ""
    name_en: str = ""
    zone: str = "UTC"
    country: str = ""
    is_hostile: bool = False

    def title(self, lang: str) -> str:
        """Return the name in a language, else in the other one, else the id."""
        return (self.name_fr if lang == "fr" else self.name_en) or self.name_en or self.name_fr or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a house declares.

    Attributes
    ----------
    kind : {"public", "employer", "ngo"}
        Of which the basis of each class depends.
    state : str
        The State whose nationals are looked after, ISO 3166-1 alpha-2; "" where it is no State.
    sms : mapping of str to str
        The gateway of text messages; of a drill, none, whatever it declares.
    retention : mapping of str to mapping
        By class the line of the house: ``schedule`` or ``not_public_archives``, ``reason``, ``approved_by``, and a period of its own.
    """

    folder: Path
    kind: str = "public"
    state: str = ""
    name_fr: str = ""
    name_en: str = ""
    posts: tuple[Post, ...] = ()
    retention: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    front: Mapping[str, Any] = field(default_factory=dict)
    sms: Mapping[str, Any] = field(default_factory=dict)

    def post(self, name: str) -> Post | None:
        """Return a post by its id."""
        return next((post for post in self.posts if post.id == name), None)


def house_folder() -> Path:
    """Return the folder that ``LEGATION_CONSULAR_DATA`` names; ``consular`` where it names none."""
    return Path(os.environ.get("LEGATION_CONSULAR_DATA") or _DEFAULT).absolute()


def read_house(folder: Path) -> House:
    """Return what a house declares.

    Raises
    ------
    NotAvailable
        Where no house is there: ``legation consular init`` makes one.
    CannotRead
        Where its declarations are not TOML, or not as they must be.
    """
    place = folder / CONFIGURATION
    if not place.is_file():
        raise NotAvailable(Message("desk.no-house", path=str(place)))
    try:
        text = place.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(Message("desk.house-unreadable", path=str(place), why=str(error))) from error
    return house_of(folder, text)


def house_of(folder: Path, text: str) -> House:
    """Return the house of a folder that a text declares.

    Raises
    ------
    CannotRead
        Where the text is not TOML, or not as it must be.
    """
    place = folder / CONFIGURATION
    try:
        found = tomllib.loads(text)
        posts = tuple(Post(**post) for post in found.get("post", ()))
        house = found.get("house", {})
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise CannotRead(Message("desk.house-unreadable", path=str(place), why=str(error))) from error
    if not posts:
        raise CannotRead(Message("desk.house-without-post", path=str(place)))
    return House(
        folder=folder,
        kind=house.get("kind", "public"),
        state=house.get("state", ""),
        name_fr=house.get("name_fr", ""),
        name_en=house.get("name_en", ""),
        posts=posts,
        retention=found.get("retention", {}),
        front=found.get("front", {}),
        sms={} if (folder / "drill.toml").exists() else found.get("sms", {}),
    )


class _TheHouse:
    """The house of this process, as its file declares it now: another process may have written it, and each use looks whether one has.

    A file that cannot be read changes nothing: what was declared before stays, and the log says so.
    """

    def __init__(self) -> None:
        self._house: House | None = None
        self._place = ""
        self._stamp: tuple[int, ...] = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.now(), name)

    def now(self) -> House:
        """Return what is declared now.

        Raises
        ------
        NotAvailable, CannotRead
            As :func:`read_house`, where it was never read before.
        """
        house = self._house
        if house is not None and _stamp_of(self._place) == self._stamp:
            return house
        folder = house_folder()
        place = str(folder / CONFIGURATION)
        stamp = _stamp_of(place)
        try:
            found = read_house(folder)
        except (NotAvailable, CannotRead) as error:
            if house is None:
                raise
            _LOG.warning("The declarations of the house are not read anew: %s", error)
            found = house
        self._house, self._place, self._stamp = found, place, stamp
        return found

    def post(self, name: str) -> Post | None:
        """Return a post by its id."""
        return self.now().post(name)

    def forget(self) -> None:
        """Read it anew when it is next needed."""
        self._house = None


def _stamp_of(place: str) -> tuple[int, ...]:
    """Return what differs between two files that were written to a place: nothing of their content is read."""
    try:
        found = os.stat(place)  # noqa: PTH116 - at each use of what is declared
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


HOUSE = _TheHouse()
"""The house of this process."""


def clock(at: dt.datetime) -> Message:
    """Return an instant as the clock of the house's first post shows it, with the place of that clock."""
    return moment.shown(at, HOUSE.posts[0].zone)
