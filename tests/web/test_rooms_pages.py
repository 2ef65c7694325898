"""A room from its code to a vote without a script; what a seat may send, and what nobody learns of it."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from web.conftest import small

from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.audit import trail
from legation.web.stores.audit.models import Entry as Noted
from legation.web.stores.rooms.models import Room, RoomDoor, RoomEntry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room() -> Room:
    host = Account.objects.create_user("host@example.org", name="Host")
    given = {"inside": "anonymous", "leaves": "chatham", "question": "What now?"}
    made = seats.open_room(
        store.create(small(), host), host, "deliberation", given, title={"fr": "Échange", "en": "Talks"}, notice={}, seats=8
    )
    seat = seats.seat_by_account(made, host, "host")
    assert seat is not None
    said = [
        ("seated", {"seat": "m", "role": "moderator"}),
        ("stated", {"statement": "seed", "text": "Begin with what is agreed.", "source": "seed"}),
    ]
    said += [("phase", {"phase": "vote"})]
    DESK.write(made.pk, seat, [Draft(kind=kind, data=data, key=f"k{at}") for at, (kind, data) in enumerate(said)])
    return made


def _code(room: Room) -> str:
    return seats.new_door(room, timezone.now() + dt.timedelta(hours=1)).code


def _seated(room: Room, code: str, lang: str = "fr") -> Client:
    client = Client(headers={"accept-language": lang})
    assert client.post(f"/join/{code}/sit").status_code == 302
    return client


@pytest.mark.parametrize(("lang", "words"), [("fr", ("Prendre place", "D’accord")), ("en", ("Take a seat", "Agree"))])
def test_from_a_code_to_a_vote_in_three_steps(room: Room, lang: str, words: tuple[str, str]) -> None:
    code, client = _code(room), Client(headers={"accept-language": lang})
    typed = client.post("/join/", {"code": f"{code[:5]} {code[5:].lower()}"}, follow=True)
    assert words[0] in typed.content.decode()
    here = client.post(f"/join/{code}/sit", follow=True)
    page = here.content.decode()
    assert words[1] in page
    assert len(page.encode()) < 20_000
    form = {"kind": "voted", "statement": "seed", "value": "1", "key": "0ce"}
    after = client.post(f"/rooms/{room.pk}/seat/write", form, follow=True).content.decode()
    assert "Begin with what is agreed." in after
    state = DESK.room(room.pk).state
    assert list(state.statements["seed"].votes.values()) == [1]  # type: ignore[union-attr]


def test_a_statement_waits_for_a_moderator_and_a_near_one_is_shown_first(room: Room) -> None:
    client, other = _seated(room, _code(room)), _seated(room, _code(room))
    form = {"kind": "stated", "text": "Begin with what was agreed!"}
    near = client.post(f"/rooms/{room.pk}/seat/write", form)
    assert near.status_code == 409
    said = client.post(f"/rooms/{room.pk}/seat/write", {**form, "anyway": "yes"}, follow=True).content.decode()
    assert "Begin with what was agreed!" in said
    assert "was agreed!" not in other.get(f"/rooms/{room.pk}/seat/").content.decode()
    again = near.content.decode()
    assert re.search(
        r'name="statement" value="seed"><button name="value" value="1"', again.partition("near")[2]
    )  # vote on this one instead
    mine = client.post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": "Begin with what was agreed"})
    assert mine.status_code == 409  # one of one's own that waits is near as well


@pytest.mark.parametrize(("text", "status", "words"), [(" \n ", 422, "Il manque un texte"), ("a" * 281, 409, "Au plus 280 caractères.")])
def test_a_statement_that_is_not_taken_is_refused_in_plain_words(room: Room, text: str, status: int, words: str) -> None:
    answer = _seated(room, _code(room)).post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": text, "anyway": "yes"})
    page = answer.content.decode()
    assert (answer.status_code, "Entrée" in page) == (status, False)
    assert words in page


def test_that_nobody_else_sees_a_statement_is_said_only_while_that_is_so(room: Room) -> None:
    client, words = _seated(room, _code(room)), "Personne d’autre ne le voit"
    said = client.post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": "Something new", "anyway": "yes"}, follow=True)
    assert words in said.content.decode()
    (name,) = DESK.room(room.pk).state.statements.keys() - {"seed"}  # type: ignore[union-attr]
    DESK.write(room.pk, "m", [Draft(kind="judged", data={"statement": name, "verdict": "in"}, key="in")])
    again = client.get(f"/rooms/{room.pk}/seat/?said=yes").content.decode()
    assert words not in again
    assert "<strong>Admis.</strong>" in again


def test_several_ideas_and_a_name_are_said_before_they_are_sent(room: Room) -> None:
    client = _seated(room, _code(room), "en")
    form = {"kind": "stated", "text": "Publish everything. Mr Zorvan must go."}
    page = client.post(f"/rooms/{room.pk}/seat/write", form)
    assert page.status_code == 409
    assert "several things" in page.content.decode()
    assert "names a person" in page.content.decode()
    assert not DESK.room(room.pk).state.statements.keys() - {"seed"}  # type: ignore[union-attr]
    changed = client.post(f"/rooms/{room.pk}/seat/write", form | {"text": "Publish everything."}, follow=True)
    assert "a moderator reads it next" in changed.content.decode()


def test_a_vote_is_changed_and_a_statement_reported_and_withdrawn_without_a_script(room: Room) -> None:
    client = _seated(room, _code(room), "en")
    address = f"/rooms/{room.pk}/seat/"
    after = client.post(f"{address}write", {"kind": "voted", "statement": "seed", "value": "1"}, follow=True).content.decode()
    assert "You agree:" in after
    assert '<a href="?again=seed">' in after
    again = client.get(f"{address}?again=seed").content.decode()
    assert re.search(r'<article class="card"[^>]*data-statement="seed"', again)
    assert re.search(r'value="1" aria-keyshortcuts="1" aria-pressed="true"', again)
    client.post(f"{address}write", {"kind": "voted", "statement": "seed", "value": "-1"})
    assert list(DESK.room(room.pk).state.statements["seed"].votes.values()) == [-1]  # type: ignore[union-attr]
    reported = client.post(f"{address}write", {"kind": "flagged", "statement": "seed", "reason": "insult"}, follow=True)
    assert "Reported." in reported.content.decode()
    client.post(f"{address}write", {"kind": "stated", "text": "Something quite different", "anyway": "yes"})
    (name,) = DESK.room(room.pk).state.statements.keys() - {"seed"}  # type: ignore[union-attr]
    gone = client.post(f"{address}write", {"kind": "withdrawn", "statement": name}, follow=True).content.decode()
    assert "Withdrawn by you." in gone


def test_the_author_reads_what_became_of_it_and_why_in_their_language(room: Room) -> None:
    client = _seated(room, _code(room), "fr")
    for at, text in enumerate(("Begin with what was agreed!", "Something quite different", "A third matter")):
        client.post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": text, "anyway": "yes", "key": str(at)})
    names = [name for name in DESK.room(room.pk).state.statements if name != "seed"]  # type: ignore[union-attr]
    said: list[tuple[str, dict[str, str]]] = [
        ("judged", {"statement": names[0], "verdict": "copy", "of": "seed"}),
        ("judged", {"statement": names[1], "verdict": "out", "reason": "off topic"}),
        ("read", {"statement": names[2]}),
    ]
    DESK.write(room.pk, "m", [Draft(kind=kind, data=data, key=f"j{at}") for at, (kind, data) in enumerate(said)])
    page = client.get(f"/rooms/{room.pk}/seat/").content.decode()
    DESK.write(room.pk, seats.host_of(room), [Draft(kind="phase", data={"phase": "closed"})])
    ended = client.get(f"/rooms/{room.pk}/seat/").content.decode()
    assert ended.count("avant qu’un modérateur ne décide") == 1  # nobody decides any more
    assert "va le lire" not in ended and "Lu par un modérateur" not in ended
    assert "Rien n’est encore publié" in ended
    assert 'sur lequel on vote.</strong> <q dir="auto">Begin with what is agreed.</q>' in page
    assert "(hors sujet)" in page
    assert "Lu par un modérateur" in page


def test_nobody_votes_on_what_its_author_took_back(room: Room) -> None:
    """It is gone from the cards and from what is near; where it stands its readers are told so in their language."""
    author, other, third = (_seated(room, _code(room)) for _ in range(3))
    author.post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": "Canary words of mine", "anyway": "yes"})
    (name,) = DESK.room(room.pk).state.statements.keys() - {"seed"}  # type: ignore[union-attr]
    DESK.write(room.pk, "m", [Draft(kind="judged", data={"statement": name, "verdict": "in"}, key="in")])
    other.post(f"/rooms/{room.pk}/seat/write", {"kind": "voted", "statement": name, "value": "1"})
    other.post(f"/rooms/{room.pk}/seat/write", {"kind": "flagged", "statement": name, "reason": "insult"})
    assert f'data-statement="{name}"' in third.get(f"/rooms/{room.pk}/seat/").content.decode()
    author.post(f"/rooms/{room.pk}/seat/write", {"kind": "erased"})
    pages = [one.get(f"/rooms/{room.pk}/seat/").content.decode() for one in (other, third)]
    assert "(retiré par son auteur)" in pages[0]
    assert not [page for page in pages if f'data-statement="{name}"' in page or f'value="{name}"' in page]
    assert "0 / 1" in pages[1]
    near = third.post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": "Withdrawn by its author"}, follow=True)
    assert near.status_code == 200
    host = Client(headers={"accept-language": "fr"})
    host.force_login(Account.objects.get(email="host@example.org"))
    where = f"/dossiers/{room.dossier.slug}/rooms/{room.pk}"
    pages += [host.get(f"{where}{page}").content.decode() for page in ("", "/queue")]
    assert "(retiré par son auteur)" in pages[2]
    assert not [page for page in pages if "withdrawn by its author" in page]
    trail.flush()


def test_drafts_are_answered_one_by_one_and_a_key_is_good_once(room: Room) -> None:
    client = _seated(room, _code(room))
    drafts = [
        {"kind": "voted", "data": {"statement": "seed", "value": 1}, "key": "a"},
        {"kind": "judged", "data": {"statement": "seed", "verdict": "out", "reason": "x"}, "key": "b"},
        {"kind": "voted", "data": {"statement": "none", "value": 1}, "key": "c"},
    ]
    address = f"/rooms/{room.pk}/seat/entries"
    first = client.post(address, {"drafts": drafts}, content_type="application/json")
    written = first.json()["written"]
    assert [one.get("code") for one in written] == [None, "unknown", "unknown"]
    again = client.post(address, {"drafts": drafts[:1]}, content_type="application/json")
    assert again.json()["written"][0] == written[0]
    assert "rechargez la page" in written[1]["said"]
    changed = [{"kind": "voted", "data": {"statement": "seed", "value": -1}, "key": "a"}]
    assert client.post(address, {"drafts": changed}, content_type="application/json").status_code == 409


@pytest.mark.parametrize(
    ("status", "body"),
    [(400, b""), (400, b"{"), (400, b"[]"), (400, b'{"drafts": []}'), (400, b'{"drafts": [1]}'), (400, b"[" * 60_000),
     (400, b'{"drafts": [{"kind": "voted", "data": {}, "key": ""}]}'), (413, b" " * 70_000)],
)  # fmt: skip
def test_what_is_no_list_of_drafts_is_refused(room: Room, status: int, body: bytes) -> None:
    answer = _seated(room, _code(room)).post(f"/rooms/{room.pk}/seat/entries", body, content_type="application/json")
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("key", "data"),
    [
        ("meet me at noon", {"statement": "seed", "value": 1}),
        ("a1", {"statement": "the minister said", "text": "Something new", "source": "participant"}),
        ("a1", {"statement": "0c", "text": "Something new", "source": "participant", "language": "for your eyes"}),
        ("a1", {"statement": "the minister said", "reason": "insult"}),
    ],
)
def test_no_key_and_no_id_that_a_browser_chose_carries_words(room: Room, key: str, data: dict[str, object]) -> None:
    client = _seated(room, _code(room))
    kind = "voted" if "value" in data else "flagged" if "reason" in data else "stated"
    number = DESK.room(room.pk).number
    sent = client.post(
        f"/rooms/{room.pk}/seat/entries", {"drafts": [{"kind": kind, "data": data, "key": key}]}, content_type="application/json"
    )
    assert [one["code"] for one in sent.json()["written"]] == ["unknown"]
    assert client.post(f"/rooms/{room.pk}/seat/write", {"kind": kind, "key": key, "anyway": "yes"} | data).status_code in (302, 409)
    written = list(RoomEntry.objects.filter(room=room, number__gt=number).values_list("key", "content__data"))
    assert not [word for word in ("meet", "minister said", "your eyes") if word in json.dumps(written)]
    good = {"kind": "voted", "data": {"statement": "seed", "value": 1}, "key": "401-77-9"}  # as the script of the page draws it
    assert (
        "number" in client.post(f"/rooms/{room.pk}/seat/entries", {"drafts": [good]}, content_type="application/json").json()["written"][0]
    )


def test_wrong_codes_slow_down_and_a_right_one_gets_in_meanwhile(room: Room) -> None:
    client = Client(REMOTE_ADDR="203.0.113.7")
    seen = [client.post("/join/", {"code": f"WRONGCODE{letter}"}).status_code for letter in "ABCDEFGHJKMNPQRSTVWXYZABCD"]
    assert seen[0] == 404
    assert seen[-1] == 429
    assert client.post("/join/", {"code": _code(room)}).status_code == 302


def test_beside_a_seat_stands_no_account(room: Room) -> None:
    """A member who is signed in joins in the same browser: no session, no entry of the trail and no row holds both."""
    person = Account.objects.create_user("person@example.org", name="Canary Person")
    client = Client()
    client.force_login(person)
    code = _code(room)
    before = {one.pk: one.session_data for one in Session.objects.all()}
    client.post(f"/join/{code}/sit")
    client.get(f"/rooms/{room.pk}/seat/")
    client.post(f"/rooms/{room.pk}/seat/write", {"kind": "voted", "statement": "seed", "value": "1"})
    trail.flush()
    assert {one.pk: one.session_data for one in Session.objects.all()} == before
    assert not Noted.objects.filter(route__startswith="room").exists()
    assert not room.seats.filter(account=person).exists()
    assert RoomDoor.objects.get(code=code).seats == 1


def test_who_leaves_takes_everything_along_and_the_cookie_opens_nothing_more(room: Room) -> None:
    client = _seated(room, _code(room))
    client.post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": "Canary words of mine", "anyway": "yes"})
    kept = client.cookies[f"seat-{room.pk}"].value
    assert client.post(f"/rooms/{room.pk}/seat/write", {"kind": "erased"}).status_code == 200
    from legation.web.stores.rooms.models import RoomContent

    assert "Canary" not in json.dumps(list(RoomContent.objects.values_list("data", flat=True)))
    client.cookies[f"seat-{room.pk}"] = kept
    assert client.get(f"/rooms/{room.pk}/seat/").status_code == 403


def test_whoever_comes_through_the_door_twice_has_one_seat(room: Room) -> None:
    code = _code(room)
    client = _seated(room, code)
    for answer in (client.get(f"/join/{code}/"), client.post(f"/join/{code}/sit")):
        assert (answer.status_code, answer.url) == (302, f"/rooms/{room.pk}/seat/")  # type: ignore[attr-defined]
    assert room.seats.exclude(digest="").count() == 1
    assert {(one.key, one["path"]) for one in client.cookies.values() if one.key.startswith("seat-")} == {
        (f"seat-{room.pk}", f"/rooms/{room.pk}/seat/"), (f"seat-in-{room.pk}", "/join/"),
    }  # fmt: skip
    client.post(f"/rooms/{room.pk}/seat/write", {"kind": "erased"})
    assert client.post(f"/join/{code}/sit").status_code == 302
    assert room.seats.exclude(digest="").count() == 1


def test_how_one_appears_is_the_first_that_is_told_before_one_joins(room: Room) -> None:
    page = Client(headers={"accept-language": "fr"}).get(f"/join/{_code(room)}/").content.decode()
    assert (
        page.index("qui vous êtes n’est enregistré nulle part")
        < page.index("ni par qui, ni d’où")
        < page.index("<dt>", page.index("ni par qui"))
    )
    assert page.partition("<dt>")[2].startswith("Comment vous y apparaissez")


def test_nobody_sits_down_in_a_room_that_is_closed(room: Room) -> None:
    code = _code(room)
    DESK.write(room.pk, seats.host_of(room), [Draft(kind="phase", data={"phase": "closed"}, key="over")])
    assert Client().post(f"/join/{code}/sit").status_code == 409
    assert not room.seats.exclude(digest="").exists()


def test_a_seat_of_one_room_is_none_of_another_and_without_one_nothing_is_seen(room: Room) -> None:
    client = _seated(room, _code(room))
    other = Room.objects.create(id="0" * 16, dossier=room.dossier, kind="deliberation")
    for page in ("", "picture"):
        assert client.get(f"/rooms/{other.pk}/seat/{page}").status_code in (302, 401, 403)
        assert Client().get(f"/rooms/{room.pk}/seat/{page}").status_code in (302, 401)
    assert re.fullmatch(r"[0-9a-f]{16}", room.pk)
