"""What MITRE ATT&CK knows of groups: the official STIX bundle of any release, a table of one release, or a history of releases.

Traps of the format, and what is done with each
- revoked and deprecated objects and relations are left out; where a relation says what took an id's place, that is kept;
- a technique moves from the page of a group to that of a campaign when the campaign is made: what an attributed campaign used counts as
  used by its group, unless ``campaigns=False``;
- who reported a use stands in the references of the relation; a use without one stands on nobody's word;
- two objects with one id: the one modified last counts;
- lists of techniques that are one string are read by the shape of the ids;
- the country behind a group is no part of ATT&CK: it comes from a file or mapping of suspicions, and stays one.

The data are MITRE's, under its terms of use: :attr:`Knowledge.notice` is shown with whatever is quoted from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from legation.errors import BadValue, CannotRead
from legation.language import Message
from legation.methods.attribution import Knowledge, unlisted_share
from legation.sources.attack.releases import AttackRelease, from_bundle, from_history, from_table, release_names
from legation.sources.imports.json_text import BYTES_LIMIT, read_json
from legation.sources.reading import file_bytes

__all__ = ["SUSPECTED", "decode", "read"]

SUSPECTED = 0.5
"""Share of a sponsor that is named without a degree: a suspicion, no more."""

Sponsors = str | Path | Mapping[str, Any]


def read(path: str | Path, release: str | None = None, sponsors: Sponsors | None = None, *, campaigns: bool = True) -> Knowledge:
    """Return what a release knows of groups.

    Parameters
    ----------
    path : path
        A STIX 2 bundle, a table of one release (``groups``, ``software``, ``techniques``, ``campaigns``) or a history (``versions``,
        ``citations``).
    release : str, optional
        Which release: needed for a history, where the prior of an unlisted actor is learnt from the releases up to it; checked elsewhere
        where the file says which it is. ``v15.1`` and ``15.1`` are the same.
    sponsors : path or mapping, optional
        Group -> country, or -> {country: share}; or a file with ``country`` and, in percent, ``conf``.
    campaigns : bool
        Whether what attributed campaigns used counts for their groups.

    Raises
    ------
    CannotRead
        For a file that is none of these, a release that it does not hold, a record of another form.
    """
    path = Path(path)
    return decode(file_bytes(path, BYTES_LIMIT), str(path), release, sponsors, campaigns=campaigns)


def decode(
    data: bytes, name: str, release: str | None = None, sponsors: Sponsors | bytes | None = None, *, campaigns: bool = True
) -> Knowledge:
    """Return what the bytes of a file know of groups; otherwise as :func:`read`.

    Parameters
    ----------
    data : bytes
    name : str
        Where they come from, for what is said of faults.
    release, sponsors, campaigns
        As for :func:`read`; ``sponsors`` may be the bytes of its file.

    Examples
    --------
    >>> decode(b'{"groups": {"G0001": {"techniques": ["T1078"]}}}', "files/own.json").groups["G0001"]["software"]
    mappingproxy({})
    """
    return _decoded(data, Path(name), release, _sponsors(sponsors), campaigns=campaigns)


def _decoded(raw: bytes, path: Path, release: str | None, behind: Mapping[str, Mapping[str, float]], *, campaigns: bool) -> Knowledge:
    data = read_json(raw, path.name)
    if not isinstance(data, dict):
        raise _no_knowledge(path, type(data).__name__)
    unlisted = 0.5
    if isinstance(data.get("versions"), dict):
        names = release_names(data)
        if release is None or _plain(release) not in map(_plain, names):
            raise CannotRead(Message("attack.which-release", path=str(path), allowed=" | ".join(names), found=release or "–"))
        upto = [_plain(name) for name in names].index(_plain(release)) + 1
        found = from_history(data, names[upto - 1], path.name)
        unlisted = _learnt(data, names[:upto], path)
    elif isinstance(data.get("groups"), dict):
        found = from_table(data, path.name, campaigns=campaigns)
    elif isinstance(data.get("objects"), list):
        found = from_bundle(data["objects"], path.name, campaigns=campaigns)
    else:
        raise _no_knowledge(path, ", ".join(sorted(map(str, data))[:5]))
    if release and found.release and _plain(release) != _plain(found.release):
        raise CannotRead(Message("attack.other-release", path=str(path), asked=release, found=found.release))
    if not found.groups:
        raise CannotRead(Message("attack.no-groups", path=str(path)))
    return _knowledge(found, path, behind, unlisted)


def _knowledge(found: AttackRelease, path: Path, behind: Mapping[str, Mapping[str, float]], unlisted: float) -> Knowledge:
    groups = {name: {**record, "sponsor": behind.get(name, {})} for name, record in found.groups.items()}
    try:
        return Knowledge(
            groups=groups,
            software=found.software,
            tools=found.tools,
            techniques=found.techniques,
            replaced=found.replaced,
            withdrawn=found.withdrawn,
            names=found.names,
            notice=found.notice,
            release=found.release,
            unlisted=unlisted,
        )
    except BadValue as error:
        raise CannotRead(Message("attack.bad-record", path=str(path), why=str(error))) from error


def _learnt(data: Mapping[str, Any], names: Sequence[str], path: Path) -> float:
    """Return the prior of an unlisted actor from the releases of a history."""
    try:
        return unlisted_share([from_history(data, name, path.name).groups for name in names]).share
    except BadValue as error:
        raise CannotRead(Message("attack.bad-record", path=str(path), why=str(error))) from error


def _sponsors(given: Sponsors | bytes | None) -> dict[str, dict[str, float]]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        return {group: _shares(group, said, None, "sponsors") for group, said in given.items()}
    name = "sponsors" if isinstance(given, bytes) else Path(given).name
    data = read_json(given if isinstance(given, bytes) else file_bytes(Path(given), BYTES_LIMIT), name)
    if not isinstance(data, dict) or not isinstance(data.get("country", data), dict):
        raise CannotRead(Message("attack.bad-sponsors", path=name, place="country", found=type(data).__name__))
    conf = data.get("conf")
    degrees = conf if isinstance(conf, dict) else {}
    said = {group: one for group, one in data.get("country", data).items() if not group.startswith("_")}
    return {group: _shares(group, one, degrees.get(group), name) for group, one in said.items()}


def _shares(group: str, said: object, degree: object, path: str) -> dict[str, float]:
    """Return country -> share of one group."""
    if isinstance(said, str) and said.strip():
        try:
            share = SUSPECTED if degree in (None, "") else float(str(degree)) / 100
        except ValueError:
            share = -1.0
        if 0 <= share <= 1:
            return {said.strip(): share}
    elif isinstance(said, Mapping) and all(
        isinstance(name, str) and isinstance(share, (int, float)) and 0 <= share <= 1 for name, share in said.items()
    ):
        return {name: float(share) for name, share in said.items()}
    shown = f"{said!r}" if degree in (None, "") else f"{said!r}, {degree!r}"
    raise CannotRead(Message("attack.bad-sponsors", path=path, place=str(group), found=shown[:80]))


def _plain(release: str) -> str:
    return release.strip().lower().removeprefix("att&ck-").removeprefix("v")


def _no_knowledge(path: Path, found: str) -> CannotRead:
    return CannotRead(Message("attack.no-knowledge", path=str(path), found=found or "–"))
