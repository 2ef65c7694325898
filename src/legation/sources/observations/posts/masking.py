"""Posts of any network in one form, without their writers: private accounts become pseudonyms wherever they are named.

What is replaced in every text: addresses of private profiles and posts, ``@name``, ``@name@host``, Bluesky names and DIDs, e-mail
addresses, and private accounts' names that the same file tells, also where no ``@`` stands before them. A name that could be any word
(letters alone, or short, as ``cop26``) is replaced only in its owner's own posts and in those that say that they mention it. In posts of
private accounts what looks like a telephone number goes too. What somebody says of a person in plain words stays: a reader of handles
knows no persons.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

from legation.sources.observations.accounts import Register, check_key, normal_handle, profile_of, pseudonym
from legation.sources.observations.texts.dates import TextDate
from legation.sources.observations.texts.language import tag_code
from legation.sources.observations.texts.rows import TextRows, web_address

__all__ = [
    "EMAIL",
    "LINK",
    "NAME",
    "PHONE",
    "Masks",
    "Post",
    "Who",
    "place",
]


EMAIL, PHONE, NAME, LINK = "[e-mail]", "[tel]", "[…]", "[link]"
"""What stands where no pseudonym can."""
Who: TypeAlias = "tuple[str, str]"
"""Network and account."""
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_MARKS = re.compile(
    r"""(?P<url>(?:https?://|at://|www\.)[^\s<>"]+|(?<![\w@.])(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}/[^\s<>"]+)
    |(?P<did>did:[a-z]{1,10}:[\w.%-]{1,200})
    |(?P<mail>[@＠]?[\w.+-]{1,64}[@＠](?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24})
    |(?P<at>[@＠][\w][\w.-]{0,99})
    |(?P<sky>(?<![\w.-])[\w-]{1,63}\.bsky\.social\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_TOKEN = re.compile(r"[^\W_][\w.-]*\w|\w+")
_WORD = re.compile(r"\w+")
_TELEPHONE = re.compile(
    r"(?<![\w.])(?:\+|00)\d[\d .()/-]{6,18}\d(?!\w)|(?<![\w./:-])0\d(?:[ .-]?\d{2}){4}(?!\w)|(?<!\w)\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\w)"
)
_TRAILING = ".,;:!?)»”’…]}'\""
_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}\w{2,24}")
_DID = re.compile(r"did:[a-z]{1,10}:\w")
_IN_QUERY = re.compile(r"[?&#;](?:via|screen_name|user|user_?name|author|related|handle|account|profile)=[^&#;]", re.IGNORECASE)
_ODD = re.compile(r"\w[_.]\w")
_EDGES = re.compile(r"^\W+|\W+$")
_LEAST, _LONG = 3, 10


class Masks:
    """What stands for each account of a file.

    Parameters
    ----------
    register : Register
        Accounts that keep their names, between their dates.
    key : bytes
        16 to 64 bytes, the desk's secret.

    Examples
    --------
    >>> masks = Masks(Register(), b"0123456789abcdef")
    >>> said = masks.words("Thanks @alice_m, write to a@b.example", "x", dt.date(2020, 1, 1))
    >>> said == f"Thanks @{masks.pseudonym('x', 'alice_m')}, write to [e-mail]"
    True
    """

    def __init__(self, register: Register, key: bytes) -> None:
        check_key(key)
        self._register, self._key = register, key
        self._first: dict[Who, str] = {}
        self._names: dict[Who, dict[str, None]] = {}
        self._known: dict[str, Who] = {}

    def know(self, platform: str, *names: str) -> None:
        """Note an account of the file, and that all its names are one account's; the first one makes the pseudonym."""
        handles = [handle for name in names if (handle := normal_handle(name))]
        if not handles:
            return
        first = self._first.get((platform, handles[0]), handles[0])
        for handle in handles:
            self._first.setdefault((platform, handle), first)
            self._names.setdefault((platform, first), {})[handle] = None
            for form in _forms(handle):
                if _ODD.search(form) or (len(form) >= _LONG and not form.isalpha() and not form.isdigit()):
                    self._known.setdefault(form, (platform, handle))

    def actor(self, platform: str, account: str, day: dt.date) -> str | None:
        """Return the registered actor of an account on a day, whichever of its names is registered."""
        if not len(self._register):
            return None
        handle = normal_handle(account)
        names = self._names.get((platform, self._first.get((platform, handle), handle)), {})
        return next((actor for name in (handle, *names) if (actor := self._register.actor(platform, name, day))), None)

    def name(self, platform: str, account: str, day: dt.date) -> str:
        """Return an account's name where it is registered on that day, else its pseudonym."""
        return normal_handle(account) if self.actor(platform, account, day) else self.pseudonym(platform, account)

    def pseudonym(self, platform: str, account: str) -> str:
        """Return the pseudonym of an account."""
        handle = normal_handle(account)
        return pseudonym(platform, self._first.get((platform, handle), handle), self._key)

    def post(self, platform: str, reference: str) -> str:
        """Return what stands for a post: a keyed hash, since numbers and addresses of posts lead to whose they are."""
        said = f"{platform}\0{reference.strip()}".encode("utf-8", "replace")
        return f"post-{hashlib.blake2b(said, key=self._key, digest_size=12).hexdigest()}"

    def plain(self, text: str) -> str:
        """Return a cell that should hold a date, for an error: letters that could be a name are left out."""
        return re.sub(r"[^\W\d]{3,}[\w.]*", "…", text)

    def address(self, url: str, day: dt.date, own: Iterable[Who] = ()) -> str | None:
        """Return an address that leads to no private account; None for one that does."""
        return url if self._instead_of(url, day, self._own(own, day)) is None else None

    def words(
        self, text: str, platform: str, day: dt.date, *, own: Iterable[Who] = (), names: Iterable[str] = (), private: bool = True
    ) -> str:
        """Return a text in which no private account is named.

        Parameters
        ----------
        text : str
        platform : str
            Whose ``@name`` it is.
        day : date
            On which register entries must hold.
        own : iterable of (network, account)
            Accounts that the post itself tells: its writer, and whom it mentions.
        names : iterable of str
            Names that private ones of these show; replaced where they stand as they are.
        private : bool
            Whether the writer is a private account: telephone numbers go too.
        """
        forms = self._own(own, day)
        text = _HIDDEN.sub("", text)
        text = _MARKS.sub(lambda found: self._replaced(found, platform, day, forms), text)
        for name in sorted({_EDGES.sub("", name) for name in names}, key=lambda name: (-len(name), name)):
            if len(name) >= _LEAST:
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NAME, text, flags=re.IGNORECASE if " " in name else 0)
        if (self._known or forms) and self._any(text, forms):

            def swap(found: re.Match[str]) -> str:
                return self._token(found[0], day, forms) or found[0]

            text = _WORD.sub(swap, _TOKEN.sub(swap, text))
        return _TELEPHONE.sub(PHONE, text) if private else text

    def _any(self, text: str, forms: dict[str, str]) -> bool:
        """Whether a word of the text may be a private account's name: most texts hold none, and asking is quick."""
        low = text.lower()
        words = {*_TOKEN.findall(low), *_WORD.findall(low)}
        return not (self._known.keys().isdisjoint(words) and forms.keys().isdisjoint(words))

    def _own(self, own: Iterable[Who], day: dt.date) -> dict[str, str]:
        """Return what stands for each name that the post itself tells, except for registered ones."""
        return {
            form: f"@{self.pseudonym(platform, handle)}"
            for platform, handle in own
            if not self.actor(platform, handle, day)
            for form in _forms(normal_handle(handle))
        }

    def _token(self, token: str, day: dt.date, forms: dict[str, str]) -> str | None:
        """Return what stands for a word that is a private account's name; None where it is none."""
        form = token.lower()
        if form in forms:
            return forms[form]
        who = self._known.get(form)
        return f"@{self.pseudonym(*who)}" if who and not self.actor(*who, day) else None

    def _replaced(self, found: re.Match[str], platform: str, day: dt.date, forms: dict[str, str]) -> str:
        text = found[0]
        match found.lastgroup:
            case "url":
                bare = text.rstrip(_TRAILING)
                instead = self._instead_of(bare, day, forms)
                return text if instead is None else instead + text[len(bare) :]
            case "mail":
                return self._mail(text, day, forms)
            case "did" | "sky":
                return text if self.actor("bluesky", text, day) else f"@{self.pseudonym('bluesky', text)}"
        bare = text.partition(".")[0] if platform == "x" else text.rstrip(".-")
        where = "bluesky" if bare.lower().endswith(".bsky.social") else platform
        if self.actor(where, bare, day):
            return text
        return (forms.get(normal_handle(bare)) or f"@{self.pseudonym(where, bare)}") + text[len(bare) :]

    def _mail(self, text: str, day: dt.date, forms: dict[str, str]) -> str:
        """Return what stands for ``name@host``: an account of the Fediverse where it is known as one or has an ``@`` before it."""
        handle = normal_handle(text)
        if self.actor("mastodon", handle, day):
            return text
        if text[0] in "@＠" or ("mastodon", handle) in self._first:
            return f"@{self.pseudonym('mastodon', handle)}"
        return forms.get(handle, EMAIL)

    def _instead_of(self, url: str, day: dt.date, forms: dict[str, str]) -> str | None:
        """Return what stands for an address that leads to a private account or names one; None where it may stay."""
        whose = profile_of(url)
        if whose is not None:
            return None if self.actor(*whose, day) else f"@{self.pseudonym(*whose)}"
        plain = unquote(unquote(url))
        if "@" in plain:
            return EMAIL if _MAIL.search(plain) else LINK
        if _DID.search(plain) or _IN_QUERY.search(plain):
            return LINK
        tokens = {*_TOKEN.findall(plain), *_WORD.findall(plain)}
        return next((LINK for token in sorted(tokens) if self._token(token, day, forms)), None)


def _forms(handle: str) -> set[str]:
    """Return how an account may be named in a text: whole, and without its host."""
    short = handle.removesuffix(".bsky.social")
    return {form for form in (handle, handle.partition("@")[0], short) if len(form) >= _LEAST}


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
        What stands where the date is sought.
    text, title, language, url : str
    names : tuple of (account, str)
        What the account and those it mentions show as their names: those of private ones are sought in the text; none is kept.
    mentions : tuple of (network, account)
    answers, repeats : str
        Reference of the post that this one answers or repeats.
    """

    network: str
    reference: str
    account: str
    when: TextDate | None
    said: str = ""
    text: str = ""
    title: str = ""
    language: str = ""
    url: str = ""
    names: tuple[tuple[str, str], ...] = ()
    mentions: tuple[Who, ...] = ()
    answers: str = ""
    repeats: str = ""


def place(rows: TextRows, masks: Masks, part: str, row: int, post: Post) -> bool:
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
        language=tag_code(post.language),
        title=masked(post.title),
        text=masked(post.text),
        url=masks.address(address, day) if address else None,
        answers=masks.post(post.network, post.answers) if post.answers else None,
        repeats=masks.post(post.network, post.repeats) if post.repeats else None,
    )
