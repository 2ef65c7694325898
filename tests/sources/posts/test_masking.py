"""No private account is named in a text or an address; registered ones are, between their dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from posts_made import KEY

from legation.dossier.when import When
from legation.sources.observations.accounts import Register, RegisteredAccount
from legation.sources.observations.posts.masking import Masks

DAY = dt.date(2021, 5, 1)
DESK = Register([RegisteredAccount("mfa_example", "XYZ", "x", When("2020")), RegisteredAccount("desk@social.example", "XYZ", "mastodon")])


def masks() -> Masks:
    return Masks(DESK, KEY)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks @alice99!",
        "cc ＠Alice99, and more",
        "\u2066@alice99\u2069 said so",
        "@\u200balice99",
        "see https://x.com/alice99/status/123456 and twitter.com/alice99",
        "https://t.co/x https://nitter.net/alice99",
        "https://example.org/a?via=alice99",
        "https://example.org/%40alice99/1",
        "https://example.org/%2540alice99/1",
        "@alice99@social.example and alice99@social.example",
        "alice99.bsky.social",
        "at://alice99.bsky.social/app.bsky.feed.post/1",
        "RT @alice99: RT @ALICE99: x",
        ".@alice99, (@alice99) “@alice99”",
        "https://user:alice99@example.org/",
    ],
)
def test_a_private_handle_is_nowhere(text: str) -> None:
    assert "alice99" not in masks().words(text, "x", DAY).lower()


@pytest.mark.parametrize(
    "text",
    [
        "did:plc:z72i7hdynmk6r22z27h6tvur",
        "https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur/post/3",
        "https://plc.example/did:plc:z72i7hdynmk6r22z27h6tvur",
    ],
)
def test_numbers_of_accounts_are_names_too(text: str) -> None:
    assert "z72i7" not in masks().words(text, "bluesky", DAY)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks @MFA_Example!",
        "https://x.com/MFA_Example/status/1",
        "@desk@social.example, https://social.example/@desk/1",
        "https://www.un.org/en/ga/72/resolutions.shtml?lang=fr#top",
        "The 5 @ 10 offer; G20 and COP26; A/RES/73/27 on 2018-12-05.",
        "#UNGA https://x.com/hashtag/UNGA",
    ],
)
def test_what_names_nobody_private_stays(text: str) -> None:
    assert masks().words(text, "x", DAY, private=False) == text


def test_an_account_before_its_date_in_the_register_is_private() -> None:
    assert "mfa_example" not in masks().words("@mfa_example https://x.com/mfa_example", "x", dt.date(2019, 12, 31))


def test_the_same_account_has_the_same_pseudonym_in_text_and_column() -> None:
    one = masks()

    assert one.words("@Alice99 x.com/alice99/status/1", "x", DAY) == f"@{one.pseudonym('x', 'alice99')} @{one.pseudonym('x', 'alice99')}"


def test_a_known_name_is_found_without_a_sign_before_it() -> None:
    one = masks()
    one.know("x", "alice_m")
    one.know("x", "climate")

    said = one.words("alice_m and #Alice_M on climate", "x", DAY)

    assert said.count(one.pseudonym("x", "alice_m")) == 2
    assert "on climate" in said  # could be any word


def test_a_writers_own_name_goes_from_their_own_post() -> None:
    said = masks().words("Climate writes: I am Jane Doe, on climate", "x", DAY, own=[("x", "climate")], names=["Jane Doe"])

    assert "climate" not in said.lower()
    assert "Jane" not in said


def test_mail_goes_always_and_telephones_of_private_accounts() -> None:
    text = "jane.doe+a@mail.example, +33 6 12 34 56 78, 06 12 34 56 78, (212) 555-0100"

    assert masks().words(text, "x", DAY) == "[e-mail], [tel], [tel], [tel]"
    assert "+33 6 12" in masks().words(text, "x", DAY, private=False)


@given(
    st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=6, max_size=15).map(lambda name: f"zq{name}"),
    st.lists(
        st.sampled_from(
            [
                "@{}",
                "https://x.com/{}",
                "x.com/{}/status/1",
                "@{}@h.example",
                "{}@h.example",
                "https://h.example/@{}",
                "https://h.example/users/{}",
                "({}.bsky.social)",
                "and",
                "https://e.example/a",
                "RT @{}:",
                "é@{}",
                "\n",
                "@{}.",
            ]
        ),
        max_size=8,
    ),
)
def test_wherever_a_handle_stands_it_is_not_found(name: str, forms: list[str]) -> None:
    text = " ".join(form.format(name) for form in forms)

    assert name not in masks().words(text, "x", DAY).lower()


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(masks().words(text, "x", DAY, own=[("x", "abc")], names=["x y"]), str)
