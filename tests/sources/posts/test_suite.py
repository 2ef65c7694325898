"""Tables of social suites: headings as they write them, dates in their forms, nobody named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from posts_made import KEY, leaks

from legation.errors import CannotRead
from legation.sources.observations import posts
from legation.sources.observations.accounts import Register, RegisteredAccount
from legation.sources.observations.texts import TextMapping
from legation.sources.observed import Observed

BRANDWATCH = (
    "Report:,Bulk\nLabel:,mentions\n\nQuery Id,Query Name,Date,Title,Snippet,Url,Domain,Page Type,Language,Author,Full Name,Full Text,Twitter Reply to,Mention Id\n"
    '1,q,2021-03-01 12:00:00.0,t,s,http://twitter.com/alice_m/statuses/1366,twitter.com,twitter,en,alice_m,Alice Martin,"RT @bob_b: norms, \nhold",,m1\n'
    "1,q,2021-03-01 13:00:00.0,Talks,s,https://daily.example/a,daily.example,news,en,Jane Doe,Jane Doe,Talks go on says Jane Doe,,m2\n"
)
MELTWATER = "Date\tHeadline\tURL\tOpening Text\tHit Sentence\tSource\tInfluencer\tLanguage\n31-Oct-2020 11:05PM\t\thttps://twitter.com/alice_m/status/1322000000000000012\t\tnorms hold\tTwitter\t@alice_m\tEnglish\n"
TALKWALKER = "url;published;title;content;source_type;lang;extra_author_attributes.name;extra_author_attributes.short_name\nhttp://twitter.com/alice_m/status/1322000000000000012;2020-10-31 10:00:00;Alice Martin (@alice_m);norms hold;SOCIALMEDIA_TWITTER;en;Alice Martin;alice_m\n"
SPRINKLR = "SocialNetwork,Created Time,Message,Permalink,Sender Screen Name,Universal Message Id\nTWITTER,10/31/2020 10:00,norms hold,https://twitter.com/alice_m/status/1322000000000000012,alice_m,TWITTER_2_1322000000000000012\n"
HOOTSUITE = "Date,Social Network,Profile,Post message,Post permalink\n2020-10-31 10:00,Twitter,alice_m,norms hold,https://twitter.com/alice_m/status/1322000000000000012\n"
X_EXPORT = 'Tweet id,Tweet permalink,Tweet text,time,impressions\n"1322000000000000012",https://twitter.com/alice_m/status/1322000000000000012,norms hold,2020-10-31 10:00 +0000,5\n'
CROWDTANGLE = "Page Name,User Name,Facebook Id,Post Created,Type,URL,Message,Link\nAlice Martin,alice_m,100077,2021-03-01 12:00:00 EST,Status,https://www.facebook.com/100077/posts/5550001,norms hold,https://daily.example/a\n"
META = "id,creation_time,text,lang,post_owner.name,post_owner.username,post_owner.id,mcl_url\n998877,2021-03-01T12:00:00Z,norms hold,en,Alice Martin,alice_m,100077,https://www.facebook.com/transparency-tools/content-library/1\n"
FOUR_CAT = "id,thread_id,timestamp,body,subject,author,author_fullname,link\n1322000000000000012,1322000000000000012,2020-10-31 10:00:00,norms hold @bob_b,,alice_m,Alice Martin,https://twitter.com/alice_m/status/1322000000000000012\n"
SECRETS = ["alice", "martin", "bob_b", "jane", "100077"]


def read(tmp_path: Path, text: str | bytes, **more: object) -> Observed:
    path = tmp_path / "export.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return posts.read_suite(path, key=KEY, today=dt.date(2022, 1, 1), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "network", "time"),
    [
        (BRANDWATCH, "x", "2021-03-01T12:00:00+00:00"),
        (MELTWATER.encode("utf-16"), "x", "2020-10-31T23:05:00+00:00"),
        (TALKWALKER, "x", "2020-10-31T10:00:00+00:00"),
        (SPRINKLR, "x", "2020-10-31T10:00:00+00:00"),
        (HOOTSUITE, "x", "2020-10-31T10:00:00+00:00"),
        (X_EXPORT, "x", "2020-10-31T10:00:00+00:00"),
        (CROWDTANGLE, "facebook", "2021-03-01T17:00:00+00:00"),
        (META, "facebook", "2021-03-01T12:00:00+00:00"),
        (FOUR_CAT, "x", "2020-10-31T10:00:00+00:00"),
    ],
    ids=["brandwatch", "meltwater", "talkwalker", "sprinklr", "hootsuite", "x", "crowdtangle", "meta", "4cat"],
)
def test_each_suite_is_read_and_names_nobody(tmp_path: Path, text: str | bytes, network: str, time: str) -> None:
    found = read(tmp_path, text)

    row = found.table.to_pylist()[0]
    assert (len(found.unplaced), row["outlet"], row["time"].isoformat()) == (0, network, time)
    assert "norms" in row["text"]
    assert row["account"].startswith("anon-")
    assert leaks(found, SECRETS) == []


def test_the_same_account_and_post_meet_across_suites(tmp_path: Path) -> None:
    rows = [read(tmp_path, text).table.to_pylist()[0] for text in (MELTWATER, TALKWALKER, HOOTSUITE, X_EXPORT, FOUR_CAT)]

    assert len({row["account"] for row in rows}) == 1
    assert len({row["id"] for row in rows}) == 1


def test_a_newspaper_keeps_its_address_and_loses_its_writer(tmp_path: Path) -> None:
    row = read(tmp_path, BRANDWATCH).table.to_pylist()[1]

    assert (row["kind"], row["outlet"], row["url"], row["account"]) == ("article", "daily.example", "https://daily.example/a", None)


def test_a_registered_account_keeps_its_name(tmp_path: Path) -> None:
    found = read(tmp_path, FOUR_CAT, register=Register([RegisteredAccount("alice_m", "XYZ", "x")]))

    row = found.table.to_pylist()[0]
    assert (row["actor"], row["account"], row["url"]) == ("XYZ", "alice_m", "https://twitter.com/alice_m/status/1322000000000000012")
    assert leaks(found, ["bob_b"]) == []


def test_a_mapping_says_what_is_not_guessed(tmp_path: Path) -> None:
    text = "Quand;Qui;Quoi\n03/04/2020;alice_m;les normes tiennent\n"
    given = TextMapping({"time": ("Quand",), "author": ("Qui",), "text": ("Quoi",)}, platform="x", order="dmy")
    (tmp_path / "export.csv.mapping.toml").write_text(
        'order = "dmy"\nplatform = "x"\n[columns]\ntime = "Quand"\nauthor = "Qui"\ntext = ["Quoi"]\n', "utf-8"
    )

    beside, by_hand = read(tmp_path, text), read(tmp_path, text, mapping=given)

    assert beside.table.equals(by_hand.table)
    assert beside.table["time"].to_pylist()[0].date() == dt.date(2020, 4, 3)


def test_dates_that_can_be_turned_are_refused_unless_the_file_tells(tmp_path: Path) -> None:
    head = "author,date,text\n"
    doubtful, told = head + "a_b,03/04/2020,x\n", head + "a_b,03/04/2020,x\na_b,25/04/2020,y\n"

    assert [fault.code for fault in read(tmp_path, doubtful).unplaced.faults] == ["posts-date-order"]
    assert [time.date().isoformat() for time in read(tmp_path, told).table["time"].to_pylist()] == ["2020-04-03", "2020-04-25"]


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3\n", "date,likes\n2020-01-01,3\n", "\x00\x00", "text\nx\n"])
def test_what_is_no_such_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CannotRead):
        read(tmp_path, text)


def test_broken_rows_are_told_and_swallow_nothing(tmp_path: Path) -> None:
    text = b'author,date,text\na_b,2020-01-01,"open\na_b,2020-01-02,fine\na_b,2020-01-03\na_b,2020-01-04,caf\xe9\na_b,2020-01-05,caf\xc3\xa9\x00\n'
    found = read(tmp_path, text)

    assert found.table["text"].to_pylist() == ["fine", "café", "café"]
    assert [(fault.row, fault.code) for fault in found.unplaced.faults] == [(2, "texts-row"), (4, "texts-width")]
    assert leaks(found, ["a_b"]) == []


def test_signs_in_texts_do_not_decide_between_cells(tmp_path: Path) -> None:
    found = read(tmp_path, "author;date;text\na_b;2020-01-01;one, two, three, four, five\n")

    assert found.table["text"].to_pylist() == ["one, two, three, four, five"]
