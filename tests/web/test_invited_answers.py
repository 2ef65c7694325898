"""What one that is invited answers by a link: in two steps, once, to the text that stands, as a claim."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from web.answering import PARTS, Circulated, filled

from legation.dossier.records import MARKINGS
from legation.questions import Case
from legation.questions.coalitions.circulation.log import find_circulation
from legation.web.invited import answers
from legation.web.invited.names import fault_of_name
from legation.web.rooms import limits
from legation.web.stores.invited.models import LinkAnswer

pytestmark = pytest.mark.django_db
ON_EACH = pytest.mark.each_database("answers are written once, under a lock of the dossier")


@pytest.fixture
def there(site: Any) -> Circulated:
    return filled(site)


def fresh(there: Circulated) -> list[Any]:
    """Return the rows that came by links."""
    return [row for name, row in there.signatures().items() if name not in ("s1", "s2", "s3")]


def board(there: Circulated) -> Any:
    whole = there.whole()
    return find_circulation(Case(dossier=whole, today=timezone.now().date()), "cables", timezone.now()).board


def plain(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_an_answer_is_said_back_before_it_is_sent(there: Circulated) -> None:
    form = there.form(kind="reservation", unit="2", words="Subject to our law.", name_en="Republic of Estonia")
    page = plain(there.send("EST", "answer", **form))
    for said in ("Be in, with a reservation", "Subject to our law.", "Republic of Estonia", "v2", form["hash"], "Nothing is sent yet."):
        assert said in page
    assert fresh(there) == []
    assert not LinkAnswer.objects.exists()
    back = plain(there.send("EST", "answer", **form, back="yes"))
    assert "Subject to our law." in back
    assert 'value="reservation" checked' in back
    assert '<option value="2" selected>' in back


@ON_EACH
def test_an_answer_is_a_row_of_the_dossier_and_a_claim(there: Circulated) -> None:
    sent = there.form(
        kind="reservation", unit="2", words="Subject to our law.", name_en="Republic of Estonia", confirmed="2020-01-01", channel="note"
    )
    answer = there.client("EST").post(there.address("EST", "confirm"), sent)
    (row,) = fresh(there)

    assert answer.url == there.address("EST", f"sent/{sent['key']}")
    assert (row.draft, row.actor, row.version, row.answer, row.unit) == ("cables", "EST", "v2", "reservation", "2")
    assert (str(row.words), row.printed_as.en, row.confirmed, row.channel, row.author) == (
        "Subject to our law.",
        "Republic of Estonia",
        None,
        "",
        "",
    )
    assert board(there)["EST"].state == "claimed"
    assert "the answer waits to be confirmed" in plain(there.client("EST").get(there.address("EST")))


@pytest.mark.parametrize(
    ("who", "kind", "more", "state"),
    [
        ("EST", "sign", {}, "claimed"),
        ("EST", "dissociate", {"unit": "1"}, "claimed"),
        ("EST", "sign_if", {"words": "“shall”"}, "sign_if"),
        ("EST", "clearance", {"until": "2999-05-01T12:00"}, "clearance"),
        ("EST", "decline", {"words": "No instruction"}, "declined"),
        ("FRA", "withdraw", {}, "withdrawn"),
        ("DEU", "withdraw", {}, "withdrawn"),
    ],
)
def test_each_kind_of_answer_makes_its_state(there: Circulated, who: str, kind: str, more: dict[str, str], state: str) -> None:
    assert there.send(who, kind=kind, **more).status_code == 302
    assert board(there)[who].state == state
    assert str(fresh(there)[0].until or "") == ("2999-05-01T10:00:00Z" if kind == "clearance" else "")


def test_a_later_claim_leaves_what_is_confirmed_and_leaving_ends_it_at_once(there: Circulated) -> None:
    assert board(there).counted == ("FRA",)
    page = plain(there.send("FRA", "answer", kind="dissociate", unit="2"))
    assert "Your present answer counts until then." in page
    there.send("FRA", kind="dissociate", unit="2")
    assert board(there).counted == ("FRA",)
    assert "Your signature ends at once" in plain(there.send("FRA", "answer", kind="withdraw"))
    there.send("FRA", kind="withdraw")
    assert board(there).counted == ()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "withdraw"}, "kind"),
        ({"kind": "object"}, "kind"),
        ({"kind": "reservation"}, "words"),
        ({"kind": "sign_if"}, "words"),
        ({"kind": "dissociate"}, "unit"),
        ({"kind": "dissociate", "unit": "9"}, "unit"),
        ({"words": "But not at sea"}, "words"),
        ({"unit": "2"}, "unit"),
        ({"until": "2999-05-01T12:00"}, "until"),
        ({"kind": "clearance", "until": "2020-05-01T12:00"}, "until"),
        ({"kind": "clearance", "until": "2999-05-12T18:01"}, "until"),
        ({"kind": "clearance", "until": "tomorrow"}, "until"),
        ({"kind": "decline", "words": "x" * 4001}, "words"),
        ({"kind": "decline", "words": "=1+1"}, "words"),
        ({"kind": "decline", "words": "turned \u202eround"}, "words"),
        ({"name_en": "x" * 201}, "name_en"),
        ({"name_en": "=HYPERLINK(1)"}, "name_en"),
        ({"name_fr": "Tchad\u0000"}, "name_fr"),
        ({"name_fr": "Tchad\u200b"}, "name_fr"),
        ({"name_en": "Estoni\u0430"}, "name_en"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(there: Circulated, form: dict[str, str], field: str) -> None:
    typed = {"kind": "sign", "name_fr": "TYPED-FR", "name_en": "TYPED-EN", **form}
    for step in ("answer", "confirm"):
        answer = there.send("EST", step, **typed)
        page = plain(answer)
        assert answer.status_code == 422
        assert re.findall(r'id="wrong-(\w+)"', page) == [field]
        assert all(said in page for said in (typed["name_fr"], typed["name_en"]) if "\0" not in said)
    assert fresh(there) == []


def test_letters_of_alphabets_that_look_alike_are_not_mixed_within_a_word() -> None:
    for name in (
        "Ελλάδα / Greece",
        "Greece/Ελλάδα",
        "Республика Chad",
        "Côte d’Ivoire",
        "中国",
        "می\u200cخواهم",
        "Seabed Watch (SW)",
        "Åland",
    ):
        assert fault_of_name(name) is None, name
    for name in ("Frаnce", "ΟECD", "Germаny Ltd", "a\u2028b", "Chad\u2066"):
        assert fault_of_name(name) is not None, name


def test_a_time_that_the_clocks_show_twice_is_asked_for_and_one_they_never_show_is_refused(there: Circulated) -> None:
    there.draft(zone='"Europe/Paris"', closes='"2030-12-01T12:00"')
    page = plain(there.send("EST", "answer", kind="clearance", until="2027-10-31T02:30"))
    assert '<select id="fold" name="fold">' in page
    assert there.send("EST", "answer", kind="clearance", until="2027-03-28T02:30").status_code == 422
    there.send("EST", kind="clearance", until="2027-10-31T02:30", fold="1")
    assert str(fresh(there)[0].until) == "2027-10-31T01:30:00Z"


# --- between the steps ----------------------------------------------------------------------------------------------------------------------


V3 = {
    "drafts__cables__v3_DOT_txt": "1. A cable is everybody’s.\n2. Permits are issued at once.\n",
    "drafts__cables__v3_DOT_fr_DOT_txt": "1. Un câble est à tous.\n2. Les permis sont délivrés aussitôt.\n",
}
LATER = ("v3", "2020-03-01T09:00Z", "substance")


def versions(*more: tuple[str, str, str]) -> tuple[tuple[str, str, str], ...]:
    return (("v1", "2020-01-01T09:00Z", ""), ("v2", "2020-02-01T09:00Z", "editorial"), *more)


@ON_EACH
def test_an_answer_to_a_text_that_was_replaced_meanwhile_is_refused_with_what_changed(there: Circulated) -> None:
    form = there.form(kind="reservation", unit="2", words="TYPED-WORDS")
    assert there.send("EST", "answer", **form).status_code == 200
    there.change(**V3)
    there.draft(*versions(LATER))
    answer = there.send("EST", **form)
    page = plain(answer)

    assert answer.status_code == 409
    assert fresh(there) == []
    for said in ("replaced while you answered", "version v2 to v3", "<ins> at once</ins>", "TYPED-WORDS", 'name="version" value="v3"'):
        assert said in page
    assert there.send("EST", **{**form, "version": "v3", "hash": there.form(version="v3")["hash"]}).status_code == 302
    assert fresh(there)[0].version == "v3"


def test_an_answer_to_words_that_were_corrected_meanwhile_is_refused(there: Circulated) -> None:
    form = there.form()
    there.change(drafts__cables__v2_DOT_txt="1. A cable is nobody’s.\n")
    answer = there.send("EST", **form)
    assert answer.status_code == 409
    assert "Its words were corrected" in plain(answer)
    assert fresh(there) == []


@ON_EACH
def test_an_answer_that_is_sent_twice_is_there_once(there: Circulated) -> None:
    form = there.form()
    first = there.send("EST", **form)
    revisions = there.site.dossier.revisions.count()
    again = there.send("EST", **form)

    assert first.url == again.url
    assert [row.answer for row in fresh(there)] == ["sign"]
    assert there.site.dossier.revisions.count() == revisions


@ON_EACH
@pytest.mark.parametrize("kind", ["sign", "clearance"])
def test_another_answer_from_the_same_form_is_not_taken_for_the_one_that_was_sent(there: Circulated, kind: str) -> None:
    first = there.form(kind=kind, until="2999-05-01T12:00" if kind == "clearance" else "")
    assert there.send("EST", **first).status_code == 302
    other = {"until": "2999-05-02T12:00"} if kind == "clearance" else {"name_en": "Estonia"}
    for changed in ({"kind": "decline", "until": "", "words": "TYPED-WORDS"}, {"words": "TYPED-WORDS"}, other):
        answer = there.send("EST", **{**first, **changed})
        page = plain(answer)
        assert answer.status_code == 409
        assert "An answer was sent from this form before; its receipt is below. What you changed since was not sent: send it anew." in page
        assert all(said in page for said in changed.values())
        assert there.address("EST", f"sent/{first['key']}") in page
        assert [row.answer for row in fresh(there)] == [kind]

    assert there.send("EST", **first).url == there.address("EST", f"sent/{first['key']}")
    (key,) = re.findall('name="key" value="([0-9a-f]+)"', page)
    assert key != first["key"]
    leaving = {"sign": "withdraw", "clearance": "decline"}[kind]
    assert there.send("EST", **there.form(kind=leaving), client=there.client("EST")).status_code == 302
    assert there.send("EST", **first).status_code == 302
    assert [row.answer for row in fresh(there)] == [kind, leaving]


def test_an_objection_is_taken_after_the_closing_while_its_period_runs(there: Circulated) -> None:
    now = timezone.now()
    sent = (now - dt.timedelta(hours=1)).isoformat(timespec="seconds")
    closed = {"zone": '"UTC"', "closes": f'"{now - dt.timedelta(minutes=30):%Y-%m-%dT%H:%M}"'}
    there.change(**V3)
    there.draft(*versions(("v3", sent, "substance")), **closed)
    form = {**there.form(version="v3"), "kind": "object"}
    page = plain(there.client("FRA").get(there.address("FRA")))
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["withdraw", "object"]
    assert there.send("EST", **form).status_code == 403
    assert there.send("FRA", **form).status_code == 302
    whole = Case(dossier=there.whole(), today=now.date())
    assert find_circulation(whole, "cables", now + dt.timedelta(days=4)).board["FRA"].state == "stale"

    there.draft(*versions(LATER), **closed)
    assert there.send("FRA", **{**form, "key": "f" * 32}).status_code == 403


def test_where_no_paragraph_has_a_number_an_exception_is_given_in_words(there: Circulated) -> None:
    there.change(drafts__cables__v2_DOT_txt="A cable is everybody’s.\n\nPermits are issued within seven days.\n")
    answer = there.send("EST", "answer", kind="dissociate")
    page = plain(answer)
    assert answer.status_code == 422
    assert re.findall(r'id="wrong-(\w+)"', page) == ["words"]
    assert 'id="unit"' not in page
    assert there.send("EST", kind="dissociate", words="The second sentence.").status_code == 302
    assert (fresh(there)[0].unit, str(fresh(there)[0].words)) == ("", "The second sentence.")


def test_after_the_closing_nothing_is_taken_but_that_one_withdraws(there: Circulated) -> None:
    form = there.form(kind="reservation", words="TYPED-WORDS")
    assert there.send("EST", "answer", **form).status_code == 200
    there.draft(closes='"2026-01-01T12:00"')
    answer = there.send("EST", **form)
    page = plain(answer)
    assert answer.status_code == 403
    assert "The circulation closed on 1 January 2026, 12:00 (Paris time). Nothing was sent." in page
    assert "TYPED-WORDS" in page
    assert 'id="report"' not in page
    for kind in ("sign", "decline", "clearance", "dissociate"):
        assert there.send("FRA", kind=kind, unit="1" if kind == "dissociate" else "").status_code == 403
    assert fresh(there) == []

    assert "You may still withdraw." in plain(there.client("FRA").get(there.address("FRA")))
    assert there.send("FRA", kind="withdraw", words="A new instruction").status_code == 302
    assert board(there)["FRA"].state == "withdrawn"
    assert there.send("FRA", kind="withdraw").status_code == 403


def test_an_answer_at_the_closing_itself_is_in_time(there: Circulated, monkeypatch: pytest.MonkeyPatch) -> None:
    there.draft(closes='"2027-01-01T12:00"')
    closing = dt.datetime(2027, 1, 1, 11, tzinfo=dt.UTC)
    for late, status in ((1, 403), (0, 302)):
        monkeypatch.setattr(answers.timezone, "now", lambda late=late: closing + dt.timedelta(seconds=late))
        assert there.send("EST").status_code == status


def test_before_the_opening_nothing_is_taken(there: Circulated) -> None:
    there.draft(opens='"2999-01-01T09:00Z"')
    page = plain(there.client("EST").get(there.address("EST")))
    assert "Answers are not received yet. They are received from 1 January 2999, 10:00 (Paris time)." in page
    assert there.send("EST").status_code == 403
    there.draft(("later", "2999-01-01T09:00Z", ""), closes='"2999-06-01T09:00"')
    assert "No version of the text was sent yet." in plain(there.client("EST").get(there.address("EST")))


def test_who_signed_the_version_before_may_object_in_time_alone(there: Circulated) -> None:
    there.change(**V3)
    sent = (timezone.now() - dt.timedelta(hours=1)).isoformat(timespec="seconds")
    there.draft(*versions(("v3", sent, "substance")))
    page = plain(there.client("FRA").get(there.address("FRA")))
    assert "Your signature comes to the newest version at" in page
    assert 'value="object"' in page
    form = {**there.form(version="v3"), "kind": "object"}
    assert there.send("EST", **form).status_code == 422
    assert there.send("FRA", **form).status_code == 302
    assert board(there)["FRA"].state == "stale"
    there.draft(*versions(LATER))
    assert 'value="object"' not in plain(there.client("FRA").get(there.address("FRA")))


def test_where_one_objection_breaks_a_silence_for_all_each_is_told_where_it_stands(there: Circulated) -> None:
    signed = PARTS["signatures.csv"].replace("SECRET-NAME,,", "SECRET-NAME,2020-01-06T09:00Z,note").replace("reservation", "sign")
    there.change(**V3, signatures_DOT_csv=signed + "s4,,cables,DEU,v3,object,2020-03-02T09:00Z,,,,,\n")
    for breaks, said in (("own", "You are in: version v3."), ("all", "Your signature holds for version v2, not for the newest one")):
        there.draft(*versions(LATER), breaks=f'"{breaks}"')
        page = plain(there.client("FRA").get(there.address("FRA")))
        assert said in page
        assert "Germany" not in page


def test_a_kind_of_circulation_offers_its_own_answers(there: Circulated) -> None:
    def offered() -> list[str]:
        return re.findall(r'name="kind" value="(\w+)"', plain(there.client("EST").get(there.address("EST"))))

    assert offered() == ["sign", "reservation", "dissociate", "sign_if", "clearance", "decline"]
    there.draft(kind='"cosponsorship"', reservations="", dissociations="")
    assert offered() == ["sign", "sign_if", "clearance", "decline"]
    assert "The list of the secretariat is authoritative" in plain(there.client("EST").get(there.address("EST")))
    there.draft(kind='"alignment"', reservations="", dissociations="")
    assert offered() == ["sign", "clearance", "decline"]


# --- what came of it ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "at"), [("en", "(Paris time)"), ("fr", "(heure\u00a0de Paris)")])
def test_a_receipt_has_version_fingerprint_and_moment_and_stays_as_it_was(there: Circulated, lang: str, at: str) -> None:
    form, client = there.form(kind="reservation", words="OWN-WORDS"), there.client("EST", lang)
    page = plain(client.get(there.send("EST", client=client, **form).url))
    row = fresh(there)[0]
    there.change(signatures_DOT_csv=PARTS["signatures.csv"])  # the desk took the row away
    kept = client.get(there.address("EST", f"sent/{form['key']}/receipt.txt"))
    for text in (page, kept.content.decode()):
        assert all(said in text for said in (form["hash"], "v2", "OWN-WORDS", at)), text
    assert kept["Content-Disposition"].startswith("attachment")
    assert str(row.at).endswith("Z")
    assert there.client("FRA").get(there.address("FRA", f"sent/{form['key']}")).status_code == 404


def test_a_script_in_a_name_is_text(there: Circulated) -> None:
    name = "<script>alert(1)</script>"
    client = there.client("EST")
    pages = [there.send("EST", "answer", client=client, name_en=name), client.get(there.send("EST", client=client, name_en=name).url)]
    for page in (*pages, client.get(there.address("EST"))):
        assert "<script" not in page.content.decode()
        assert html.escape(name) in page.content.decode()


def test_an_answer_is_marked_as_the_text_and_the_invitation_are(there: Circulated) -> None:
    there.draft(more='marking = "TLP:AMBER"')
    there.send("EST")
    assert fresh(there)[0].marking == "TLP:AMBER"
    assert MARKINGS.index(there.whole().info.marking) < MARKINGS.index("TLP:AMBER")


def test_the_names_of_the_last_answer_stand_in_the_form(there: Circulated) -> None:
    assert 'id="name_en" name="name_en" value="French Republic"' in plain(there.client("FRA").get(there.address("FRA")))


def test_a_link_sends_so_much_and_no_more(there: Circulated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.BY_SEAT, "now", lambda: 0.0)
    client, form = there.client("EST"), there.form(kind="")
    found = [there.send("EST", "answer", client=client, **form).status_code for _ in range(int(limits.BY_SEAT.at_once) + 3)]
    assert (found[0], found[-1]) == (422, 429)
    assert there.send("FRA", "answer").status_code == 200
    big = there.client("FRA").post(there.address("FRA", "answer"), {**there.form(), "words": "x" * 70_000})
    assert big.status_code == 413


def test_a_link_that_was_handed_on_fills_no_dossier(there: Circulated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST", 2)
    sent = there.form(kind="decline")
    found = [there.send("EST", **sent).status_code, *(there.send("EST", kind="decline").status_code for _ in range(2))]
    assert found == [302, 302, 409]
    assert len(fresh(there)) == 2
    assert there.send("EST", **sent).status_code == 302  # it is there, and sent once more
    assert there.send("FRA", kind="withdraw").status_code == 302


def test_a_form_without_the_key_of_a_browser_or_its_token_is_refused(there: Circulated) -> None:
    assert there.send("EST", **{**there.form(), "key": "?"}).status_code == 400
    strict = there.client("EST", enforce_csrf_checks=True)
    assert isinstance(strict, Client)
    assert there.send("EST", client=strict).status_code == 403
    assert fresh(there) == []
