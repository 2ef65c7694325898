"""Posts of Bluesky: an account's own archive (CAR), and JSON: a feed, posts that a search found, records, events of the stream.

Traps, and what is done:

- an account has a name that can change (``handle``) and a number that cannot (``did``): the number makes the pseudonym, and the register
  may name either;
- the date of a post is what its writer's program says: where the network saw the post earlier, that counts, as on the network itself;
- a feed holds other accounts' posts, too, that the account repeats: each is a row of whoever repeats, with the words of the other;
- records and events tell a ``did`` or nothing of their writer: who reads them says whose they are, or they are not placed;
- an account's own archive tells its number alone, not its handle: see :mod:`legation.sources.observations.posts.repository`;
- what a profile's record shows as its name is sought in that account's posts, as the name that stands in a feed is;
- of an archive with several files that may be posts one is read, and that there are others is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from legation.sources.observations.accounts import normal_handle, profile_of
from legation.sources.observations.posts.archive import as_object, as_text, items_of, members
from legation.sources.observations.posts.masking import Masks, Post, Who, place
from legation.sources.observations.posts.repository import LISTED, MEMBERS, POST, PROFILE, REPOST, repository
from legation.sources.observations.texts.dates import TextDate, moment
from legation.sources.observations.texts.rows import TextRows
from legation.sources.observed import Fault

__all__ = ["LISTS", "steps"]

LISTS = ("feed", "posts", "records", "thread")
NETWORK = "bluesky"
_DEPTH = 12
_SHOWN_LIMIT = 640
"""Bytes of the name that a profile shows, as the network has it."""
Record = Mapping[str, Any]
Items: TypeAlias = "Callable[[TextRows | None], Iterator[tuple[int, dict[str, Any]]]]"


def steps(path: Path, rows: TextRows, masks: Masks, account: str) -> Iterator[None]:
    """Read a file twice: first whom it tells of, so that they are found wherever they stand; then its posts."""
    items = _items(path, masks, account)
    others = members(path, *MEMBERS) - 1
    if others > 0:
        rows.fault(Fault(path.name, 1, "posts-members", found=str(others)), rows=0)
    shown: dict[str, str] = {}
    for _, item in items(None):
        _look(item, masks, 0)
        shown |= _shown(item, account)
    for row, item in items(rows):
        post = _post(item, account, shown)
        if isinstance(post, str):
            rows.fault(Fault(path.name, row, post))
        else:
            place(rows, masks, path.name, row, post)
        yield


def _items(path: Path, masks: Masks, account: str) -> Items:
    """Return what yields the items of a file with their places, and tells its faults to the rows that it is given."""
    records = repository(path)
    if records is not None:
        masks.know(NETWORK, records.did, "" if account.startswith("did:") else account)
        return records.records
    if account:
        masks.know(NETWORK, account)
    return lambda rows: enumerate(items_of(path, LISTED, LISTS, rows), start=1)


def _look(value: Any, masks: Masks, depth: int) -> None:
    """Note every account that stands with its number and its name, however deep."""
    if depth > _DEPTH:
        return
    if isinstance(value, dict):
        did, handle = value.get("did"), value.get("handle")
        if isinstance(did, str) and did.startswith("did:"):
            masks.know(NETWORK, did, handle if isinstance(handle, str) and handle != "handle.invalid" else "")
        for one in value.values():
            if isinstance(one, (dict, list)):
                _look(one, masks, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _look(one, masks, depth + 1)


class _Parts(NamedTuple):
    """Where an object tells what: the record, what the network says of it, the event that it came with, and whose it is."""

    record: Record
    view: Record
    commit: Record
    author: Record
    kind: str
    uri: str
    owner: str


def _parts(item: Record, account: str) -> _Parts:
    view = as_object(item.get("post")) or item
    commit = as_object(item.get("commit"))
    record = (
        as_object(view.get("record"))
        or as_object(view.get("value"))
        or as_object(commit.get("record"))
        or (view if "createdAt" in view else {})
    )
    author = as_object(view.get("author"))
    kind = as_text(record.get("$type") or commit.get("collection") or (POST if "text" in record else ""))
    uri = as_text(view.get("uri"))
    if commit and not uri:
        uri = f"at://{as_text(item.get('did'))}/{as_text(commit.get('collection'))}/{as_text(commit.get('rkey'))}"
    return _Parts(record, view, commit, author, kind, uri, _name(author) or _owner(uri) or account)


def _shown(item: Record, account: str) -> dict[str, str]:
    """Return the name that an account shows, where an object is the record of its profile."""
    parts = _parts(item, account)
    name = as_text(parts.record.get("displayName")) if parts.kind == PROFILE else ""
    return {normal_handle(parts.owner): name} if name and len(name) <= _SHOWN_LIMIT else {}


def _post(item: Record, account: str, shown: Mapping[str, str]) -> Post | str:
    """Return the post that an object is, or the code of why it is none."""
    record, view, commit, author, kind, uri, owner = _parts(item, account)
    if not record or kind not in (POST, REPOST) or commit.get("operation", "create") not in ("create", "update"):
        return "posts-no-post"
    if not owner:
        return "posts-no-account"
    seen = as_text(view.get("indexedAt"))
    said = as_text(record.get("createdAt")) or seen
    reason = as_object(item.get("reason"))
    by = as_object(reason.get("by"))
    own = Post(
        network=NETWORK,
        reference=uri or f"{owner} {said}",
        account=owner,
        when=_earlier(moment(said), moment(seen)),
        said=said,
        text=as_text(record.get("text")),
        language=_language(record),
        url=_address(uri),
        names=(
            *((_name(one), as_text(one.get("displayName"))) for one in (author, by) if one),
            (owner, shown.get(normal_handle(owner), "")),
        ),
        mentions=(*_handles(author, by), *_mentioned(record)),
        answers=_uri(record.get("reply"), "parent"),
        repeats=_uri(record, "subject") if kind == REPOST else "",
    )
    return _repeated(own, reason, by) if by and "Repost" in as_text(reason.get("$type")) else own


def _repeated(post: Post, reason: Record, by: Record) -> Post:
    """Return the row of an account that repeats another's post."""
    said = as_text(reason.get("indexedAt"))
    who = _name(by)
    return Post(
        network=NETWORK,
        reference=as_text(reason.get("uri")) or f"{who} {post.reference}",
        account=who,
        when=moment(said),
        said=said,
        text=post.text,
        language=post.language,
        names=post.names,
        mentions=((NETWORK, post.account), *post.mentions),
        repeats=post.reference,
    )


def _name(account: Record) -> str:
    """Return an account as a file names it: by its number, or by its handle."""
    return as_text(account.get("did")) or as_text(account.get("handle"))


def _earlier(written: TextDate | None, seen: TextDate | None) -> TextDate | None:
    return min(filter(None, (written, seen)), key=lambda when: when.time, default=None)


def _handles(*accounts: Record) -> tuple[Who, ...]:
    return tuple((NETWORK, handle) for one in accounts if (handle := as_text(one.get("handle"))))


def _mentioned(record: Record) -> tuple[Who, ...]:
    features = [feature for facet in _list(record.get("facets")) for feature in _list(as_object(facet).get("features"))]
    return tuple((NETWORK, did) for feature in features if (did := as_text(as_object(feature).get("did"))))


def _language(record: Record) -> str:
    found = _list(record.get("langs"))
    return as_text(found[0]) if len(found) == 1 else ""


def _uri(value: Any, name: str) -> str:
    return as_text(as_object(as_object(value).get(name)).get("uri"))


def _owner(uri: str) -> str:
    found = profile_of(uri) if uri.startswith("at://") else None
    return found[1] if found else ""


def _address(uri: str) -> str:
    """Return where a post is seen; it is kept of registered accounts alone."""
    parts = uri.removeprefix("at://").split("/")
    return f"https://bsky.app/profile/{parts[0]}/post/{parts[2]}" if len(parts) == 3 and parts[1] == POST else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
