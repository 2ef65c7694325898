"""How the lines of a log are laid out, as a program of fields; made from a format string of Apache or nginx, or from a list of fields."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from legation.errors import WrongUse
from legation.language import Message

if TYPE_CHECKING:
    import numpy as np

__all__ = ["KINDS", "Field", "Layout", "Program", "from_string", "of_words"]

KINDS = (
    "skip",
    "address",
    "last-word-address",
    "request",
    "method",
    "path",
    "query",
    "referrer",
    "agent",
    "status",
    "bytes",
    "clf-time",
    "iso-time",
    "seconds",
    "milliseconds",
    "microseconds",
    "date",
    "clock",
    "local-clock",
    "uri",
)
"""What a field can be; the kernel knows each by its place in this list."""
_BARE, _QUOTED, _WORD = range(3)
_LONGEST_MARK = 32
_APACHE = re.compile(r"%(?:!?[\d,]+)?[<>]?(?:\{([^}]*)\})?(\^?[A-Za-z]{1,3}|%)")
_NGINX = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_APACHE_KINDS = {
    "h": "address",
    "a": "address",
    "r": "request",
    "s": "status",
    "b": "bytes",
    "B": "bytes",
    "m": "method",
    "U": "path",
    "q": "query",
}
_HEADERS = {"referer": "referrer", "referrer": "referrer", "user-agent": "agent"}
_TIMES = {"sec": "seconds", "msec": "milliseconds", "usec": "microseconds"}
_NGINX_KINDS = {
    "remote_addr": "address",
    "time_local": "clf-time",
    "time_iso8601": "iso-time",
    "msec": "seconds",
    "request": "request",
    "request_method": "method",
    "request_uri": "path",
    "uri": "path",
    "args": "query",
    "query_string": "query",
    "status": "status",
    "body_bytes_sent": "bytes",
    "bytes_sent": "bytes",
    "http_referer": "referrer",
    "http_user_agent": "agent",
}


_OF_MANY_WORDS = frozenset({"agent", "referrer", "request"})


class Field(NamedTuple):
    """One field of a line: what it is, how it ends, and the text between it and the next."""

    kind: str
    mode: int
    mark: bytes


class Program(NamedTuple):
    """A layout as the kernel takes it."""

    kinds: np.ndarray[Any, Any]
    modes: np.ndarray[Any, Any]
    marks: np.ndarray[Any, Any]
    sizes: np.ndarray[Any, Any]
    head: np.ndarray[Any, Any]
    head_size: int


@dataclass(frozen=True)
class Layout:
    """How a line is read.

    Attributes
    ----------
    name : str
    fields : tuple of Field
    head : bytes
        What stands before the first field.
    rest : bool
        Whether more may follow the last field.
    absolute : bool
        Whether each request names a whole URL, of which the path is kept.
    space : int
        The byte that parts words.
    spelling : str
        How texts are written: ``plain`` (backslash escapes), ``plus`` (a plus sign for a space), ``percent`` (percent-encoded).
    """

    name: str
    fields: tuple[Field, ...]
    head: bytes = b""
    rest: bool = True
    absolute: bool = False
    space: int = 32
    spelling: Literal["plain", "plus", "percent"] = "plain"

    def has(self, *kinds: str) -> bool:
        """Whether the layout has a field of one of these kinds."""
        return any(field.kind in kinds for field in self.fields)

    @functools.cached_property
    def program(self) -> Program:
        """The layout as arrays."""
        import numpy as np

        marks = np.zeros((len(self.fields), _LONGEST_MARK), np.uint8)
        for at, field in enumerate(self.fields):
            marks[at, : len(field.mark)] = np.frombuffer(field.mark, np.uint8)
        head = np.zeros((1, _LONGEST_MARK), np.uint8)
        head[0, : len(self.head)] = np.frombuffer(self.head, np.uint8)
        return Program(
            np.array([KINDS.index(field.kind) for field in self.fields], np.int32),
            np.array([field.mode for field in self.fields], np.int32),
            marks,
            np.array([len(field.mark) for field in self.fields], np.int64),
            head,
            len(self.head),
        )


def of_words(name: str, kinds: Sequence[str], **more: Any) -> Layout:
    """Return the layout of a line of words, each with or without quotes or brackets; with ``rest`` more may follow the last."""
    return Layout(name, tuple(Field(kind, _WORD, b" ") for kind in kinds), **more)


def from_string(text: str, name: str = "", **more: Any) -> Layout:
    r"""Return the layout that a ``LogFormat`` of Apache or a ``log_format`` of nginx describes.

    Parameters
    ----------
    text : str
        Such as ``%h %l %u %t "%r" %>s %b`` or ``$remote_addr [$time_local] "$request" $status``. Where the server stands behind a proxy,
        write ``%{X-Forwarded-For}i`` or ``$http_x_forwarded_for`` and leave out the proxy's own address. Fields that we do not keep are
        passed over. Text behind the last field is allowed,
        unless that is a request, a referrer or an agent without quotes: it is the rest of the line.
    name : str, optional
        Empty: the text itself.

    Raises
    ------
    WrongUse
        Where two fields touch, a time is written in a way that is not read, or there is no time.

    Examples
    --------
    >>> layout = from_string('%h %l %u %t "%r" %>s %b')
    >>> [field.kind for field in layout.fields]
    ['address', 'skip', 'skip', 'clf-time', 'request', 'status', 'bytes']
    """
    pattern, kind_of = (_APACHE, _apache) if _APACHE.search(text) else (_NGINX, _nginx)
    whole = text.replace('\\"', '"').replace("\\t", "\t")
    if pattern is _APACHE:
        whole = re.sub(r"%t(?![A-Za-z])", "[%t]", whole)
    found = list(pattern.finditer(whole))
    fields: list[Field] = []
    seen: set[str] = set()
    for at, match in enumerate(found):
        kind = kind_of(match, text)
        kind = "skip" if kind in seen else kind
        seen.add(kind)
        following = found[at + 1].start() if at + 1 < len(found) else len(whole)
        between = whole[match.end() : following].replace("%%", "%").encode()
        before = whole[: match.start()]
        last = at + 1 == len(found)
        if (not last and not between) or len(between) > _LONGEST_MARK:
            raise WrongUse(Message("sources.log-format-string", text=text, field=match[0]))
        quoted = before.endswith('"') and between.startswith(b'"')
        fields.append(Field(kind, _QUOTED if quoted else _BARE, b"" if last and (quoted or between.isspace()) else between))
    timed = seen & {"clf-time", "iso-time", "seconds", "milliseconds", "microseconds"}
    if not timed:
        raise WrongUse(Message("sources.log-format-string", text=text, field="%t"))
    head = whole[: found[0].start()].encode()
    if len(head) > _LONGEST_MARK:
        raise WrongUse(Message("sources.log-format-string", text=text, field=found[0][0]))
    if fields[-1].mode == _BARE and fields[-1].kind in _OF_MANY_WORDS:
        more.setdefault("rest", False)
    return Layout(name or text, tuple(fields), head, **more)


def _apache(match: re.Match[str], text: str) -> str:
    inside, letter = match[1], match[2]
    if letter == "t":
        if inside is None or inside.removeprefix("begin:").startswith("%d/%b/%Y:"):
            return "clf-time"
        plain = inside.removeprefix("begin:").removeprefix("end:")
        if plain in _TIMES:
            return _TIMES[plain]
        if plain.startswith(("%Y-%m-%dT", "%Y-%m-%d %", "%F")):
            return "iso-time"
        raise WrongUse(Message("sources.log-format-string", text=text, field=match[0]))
    if letter == "i" and inside is not None:
        return (
            "address"
            if inside.lower() in ("x-forwarded-for", "x-real-ip") and "%h" not in text and "%a" not in text
            else _HEADERS.get(inside.lower(), "skip")
        )
    return _APACHE_KINDS.get(letter, "skip")


def _nginx(match: re.Match[str], text: str) -> str:
    name = match[1] or match[2]
    if name in ("http_x_forwarded_for", "http_x_real_ip"):
        return "skip" if "$remote_addr" in text else "address"
    return _NGINX_KINDS.get(name, "skip")
