"""The formats that are known by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from legation.sources.access_log.layout import Field, Layout, from_string, of_words

__all__ = ["FORMATS", "LAYOUTS", "fields_directive", "kept_apart"]

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
    Field("last-word-address", 0, b" ["),
    Field("clf-time", 0, b"] "),
    Field("skip", 0, b" "),
    Field("skip", 0, b" "),
    Field("skip", 0, b" "),
    Field("status", 0, b" "),
    Field("bytes", 0, b" "),
    Field("skip", 0, b' "'),
    Field("request", 1, b""),
)
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
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
            Layout("haproxy", _HAPROXY),
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


def kept_apart(name: str) -> str:
    """Return the format's own name for a name that may be another of its names.

    Examples
    --------
    >>> kept_apart("iis"), kept_apart("combined")
    ('w3c', 'combined')
    """
    return _ALIASES.get(name, name)


def fields_directive(line: str) -> Layout:
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
