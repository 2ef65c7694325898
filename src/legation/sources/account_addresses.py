"""Whose account a web address leads to: the profile and post addresses of the usual networks."""

from __future__ import annotations

import functools
import re
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["NETWORKS", "network", "normal_handle", "profile_of"]

_HOSTS = {
    "x.com": "x",
    "twitter.com": "x",
    "nitter.net": "x",
    "instagram.com": "instagram",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "t.me": "telegram",
    "telegram.me": "telegram",
    "vk.com": "vk",
    "weibo.com": "weibo",
}
"""Hosts whose first step of the path is an account."""
_PREFIXED = {
    "bsky.app": ("bluesky", ("profile",)),
    "youtube.com": ("youtube", ("user", "c", "channel")),
    "linkedin.com": ("linkedin", ("in", "company", "pub", "school", "showcase")),
    "reddit.com": ("reddit", ("user", "u")),
    "snapchat.com": ("snapchat", ("add",)),
    "facebook.com": ("facebook", ("people", "pages", "pg")),
    "weibo.com": ("weibo", ("u", "n")),
    "instagram.com": ("instagram", ("stories",)),
    "t.me": ("telegram", ("s",)),
    "flickr.com": ("flickr", ("photos", "people")),
}
"""Hosts where an account follows another step."""
_AT = {"tiktok.com": "tiktok", "threads.net": "threads", "threads.com": "threads", "youtube.com": "youtube", "medium.com": "medium"}
_OWN_HOST = {"substack.com": "substack", "tumblr.com": "tumblr", "bsky.social": "bluesky"}
_NO_ACCOUNT = frozenset(
    [
        "i",
        "intent",
        "search",
        "hashtag",
        "home",
        "share",
        "explore",
        "settings",
        "messages",
        "notifications",
        "login",
        "tos",
        "privacy",
        "compose",
        "p",
        "reel",
        "reels",
        "tv",
        "accounts",
        "groups",
        "events",
        "watch",
        "photo",
        "photo.php",
        "story.php",
        "permalink.php",
        "sharer",
        "sharer.php",
        "help",
        "dialog",
        "plugins",
        "profile.php",
        "people",
        "pages",
        "pg",
        "stories",
        "s",
        "u",
        "n",
        "joinchat",
        "addstickers",
        "about",
        "status",
        "hashtags",
    ]
)
_NAMES = {
    "twitter": "x",
    "x twitter": "x",
    "x formerly twitter": "x",
    "bsky": "bluesky",
    "bluesky social": "bluesky",
    "facebook public": "facebook",
    "fb": "facebook",
    "ig": "instagram",
    "fediverse": "mastodon",
}
NETWORKS = frozenset((*_HOSTS.values(), *_AT.values(), *_OWN_HOST.values(), *(name for name, _ in _PREFIXED.values()))) | {
    "mastodon",
    "truth social",
    "pinterest",
    "whatsapp",
    "discord",
    "blog",
    "forum",
}
"""Networks that a column may name; another word is none, since it could be anybody's name."""
_FEDIVERSE = re.compile(r"/(?:(?:web|deck)/)?(?:@|users/|author/)([\w.-]{1,64})(?:@([\w.-]+\.[a-z]{2,}))?(?:/|$)")
_NUMBER_IN_QUERY = ("profile.php", "story.php", "permalink.php", "photo.php")


def network(name: str) -> str:
    """Return the one name of a network that goes by several.

    >>> network("Twitter"), network("X (Twitter)"), network("Mastodon")
    ('x', 'x', 'mastodon')
    """
    key = " ".join(re.findall(r"\w+", name.lower()))
    return _NAMES.get(key, key)


@functools.lru_cache(maxsize=65_536)
def normal_handle(text: str) -> str:
    """Return an account's name as it is compared: without ``@`` before it, lower case, in one form of Unicode.

    >>> normal_handle(" @Desk@Social.Example "), normal_handle("acct:desk@social.example")
    ('desk@social.example', 'desk@social.example')
    """
    import unicodedata

    handle = unicodedata.normalize("NFKC", text).strip().strip("\u200e\u200f\u2066\u2069\u202a\u202c").lower()
    return handle.removeprefix("acct:").lstrip("@").rstrip(".,:;/")


@functools.lru_cache(maxsize=65_536)
def profile_of(address: str) -> tuple[str, str] | None:
    """Return network and account of an address of a profile or of a post; None where it tells no account.

    Examples
    --------
    >>> profile_of("https://twitter.com/Desk/status/12"), profile_of("https://social.example/@desk/109")
    (('x', 'desk'), ('mastodon', 'desk@social.example'))
    >>> profile_of("at://did:plc:abc/app.bsky.feed.post/1"), profile_of("https://example.org/report")
    (('bluesky', 'did:plc:abc'), None)
    """
    address = address.strip()
    if address.lower().startswith("at://"):
        return ("bluesky", normal_handle(address[5:].partition("/")[0]))
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").lower()
        path = unquote(parts.path)
        query = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return None
    host = re.sub(r"^(?:www|m|mobile|web|touch|[a-z]{2}(?:-[a-z]{2})?)\.", "", host) if host.count(".") > 1 else host
    steps = [step for step in path.split("/") if step]
    found = _on_network(host, steps, query)
    if found is not None or host in _HOSTS or host in _PREFIXED:
        return found
    for ending, name in _OWN_HOST.items():
        if host.endswith("." + ending):
            return name, normal_handle(host if name == "bluesky" else host.removesuffix("." + ending))
    fediverse = _FEDIVERSE.match(path)
    return ("mastodon", normal_handle(f"{fediverse[1]}@{fediverse[2] or host}")) if fediverse else None


def _on_network(host: str, steps: list[str], query: dict[str, list[str]]) -> tuple[str, str] | None:
    if not steps:
        return None
    if host == "facebook.com" and steps[0].lower() in _NUMBER_IN_QUERY and query.get("id"):
        return "facebook", normal_handle(query["id"][0])
    if host in _AT and steps[0].startswith("@"):
        return _AT[host], normal_handle(steps[0])
    if host in _PREFIXED and len(steps) > 1 and steps[0].lower() in _PREFIXED[host][1]:
        return _PREFIXED[host][0], normal_handle(steps[1])
    if host in _HOSTS and steps[0].lower() not in _NO_ACCOUNT:
        return _HOSTS[host], normal_handle(steps[0])
    return None
