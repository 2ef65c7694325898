"""A post of whichever network, told in the same words, and its place in the table: with its institution's name, or under a pseudonym."""

from __future__ import annotations

from dataclasses import dataclass

from legation.sources.posts.masking import Masks, Who
from legation.sources.texts.moment import Moment
from legation.sources.texts.rows import Rows, web_address
from legation.sources.texts.tongue import told

__all__ = ["Post", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a file tells of a post.

    Attributes
    ----------
    network : str
        ``mastodon``, ``bluesky``, ``x``...
    reference : str
        What the network calls the post: an address, a number.
    account : str
        Whose post it is, as the network calls the account.
    when : Moment or None
    said : str
        What stands where the date is looked for.
    text, title, language, url : str
    names : tuple of (account, str)
        What the account and those it mentions show as their names: those of private ones are looked for in the text; none is kept.
    mentions : tuple of (network, account)
    answers, repeats : str
        Reference of the post that this one answers or repeats.
    """

    network: str
    reference: str
    account: str
    when: Moment | None
    said: str = ""
    text: str = ""
    title: str = ""
    language: str = ""
    url: str = ""
    names: tuple[tuple[str, str], ...] = ()
    mentions: tuple[Who, ...] = ()
    answers: str = ""
    repeats: str = ""


def place(rows: Rows, masks: Masks, part: str, row: int, post: Post) -> bool:
    """Place a post, or tell why it cannot be; return whether it was placed.

    No name of a private account passes here: ``account`` is a pseudonym, ``id``, ``answers`` and ``repeats`` are keyed hashes, ``url`` is
    empty, and the text is searched.
    """
    if post.when is None:
        return rows.add(part, row, None, found=masks.plain(post.said), id="", text=post.text and "…")
    day = post.when.time.date()
    actor = masks.actor(post.network, post.account, day) if post.account else None
    own: tuple[Who, ...] = (((post.network, post.account),) if post.account else ()) + post.mentions
    address = web_address(post.url) if actor else None
    names = [name for account, name in post.names if name and not masks.actor(post.network, account, day)]

    def masked(text: str) -> str:
        return masks.words(text, post.network, day, own=own, names=names, private=actor is None) if text else ""

    return rows.add(
        part,
        row,
        post.when,
        found=post.said,
        id=masks.post(post.network, post.reference),
        kind="post",
        outlet=post.network,
        actor=actor,
        account=masks.name(post.network, post.account, day) if post.account else None,
        language=told(post.language),
        title=masked(post.title),
        text=masked(post.text),
        url=masks.address(address, day) if address else None,
        answers=masks.post(post.network, post.answers) if post.answers else None,
        repeats=masks.post(post.network, post.repeats) if post.repeats else None,
    )
