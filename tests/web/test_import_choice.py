"""What comes to the import page in another shape: cut off, a web page, several tables at once, a text that may be several things, too long."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from source_samples import UNDL

from legation.dossier import TABLES
from legation.language import LANGUAGES, Lang, Message, say
from legation.web.dossiers import store
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db
CHECK = "/dossiers/small/import/check"
PROSE = (
    "Mr. President, my country attaches great importance to the question that is before us today.\n\n"
    "We have listened to those who spoke before us, and we agree with most of what they have said.\n"
)
TWO = "Pays;Vote\nFrance;pour\nPérou;contre\nChili;pour\n\nname;kind;date\nAccess Now;ngo;2020-01-02\nMicrosoft;company;2020-01-03\n"


def send(site: Any, files: dict[str, bytes] | None = None, **form: str) -> Any:
    sent = [SimpleUploadedFile(name, data) for name, data in (files or {}).items()]
    return site.client("owner").post(CHECK, {"files": sent, "base": str(head(site).number), **form})


def head(site: Any) -> Any:
    site.dossier.refresh_from_db()
    return store.revision_of(site.dossier)


def place(answer: Any, ending: str) -> str:
    assert answer.status_code == 302, answer.content.decode()[:2000]
    found: str = answer.headers["Location"]
    assert found.endswith(ending), found
    return found


def speak(site: Any, lang: Lang) -> None:
    site.people["owner"].language = lang
    site.people["owner"].save()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"Pays;Vote\nFrance;pour\nChili;contre\nNiger", 4, "cut-line"),
        (b'Pays;Vote\nFrance;pour\n"Chili;contre\nJapon;pour\nTogo;pour\n', 3, "cut-quote"),
        (UNDL.encode()[:-60], 4, "is-cut"),
    ],
    ids=["cells", "quote", "votes"],
)
def test_a_table_that_is_cut_off_is_told_with_its_line(site: Any, data: bytes, line: int, said: str, lang: Lang) -> None:
    speak(site, lang)
    shown = site.client("owner").get(place(send(site, {"corridor.csv": data}), "/read")).content.decode()

    word = {"en": "cut off", "fr": "coupé"}[lang]
    assert word in shown and "corridor.csv" in shown, said
    assert f"corridor.csv:{line}" in shown or f"line {line}" in shown or f"ligne {line}" in shown
    assert head(site).number == 1


def test_a_list_without_a_last_line_break_is_whole(site: Any) -> None:
    for data in (b"Pays;Vote\nFrance;pour\nChili;contre", b"Pays;Vote\nFrance;pour\nChili;\nNiger"):
        shown = site.client("owner").get(place(send(site, {"corridor.csv": data}), "/read")).content.decode()
        assert ("cut off" in shown) == data.endswith(b"Niger"), data


def test_a_table_of_the_dossier_that_is_cut_off_is_not_read(site: Any) -> None:
    answer = send(site, {"actors.csv": b"id,name,kind\nFRA,France,state\nPER,Peru,state\nNIG,Nig"})
    assert answer.status_code == 422 and "actors.csv, line 4: The last line has 2 cells of 3" in answer.content.decode()


@pytest.mark.parametrize("as_file", [True, False])
def test_the_one_table_of_a_web_page_is_read(site: Any, as_file: bool) -> None:
    html = (
        "<!DOCTYPE html><html><head><title>Votes</title><script>var x = '<table>';</script></head><body><table><tr><td>Menu</td></tr></table>"
        "<table><tr><th>Country<th>Vote<tr><td>France<td>yes<tr><td>Per&uacute;<td><b>no</b></table></body></html>"
    )
    answer = send(site, {"votes.html": html.encode()}) if as_file else send(site, pasted=html)
    page = place(answer, "/read")
    shown = site.client("owner").get(f"{page}.json").json()

    assert (shown["source"], shown["error"], shown["lines"]) == ("list", None, ["All 2 lines are taken."])
    site.client("owner").post(page.replace("/read", "/take"), {"do": "save", "source": "list"})
    assert {"FRA", "PER"} <= {actor.id for actor in store.content(head(site)).actors}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_two_tables_each_can_be_read_and_one_comes_back_for_the_other(site: Any, lang: Lang) -> None:
    speak(site, lang)
    choice = place(send(site, pasted=TWO), "/what")
    client = site.client("owner")
    shown = client.get(f"{choice}.json").json()
    html = client.get(choice).content.decode()

    assert say(Message("page-import.what-table"), lang) in html and "pasted-" not in html.replace('value="pasted-', "")
    assert [one["title"] for one in shown["choices"]] == [
        say(Message("page-import.table-of", number=n, count=c), lang) for n, c in ((1, 3), (2, 2))
    ]
    first = place(client.post(choice.replace("/what", "/choose"), {"what": shown["choices"][0]["value"]}), "/read")
    saved = client.post(first.replace("/read", "/take"), {"do": "save", "source": "list"})
    assert saved.headers["Location"] == choice
    second = place(client.post(choice.replace("/what", "/choose"), {"what": shown["choices"][1]["value"]}), "/read")
    client.post(second.replace("/read", "/take"), {"do": "save", "source": "supporters", "option:known-on": "2021"})
    found = store.content(head(site))
    assert {"FRA", "PER", "access-now"} <= {actor.id for actor in found.actors} and head(site).number == 3
    assert client.post(choice.replace("/what", "/choose"), {"what": "other"}).status_code == 422


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("as_file", [True, False])
def test_a_text_in_paragraphs_is_asked_what_it_is(site: Any, as_file: bool, lang: Lang) -> None:
    speak(site, lang)
    answer = send(site, {"speech.txt": PROSE.encode()}) if as_file else send(site, pasted=PROSE)
    choice = place(answer, "/what")
    client = site.client("owner")
    values = [one["value"] for one in client.get(f"{choice}.json").json()["choices"]]

    assert values == ["evidence", "observed", "source:draft", "source:list"]
    assert say(Message("page-import.what-text"), lang) in client.get(choice).content.decode()
    evidence = client.post(choice.replace("/what", "/choose"), {"what": "evidence"})
    confirm = client.get(evidence.headers["Location"]).content.decode()
    assert "attaches great importance" in confirm
    assert head(site).number == 1 and len(store.content(head(site)).evidence) == len(store.content(head(site)).evidence)


@pytest.mark.parametrize(("what", "goes"), [("observed", "/observations"), ("source:draft", "/read"), ("source:list", "/read")])
def test_a_text_goes_where_it_was_said_to_belong(site: Any, what: str, goes: str) -> None:
    choice = place(send(site, {"speech.md": PROSE.encode()}), "/what")
    page = place(site.client("owner").post(choice.replace("/what", "/choose"), {"what": what}), goes)

    assert site.client("owner").get(page).status_code == 200
    assert Draft.objects.count() == 1 and head(site).number == 1


def test_a_choice_is_its_senders_alone(site: Any) -> None:
    choice = place(send(site, pasted=PROSE), "/what")
    for role in ("editor", "reader", "guest", "anonymous"):
        for address in (choice, choice.replace("/what", "/choose")):
            assert site.client(role).get(address).status_code in (302, 403, 404, 405)
            assert site.client(role).post(address, {"what": "evidence"}).status_code in (302, 403, 404, 405)
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_paste_of_ten_megabytes_is_answered_with_what_to_do_and_the_same_as_a_file_is_read(site: Any, lang: Lang) -> None:
    speak(site, lang)
    rows = "Pays;Vote\n" + "France;pour\n" * 900_000
    answer = send(site, pasted=rows)

    assert answer.status_code == 413
    assert {"en": "save it as a file", "fr": "enregistrez-le dans un fichier"}[lang] in answer.content.decode()
    assert 'href="' in answer.content.decode() and not Draft.objects.exists() and head(site).number == 1
    assert set(TABLES) and send(site, {"votes.txt": rows.encode()[: 5 * 1024 * 1024]}).status_code in (302, 422)


def test_a_cut_table_is_not_read_where_its_table_is_chosen_either(site: Any) -> None:
    answer = send(site, {"new.csv": b"id,name,kind\nFRA,France,state\nPER,Peru,state\nNIG,Nig"}, table="actors")
    assert answer.status_code == 422 and "new.csv, line 4" in answer.content.decode()
