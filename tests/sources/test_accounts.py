"""An account keeps its name only where the register says so, and only between its dates."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import CannotRead, WrongUse
from legation.sources.observations.accounts import Register, check_key, profile_of, pseudonym, read_register

KEY = b"0123456789abcdef"


def register(tmp_path: Path, text: str) -> Register:
    path = tmp_path / "accounts.csv"
    path.write_text(text, "utf-8")
    return read_register(path)


def test_an_account_is_its_actors_between_its_dates(tmp_path: Path) -> None:
    found = register(tmp_path, "account,actor,platform,start,end\n@MFA_Example,XYZ,Twitter,2019-03,2021\n")

    held = [found.actor("x", "mfa_example", dt.date(*day)) for day in ((2019, 2, 28), (2019, 3, 1), (2021, 12, 31), (2022, 1, 1))]

    assert held == [None, "XYZ", "XYZ", None]
    assert found.actor("mastodon", "mfa_example", dt.date(2020, 1, 1)) is None


def test_the_network_is_told_by_the_account_where_it_can_be(tmp_path: Path) -> None:
    rows = ["https://x.com/desk", "https://social.example/@desk", "press@social.example", "did:plc:abc", "desk.bsky.social"]
    found = register(tmp_path, "account,actor\n" + "".join(f"{row},XYZ\n" for row in rows))

    assert [(one.platform, one.account) for one in found.accounts] == [
        ("x", "desk"),
        ("mastodon", "desk@social.example"),
        ("mastodon", "press@social.example"),
        ("bluesky", "did:plc:abc"),
        ("bluesky", "desk.bsky.social"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name,actor\na,b\n", "accounts-header"),
        ("", "accounts-header"),
        ("account,actor,platform\n,XYZ,x\n", "accounts-row"),
        ("account,actor,platform\nJane Doe,XYZ,x\n", "accounts-row"),
        ("account,actor,platform\ndesk,XYZ,\n", "accounts-platform"),
        ("account,actor,platform,start\ndesk,XYZ,x,03/04/2020\n", "accounts-date"),
        ("account,actor,platform,start,end\ndesk,XYZ,x,2019,2021\ndesk,ABC,x,2021-06,\n", "accounts-twice"),
    ],
)
def test_a_register_is_read_whole_or_not_at_all(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(CannotRead) as refused:
        register(tmp_path, text)

    assert [fault.code for fault in refused.value.message.values["faults"]] == [code]  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 65, "0123456789abcdef"])
def test_a_key_that_keeps_no_secret_is_refused(key: bytes) -> None:
    with pytest.raises(WrongUse):
        check_key(key)


@given(st.text("abcdefghij_0123456789", min_size=3, max_size=15))
def test_a_pseudonym_shows_nothing_of_the_name_and_ignores_its_case(name: str) -> None:
    assert pseudonym("x", f"@{name.upper()}", KEY) == pseudonym("x", name, KEY)
    assert pseudonym("x", name, KEY) != pseudonym("mastodon", name, KEY)
    assert len(pseudonym("x", name, KEY)) == len("anon-") + 16


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://mobile.twitter.com/Alice/status/1?s=20", ("x", "alice")),
        ("x.com/alice", ("x", "alice")),
        ("https://x.com/i/status/1", None),
        ("https://x.com/hashtag/UNGA", None),
        ("https://bsky.app/profile/alice.example/post/3k", ("bluesky", "alice.example")),
        ("https://social.example/users/alice/statuses/1", ("mastodon", "alice@social.example")),
        ("https://social.example/web/@alice@other.example/1", ("mastodon", "alice@other.example")),
        ("https://fr-fr.facebook.com/profile.php?id=1000&x=1", ("facebook", "1000")),
        ("https://www.tiktok.com/@alice/video/7", ("tiktok", "alice")),
        ("https://www.linkedin.com/in/alice-martin/", ("linkedin", "alice-martin")),
        ("https://alice.substack.com/p/talks", ("substack", "alice")),
        ("https://www.youtube.com/watch?v=1", None),
        ("https://example.org/news/1", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_addresses_tell_whose_they_are(address: str, found: tuple[str, str] | None) -> None:
    assert profile_of(address) == found
