"""Feeds from files: nothing fetched, nothing expanded, nobody named."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from posts_made import leaks

from legation.errors import CannotRead
from legation.sources.observations.tables import TABLES
from legation.sources.observations.texts import feed

TODAY = dt.date(2022, 1, 1)
WORDS = "&lt;p&gt;Les &amp;eacute;tats membres sont convenus de la cr&amp;eacute;ation d'un groupe de travail et de son mandat.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;"
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Ministère</title><link href="https://m.example/"/><author><name>Jane Doe</name></author>
<entry><id>tag:m.example,2020:1</id><title>Groupe &amp;amp; mandat</title><link href="https://jd:pw@m.example/1"/><author><name>Jane Doe</name><email>jane@m.example</email></author>
<published>2020-01-01T00:30:00+02:00</published><content type="html">{WORDS}</content></entry>
<entry><id>tag:m.example,2020:1</id><title>twice</title><updated>2020-01-01T00:00:00Z</updated></entry>
<entry><id>2</id><title>no date</title></entry>
<entry><id>3</id><title>soon</title><updated>soon</updated></entry>
<entry><id>4</id><updated>2020-01-01T00:00:00Z</updated></entry>
<entry><id>5</id><title>to come</title><updated>2031-01-01T00:00:00Z</updated></entry>
</feed>""".encode()


def rss(*items: str, head: str = "<title>Daily</title>") -> bytes:
    return f'<rss version="2.0"><channel>{head}{"".join(f"<item>{item}</item>" for item in items)}</channel></rss>'.encode()


def test_an_atom_feed() -> None:
    found = feed.read(ATOM, today=TODAY)

    row = found.table.to_pylist()[0]
    assert found.table.schema == TABLES["texts"].schema
    assert (row["outlet"], row["title"], row["language"], row["kind"], row["url"]) == (
        "Ministère",
        "Groupe & mandat",
        "fr",
        "article",
        "https://m.example/1",
    )
    assert row["time"] == dt.datetime(2019, 12, 31, 22, 30, tzinfo=dt.UTC)
    assert row["text"] == "Les états membres sont convenus de la création d'un groupe de travail et de son mandat."
    assert [(fault.row, fault.code) for fault in found.unplaced.faults] == [
        (2, "texts-id-twice"),
        (3, "texts-no-date"),
        (4, "texts-bad-date"),
        (5, "texts-no-text"),
    ]
    assert [fault.code for fault in found.doubts.faults] == ["texts-future"]
    assert found.origin.read == 6
    assert leaks(found, ["jane", "jd:pw"]) == []


def test_the_outlet_is_the_host_where_there_is_no_title() -> None:
    item = "<title>a</title><pubDate>Mon, 06 Jan 2020 00:00:00 GMT</pubDate>"

    assert feed.read(rss(item, head="<link>https://daily.example/x</link>")).table["outlet"].to_pylist() == ["daily.example"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_grow(encoding: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]><rss version="2.0"><channel><title>&l9;</title></channel></rss>'

    with pytest.raises(CannotRead, match="entities"):
        feed.read(bomb.encode(encoding))


def test_an_entity_that_draws_in_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    with pytest.raises(CannotRead, match="entities"):
        feed.read(
            f'<!DOCTYPE x [<!ENTITY f SYSTEM "file://{tmp_path}/secret">]><rss version="2.0"><channel><title>&f;</title></channel></rss>'.encode()
        )


def test_a_document_type_without_entities_is_read() -> None:
    head = b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    item = "<title>Caf&eacute;</title><pubDate>Mon, 06 Jan 2020 00:00:00 GMT</pubDate>"

    assert feed.read(head + rss(item)).table["text"].to_pylist() == ["Café"]


def test_bytes_that_name_a_file_or_an_address_open_nothing(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(ATOM)
    for named in (str(path).encode(), b"http://127.0.0.1:9/feed", b"", b"\x00"):
        with pytest.raises(CannotRead):
            feed.read(named)

    with pytest.raises(CannotRead, match="nothing at"):
        feed.read("http://127.0.0.1:9/feed")
    assert feed.read(path, today=TODAY).table.equals(feed.read(ATOM, today=TODAY).table)


@pytest.mark.parametrize("link", ["https://social.example/@alice", "https://x.com/alice", "https://bsky.app/profile/alice.example"])
def test_the_feed_of_one_account_is_no_outlet(link: str) -> None:
    data = rss("<title>a</title><pubDate>Mon, 06 Jan 2020 00:00:00 GMT</pubDate>", head=f"<title>Alice</title><link>{link}</link>")
    with pytest.raises(CannotRead, match="one account"):
        feed.read(data)

    assert feed.read(data, actor="XYZ").table["actor"].to_pylist() == ["XYZ"]


def test_what_is_cut_off_is_read_up_to_there_and_told() -> None:
    found = feed.read(ATOM[: ATOM.index(b"<entry><id>3")], today=TODAY)

    assert found.table.num_rows == 1
    assert [fault.code for fault in found.doubts.faults] == ["feed-broken"]


def test_several_feeds_in_a_folder(tmp_path: Path) -> None:
    item = "<title>a</title><guid>1</guid><pubDate>Mon, 06 Jan 2020 00:00:00 GMT</pubDate>"
    for name in ("monday.xml", "tuesday.rss"):
        (tmp_path / name).write_bytes(rss(item, item.replace(">1<", f">{name}<")))
    (tmp_path / "notes.txt").write_text("no feed")
    parts = list(feed.batches(tmp_path, size=2))

    assert sum(part.table.num_rows for part in parts) == 3
    assert [fault.code for part in parts for fault in part.unplaced.faults] == ["texts-id-twice"]


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    with contextlib.suppress(CannotRead):
        feed.read(b"<rss version='2.0'><channel><item>" + data)
