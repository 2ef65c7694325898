"""Every source on the site: its sample is recognised, shown as it was read, and imported as one revision; nothing is saved before."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from source_samples import LIST, MATRIX, POLIS, ROLLCALLS, SAMPLES, UNDL, UNVOTES

from legation.language import Message, say
from legation.sources.registry import for_dossiers, for_lakes
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant
from legation.web.runs.lakes import INCOMING
from legation.web.runs.models import Run
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db
CHECK = "/dossiers/small/import/check"
NAMES = [name for name, source in for_dossiers().items() if not source.files.address]


def send(site: Any, files: dict[str, bytes], role: str = "owner", **form: str) -> Any:
    sent = [SimpleUploadedFile(name, data) for name, data in files.items()]
    return site.client(role).post(CHECK, {"files": sent, "base": str(head(site).number), **form})


def head(site: Any) -> Any:
    site.dossier.refresh_from_db()
    return store.revision_of(site.dossier)


def read_page(site: Any, answer: Any, role: str = "owner") -> dict[str, Any]:
    assert answer.status_code == 302, answer.content.decode()[:2000]
    place = answer.headers["Location"]
    assert place.endswith("/read"), place
    return site.client(role).get(f"{place}.json").json() | {"place": place}


def take(site: Any, page: dict[str, Any], role: str = "owner", **form: str) -> Any:
    return site.client(role).post(page["place"].replace("/read", "/take"), {"do": "save", "source": page["source"], **form})


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_recognised_shown_and_imported_once(site: Any, name: str) -> None:
    sample = SAMPLES[name]
    files = {place.rpartition(".")[0] + ".dat" if name == "undl" else place: data for place, data in sample.files.items()}
    page = read_page(site, send(site, files))

    assert (page["source"], page["error"], page["can_save"]) == (name, None, True)
    assert page["why"] and page["counts"] and head(site).number == 1
    html = site.client("owner").get(page["place"]).content.decode()
    assert 'name="do" value="save"' in html and "[" + "recognising" not in html and "/tmp" not in html
    saved = take(site, page, **{f"option:{option}": value for option, value in sample.options.items()})
    assert saved.status_code == 302, saved.content.decode()[:2000]
    assert head(site).number == 2 and sample.holds(store.content(head(site)))
    assert not Draft.objects.exists()

    again = read_page(site, send(site, files))
    assert (again["counts"], again["can_save"]) == ([], False)
    assert "nothing that the dossier does not say" in site.client("owner").get(again["place"]).content.decode()
    assert take(site, again, **{f"option:{option}": value for option, value in sample.options.items()}).status_code == 302
    assert head(site).number == 2


def test_the_files_of_an_export_sent_one_by_one_are_that_export(site: Any) -> None:
    loose = {name: data.encode() for name, data in POLIS.items()}
    page = read_page(site, send(site, loose))

    assert (page["source"], page["error"], page["can_save"]) == ("polis", None, True)
    assert take(site, page, **{"option:known-on": "2020-01-01"}).status_code == 302
    assert sum(name.startswith("rooms/") for name in store.content(head(site)).files) == 1 + len(POLIS)
    assert send(site, {name: loose[name] for name in ("comments.csv", "summary.csv")}).status_code == 422


@pytest.mark.parametrize("name", [name for name in for_lakes() if name not in for_dossiers()])
def test_observations_go_on_to_be_loaded_without_being_sent_again(site: Any, name: str, tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    files = dict(SAMPLES[name].files)
    answer = send(site, files)
    if name == "documents":  # any text may be one: it is said what can be done with it
        assert answer.status_code == 422 and not Draft.objects.exists()
        return

    place = answer.headers["Location"]
    assert place.endswith("/observations"), place
    page = site.client("owner").get(f"{place}.json").json()
    assert [one["name"] for one in page["files"]] == list(files)
    loading = site.client("owner").post(place.removesuffix("observations") + "load", {"source": "Somewhere"})
    assert loading.status_code == 302, loading.content.decode()[:2000]
    run = Run.objects.get(kind="load")
    assert loading.headers["Location"].endswith(f"/observations/loads/{run.pk}")
    assert [(part["kind"], part["source"]) for part in run.options["parts"]] == [(name, "Somewhere")]
    folder = tmp_path / INCOMING / "small" / run.key / "0" / name
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == files
    assert not Draft.objects.exists() and head(site).number == 1


def test_who_may_not_load_observations_is_told_so_and_nothing_stays(site: Any) -> None:
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:CLEAR")
    answer = send(site, dict(SAMPLES["requests"].files), role="editor")

    assert answer.status_code == 422
    assert say(Message("page-import.may-not-load", count=1, names=tuple(SAMPLES["requests"].files)), "en") in answer.content.decode()
    assert not Draft.objects.exists()


def test_the_first_rows_and_what_each_column_was_taken_for_are_shown(site: Any) -> None:
    page = read_page(site, send(site, {"x.csv": UNDL.encode()}))

    (file,) = page["files"]
    told = {column["heading"]: column["meaning"] for column in file["first"]["columns"]}
    assert told["ms_code"] == "state, by its code" and len(file["first"]["rows"]) == 3 and file["first"]["hidden"] == 8


def test_pasted_text_is_read_as_it_comes(site: Any) -> None:
    answer = site.client("owner").post(CHECK, {"pasted": "Pays\tVote\nFrance\toui\nPérou\tnon\nJapon\t", "base": "1"})
    page = read_page(site, answer)

    assert page["source"] == "list" and page["files"][0]["name"] == "pasted text"
    take(site, page, reason="From the corridor")
    content = store.content(head(site))
    assert {"FRA", "PER", "JPN"} <= {actor.id for actor in content.actors}
    assert store.read_reason(head(site).reason) == "From the corridor"


def test_what_is_in_doubt_is_asked_and_a_second_press_is_needed(site: Any) -> None:
    page = read_page(site, send(site, {"list.csv": b"Pays;Vote\nFrance;pour\nRASD;contre\nCongo;pour\nJapon;pour\nChili;pour\n"}))

    assert [(one["line"], len(one["choices"])) for one in page["doubtful"]] == [(3, 4), (4, 5)]
    undecided = take(site, page, **{"line:4": "COG"})
    assert undecided.status_code == 422 and 'value="COG" selected' in undecided.content.decode()
    assert head(site).number == 1
    wrong = take(site, page, **{"line:3": "new", "line:4": "QQQ"})
    assert wrong.status_code == 422 and "QQQ" in wrong.content.decode()
    assert take(site, page, **{"line:3": "new", "line:4": "COG"}).status_code == 302
    names = {actor.id: str(actor.name) for actor in store.content(head(site)).actors}
    assert names["rasd"] == "RASD" and "COG" in names and "ESH" not in names


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "2 of 6 lines are taken. Passed over: 1 on an actor that an earlier line names and 1 without a name. 2 wait for your decision",
        ),
        ("fr", "2 lignes sur 6 sont reprises. Écartées : 1 sur un acteur qu’une ligne précédente nomme et 1 sans nom. 2 attendent votre"),
    ],
)
def test_what_becomes_of_each_kind_of_line_is_said_and_what_is_undecided_can_be_left_out(site: Any, lang: str, said: str) -> None:
    rows = {
        "list.csv": "Pays;Vote\nFrance;pour\nCongo;contre\nFrance;pour\n—;pour\nGuinee Equatoriale Bissau;pour\nPérou;contre\n".encode()
    }
    page = read_page(site, send(site, rows))
    site.people["owner"].language = lang
    site.people["owner"].save()
    html = site.client("owner").get(page["place"]).content.decode()
    plain = " ".join(re.sub("<[^>]+>", " ", unescape(html)).replace("\xa0", " ").replace("\u202f", " ").split())

    assert said in plain
    assert page["undecided"] == 2 and not any("Congo" in problem for problem in page["problems"])
    site.people["owner"].language = "en"
    site.people["owner"].save()
    assert take(site, page, do="without", **{"line:3": "COD"}).status_code == 302
    ids = {actor.id for actor in store.content(head(site)).actors}
    assert {"FRA", "COD", "PER"} <= ids and not ids & {"GNQ", "GNB", "GIN", "guinee-equatoriale-bissau"}
    again = read_page(site, send(site, rows))
    assert again["lines"][0] == "2 of 6 lines can be read, and the dossier has them already."


def test_days_that_nobody_decided_are_left_out(site: Any) -> None:
    text = "name,kind,date\nFrance,state,13/04/2020\nCongo,state,2020-05-01\nPeru,state,03/04/2020\n"
    page = read_page(site, send(site, {"list.csv": text.encode()}))

    assert page["lines"][-1].startswith("Days such as 03/04/2020") and page["lines"][0] == "2 of 3 lines are taken."
    assert take(site, page, do="without", **{"option:known-on": "2021"}).status_code == 302
    rows = {row.actor: str(row.start or "") for row in store.content(head(site)).coalitions if row.coalition == "list"}
    assert rows == {"FRA": "2020-04-13", "PER": ""}


def test_lines_of_other_sessions_are_counted_apart(site: Any) -> None:
    page = read_page(site, send(site, {"x.csv": UNDL.encode()}))
    assert page["lines"] == ["All 3 lines are taken."]
    take(site, page, do="look", **{"option:sessions": "72"})
    page = site.client("owner").get(f"{page['place']}.json").json()
    assert page["lines"] == ["None of the 3 lines is taken.", "3 are of sessions that were not asked for."]


def test_doubtful_states_and_days_of_supporters_are_asked(site: Any) -> None:
    text = "name,kind,date\nFrance,state,13/04/2020\nCongo,state,2020-05-01\nPeru,state,03/04/2020\n"
    page = read_page(site, send(site, {"list.csv": text.encode()}))

    assert [one["line"] for one in page["doubtful"]] == [3, 4]
    assert take(site, page, **{"line:3": "COD", "line:4": "day-first", "option:known-on": "2021"}).status_code == 302
    rows = {row.actor: str(row.start) for row in store.content(head(site)).coalitions if row.coalition == "list"}
    assert rows == {"FRA": "2020-04-13", "COD": "2020-05-01", "PER": "2020-04-03"}


def test_a_file_can_be_read_as_something_else_of_what_it_may_be(site: Any) -> None:
    page = read_page(site, send(site, {"list.csv": SAMPLES["supporters"].files["supporters.csv"]}))
    assert [one[0] for one in page["sources"]] == ["supporters", "list"]

    assert take(site, {**page, "source": "list"}).headers["Location"] == page["place"]
    other = site.client("owner").get(f"{page['place']}.json").json()
    assert other["source"] == "list" and head(site).number == 1
    assert take(site, {**page, "source": "undl"}).status_code in (400, 404, 422)


def test_a_source_can_be_chosen_by_hand_and_says_what_it_lacks(site: Any) -> None:
    page = read_page(site, send(site, {"x.csv": LIST.encode()}, table="source:undl"))

    assert not page["can_save"] and "undl_id" in page["error"] and page["error"].startswith("x.csv")
    assert take(site, page).status_code == 422 and head(site).number == 1


@pytest.mark.parametrize(
    "data", [b"[[[[", b"", b"PK\x03\x04\x00", b"\xff\xfe,\x80\x81;\xff\n", b"\x00" * 40], ids=["json", "empty", "zip", "bytes", "nul"]
)
def test_whatever_is_chosen_for_a_file_is_answered_with_what_is_wrong_with_it(site: Any, data: bytes) -> None:
    for name in NAMES:
        answer = send(site, {"x.dat": data}, table=f"source:{name}")
        if answer.status_code == 302:
            page = read_page(site, answer)
            assert page["source"] == name
            assert take(site, page, do="look").status_code == 302
        else:
            assert answer.status_code == 422, name
    assert head(site).number == 1


def test_files_of_an_import_may_come_in_any_order_and_a_missing_one_is_said(site: Any) -> None:
    alone = send(site, {"votes.csv": UNVOTES.encode()})
    assert alone.status_code == 422 and "Add the others" in alone.content.decode()
    several = send(site, {"votes.csv": UNVOTES.encode(), "calls.csv": ROLLCALLS.encode(), "m.csv": MATRIX.encode()})
    assert several.status_code == 422 and "one after the other" in several.content.decode()
    page = read_page(site, send(site, {"b.csv": ROLLCALLS.encode(), "a.csv": UNVOTES.encode()}))
    assert [file["name"] for file in page["files"]] == ["a.csv", "b.csv"]


def test_a_newer_file_of_the_same_name_is_a_source_of_its_own(site: Any) -> None:
    take(site, read_page(site, send(site, {"list.csv": b"Country;Vote\nFrance;yes\nPeru;no\n"})))
    take(site, read_page(site, send(site, {"list.csv": b"Country;Vote\nFrance;yes\nPeru;no\nKenya;yes\n"})))

    ids = [row.id for row in store.content(head(site)).evidence if row.id.startswith("list-list")]
    assert len(ids) == 2 and "KEN" in {actor.id for actor in store.content(head(site)).actors}


def test_what_was_sent_is_its_senders_alone_and_can_be_thrown_away(site: Any) -> None:
    page = read_page(site, send(site, {"x.csv": UNDL.encode()}))
    for role in ("editor", "reader", "guest", "anonymous"):
        for place in (page["place"], page["place"].replace("/read", "/take"), page["place"].replace("/read", "/drop")):
            client = site.client(role)
            assert client.get(place).status_code in (302, 403, 404, 405)
            assert client.post(place).status_code in (302, 403, 404, 405)
    assert Draft.objects.count() == 1 and head(site).number == 1
    assert site.client("owner").post(page["place"].replace("/read", "/drop")).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize("role", ["reader", "guest", "contributor"])
def test_who_may_not_edit_sends_no_file(site: Any, role: str) -> None:
    if role not in site.people:
        pytest.skip("no such person")
    assert send(site, {"x.csv": UNDL.encode()}, role).status_code in (403, 404)
    assert not Draft.objects.exists()


def test_what_others_saved_meanwhile_stays(site: Any) -> None:
    page = read_page(site, send(site, {"list.txt": b"France\nPeru\nKenya\n"}))
    take(site, read_page(site, send(site, {"other.txt": b"Japan\nChile\nChad\n"}, role="editor"), "editor"), "editor")

    assert take(site, page).status_code == 302
    assert {"FRA", "KEN", "JPN", "TCD"} <= {actor.id for actor in store.content(head(site)).actors}


def test_a_model_is_taken_by_its_fields_under_its_file_name(site: Any) -> None:
    from legation.dossier.models.scenario import SCENARIO

    answer = send(site, {"year.txt": SCENARIO.template("en").encode()})
    assert answer.status_code == 302 and not answer.headers["Location"].endswith("/read"), answer.content.decode()[:1500]
    draft = answer.headers["Location"].rsplit("/", 1)[1]
    site.client("owner").post("/dossiers/small/merge", {"draft": draft})
    assert "scenarios/year.toml" in store.content(head(site)).files


def test_a_bundle_that_is_cut_off_is_said_to_be(site: Any) -> None:
    whole = json.dumps(json.loads(SAMPLES["stix"].files["bundle.json"]), indent=1).encode()
    answer = send(site, {"bundle.json": whole[: len(whole) // 2]})
    assert answer.status_code == 422 or not read_page(site, answer)["can_save"]
