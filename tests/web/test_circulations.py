"""The coordinator's board of a text in circulation: what is confirmed, set aside, entered, sent, followed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone
from web.circulated import DRAFT, HEAD, PARTS, SIGNED, Circulation, filled

from legation.dossier import standing
from legation.errors import BadValue
from legation.language import say
from legation.questions import Case
from legation.questions.coalitions.who_has_signed import answer
from legation.web.access import TABLE
from legation.web.pages.circulations.entering import day_or_moment

pytestmark = pytest.mark.django_db
ON_EACH = pytest.mark.each_database("answers are confirmed, and members enter, in one revision")


@pytest.fixture
def board(site) -> Circulation:
    return filled(site)


def members(board: Circulation) -> dict[str, Any]:
    return {row.actor: row for row in board.whole().coalitions if row.coalition == "cables"}


def test_a_dossier_without_a_circulation_has_no_place_for_one(site: Any) -> None:
    assert "/circulations" not in site.client("editor").get("/dossiers/small").content.decode()
    filled(site)
    page = site.client("editor").get("/dossiers/small").content.decode()
    assert 'href="/dossiers/small/circulations"' in page
    assert 'href="/dossiers/small/circulations"' not in site.client("guest").get("/dossiers/small").content.decode()


def test_the_board_says_who_is_in_and_what_is_to_be_confirmed_first(board: Circulation) -> None:
    page = board.page()
    text = re.sub(r"<[^>]+>", " ", page)

    assert "2 of 6 invited are in: 2 States." in text
    assert "12 May 2999, 18:00 (Paris time)" in text
    assert page.index("CLAIMED-WORDS") < page.index('id="counts"')
    assert re.search(r"[0-9a-f]{64}", page)
    assert "An answer counts as a signature once it is confirmed" in text
    assert "by link" in text
    assert "entered by Desk" in text
    listed = board.site.client("editor").get("/dossiers/small/circulations").content.decode()
    assert "2 answers to be confirmed" in listed


def test_a_kind_and_a_state_show_those_alone(board: Circulation) -> None:
    page = board.page("?side=ngo&state=declined")

    rows = page[page.index('id="invited"') :]
    assert "Watch" in rows
    assert "Aland" not in rows.split('id="terms"')[0]
    assert "Aland" in board.page("?side=perhaps&state=<x>")


@ON_EACH
def test_a_claim_counts_once_it_is_confirmed_and_enters_the_coalition_dated(board: Circulation) -> None:
    answer = board.post("/settle", do="confirm", answer=["s3", "s4"], channel="note", reference="Note verbale 12/2020")

    assert answer.status_code == 302
    rows = board.signatures()
    assert {one: (rows[one].supersedes, rows[one].channel, rows[one].answer) for one in ("cedonia", "acme")} == {
        "cedonia": ("s3", "note", "sign"),
        "acme": ("s4", "note", "sign"),
    }
    (source,) = rows["cedonia"].evidence
    assert rows["acme"].evidence == (source,)
    assert str(next(row.title for row in board.whole().evidence if row.id == source)) == "Note verbale 12/2020"
    assert "4 of 6 invited are in" in board.page()
    entered = members(board)
    assert set(entered) == {"aland", "borland", "cedonia", "acme"}
    assert all(row.start is not None for row in entered.values())
    assert str(entered["aland"].start) == "2020-01-03"


@ON_EACH
def test_what_was_confirmed_meanwhile_is_not_confirmed_again(board: Circulation) -> None:
    form = {"do": "confirm", "answer": "s3", "channel": "note", "reference": "Note 12"}
    board.post("/settle", **form)
    number = len(board.whole().signatures)

    assert board.post("/settle", **form).status_code == 400
    assert board.post("/settle", **{**form, "answer": "s1"}).status_code == 400
    assert board.post("/settle", **{**form, "answer": "nobody"}).status_code == 400
    assert len(board.whole().signatures) == number


@pytest.mark.parametrize(
    "wrong",
    [{"answer": []}, {"channel": "pigeon"}, {"reference": " "}, {"reference": "=cmd|' /C calc'!A0"}, {"reference": "x" * 301}],
)
def test_nothing_is_confirmed_without_channel_and_reference(board: Circulation, wrong: dict[str, Any]) -> None:
    before = board.whole()
    answer = board.post("/settle", **{"do": "confirm", "answer": "s3", "channel": "note", "reference": "Note 12", **wrong})

    assert answer.status_code == 400
    assert board.whole() == before


def test_an_answer_that_is_set_aside_leaves_the_log_and_the_history_says_why(board: Circulation) -> None:
    board.post("/settle", do="aside", answer=["s5", "s3"], reference="The link was forwarded")

    assert {row.id for row in board.whole().signatures} == {"s1", "s2", "s4"}
    page = board.page()
    assert "CLAIMED-WORDS" not in page
    assert "declines" not in re.sub(r"<[^>]+>", " ", page[page.index('id="counts"') : page.index('id="terms"')])
    history = board.site.client("editor").get("/dossiers/small/history").content.decode()
    assert "Set aside, watch and cedonia: The link was forwarded" in history
    assert board.post("/settle", do="aside", answer="s4", reference="").status_code == 400


def test_a_withdrawal_counts_at_once_and_ends_the_membership_when_the_coordinator_next_settles(board: Circulation) -> None:
    board.post("/settle", do="confirm", answer="s3", channel="note", reference="Note 12")
    late = "w,cables,aland,v1,withdraw,2020-02-02T09:00Z,,,,,,,,,\n"
    board.change(signatures_csv=HEAD + SIGNED + late)
    assert "1 of 6 invited is in" in board.page()

    board.post("/settle", do="confirm", answer="s4", channel="mail", reference="Mail of 3 February")
    assert str(members(board)["aland"].end) == "2020-02-02"


def test_the_desk_enters_an_answer_for_somebody_marked_and_confirmed_at_once(board: Circulation) -> None:
    form = {
        "actor": "Dorne",
        "answer": "sign",
        "version": "v1",
        "channel": "spoken",
        "reference": "Chargé, 4 May",
        "printed_as_en": "Kingdom of Dorne",
    }
    assert board.post("/enter", **form).status_code == 302

    row = board.signatures()["dorne"]
    assert (row.answer, row.channel, str(row.printed_as), bool(row.author)) == ("sign", "spoken", "Kingdom of Dorne", True)
    assert row.confirmed is not None
    assert "3 of 6 invited are in" in board.page()
    assert f"entered by {row.author}" in re.sub(r"<[^>]+>", " ", board.page())
    assert "dorne" in members(board)


def test_an_entry_without_a_channel_stays_to_be_confirmed(board: Circulation) -> None:
    board.post("/enter", actor="Dorne", answer="sign", version="v1")

    assert board.signatures()["dorne"].confirmed is None
    assert "2 of 6 invited are in" in board.page()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"actor": "Nowhere"}, "Nowhere"),
        ({"actor": "France"}, "is not invited"),
        ({"answer": "perhaps"}, "is not in the list"),
        ({"version": "v9"}, "is not in the list"),
        ({"day": "2999-01-01"}, "lies ahead"),
        ({"day": "2020-03-29", "time": "02:30"}, "02:30"),
        ({"channel": "note"}, "Write the reference"),
        ({"words_en": "=1+1"}, "as a formula"),
        ({"printed_as_en": "=HYPERLINK(1)"}, "as a formula"),
    ],
)
def test_an_entry_that_is_wrong_is_shown_again_with_what_was_typed(board: Circulation, wrong: dict[str, str], said: str) -> None:
    before = board.whole()
    answer = board.post("/enter", **{"actor": "Dorne", "answer": "sign", "version": "v1", "words_fr": "TYPED", **wrong})

    assert answer.status_code == 422
    assert "TYPED" in answer.content.decode()
    assert said in re.sub(r"<[^>]+>", " ", answer.content.decode())
    assert board.whole() == before


def test_a_new_version_is_sent_at_this_moment_and_leaves_the_rest_of_the_draft_as_it_is(board: Circulation) -> None:
    words = {"text_en": "1. States shall repair cables.\n", "text_fr": "1. Les États doivent réparer les câbles.\n"}
    assert board.post("/version/send", change="substance", **words).status_code == 302

    whole = board.whole()
    toml = whole.files["drafts/cables.toml"].decode()
    assert toml.startswith("# A comment that stays.")
    assert whole.files["drafts/cables/v2.txt"] == b"1. States shall repair cables.\n"
    assert whole.files["drafts/cables/v2.fr.txt"].decode() == words["text_fr"]
    assert 'change = "substance"' in toml
    page = board.page()
    assert "none of 6 invited is in" in page
    assert "to be signed again" in page

    board.post("/version/send", change="editorial", **{**words, "text_en": "1. All States shall repair cables."})
    assert "drafts/cables/v3.txt" in board.whole().files
    history = board.site.client("editor").get("/dossiers/small/history").content.decode()
    assert "Version v3 of “Statement on cables”, editorial" in history


def test_an_editorial_version_carries_and_the_same_words_are_no_version(board: Circulation) -> None:
    same = {
        "text_en": "1. States repair cables.\r\n\r\n2. Firms report.\r\n",
        "text_fr": board.whole().files["drafts/cables/v1.fr.txt"].decode(),
    }
    assert board.post("/version/send", change="editorial", **same).status_code == 422
    assert board.post("/version/send", change="rewrite", **{**same, "text_en": "Other"}).status_code == 422
    assert board.post("/version/send", change="editorial", **{**same, "text_en": " "}).status_code == 422
    board.post("/version/send", change="editorial", **{**same, "text_en": "1. States repair cables.\n\n2. Firms shall report."})

    assert "2 of 6 invited are in" in board.page()


def test_the_list_of_the_secretariat_is_read_before_anything_is_saved(site: Any) -> None:
    board = filled(site, kind="cosponsorship", terms="")
    before = board.whole()
    pasted = "Aland\nCedonia;\n\n- France\nAtlantis\n<script>alert(1)</script>"
    page = board.post("/follow/read", text=pasted, day="2020-01-10")

    assert page.status_code == 200
    assert board.whole() == before
    html = page.content.decode()
    assert "<script>alert(1)" not in html
    assert re.findall(r'name="added" value="([^"]+)"', html) == ["cedonia", "FRA"]
    assert "Atlantis" in html
    board.post("/follow/read", text=pasted, day="2020-01-10", do="take", added=["cedonia", "FRA", "watch"])

    rows = board.signatures()
    assert {one: (rows[one].channel, str(rows[one].confirmed)) for one in ("cedonia", "FRA")} == dict.fromkeys(
        ("cedonia", "FRA"), ("list", "2020-01-10")
    )
    assert rows["cedonia"].supersedes == "s3"
    assert "FRA" in {row.actor for row in standing(board.whole().invitations)}
    assert rows["watch"].answer == "decline"


def test_who_is_no_longer_in_the_list_of_the_secretariat_leaves_as_the_coordinator_says(site: Any) -> None:
    board = filled(site, kind="cosponsorship", terms="")
    page = board.post("/follow/read", text="Cedonia", day="2020-01-10").content.decode()
    assert re.findall(r'name="gone" value="([^"]+)"', page) == ["aland"]

    board.post("/follow/read", text="Cedonia", day="2020-01-10", do="take", gone=["aland"])
    assert (board.signatures()["aland"].answer, board.signatures()["cedonia"].confirmed) == ("withdraw", None)


def test_no_list_is_followed_where_nobody_enters_itself_elsewhere(board: Circulation) -> None:
    assert board.site.client("editor").get(board.address("/follow")).status_code == 404
    assert board.post("/follow/read", text="Cedonia", day="2020-01-10").status_code == 404


def test_who_reads_confirms_enters_sends_and_releases_nothing(board: Circulation) -> None:
    before = board.whole()
    for who in ("reader", "contributor"):
        assert "To be confirmed" in board.page(who=who)
        assert 'action="/dossiers/small/circulations' not in board.page(who=who)
        for below in ("/settle", "/enter", "/version/send", "/follow/read", "/release", "/revoke"):
            assert board.post(below, who=who).status_code == 403, (who, below)
        for below in ("/entry", "/version", "/follow"):
            assert board.site.client(who).get(board.address(below)).status_code == 403
    assert board.site.client("guest").get(board.address()).status_code == 403
    assert board.site.client("member").get(board.address()).status_code == 404
    assert board.whole() == before
    assert TABLE["hold-circulations"] == TABLE["release-statement"] == frozenset({"owner", "editor"})


def test_the_note_that_invites_is_a_word_file(board: Circulation) -> None:
    answer = board.site.client("reader").get(board.address("/note?actor=aland"))

    assert answer.content.startswith(b"PK")
    assert "note-verbale-aland" in answer.headers["Content-Disposition"]
    assert board.site.client("reader").get(board.address("/note")).content.startswith(b"PK")
    assert board.site.client("reader").get(board.address("/note?actor=FRA")).status_code == 404


# --- what the desk writes is marked as what it follows from ---------------------------------------------------------------------------------


@pytest.mark.parametrize("above", ["draft", "invitation", "version"])
def test_what_the_desk_enters_is_marked_as_the_text_and_the_invitation_are(site: Any, above: str) -> None:
    board = marked_higher(site, above)
    form = {"actor": "Dorne", "answer": "sign", "version": "v1", "channel": "spoken", "reference": "Chargé, 4 May"}
    assert board.post("/enter", "owner", **form).status_code == 302

    row = board.signatures()["dorne"]
    assert row.marking == "TLP:RED"
    assert [one.marking for one in board.whole().evidence if one.id in row.evidence] == ["TLP:RED"]
    assert members(board)["dorne"].marking == "TLP:RED"


def test_what_comes_with_the_list_of_the_secretariat_and_a_confirmation_is_marked_as_the_text_is(site: Any) -> None:
    board = marked_higher(site, "draft", kind="cosponsorship", terms="")
    board.post("/follow/read", "owner", text="Dorne\nFrance", day="2020-01-10", do="take", added=["dorne", "FRA"])
    board.post("/settle", "owner", do="confirm", answer="s3", channel="note", reference="Note 12")

    whole, rows = board.whole(), board.signatures()
    assert {rows[one].marking for one in ("dorne", "FRA")} == {"TLP:RED"}
    assert [one.marking for one in whole.invitations if one.actor == "FRA"] == ["TLP:RED"]
    sources = {one for actor in ("dorne", "cedonia") for one in rows[actor].evidence}
    assert [one.marking for one in whole.evidence if one.id in sources] == ["TLP:RED", "TLP:RED"]


def test_a_version_is_marked_as_the_one_that_it_is_written_from(site: Any) -> None:
    board = marked_higher(site, "version")
    board.post("/version/send", "owner", change="editorial", text_en="1. States shall repair cables.")

    assert board.whole().files["drafts/cables.toml"].decode().count('marking = "TLP:RED"') == 2


def test_nothing_is_marked_where_nothing_is_above_the_dossier(board: Circulation) -> None:
    board.post("/enter", actor="Dorne", answer="sign", version="v1", channel="spoken", reference="Chargé, 4 May")

    row = board.signatures()["dorne"]
    assert {row.marking, *(one.marking for one in board.whole().evidence if one.id in row.evidence)} == {""}


def marked_higher(site: Any, above: str, kind: str = "joint_statement", terms: str = "reservations = true") -> Circulation:
    """Return the circulation with its draft, its version or one invitation marked above the dossier."""
    draft = DRAFT.format(kind=kind, terms=terms)
    if above == "draft":
        draft = draft.replace('language = "en"', 'language = "en"\nmarking = "TLP:RED"')
    if above == "version":
        draft = draft.replace('id = "v1"', 'id = "v1"\nmarking = "TLP:RED"')
    sent = PARTS["invitations.csv"].replace("addressee_fr\n", "addressee_fr,marking\n").replace("permanente\n", "permanente,\n")
    if above == "invitation":
        sent = re.sub(r"(i-dorne.*),$", r"\1,TLP:RED", sent, flags=re.MULTILINE)
    return filled(site, kind=kind, terms=terms, **{"drafts/cables.toml": draft, "invitations.csv": sent})


def test_the_list_of_the_secretariat_joins_the_evidence_that_a_claim_has(site: Any) -> None:
    claim = "id,draft,actor,version,answer,at,evidence\ns3,cables,cedonia,v1,sign,2020-01-02T10:00Z,e1\n"
    board = filled(site, kind="cosponsorship", terms="", **{"signatures.csv": claim})
    board.post("/follow/read", text="Cedonia", day="2020-01-10", do="take", added="cedonia")

    row = board.signatures()["cedonia"]
    assert (row.supersedes, row.evidence[0], len(row.evidence)) == ("s3", "e1", 2)


# --- an objection ---------------------------------------------------------------------------------------------------------------------------


def test_an_objection_stands_on_the_board_with_its_words_and_can_be_set_aside(site: Any) -> None:
    version = (
        '\n[[version]]\nid = "v2"\npart = "drafts/cables/v2.txt"\ndate = "2020-02-01"\nat = "2020-02-01T09:00Z"\nchange = "substance"\n'
    )
    draft = DRAFT.format(kind="joint_statement", terms='reservations = true\ncarry = "silence"') + version
    out = "o,cables,aland,v2,object,2020-02-02T09:00Z,,,,OBJECTION-WORDS,,,,,\n"
    parts = {"drafts/cables.toml": draft, "drafts/cables/v2.txt": "1. States shall repair.\n", "signatures.csv": HEAD + SIGNED + out}
    board = filled(site, **parts)
    page = board.page()
    line = re.search(r"<tr><th[^>]*>Aland<br>.*?</tr>", page)
    assert line is not None
    for said in ("OBJECTION-WORDS", "objects to the new version", "2 February 2020", 'name="answer" value="o"'):
        assert said in line[0], said
    (answers,) = (one for one in asked(board).tables if one.id == "answers")
    (row,) = (row for row in answers.rows if "OBJECTION-WORDS" in str(row[4]))
    assert say(row[1], "en") == "objects to the new version"

    assert board.post("/settle", do="aside", answer="o", reference="The link was forwarded").status_code == 302
    assert "o" not in {row.id for row in board.whole().signatures}
    assert board.page().count("objects to the new version") == 0


def asked(board: Circulation) -> Any:
    """Return what the question answers that the board belongs to."""
    return answer(Case(dossier=board.whole(), today=dt.date(2026, 1, 1)), {"draft": "cables"})


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-30", "2026-11-30"),
        ("2026-12-01", "2026-12-01T21:00:00+00:00"),
        ("2026-12-02", "2026-12-01T21:00:00+00:00"),
        ("2026-12-03", ""),
    ],
)
def test_a_day_that_is_today_where_the_circulation_is_counts_from_now(monkeypatch: pytest.MonkeyPatch, day: str, said: str) -> None:
    """At 21:00 in Greenwich it is the second of December in Auckland."""
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 12, 1, 21, tzinfo=dt.UTC))
    if not said:
        with pytest.raises(BadValue):
            day_or_moment(dt.date.fromisoformat(day), "", "Pacific/Auckland")
    else:
        assert in_one_form(day_or_moment(dt.date.fromisoformat(day), "", "Pacific/Auckland")) == in_one_form(said)


def in_one_form(text: str) -> str:
    """Return a day as it is, and a moment in one form."""
    return text if len(text) == 10 else dt.datetime.fromisoformat(text).astimezone(dt.UTC).isoformat()
