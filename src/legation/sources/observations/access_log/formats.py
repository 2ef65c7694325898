"""How the lines of a log are laid out, as a program of fields: from a format string, a list of fields, or a known name."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from legation.errors import WrongUse
from legation.language import Message

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "FORMATS",
    "KINDS",
    "LAYOUTS",
    "LogField",
    "LogLayout",
    "Program",
    "fields_directive",
    "from_string",
    "of_words",
    "own_name",
]


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


class LogField(NamedTuple):
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
class LogLayout:
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
    fields: tuple[LogField, ...]
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


def of_words(name: str, kinds: Sequence[str], **more: Any) -> LogLayout:
    """Return the layout of a line of words, each with or without quotes or brackets; with ``rest`` more may follow the last."""
    return LogLayout(name, tuple(LogField(kind, _WORD, b" ") for kind in kinds), **more)


def from_string(text: str, name: str = "", **more: Any) -> LogLayout:
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
    fields: list[LogField] = []
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
        fields.append(LogField(kind, _QUOTED if quoted else _BARE, b"" if last and (quoted or between.isspace()) else between))
    timed = seen & {"clf-time", "iso-time", "seconds", "milliseconds", "microseconds"}
    if not timed:
        raise WrongUse(Message("sources.log-format-string", text=text, field="%t"))
    head = whole[: found[0].start()].encode()
    if len(head) > _LONGEST_MARK:
        raise WrongUse(Message("sources.log-format-string", text=text, field=found[0][0]))
    if fields[-1].mode == _BARE and fields[-1].kind in _OF_MANY_WORDS:
        more.setdefault("rest", False)
    return LogLayout(name or text, tuple(fields), head, **more)


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


FORMATS = (
    "common",  # Common Log Format: Apache, NCSA, IBM; more fields may follow
    "combined",  # with referrer and agent: Apache, nginx, NCSA extended, OVH, Icecast, Traefik
    "common_vhost",  # behind the name of the host
    "combined_vhost",  # behind the name of the host, also called common complete
    "combined_timed",  # with how long it took, in brackets behind the time: (0 s)
    "combined_vhost_timed",  # the same behind the name of the host: Gandi
    "elb",  # the classic load balancer of Amazon
    "alb",  # its load balancer of applications
    "s3",  # the server access log of Amazon S3
    "haproxy",  # HTTP log, behind the prefix of syslog or without it
    "w3c",  # W3C extended by its #Fields, UTC: IIS and others
    "cloudfront",  # W3C extended with tabs, percent-encoded
    "json",  # one object a line: nginx, Apache, and what names its fields alike
    "caddy",  # JSON of Caddy 2
    "traefik_json",
)
"""Each format by name. A ``LogFormat`` of Apache or a ``log_format`` of nginx is a format too."""

_ALIASES = {
    "ncsa_extended": "combined",
    "icecast": "combined",
    "ovh": "combined",
    "traefik": "combined",
    "nginx": "combined",
    "apache": "combined",
    "common_complete": "combined_vhost",
    "vhost": "combined_vhost",
    "combined+vhost": "combined_vhost",
    "vhost_combined": "combined_vhost",
    "vhost_common": "common_vhost",
    "gandi": "combined_vhost_timed",
    "incapsula": "w3c",
    "iis": "w3c",
    "nginx_json": "json",
    "apache_json": "json",
}
_COMMON = '%h %l %u %t "%r" %>s %b'
_COMBINED = _COMMON + ' "%{Referer}i" "%{User-Agent}i"'
_TIMED = _COMBINED.replace("%t", "%t (%T s)")
_BALANCED = ("iso-time", "skip", "address", "skip", "skip", "skip", "skip", "status", "skip", "skip", "bytes", "request", "agent")
_S3 = ("skip", "skip", "clf-time", "address", "skip", "skip", "skip", "skip", "request", "status", "skip", "bytes")
_HAPROXY = (
    LogField("last-word-address", 0, b" ["),
    LogField("clf-time", 0, b"] "),
    LogField("skip", 0, b" "),
    LogField("skip", 0, b" "),
    LogField("skip", 0, b" "),
    LogField("status", 0, b" "),
    LogField("bytes", 0, b" "),
    LogField("skip", 0, b' "'),
    LogField("request", 1, b""),
)
LAYOUTS: Mapping[str, LogLayout] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            from_string(_COMMON, "common"),
            from_string(_COMBINED, "combined"),
            from_string("%v " + _COMMON, "common_vhost"),
            from_string("%v " + _COMBINED, "combined_vhost"),
            from_string(_TIMED, "combined_timed"),
            from_string("%v " + _TIMED, "combined_vhost_timed"),
            of_words("elb", _BALANCED, absolute=True),
            of_words("alb", ("skip", *_BALANCED), absolute=True),
            of_words("s3", (*_S3, "skip", "skip", "skip", "referrer", "agent")),
            LogLayout("haproxy", _HAPROXY),
        )
    }
)
"""The formats whose lines a layout describes by itself."""
_W3C = (
    {"date": "date", "date-utc": "date", "date-local": "date"},
    {"time": "clock", "time-utc": "clock", "time-local": "local-clock"},
    {"c-ip": "address"},
    {"cs-method": "method"},
    {"cs-uri-stem": "path", "cs-uri": "uri"},
    {"cs-uri-query": "query"},
    {"sc-status": "status"},
    {"sc-bytes": "bytes", "bytes": "bytes"},
    {"cs(referer)": "referrer", "cs(referrer)": "referrer"},
    {"cs(user-agent)": "agent"},
)
"""For each thing that is kept the fields of a W3C extended log that tell it, the better first, and how each is written."""


def own_name(name: str) -> str:
    """Return the format's own name for a name that may be another of its names.

    Examples
    --------
    >>> own_name("iis"), own_name("combined")
    ('w3c', 'combined')
    """
    return _ALIASES.get(name, name)


def fields_directive(line: str) -> LogLayout:
    """Return the layout that a ``#Fields:`` line of a W3C extended log names.

    Examples
    --------
    >>> layout = fields_directive("#Fields: date time c-ip cs-method cs-uri-stem sc-status x-edge-location")
    >>> layout.name, layout.has("referrer")
    ('cloudfront', False)
    >>> [field.kind for field in fields_directive("#Fields: date-local time-local time date cs-uri sc-status").fields]
    ['skip', 'skip', 'clock', 'date', 'uri', 'status']
    """
    names = line.partition(":")[2].lower().split()
    kinds = ["skip"] * len(names)
    for fields in _W3C:
        name = next((name for name in fields if name in names), None)
        if name is not None:
            kinds[names.index(name)] = fields[name]
    cloudfront = any(name.startswith("x-edge-") for name in names)
    if cloudfront:
        return of_words("cloudfront", kinds, rest=False, space=9, spelling="percent")
    return of_words("w3c", kinds, rest=False, space=9 if "\t" in line.partition(":")[2].strip() else 32, spelling="plus")
