"""Who is in a circulation at a moment: each rule by an example, and random histories against a play of one event after the other."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms.circulation_by_steps import IN, OUT, Play, Said, Text

from legation import moment
from legation.errors import BadValue
from legation.rooms.circulation import STATES, Board, Response, TextVersion, status, text_hash

START = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
INVITED = ["no", "td", "pe"]


def hour(n: int) -> str:
    return (START + dt.timedelta(hours=n)).isoformat(timespec="minutes")


def day(n: int) -> str:
    return (START.date() + dt.timedelta(days=n)).isoformat()


CLOSES = hour(500)
ONE = TextVersion("1", hour(0))
EDITED = TextVersion("2", hour(100), "editorial")
RESIGN = TextVersion("2", hour(100), "substance")
SILENCE = TextVersion("2", hour(100), "substance", "silence")
ALL = TextVersion("2", hour(100), "substance", "silence", breaks="all")


def said(actor: str, at: int, version: str = "1", kind: str = "sign", confirmed: int | None = None, **more: object) -> Response:
    """An answer; a signing without a moment of confirmation is confirmed at once, with -1 never."""
    when = at if confirmed is None and kind in IN else confirmed
    return Response(
        f"{actor}-{at}-{version}-{kind}", actor, hour(at), version, kind, hour(when) if when is not None and when >= 0 else "", **more
    )


def claimed(actor: str, at: int, version: str = "1", kind: str = "sign") -> Response:
    return said(actor, at, version, kind, -1)


def board(at: int, versions: list[TextVersion], *answers: Response) -> Board:
    return status(INVITED, versions, answers, hour(at), CLOSES)


def seen(at: int, versions: list[TextVersion], *answers: Response, actor: str = "no") -> tuple[str, bool, str]:
    standing = board(at, versions, *answers)[actor]
    return standing.state, standing.counted, standing.version


# answers and their confirmation


def test_nothing_is_open_until_the_closing_and_silent_after_it() -> None:
    assert seen(500, [ONE]) == ("open", False, "")
    assert seen(501, [ONE]) == ("silent", False, "")
    assert status(INVITED, [ONE], [], hour(9999), "")["no"].state == "open"


@pytest.mark.parametrize(("kind", "state"), [("sign", "signed"), ("reservation", "reservation"), ("dissociate", "dissociated")])
def test_a_signing_is_a_claim_until_it_is_confirmed(kind: str, state: str) -> None:
    answer = said("no", 10, kind=kind, confirmed=20)
    assert seen(9, [ONE], answer) == ("open", False, "")
    assert seen(19, [ONE], answer) == ("claimed", False, "1")
    assert seen(20, [ONE], answer) == (state, True, "1")


@pytest.mark.parametrize(
    ("kind", "state"), [("sign_if", "sign_if"), ("clearance", "clearance"), ("decline", "declined"), ("withdraw", "withdrawn")]
)
def test_what_is_no_signing_ends_a_confirmed_one_at_once(kind: str, state: str) -> None:
    answers = said("no", 10), said("no", 20, kind=kind)
    assert seen(19, [ONE], *answers) == ("signed", True, "1")
    assert seen(20, [ONE], *answers) == (state, False, "1")


def test_an_answer_that_was_taken_back_is_not_confirmed_afterwards() -> None:
    assert seen(40, [ONE], said("no", 10, confirmed=30), said("no", 20, kind="decline")) == ("declined", False, "1")


def test_who_signs_again_after_leaving_is_a_claim_anew() -> None:
    answers = said("no", 10), said("no", 20, kind="withdraw"), said("no", 30, confirmed=40)
    assert seen(39, [ONE], *answers) == ("claimed", False, "1")
    assert seen(40, [ONE], *answers) == ("signed", True, "1")


def test_a_later_claim_neither_displaces_a_confirmed_signature_nor_is_hidden() -> None:
    standing = board(30, [ONE], said("no", 10), claimed("no", 20, kind="reservation"))["no"]
    assert (standing.state, standing.counted, standing.claim) == ("signed", True, "no-20-1-reservation")


def test_the_latest_confirmed_signing_stands() -> None:
    assert seen(30, [ONE], said("no", 10), said("no", 20, kind="reservation")) == ("reservation", True, "1")
    assert seen(30, [ONE], said("no", 10, kind="reservation", confirmed=25), said("no", 20)) == ("signed", True, "1")


def test_clearance_lasts_until_its_moment_that_moment_included() -> None:
    answer = said("no", 10, kind="clearance", until=hour(50))
    assert seen(50, [ONE], answer)[0] == "clearance"
    assert seen(51, [ONE], answer)[0] == "clearance_lapsed"


def test_clearance_without_a_moment_lasts_until_the_closing() -> None:
    answer = said("no", 10, kind="clearance")
    assert [seen(at, [ONE], answer)[0] for at in (500, 501)] == ["clearance", "clearance_lapsed"]


# the closing


def test_a_claim_in_time_may_be_confirmed_after_the_closing() -> None:
    answer = said("no", 500, confirmed=600)
    assert [seen(at, [ONE], answer)[0] for at in (599, 600)] == ["claimed", "signed"]


def test_after_the_closing_only_what_is_confirmed_enters() -> None:
    answer = said("no", 501, confirmed=600)
    assert board(599, [ONE], answer)["no"].state == "silent"
    assert board(599, [ONE], answer)["no"].claim == answer.id
    assert seen(600, [ONE], answer) == ("signed", True, "1")
    assert seen(600, [ONE], said("no", 501, kind="decline"))[0] == "silent"
    assert seen(600, [ONE], said("no", 501, kind="decline", confirmed=550))[0] == "declined"


def test_a_withdrawal_enters_at_any_time() -> None:
    assert seen(600, [ONE], said("no", 501, kind="withdraw")) == ("withdrawn", False, "1")
    assert seen(600, [ONE], said("no", 10), said("no", 501, kind="withdraw")) == ("withdrawn", False, "1")


@pytest.mark.parametrize("kind", ["sign_if", "clearance", "decline"])
def test_after_the_closing_a_signer_who_says_anything_else_is_not_counted(kind: str) -> None:
    assert not seen(600, [ONE], said("no", 10), said("no", 501, kind=kind))[1]


# carrying over


def test_an_editorial_version_carries_signatures_at_once() -> None:
    assert seen(100, [ONE, EDITED], said("no", 10)) == ("signed", True, "2")
    assert seen(130, [ONE, EDITED], said("no", 110, confirmed=120)) == ("signed", True, "2")


def test_an_objection_in_time_to_an_editorial_version_makes_the_signature_stale() -> None:
    assert seen(172, [ONE, EDITED], said("no", 10), said("no", 172, "2", "object")) == ("stale", False, "1")
    assert seen(173, [ONE, EDITED], said("no", 10), said("no", 173, "2", "object")) == ("signed", True, "2")
    longer = TextVersion("2", hour(100), "editorial", until=hour(300))
    assert seen(300, [ONE, longer], said("no", 10), said("no", 300, "2", "object"))[0] == "stale"


def test_a_version_of_substance_is_signed_again() -> None:
    assert seen(99, [ONE, RESIGN], said("no", 10)) == ("signed", True, "1")
    assert seen(100, [ONE, RESIGN], said("no", 10)) == ("stale", False, "1")
    assert seen(150, [ONE, RESIGN], said("no", 10), claimed("no", 150, "2")) == ("claimed", False, "2")
    assert seen(160, [ONE, RESIGN], said("no", 10), said("no", 150, "2", confirmed=160)) == ("signed", True, "2")


def test_silence_carries_from_its_moment_on_who_has_not_objected_by_it() -> None:
    assert seen(171, [ONE, SILENCE], said("no", 10)) == ("stale", False, "1")
    assert seen(172, [ONE, SILENCE], said("no", 10)) == ("signed", True, "2")
    assert seen(400, [ONE, SILENCE], said("no", 10), said("no", 172, "2", "object")) == ("stale", False, "1")
    assert seen(400, [ONE, SILENCE], said("no", 10), said("no", 173, "2", "object")) == ("signed", True, "2")


def test_a_signature_that_silence_has_yet_to_carry_says_when() -> None:
    third = TextVersion("3", hour(150), "editorial")
    later = TextVersion("3", hour(150), "substance")
    at = moment.written(moment.parse(hour(172)))
    assert board(120, [ONE, SILENCE], said("no", 10))["no"].carried == at
    assert board(160, [ONE, SILENCE, third], said("no", 10))["no"].carried == at
    for answers in (
        [said("no", 10), said("no", 120, "2", "object")],
        [said("no", 10, kind="reservation", touched=("2",))],
        [said("no", 110)],
    ):
        assert board(130, [ONE, SILENCE], *answers)["no"].carried == ""
    for versions in ([ONE, RESIGN], [ONE, SILENCE, later]):
        assert board(160, versions, said("no", 10))["no"].carried == ""


def test_the_period_of_a_silence_is_what_the_version_says() -> None:
    shorter = TextVersion("2", hour(100), "substance", "silence", until=hour(124))
    assert [seen(at, [ONE, shorter], said("no", 10))[0] for at in (123, 124)] == ["stale", "signed"]


def test_silence_binds_confirmed_signers_alone() -> None:
    assert seen(400, [ONE, SILENCE]) == ("open", False, "")
    assert seen(400, [ONE, SILENCE], claimed("no", 10)) == ("claimed", False, "1")
    assert seen(400, [ONE, SILENCE], said("no", 10, confirmed=100)) == ("signed", True, "2")
    assert seen(400, [ONE, SILENCE], said("no", 10, confirmed=101)) == ("stale", False, "1")
    assert seen(400, [ONE, SILENCE], said("no", 120)) == ("stale", False, "1")


def test_an_objection_frees_who_objects_or_all_as_the_version_says() -> None:
    answers = said("no", 10), said("td", 10), said("no", 120, "2", "object")
    assert board(400, [ONE, SILENCE], *answers).counted == ("td",)
    assert board(400, [ONE, ALL], *answers).counted == ()
    assert board(400, [ONE, ALL], *answers, said("no", 130, "2")).counted == ("no",)


def test_only_whom_a_silence_binds_breaks_it_for_all() -> None:
    objection = said("pe", 120, "2", "object")
    for other in ((), (claimed("pe", 20),), (said("pe", 20), said("pe", 30, kind="decline"))):
        assert board(400, [ONE, ALL], said("no", 10), objection, *other).counted == ("no",)
    assert board(400, [ONE, ALL], said("no", 10), said("pe", 20), objection).counted == ()


def test_an_objection_after_the_closing_and_in_time_counts() -> None:
    late = TextVersion("2", hour(490), "substance", "silence")
    assert seen(562, [ONE, late], said("no", 10)) == ("signed", True, "2")
    assert seen(562, [ONE, late], said("no", 10), said("no", 510, "2", "object")) == ("stale", False, "1")


def test_an_objection_to_the_version_that_its_giver_signed_takes_that_back() -> None:
    assert seen(30, [ONE], said("no", 10), said("no", 20, kind="object")) == ("stale", False, "1")
    assert seen(40, [ONE], said("no", 10), said("no", 20, kind="object"), said("no", 30)) == ("signed", True, "1")


def test_an_objection_of_one_that_has_not_signed_says_nothing() -> None:
    assert seen(30, [ONE], said("no", 20, kind="object")) == ("open", False, "")
    assert seen(30, [ONE], said("no", 10, kind="decline"), said("no", 20, kind="object")) == ("declined", False, "1")


@pytest.mark.parametrize("kind", ["reservation", "dissociate"])
def test_a_reservation_whose_words_changed_does_not_carry(kind: str) -> None:
    for version in (EDITED, SILENCE):
        assert seen(400, [ONE, version], said("no", 10, kind=kind))[1]
        assert seen(400, [ONE, version], said("no", 10, kind=kind, touched=("2",))) == ("stale", False, "1")
    assert seen(400, [ONE, EDITED], said("no", 10, touched=("2",)))[1]


def test_chains_of_versions_carry_one_by_one() -> None:
    third = TextVersion("3", hour(200), "substance", "silence")
    assert [seen(at, [ONE, EDITED, third], said("no", 10)) for at in (150, 250, 272)] == [
        ("signed", True, "2"),
        ("stale", False, "2"),
        ("signed", True, "3"),
    ]
    assert seen(400, [ONE, RESIGN, TextVersion("3", hour(200), "editorial")], said("no", 10)) == ("stale", False, "1")


def test_a_version_within_the_period_of_a_silence() -> None:
    editorial, silent = TextVersion("3", hour(150), "editorial"), TextVersion("3", hour(150), "substance", "silence")
    assert [seen(at, [ONE, SILENCE, editorial], said("no", 10))[0] for at in (171, 172)] == ["stale", "signed"]
    assert seen(400, [ONE, SILENCE, silent], said("no", 10)) == ("stale", False, "2")


def test_who_signs_an_old_version_after_a_new_one_is_carried_only_where_the_new_one_says_the_same() -> None:
    assert seen(300, [ONE, EDITED], said("no", 200, "1")) == ("signed", True, "2")
    assert seen(300, [ONE, RESIGN], said("no", 200, "1")) == ("stale", False, "1")
    assert seen(300, [ONE, RESIGN], said("no", 150, "2"), said("no", 200, "1")) == ("stale", False, "1")


def test_an_answer_to_a_version_counts_once_the_version_is_there() -> None:
    assert seen(50, [ONE, RESIGN], said("no", 10, "2")) == ("open", False, "")
    assert seen(100, [ONE, RESIGN], said("no", 10, "2")) == ("signed", True, "2")


# days, and what has no order


def test_a_day_counts_from_its_end() -> None:
    answer = Response("a", "no", day(2), "1", "sign", confirmed=day(2))
    assert [status(INVITED, [ONE], [answer], at, CLOSES)["no"].state for at in (hour(71), hour(72), day(2))] == ["open", "signed", "signed"]


def test_a_closing_of_a_whole_day_takes_what_is_known_to_that_day() -> None:
    answer = Response("a", "no", day(2), "1", "sign", confirmed=day(4))
    assert status(INVITED, [ONE], [answer], day(3), day(2))["no"].state == "claimed"
    assert status(INVITED, [ONE], [answer], day(3), hour(60))["no"].state == "silent"


@pytest.mark.parametrize("moments", [(hour(50), hour(50)), (day(2), hour(50)), (hour(50), day(2)), (day(2), day(2))])
def test_of_answers_without_an_order_the_one_that_says_least_stands(moments: tuple[str, str]) -> None:
    one, other = moments
    signs = Response("z", "no", one, "1", "sign", confirmed=one)
    assert status(INVITED, [ONE], [signs, Response("a", "no", other, "1", "decline")], day(3), CLOSES)["no"].state == "declined"
    reserved = Response("a", "no", other, "1", "reservation", confirmed=other)
    assert status(INVITED, [ONE], [signs, reserved], day(3), CLOSES)["no"].state == "reservation"


# what is refused


@pytest.mark.parametrize(
    ("more", "answer", "words"),
    [
        ({}, {"actor": "fr"}, ("a", "fr", "not invited")),
        ({}, {"version": "9"}, ("a", "version", "9")),
        ({}, {"kind": "maybe"}, ("a", "kind", "maybe", "reservation")),
        ({}, {"at": "soon"}, ("a", "at", "soon")),
        ({}, {"confirmed": "yes"}, ("a", "confirmed", "yes")),
        ({}, {"until": "2026"}, ("a", "until", "2026")),
        ({}, {"touched": ("7",)}, ("a", "touched", "7")),
        ({"id": "1", "at": hour(9), "change": "editorial"}, {}, ("1", "twice")),
        ({"id": "2", "at": hour(0), "change": "editorial"}, {}, ("1", "2", "one moment")),
        ({"id": "2", "at": hour(9)}, {}, ("2", "first")),
        ({"id": "2", "at": "soon"}, {}, ("2", "at", "soon")),
        ({"id": "2", "at": hour(9), "change": "rewritten"}, {}, ("2", "change", "rewritten")),
        ({"id": "2", "at": hour(9), "change": "substance", "carry": "luck"}, {}, ("2", "carry", "luck")),
        ({"id": "2", "at": hour(9), "change": "substance", "breaks": "some"}, {}, ("2", "breaks", "some")),
        ({"id": "2", "at": hour(9), "change": "substance", "until": hour(8)}, {}, ("2", "objection")),
    ],
)
def test_what_cannot_be_is_refused_with_its_row(more: dict[str, str], answer: dict[str, object], words: tuple[str, ...]) -> None:
    with pytest.raises(BadValue) as refused:
        versions = [ONE, TextVersion(**more)] if more else [ONE]
        row = Response(**{"id": "a", "actor": "no", "at": hour(1), "version": "1", "kind": "sign", **answer})
        status(INVITED, versions, [row], hour(50), CLOSES)
    assert all(word in str(refused.value) for word in words), str(refused.value)


def test_an_id_stands_once_and_moments_are_moments() -> None:
    with pytest.raises(BadValue, match="twice"):
        status(INVITED, [ONE], [Response("a", "no", hour(1), "1", "sign"), Response("a", "td", hour(1), "1", "sign")], hour(2), CLOSES)
    for at, closes in (("now", CLOSES), (hour(1), "later")):
        with pytest.raises(BadValue):
            status(INVITED, [ONE], [], at, closes)


def test_the_board_is_in_the_order_of_the_invitations() -> None:
    found = status(("td", "no", "td"), [ONE], [said("no", 1), said("td", 2)], hour(9), CLOSES)
    assert (list(found), found.counted, len(found)) == (["td", "no"], ("td", "no"), 2)


# random histories


def history(seed: int) -> tuple[list[Text], list[Said], int, int]:
    """Versions, answers, the hour of the look and that of the closing, close enough to each other that everything meets everything."""
    chance = random.Random(seed)
    texts, at = [], 0
    for n in range(chance.randint(1, 4)):
        change = chance.choice(("editorial", "substance")) if n else "first"
        carry, breaks = chance.choice(("resign", "silence", "silence")), chance.choice(("own", "all", "all"))
        texts.append(Text(str(n + 1), at, change, carry, at + chance.randint(1, 15), breaks))
        at += chance.randint(1, 20)
    made = []
    for n in range(chance.randint(0, 12)):
        kind = chance.choice((*IN, *("sign",) * 6, *OUT, *("object",) * 4))
        version = chance.randrange(len(texts))
        when = chance.choice((texts[version].at + chance.randint(0, 12), chance.randint(0, 60)))
        confirmed = chance.choice((None, when, when, when + chance.randint(0, 10), chance.randint(0, 60)))
        until = chance.choice((None, chance.randint(0, 60))) if kind == "clearance" else None
        touched = tuple(chance.sample(range(len(texts)), chance.randint(0, 1))) if kind in IN else ()
        made.append(Said(f"r{n:02}", chance.choice(INVITED), when, version, kind, confirmed, until, touched))
    return texts, made, chance.randint(0, 60), chance.randint(10, 80)


def written(texts: list[Text], answers: list[Said]) -> tuple[list[TextVersion], list[Response]]:
    return [TextVersion(one.id, hour(one.at), one.change, one.carry, hour(one.until), one.breaks) for one in texts], [
        Response(
            one.id,
            one.actor,
            hour(one.at),
            texts[one.version].id,
            one.kind,
            "" if one.confirmed is None else hour(one.confirmed),
            "" if one.until is None else hour(one.until),
            tuple(texts[n].id for n in one.touched),
        )
        for one in answers
    ]


HISTORIES = 1000


def test_a_thousand_histories_come_out_as_they_are_played() -> None:
    seen_states, seen_counted = set(), 0
    for seed in range(HISTORIES):
        texts, answers, at, closes = history(seed)
        found = status(INVITED, *written(texts, answers), hour(at), hour(closes))
        play = Play(INVITED, texts, answers, at, closes)
        places = {actor: (one.state, one.counted, one.version) for actor, one in found.items()}
        assert places == {actor: play.place(actor) for actor in INVITED}, seed
        seen_states |= {one.state for one in found.values()}
        seen_counted += len(found.counted)
    assert seen_states == set(STATES)
    assert seen_counted > HISTORIES / 4


def test_in_a_thousand_histories_none_unconfirmed_or_stale_is_counted() -> None:
    for seed in range(HISTORIES):
        texts, answers, at, closes = history(seed)
        found = status(INVITED, *written(texts, answers), hour(at), hour(closes))
        for actor in found.counted:
            own = [one for one in answers if one.actor == actor and one.at <= at]
            last_out = max((one.at for one in own if one.kind in OUT), default=-1)
            signed = [one for one in own if one.kind in IN and one.at > last_out and one.confirmed is not None and one.confirmed <= at]
            assert signed, (seed, actor)
            resigned = [n for n, one in enumerate(texts) if one.at <= at and one.change == "substance" and one.carry == "resign"]
            assert not resigned or any(one.version >= max(resigned) for one in signed), (seed, actor)
            assert found[actor].version == [one.id for one in texts if one.at <= at][-1], (seed, actor)


@settings(max_examples=200)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_order_of_the_rows_does_not_matter(seed: int, other: int) -> None:
    texts, answers, at, closes = history(seed)
    versions, responses = written(texts, answers)
    found = status(INVITED, versions, responses, hour(at), hour(closes))
    chance = random.Random(other)
    assert found == status(
        INVITED, chance.sample(versions, len(versions)), chance.sample(responses, len(responses)), hour(at), hour(closes)
    )


@settings(max_examples=200)
@given(st.integers(0, 10**6), st.data())
def test_nobody_comes_in_by_saying_less(seed: int, data: st.DataObject) -> None:
    """One row more that is no signing, or a confirmation less, never brings in whoever gave it."""
    texts, answers, at, closes = history(seed)
    versions, responses = written(texts, answers)
    before = status(INVITED, versions, responses, hour(at), hour(closes))
    actor, kind = data.draw(st.sampled_from(INVITED)), data.draw(st.sampled_from((*OUT, "object")))
    more = Response("more", actor, hour(data.draw(st.integers(0, 60))), data.draw(st.sampled_from(versions)).id, kind)
    assert before[actor].counted >= status(INVITED, versions, [*responses, more], hour(at), hour(closes))[actor].counted

    unconfirmed = [dataclasses.replace(row, confirmed="") if row.actor == actor else row for row in responses]
    assert not status(INVITED, versions, unconfirmed, hour(at), hour(closes))[actor].counted


# the fingerprint of a text


def test_a_text_in_one_language_has_the_fingerprint_of_a_file_that_holds_it() -> None:
    text = "Les États s’associent.\n"
    assert text_hash({"fr": text}) == hashlib.sha256(text.encode()).hexdigest()
    assert text_hash({"fr": unicodedata.normalize("NFD", text)}) == text_hash({"fr": text})


@given(
    st.dictionaries(
        st.sampled_from(("en", "es", "fr")), st.text(st.characters(exclude_characters="\0"), min_size=1).filter(str.strip), min_size=2
    )
)
def test_each_language_and_its_limits_are_in_the_fingerprint(texts: dict[str, str]) -> None:
    first, second, *_ = sorted(texts)
    assert text_hash(dict(reversed(texts.items()))) == text_hash(texts)
    assert text_hash(texts | {first: f"{texts[first]}x"}) != text_hash(texts)
    assert text_hash({first: texts[first] + texts[second]}) != text_hash({first: texts[first], second: texts[second]})


@pytest.mark.parametrize("texts", [{}, {"fr": " \n"}, {"fr": "a\0b"}])
def test_no_words_have_no_fingerprint(texts: dict[str, str]) -> None:
    with pytest.raises(BadValue):
        text_hash(texts)
