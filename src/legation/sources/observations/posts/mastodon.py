"""Posts of Mastodon and of servers like it: the archive of an account, its outbox, and statuses as the interface gives them.

Traps, and what is done:

- an archive also holds what was said to followers or to one person: only what was public is read, the rest is counted and told;
- the same post has an address (``uri``) and a number on each server: the address counts, and numbers become it where the file tells;
- what is repeated (``Announce``, ``reblog``) is a row of its own that ``repeats`` the other post; its words are not those of the account;
- a name in the text lacks its server, which stands in the link and in the list of mentions: they are read together;
- the host of a server can be a person's own: no address of a private account's server is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from legation.sources.capture.plain import words_of
from legation.sources.observations.accounts import normal_handle, profile_of
from legation.sources.observations.posts.archive import as_object, as_text, items_of
from legation.sources.observations.posts.masking import Masks, Post, place
from legation.sources.observations.texts.dates import moment
from legation.sources.observations.texts.rows import TextRows
from legation.sources.observed import Fault

__all__ = ["LISTS", "steps"]

LISTS = ("orderedItems", "items", "statuses", "toots", "posts")
NETWORK = "mastodon"
_MEMBER = "outbox.json"
_PUBLIC = frozenset(("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"))
_SEEN = frozenset(("public", "unlisted"))


def steps(path: Path, rows: TextRows, masks: Masks) -> Iterator[None]:
    """Read a file twice: first whom it tells of, so that they are found wherever they stand; then its posts."""
    numbers: dict[str, str] = {}
    for item in items_of(path, _MEMBER, LISTS, None):
        _look(item, masks, numbers)
    for row, item in enumerate(items_of(path, _MEMBER, LISTS, rows), start=1):
        post = _activity(item) if "type" in item and ("object" in item or "published" in item) else _status(item, numbers)
        if post is None:
            hidden = "visibility" in item or item.get("type") in ("Create", "Note")
            rows.fault(Fault(path.name, row, "posts-not-public" if hidden else "posts-no-post"))
        else:
            place(rows, masks, path.name, row, post)
        yield


def _look(item: Mapping[str, Any], masks: Masks, numbers: dict[str, str]) -> None:
    for status in (item, item.get("reblog"), item.get("object")):
        if not isinstance(status, dict):
            continue
        if status.get("uri") and status.get("id"):
            numbers[str(status["id"])] = str(status["uri"])
        for who in filter(None, (*_mentions(status), _author(status))):
            masks.know(NETWORK, who)


def _activity(item: Mapping[str, Any]) -> Post | None:
    """Return a post of an outbox; None where it was not for everyone, or is no post."""
    note = item.get("object") if item.get("type") in ("Create", "Announce") else item
    repeated = item.get("type") == "Announce"
    if not {*_texts(item.get("to")), *_texts(item.get("cc"))} & _PUBLIC:
        return None
    if repeated:
        reference = note.get("id", "") if isinstance(note, dict) else str(note or "")
        said = str(item.get("published") or "")
        account = _account(item.get("actor"))
        return Post(
            network=NETWORK,
            reference=str(item.get("id") or f"{account} {reference}"),
            account=account,
            when=moment(said),
            said=said,
            repeats=str(reference),
        )
    if not isinstance(note, dict) or note.get("type") not in ("Note", "Article", "Question", "Page"):
        return None
    said = str(note.get("published") or item.get("published") or "")
    languages = list(note["contentMap"]) if isinstance(note.get("contentMap"), dict) else []
    return Post(
        network=NETWORK,
        reference=str(note.get("id") or note.get("url") or ""),
        account=_account(note.get("attributedTo") or item.get("actor")),
        when=moment(said),
        said=said,
        text=words_of(str(note.get("content") or ""), _link),
        title=words_of(str(note.get("summary") or note.get("name") or "")),
        language=languages[0] if len(languages) == 1 else "",
        url=str(note.get("url") or ""),
        mentions=tuple((NETWORK, who) for who in _mentions(note)),
        answers=str(note.get("inReplyTo") or ""),
    )


def _status(item: Mapping[str, Any], numbers: Mapping[str, str]) -> Post | None:
    """Return a status of the interface; None where it was not for everyone, or is none."""
    if as_text(item.get("visibility", "public")) not in _SEEN or "content" not in item:
        return None
    shared = item.get("reblog")
    original = shared if isinstance(shared, dict) else item
    answered = str(item.get("in_reply_to_id") or "")
    said = str(item.get("created_at") or "")
    mentions = [(NETWORK, who) for who in _mentions(original)]
    return Post(
        network=NETWORK,
        reference=str(item.get("uri") or item.get("url") or item.get("id") or ""),
        account=_author(item),
        when=moment(said),
        said=said,
        text=words_of(str(original.get("content") or ""), _link),
        title=words_of(str(original.get("spoiler_text") or "")),
        language=str(original.get("language") or ""),
        url=str(item.get("url") or ""),
        names=tuple((_author(one), str(as_object(one.get("account")).get("display_name") or "")) for one in (item, original)),
        mentions=(*mentions, *([(NETWORK, _author(original))] if original is not item else [])),
        answers=numbers.get(answered, answered),
        repeats=str(original.get("uri") or original.get("id") or "") if original is not item else "",
    )


def _author(status: Mapping[str, Any]) -> str:
    account = status.get("account")
    if isinstance(account, dict):
        name = str(account.get("acct") or account.get("username") or "")
        return name if "@" in name.lstrip("@") else _account(account.get("url") or account.get("uri")) or name
    return _account(status.get("attributedTo") or status.get("actor"))


def _account(address: Any) -> str:
    """Return the account of a profile's address; the address itself where it has no form that is known."""
    text = str(address.get("id", "") if isinstance(address, dict) else address or "")
    found = profile_of(text)
    return found[1] if found else text


def _mentions(status: Mapping[str, Any]) -> list[str]:
    mentions = [(str(one.get("acct") or ""), one.get("url")) for one in _dicts(status.get("mentions"))]
    mentions += [(str(tag.get("name") or ""), tag.get("href")) for tag in _dicts(status.get("tag")) if tag.get("type") == "Mention"]
    names = (name if "@" in name.lstrip("@") else _account(address) or name for name, address in mentions)
    return [normal_handle(name) for name in names if name]


def _link(address: str, kind: str) -> str | None:
    """Return a mention with its server, which only its address tells; other links keep their words."""
    if "mention" not in kind or "hashtag" in kind:
        return None
    found = profile_of(address)
    return f"@{found[1]}" if found else None


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _dicts(value: Any) -> Sequence[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
