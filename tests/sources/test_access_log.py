"""Access logs: every format on made lines, the given samples where they are there."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from legation.errors import CannotRead, WrongUse
from legation.sources.observations import access_log
from legation.sources.observations.access_log.formats import from_string
from legation.sources.observations.tables import TABLES

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
COMBINED = f'203.0.113.9 - - [17/May/2024:12:05:03 +0200] "GET /visa?lang=fr HTTP/1.1" 200 5120 "https://example.org/a?q=1" "{FIREFOX}"'
W3C = "#Software: made\n#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status sc-bytes cs(User-Agent) cs(Referer)\n"
CLOUD = "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query\n"
ELB = "2024-05-17T10:05:03.000000Z mission 203.0.113.9:2817 10.0.0.1:80 0.1 0.2 0.3 200 200 0 5120"
CADDY = {
    "ts": 1715940303.0,
    "status": 200,
    "size": 5120,
    "request": {
        "client_ip": "203.0.113.9",
        "method": "GET",
        "uri": "/visa?lang=fr",
        "headers": {"User-Agent": [FIREFOX], "Referer": ["https://example.org/a?q=1"]},
    },
}
TRAEFIK = {
    "ClientHost": "203.0.113.9",
    "RequestMethod": "GET",
    "RequestPath": "/visa?lang=fr",
    "DownstreamStatus": 200,
    "DownstreamContentSize": 5120,
    "StartUTC": "2024-05-17T10:05:03Z",
    "request_User-Agent": FIREFOX,
    "request_Referer": "https://example.org/a",
}
NGINX = {
    "remote_addr": "203.0.113.9",
    "time_iso8601": "2024-05-17T12:05:03+02:00",
    "request": "GET /visa?lang=fr HTTP/2.0",
    "status": "200",
    "body_bytes_sent": "5120",
    "http_referer": "https://example.org/a",
    "http_user_agent": FIREFOX,
}
APACHE = {
    "time": "2024-05-17T12:05:03+0200",
    "remoteIP": "203.0.113.9",
    "request": "/visa",
    "query": "?lang=fr",
    "method": "GET",
    "status": "200",
    "bytes": 5120,
    "userAgent": FIREFOX,
    "referer": "https://example.org/a",
}
QUOTED = f'"https://example.org/a" "{FIREFOX}"'
ASKED = '"GET /visa?lang=fr HTTP/1.1"'
SPACED = FIREFOX.replace(" ", "+")
CODED = FIREFOX.replace(" ", "%20")
SAMPLES = {
    "common": [COMBINED.split(' "https')[0]],
    "combined": [COMBINED],
    "common_vhost": ["www.example.org " + COMBINED.split(' "https')[0]],
    "combined_vhost": ["www.example.org:443 " + COMBINED],
    "combined_timed": [COMBINED.replace("] ", "] (0 s) ")],
    "combined_vhost_timed": ["www.example.org " + COMBINED.replace("] ", "] (12 s) ")],
    "elb": [f'{ELB} "GET https://www.example.org:443/visa?lang=fr HTTP/1.1" "{FIREFOX}" ECDHE TLSv1.2'],
    "alb": [f'https {ELB} "GET https://www.example.org:443/visa?lang=fr HTTP/2.0" "{FIREFOX}" ECDHE TLSv1.2 arn "Root=1" "-"'],
    "s3": [
        f'owner bucket [17/May/2024:10:05:03 +0000] 203.0.113.9 - R1 WEBSITE.GET.OBJECT visa "GET /visa?lang=fr HTTP/1.1" 200 - 5120 5120 1 1 {QUOTED} -'
    ],
    "haproxy": [
        "May 17 10:05:03 lb haproxy[14389]: 203.0.113.9:33317 [17/May/2024:10:05:03.000] http-in web/srv1 1/0/3/6/9 200 5120 - - ---- {x y|} "
        + ASKED
    ],
    "w3c": [W3C + f"2024-05-17 10:05:03 203.0.113.9 GET /visa lang=fr 200 5120 {SPACED} https://example.org/a"],
    "cloudfront": [CLOUD + f"2024-05-17\t10:05:03\tFRA2\t5120\t203.0.113.9\tGET\t/visa\t200\thttps://example.org/a\t{CODED}\tlang=fr"],
    "json": [json.dumps(NGINX), json.dumps(APACHE)],
    "caddy": [json.dumps(CADDY)],
    "traefik_json": [json.dumps(TRAEFIK)],
}
"""The same request in every format."""


@pytest.fixture
def write(tmp_path):
    def wrote(text, name="access.log"):
        place = tmp_path / name
        place.write_bytes(text.encode() if isinstance(text, str) else text)
        return place

    return wrote


def test_every_format_has_a_sample() -> None:
    assert set(access_log.FORMATS) == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("named", [False, True])
def test_the_same_request_is_read_from_every_format(write, name: str, named: bool) -> None:
    place = write("\n".join(SAMPLES[name]) + "\n")

    found = access_log.read(place, format=name if named else "auto")

    assert access_log.format_of(place).format == name
    assert access_log.format_of(place).certainty == 1
    assert found.table.schema.equals(TABLES["requests"].schema)
    assert (len(found.table), len(found.unplaced)) == (len(SAMPLES[name]), 0)
    for row in found.table.to_pylist():
        assert row["time"] == datetime(2024, 5, 17, 10, 5, 3, tzinfo=UTC)
        assert (row["address"], row["method"], row["path"]) == ("203.0.113.0/24", "GET", "/visa?lang=fr")
        assert (row["status"], row["bytes"], row["bot"]) == (200, 5120, None)
        assert row["agent"] == (None if name in ("common", "common_vhost", "haproxy") else FIREFOX)
        assert row["referrer"] == (None if row["agent"] is None or name in ("elb", "alb") else "https://example.org/a")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D', COMBINED + " 1234"),
        (
            '%t %h "%r" %>s %O "%{User-agent}i" "%{Referer}i"',
            f'[17/May/2024:12:05:03 +0200] 203.0.113.9 "GET /visa?lang=fr HTTP/1.1" 200 5120 "{FIREFOX}" "-"',
        ),
        ("%{%Y-%m-%dT%H:%M:%S%z}t|%a|%m|%U%q|%s|%B", "2024-05-17T12:05:03+0200|203.0.113.9|GET|/visa?lang=fr|200|5120"),
        ('"%{X-Forwarded-For}i" %{msec}t "%r" %s %b', '"203.0.113.9, 10.0.0.1" 1715940303000 "GET /visa?lang=fr HTTP/1.1" 200 5120'),
        ('$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent', COMBINED),
        (
            '$msec $remote_addr "$request_method" "$request_uri" $status $bytes_sent',
            '1715940303.000 203.0.113.9 "GET" "/visa?lang=fr" 200 5120',
        ),
    ],
)
def test_a_format_string_is_a_format(write, text: str, line: str) -> None:
    if "%U%q" in text:
        with pytest.raises(WrongUse):
            from_string(text)
        text, line = text.replace("%U%q", "%U|%q"), line.replace("/visa?", "/visa|?")

    row = access_log.read(write(line + "\n"), format=text).table.to_pylist()[0]

    assert row["time"] == datetime(2024, 5, 17, 10, 5, 3, tzinfo=UTC)
    assert (row["address"], row["method"], row["path"], row["status"]) == ("203.0.113.0/24", "GET", "/visa?lang=fr", 200)
    assert row["bytes"] == (None if "%O" in text else 5120)


LOCAL = (
    "#Software: made\n#Fields: date-local  time-local s-ip cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) cs(Referer) sc-status\n"
)
GUARDED = "#Software: made\n#Fields: date time cs-browsertype c-ip cs(User-Agent) cs-uri cs-postbody cs(Referrer) cs-method cs-uri-query sc-status\n"


def test_a_line_with_the_seconds_that_it_took(write) -> None:
    lines = [
        SAMPLES["combined_vhost_timed"][0],
        SAMPLES["combined_vhost_timed"][0].replace("203.0.113.9", "2001:db8:1:2::3"),
        SAMPLES["combined_vhost_timed"][0].replace("(12 s)", "(12 s"),
        SAMPLES["combined_vhost_timed"][0].replace("17/May", "17/Mai"),
    ]

    found = access_log.read(write("\n".join(lines)))

    assert found.table["address"].to_pylist() == ["203.0.113.0/24", "2001:db8:1::/48"]
    assert [(one.row, one.code) for one in found.unplaced] == [(3, "log-line"), (4, "log-time")]
    assert access_log.read(write(lines[0]), "gandi").table.equals(found.table.slice(0, 1))


def test_local_dates_of_a_w3c_log_are_read_and_said_to_name_no_zone(write) -> None:
    line = f'2024-05-17 10:05:03.660 198.51.100.1 GET /visa lang=fr "203.0.113.9" "{FIREFOX}" "https://example.org/a" 200\n'

    found = access_log.read(write(LOCAL + line * 2 + line.replace("05-17", "13-17") + line.replace("10:05", "10.05")))

    row = found.table.to_pylist()[0]
    assert row["time"] == datetime(2024, 5, 17, 10, 5, 3, 660_000, tzinfo=UTC)
    assert (row["address"], row["path"], row["agent"], row["referrer"]) == (
        "203.0.113.0/24",
        "/visa?lang=fr",
        FIREFOX,
        "https://example.org/a",
    )
    assert len(found.table) == 2
    assert [(one.row, one.code) for one in found.unplaced] == [(5, "log-time"), (6, "log-time")]
    assert [(one.row, one.code) for one in found.doubts if one.code == "log-local-time"] == [(3, "log-local-time")]


@pytest.mark.parametrize(
    "fields",
    ["date-local time-local date time", "date time date-local time-local", "time-local date-UTC time-UTC date-local"],
)
def test_universal_time_goes_before_local_time(write, fields: str) -> None:
    said = {"date": "2024-05-17", "time": "10:05:03", "date-utc": "2024-05-17", "time-utc": "10:05:03"}
    cells = " ".join(said.get(name.lower(), "2024-05-18" if name == "date-local" else "01:05:03") for name in fields.split())

    found = access_log.read(write(f"#Fields: {fields} c-ip cs-uri-stem\n{cells} 203.0.113.9 /visa\n"))

    assert found.table["time"].to_pylist() == [datetime(2024, 5, 17, 10, 5, 3, tzinfo=UTC)]
    assert not [one for one in found.doubts if one.code == "log-local-time"]


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("www.example.org/visa", "/visa?lang=fr"),
        ("www.example.org:8443/visa", "/visa?lang=fr"),
        ("www.example.org/", "/?lang=fr"),
        ("https://www.example.org/visa", "/visa?lang=fr"),
        ("https://www.example.org/visa?lang=fr", "/visa?lang=fr"),
        ("[2001:db8::1]/visa", "/visa?lang=fr"),
        ("/visa", "/visa?lang=fr"),
        ("/go/https://example.net/a.b", "/go/https://example.net/a.b?lang=fr"),
        ("visa/a.html", "visa/a.html?lang=fr"),
        ("*", "*?lang=fr"),
        ("www.example.org", None),
        ("https://www.example.org", None),
        ("", None),
        ("-", None),
    ],
)
def test_the_path_of_an_address_stands_without_its_host(write, written: str, path: str | None) -> None:
    cells = ("2024-05-17", "10:05:03", "Browser", "203.0.113.9", FIREFOX, written, "", "https://example.org/a", "GET", "lang=fr", "200")

    found = access_log.read(write(GUARDED + " ".join(f'"{cell}"' for cell in cells) + "\n"))

    row = found.table.to_pylist()[0]
    assert (row["path"], row["method"], row["status"], row["agent"]) == (path, "GET", 200, FIREFOX)
    assert row["referrer"] == "https://example.org/a"
    assert len(found.unplaced) == 0


def test_a_format_that_cannot_be_used_is_refused(write) -> None:
    place = write(COMBINED)

    for text in ("combinde", "%h %l", "%h%l %t", "%h %{%H}t"):
        with pytest.raises(WrongUse):
            access_log.read(place, format=text)
    with pytest.raises(CannotRead):
        access_log.read(write("no log\nat all\n"))
    with pytest.raises(CannotRead):
        access_log.read(place.with_name("nothing.log"))
