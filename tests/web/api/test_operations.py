"""What the operations answer: rows, edits, revisions, parts, questions, runs."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from source_samples import ROLLCALLS, UNDL, UNVOTES

from legation.dossier import decode, encode, hash_of
from legation.web.dossiers import store
from legation.web.dossiers.models import Proposal, Revision
from legation.web.runs.models import Run
from legation.web.runs.worker import Worker

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("edits are saved under a number")
V1 = "/api/v1"
SMALL = f"{V1}/dossiers/small"


def newest(site: Any) -> Any:
    site.dossier.refresh_from_db()
    return store.content(store.revision_of(site.dossier))


def changed(row: str, value: object, base: int = 1, **more: object) -> dict[str, Any]:
    edit = {"table": "positions", "do": "change", "row": row, "values": {"value": value, "low": None, "high": None}}
    return {"edits": [edit], "base": base, **more}


@each_database
def test_a_program_learns_whose_it_is(program: Any) -> None:
    found = program("reader", "read").get(f"{V1}/me").json()

    assert (found["name"], found["role"], found["scopes"], found["dossiers"]) == ("Reader", "member", ["read"], None)


@each_database
def test_the_dossiers_that_a_token_reaches(site: Any, program: Any) -> None:
    assert [line["slug"] for line in program("owner").get(f"{V1}/dossiers").json()["items"]] == ["small"]
    assert program("owner", dossiers=[]).get(f"{V1}/dossiers").json()["items"] == []
    assert program("owner", dossiers=[]).get(SMALL).status_code == 404
    assert program("owner", dossiers=[site.dossier.pk]).get(SMALL).status_code == 200


def test_a_dossier_counts_what_the_person_sees(program: Any) -> None:
    owner, reader = (program(role).get(SMALL).json() for role in ("owner", "reader"))

    assert (owner["tables"]["actors"], reader["tables"]["actors"]) == (5, 4)
    assert (owner["title"], owner["marking"], owner["role"]) == ("A small matter", "TLP:GREEN", "owner")
    assert owner["hash"] != reader["hash"]


def test_rows_are_typed_and_have_every_column(program: Any) -> None:
    rows = {one["row"]: one["values"] for one in program("owner").get(f"{SMALL}/tables/positions").json()["items"]}

    assert rows["p1"]["value"] == 60
    assert rows["p1"]["evidence"] == ["e1"]
    assert rows["p1"]["held_from"] == "2018-05-03"
    assert rows["p2"]["evidence"] == []
    assert rows["p2"]["supersedes"] is None
    assert program("owner").get(f"{SMALL}/tables/issues/norms").json()["values"]["cyberspace"] is True


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("actor=FRA", ["p1"]),
        ("issue=norms", ["p1", "p2", "p3", "p4"]),
        ("actor=FRA&issue=other", []),
        ("as_of=2018-05-31", ["p1", "p2"]),
    ],
)
def test_rows_are_filtered(program: Any, query: str, wanted: list[str]) -> None:
    found = program("owner").get(f"{SMALL}/tables/positions?{query}").json()

    assert [one["row"] for one in found["items"]] == wanted
    assert found["count"] == len(wanted)


def test_votes_are_filtered_by_roll_call(program: Any) -> None:
    found = program("owner").get(f"{SMALL}/tables/votes?rollcall=r2").json()["items"]

    assert [(one["values"]["actor"], one["values"]["vote"]) for one in found] == [("FRA", "yes"), ("DEU", "abstain"), ("EST", "no")]


def test_votes_are_found_by_their_ids_and_come_in_pages(program: Any, site: Any) -> None:
    owner, votes = program("owner"), newest(site).votes
    rows = [(f"{row.rollcall}:{row.actor}", row.vote) for row in votes.rows()]
    first = owner.get(f"{SMALL}/tables/votes?limit=2").json()
    then = owner.get(f"{SMALL}/tables/votes?limit=1000&cursor={first['next']}").json()

    assert [(one["row"], one["values"]["vote"]) for one in (*first["items"], *then["items"])] == rows
    assert (first["count"], len(first["items"]), then["next"]) == (len(rows), 2, None)
    assert owner.get(f"{SMALL}/tables/votes/{rows[1][0]}").json()["values"]["vote"] == rows[1][1]
    assert [owner.get(f"{SMALL}/tables/votes/{name}").status_code for name in ("FRA", "r9:FRA", "r1:XXX")] == [404] * 3
    both = owner.get(f"{SMALL}/tables/votes?actor=FRA&rollcall=r2").json()["items"]
    assert [one["row"] for one in both] == ["r2:FRA"]


def test_a_filter_that_a_table_does_not_have_is_named(program: Any) -> None:
    answer = program("owner").get(f"{SMALL}/tables/issues?actor=FRA")

    assert answer.status_code == 400
    assert "issues" in answer.json()["error"]
    assert "actor" in answer.json()["error"]


def test_what_was_not_changed_is_not_sent_again(program: Any) -> None:
    owner = program("owner")
    first = owner.get(f"{SMALL}/tables/actors")
    again = owner.get(f"{SMALL}/tables/actors", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    owner.post(f"{SMALL}/edits", {"edits": [{"table": "actors", "do": "add", "values": {"name": "Chile"}}], "base": 1})
    after = owner.get(f"{SMALL}/tables/actors", headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != first["ETag"]


@each_database
def test_an_edit_is_saved_under_a_number(site: Any, program: Any) -> None:
    answer = program("editor", "edit").post(f"{SMALL}/edits", changed("p1", 66, reason="A new statement"))

    assert (answer.status_code, answer.json()) == (200, {"revision": 2, "merged": False})
    new = [p for p in newest(site).positions if p.supersedes == "p1"]
    assert [(p.value, p.author, p.reason) for p in new] == [(66, "Editor", "A new statement")]
    revision = Revision.objects.get(dossier=site.dossier, number=2)
    assert (str(revision.author), revision.reason) == ("Editor", {"text": "A new statement"})


def test_a_wrong_edit_is_answered_with_its_place(site: Any, program: Any) -> None:
    answer = program("editor").post(f"{SMALL}/edits", changed("p1", 120))

    assert answer.status_code == 422
    problem = answer.json()["problems"][0]
    assert (problem["row"], problem["column"], problem["allowed"], problem["found"]) == (1, "value", "0..100 points", "120")
    assert Revision.objects.filter(dossier=site.dossier).count() == 1


def test_a_token_that_only_proposes_offers_for_review(site: Any, program: Any) -> None:
    answer = program("owner", "read", "propose").post(f"{SMALL}/edits", changed("p1", 66))

    assert answer.status_code == 202
    proposal = Proposal.objects.get(pk=answer.json()["proposal"])
    assert (proposal.author, proposal.state) == (site.people["owner"], "waiting")
    assert Revision.objects.filter(dossier=site.dossier).count() == 1


def test_a_contributor_offers_and_changes_no_register(program: Any) -> None:
    contributor = program("contributor")

    assert contributor.post(f"{SMALL}/edits", changed("p1", 66)).status_code == 202
    add = {"edits": [{"table": "actors", "do": "add", "values": {"name": "Chile"}}], "base": 1}
    assert contributor.post(f"{SMALL}/edits", add).status_code == 403


@each_database
def test_two_changes_of_one_place_come_back_as_a_conflict_and_a_choice_settles_it(site: Any, program: Any) -> None:
    one, two = program("owner"), program("editor")
    rename = lambda name: {"edits": [{"table": "actors", "do": "change", "row": "icann", "values": {"name": name}}], "base": 1}  # noqa: E731

    assert one.post(f"{SMALL}/edits", rename("ICANN (PTI)")).json()["revision"] == 2
    answer = two.post(f"{SMALL}/edits", rename("Icann"))
    assert answer.status_code == 409
    (clash,) = answer.json()["conflicts"]
    (field,) = clash["fields"]
    assert ("mine" in clash["allowed"], field["mine"], field["theirs"]) == (True, "Icann", "“ICANN (PTI)”")
    settled = two.post(f"{SMALL}/edits", rename("Icann") | {"choices": {clash["key"]: "mine"}})
    assert settled.json() == {"revision": 3, "merged": True}
    assert next(a for a in newest(site).actors if a.id == "icann").name.text == "Icann"


def test_changes_of_two_places_are_joined(program: Any) -> None:
    program("owner").post(f"{SMALL}/edits", changed("p1", 66))
    answer = program("editor").post(f"{SMALL}/edits", changed("p2", 44))

    assert answer.json() == {"revision": 3, "merged": True}


def test_revisions_are_listed_and_compared(program: Any) -> None:
    owner = program("owner")
    for base in (1, 2, 3):
        owner.post(f"{SMALL}/edits", {"edits": [{"table": "actors", "do": "add", "values": {"name": f"New {base}"}}], "base": base})
    first = owner.get(f"{SMALL}/revisions?limit=3").json()
    rest = owner.get(f"{SMALL}/revisions?limit=3&cursor={first['next']}").json()

    assert [one["number"] for one in first["items"] + rest["items"]] == [4, 3, 2, 1]
    assert (first["head"], rest["next"]) == (4, None)
    found = owner.get(f"{SMALL}/compare?a=1&b=4").json()
    assert [(section["part"], section["count"]) for section in found["sections"]] == [("actors", 3)]


def test_the_history_of_a_row_says_who_changed_it_and_why(program: Any) -> None:
    owner = program("owner")
    owner.post(f"{SMALL}/edits", changed("p1", 66) | {"reason": "A new note"})
    items = owner.get(f"{SMALL}/tables/positions").json()["items"]
    new = next(one["row"] for one in items if one["values"].get("supersedes") == "p1")
    found = owner.get(f"{SMALL}/rows/history?part=positions.csv&table=positions&row={new}").json()

    assert [(one["number"], one["how"]) for one in found["items"]] == [(2, "superseding"), (1, "new")]
    assert found["items"][0]["reason"] == "A new note"
    assert [field["now"] for field in found["items"][0]["fields"] if field["field"] == "value"] == ["66"]
    assert found["items"][0]["by"] == found["items"][0]["by"].strip() != ""
    for wrong in ("part=positions.csv&table=positions&row=p99", "part=scenarios/x.toml&table=nothing&row=a", "part=x&table=y&row="):
        assert owner.get(f"{SMALL}/rows/history?{wrong}").status_code == 404


def test_the_history_of_a_row_shows_no_more_than_the_row(site: Any, program: Any) -> None:
    hidden = {p.id for p in newest(site).positions} - {
        one["row"] for one in program("reader").get(f"{SMALL}/tables/positions").json()["items"]
    }
    for role in ("reader", "editor"):
        for row in hidden:
            answer = program(role).get(f"{SMALL}/rows/history?part=positions.csv&table=positions&row={row}")
            seen = row in {one["row"] for one in program(role).get(f"{SMALL}/tables/positions").json()["items"]}
            assert (answer.status_code == 200) is seen, (role, row)


FRAMES = b"""[debate]
title = "Cables"
# Ours.
[[frame]]
id = "rights"
name = "Rights"
meaning = "What is owed."
[[frame]]
id = "risk"
name = "Risk"
meaning = "What may fail."
"""


def test_two_who_change_one_model_are_joined_by_row_and_asked_by_column(program: Any) -> None:
    owner, editor = program("owner"), program("editor")
    at = f"{SMALL}/parts/debates/x.frames.toml"
    assert owner.ask("put", f"{at}?base=1", FRAMES).json()["revision"] == 2
    assert owner.ask("put", f"{at}?base=2", FRAMES.replace(b"is owed", b"we owe")).json()["revision"] == 3
    other = FRAMES.replace(b"may fail", b"can fail")
    assert editor.ask("put", f"{at}?base=2", other).json() == {"revision": 4, "merged": True}
    assert owner.get(at).content == FRAMES.replace(b"is owed", b"we owe").replace(b"may fail", b"can fail")

    answer = editor.ask("put", f"{at}?base=2", FRAMES.replace(b"is owed", b"they owe"))
    (clash,) = answer.json()["conflicts"]
    (field,) = clash["fields"]
    assert answer.status_code == 409
    assert clash["subject"] == "“Cables”, frame “Rights”"
    assert (field["field"], field["mine"], field["theirs"]) == ("meaning", "“What they owe.”", "“What we owe.”")
    found = owner.get(f"{SMALL}/compare?a=2&b=4").json()
    (section,) = found["sections"]
    assert (section["part"], section["title"], section["count"]) == ("debates/x.frames.toml", "“Cables”", 2)
    assert [change["subject"] for change in section["changes"]] == ["“Cables”, frame “Rights”", "“Cables”, frame “Risk”"]
    past = owner.get(f"{SMALL}/rows/history?part=debates/x.frames.toml&table=frame&row=risk").json()
    assert [(one["number"], one["how"]) for one in past["items"]] == [(4, "altered"), (2, "new")]


def test_the_parts_are_those_of_the_view(site: Any, program: Any) -> None:
    for role in ("owner", "reader"):
        one = program(role)
        listed = one.get(f"{SMALL}/parts").json()
        parts = {item["name"]: one.get(f"{SMALL}/parts/{item['name']}").content for item in listed["items"]}
        assert hash_of(parts) == listed["hash"] == one.get(SMALL).json()["hash"]
        assert ("mandate.toml" in parts) is (role == "owner")
        assert (b"SECRET" in b"".join(parts.values())) is (role == "owner")


def test_a_part_is_put_and_read_back(program: Any) -> None:
    editor = program("editor")
    table = b"group,actor,start\nEU,FRA,1958\nEU,DEU,1958\n"
    answer = editor.ask("put", f"{SMALL}/parts/groups.csv?base=1", table)

    assert answer.json() == {"revision": 2, "merged": False}
    assert editor.get(f"{SMALL}/parts/groups.csv").content.splitlines() == table.splitlines()


@pytest.mark.parametrize(("part", "data"), [("groups.csv", b"\xff\xfe\x00"), ("groups.csv", b"nothing\n1\n"), ("bodies.toml", b"[[")])
def test_a_part_that_breaks_the_rules_changes_nothing(site: Any, program: Any, part: str, data: bytes) -> None:
    answer = program("editor").ask("put", f"{SMALL}/parts/{part}?base=1", data)

    assert answer.status_code == 422, answer.content
    assert answer.json()["problems"]
    assert Revision.objects.filter(dossier=site.dossier).count() == 1


@pytest.mark.parametrize("part", ["dossier.toml", "mandate.toml", "other.csv", "readme"])
def test_what_cannot_be_put_alone_is_refused(site: Any, program: Any, part: str) -> None:
    answer = program("owner").ask("put", f"{SMALL}/parts/{part}?base=1", b'aim = "another"\n')

    assert (answer.status_code, part in answer.json()["error"]) == (400, True)
    assert Revision.objects.filter(dossier=site.dossier).count() == 1


@pytest.mark.parametrize("part", ["files/../mandate.toml", "files/a%00b", "files//x", "evil/x.txt", "files/..", "a/../../etc/x", "FILES/x"])
def test_a_part_of_a_wrong_name_is_refused(site: Any, program: Any, part: str) -> None:
    answer = program("owner").ask("put", f"{SMALL}/parts/{part}?base=1", b"text")

    assert answer.status_code in (400, 404, 422), answer.content
    assert Revision.objects.filter(dossier=site.dossier).count() == 1


def test_programs_never_change_the_mandate_or_the_marking(site: Any, program: Any) -> None:
    """Sharing is no scope: an import of the owner's own program leaves both as they are."""
    owner = program("owner")
    parts = encode(newest(site))
    parts["mandate.toml"] = b'aim = "another"\n'
    parts["dossier.toml"] = parts["dossier.toml"].replace(b"TLP:GREEN", b"TLP:CLEAR")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    answer = owner.ask("post", f"{SMALL}/import?form=zip&how=whole&base=1", packed.getvalue())

    assert answer.status_code == 200
    assert (newest(site).mandate.aim.text, newest(site).info.marking) == ("SECRET-AIM", "TLP:GREEN")


def test_a_file_is_put_and_read_back(program: Any) -> None:
    owner = program("owner")
    data = bytes(range(256))

    assert owner.ask("put", f"{SMALL}/parts/files/statement.pdf?base=1", data).json()["revision"] == 2
    read = owner.get(f"{SMALL}/parts/files/statement.pdf")
    assert (read.content, read["X-Content-Type-Options"], read["Content-Type"]) == (data, "nosniff", "application/octet-stream")
    assert read["Content-Disposition"].startswith("attachment")


def test_an_earlier_revision_is_for_who_may_see_the_history(program: Any) -> None:
    for role, scopes in (("guest", ("read", "ask")), ("owner", ("ask",))):
        answer = program(role, *scopes).post(f"{SMALL}/questions/what-changed/ask", {"options": {"revision": "1"}})
        assert answer.status_code == 422
        assert [problem["column"] for problem in answer.json()["problems"]] == ["revision"]


def test_an_export_comes_back_as_it_went(site: Any, program: Any) -> None:
    owner = program("owner")
    exported = owner.get(f"{SMALL}/export/zip?mandate=yes").content
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    assert decode(parts).hash == owner.get(SMALL).json()["hash"]

    checked = owner.ask("post", f"{SMALL}/import/check?form=zip&how=whole&base=1", exported).json()
    assert (checked["summary"], checked["sections"], checked["conflicts"]) == (None, [], [])
    assert owner.ask("post", f"{SMALL}/import?form=zip&how=whole&base=1", exported).json()["revision"] == 1


def test_a_file_of_any_source_is_recognised_and_brought_in(site: Any, program: Any) -> None:
    owner = program("owner")
    found = owner.ask("post", f"{SMALL}/import/recognise?name=x.bin", UNDL.encode()).json()["items"][0]
    assert (found["way"], found["id"], found["strength"]) == ("source", "undl", 3)

    listed = b"France\nCongo\nJapan\nChad\n"
    undecided = owner.ask("post", f"{SMALL}/import/file?name=list.txt&base=1", listed)
    assert undecided.status_code == 400 and "2=COD" in undecided.json()["error"]
    saved = owner.ask("post", f"{SMALL}/import/file?name=list.txt&base=1&answer=2=COD", listed).json()
    assert saved.get("revision") == 2, saved
    assert owner.ask("post", f"{SMALL}/import/file?name=votes.csv&base=2&option=sessions=72", UNDL.encode()).json()["revision"] == 3
    wrong = owner.ask("post", f"{SMALL}/import/file?name=x.csv&base=3", b"%PDF-1.7")
    assert wrong.status_code == 422 and "PDF" in wrong.json()["error"]


def test_files_that_belong_together_are_brought_in_as_one(site: Any, program: Any) -> None:
    owner = program("owner")
    head = {"Authorization": f"Bearer {owner.secret}"}

    def send(files: dict[str, bytes], address: str = "import/file?base=1") -> Any:
        sent = [SimpleUploadedFile(name, data) for name, data in files.items()]
        return owner.client.post(f"{SMALL}/{address}", {"files": sent}, headers=head)

    both = {"calls.csv": ROLLCALLS.encode(), "votes.csv": UNVOTES.encode()}
    alone = send({"votes.csv": UNVOTES.encode()})
    assert alone.status_code in (400, 422) and "Add the others" in alone.json()["error"]
    assert send({}).status_code == 400
    assert send(both).json() == {"revision": 2, "merged": False}
    assert "A/RES/73/27" in newest(site).votes.rollcalls
    assert str(store.read_reason(store.revision_of(site.dossier).reason)) == "Import: calls.csv and votes.csv"
    assert send(both, "import/file?base=2").json()["revision"] == 2
    cut = owner.ask("post", f"{SMALL}/import/file?base=2&name=x.csv", b"Pays;Vote\nFrance;pour\nChili;contre\nNiger")
    assert cut.status_code == 422 and "x.csv, line 4" in cut.json()["error"]
    unnamed = owner.ask("post", f"{SMALL}/import/file?base=2", UNDL.encode())
    assert unnamed.status_code == 400 and "?name=FILE" in unnamed.json()["error"]


def test_an_import_that_is_no_archive_is_refused(program: Any) -> None:
    answer = program("owner").ask("post", f"{SMALL}/import?form=zip&how=whole&base=1", b"PK nothing")

    assert answer.status_code == 422
    assert answer.json()["ok"] is False


def test_a_question_is_asked_and_answered(site: Any, program: Any) -> None:
    reader = program("reader", "ask")
    started = reader.post(f"{SMALL}/questions/who-stands-where/ask", {"options": {"issue": "norms"}})
    number = started.json()["run"]["id"]

    assert (started.status_code, started.json()["answer"], started.json()["run"]["state"]) == (202, None, "waiting")
    early = reader.get(f"{SMALL}/runs/{number}/answer")
    assert (early.status_code, early.json()["ok"]) == (409, False)
    assert Worker().once()
    run = reader.get(f"{SMALL}/runs/{number}").json()
    assert run["state"] == "done", run
    answer = reader.get(f"{SMALL}/runs/{number}/answer").json()
    assert answer["question"] == "who-stands-where"
    assert reader.get(f"{SMALL}/runs/{number}/answer?lang=fr").json()["findings"][0]["text"] != answer["findings"][0]["text"]
    assert "title" in reader.get(f"{SMALL}/runs/{number}/answer?form=shown").json()
    again = reader.post(f"{SMALL}/questions/who-stands-where/ask", {"options": {"issue": "norms"}, "wait": 1})
    assert (again.status_code, again.json()["run"]["id"], again.json()["answer"]) == (200, number, answer)
    for name in run["files"]:
        assert reader.get(f"{SMALL}/runs/{number}/files/{name}").status_code == 200
    assert any(name.endswith(".svg") for name in run["files"])


def test_wrong_options_are_named(program: Any) -> None:
    answer = program("reader").post(f"{SMALL}/questions/who-stands-where/ask", {"options": {"issue": "no-such", "colour": "red"}})

    assert answer.status_code == 422
    assert {problem["column"] for problem in answer.json()["problems"]} == {"issue", "colour"}


@pytest.mark.parametrize(("role", "href"), [("owner", "/dossiers/small/models/conflict/new"), ("guest", None)])
def test_what_a_question_needs_is_said_before_a_run_is_made(program: Any, role: str, href: str | None) -> None:
    answer = program(role).post(f"{SMALL}/questions/where-could-it-settle/ask", {}, HTTP_ACCEPT_LANGUAGE="en")
    problem = answer.json()["problems"][0]

    assert answer.status_code == 422
    assert (problem["code"], problem["part"], problem["row"], problem["column"]) == ("need", "conflict", None, None)
    assert problem["remedy"].startswith("needs ")
    assert problem["remedy"].removeprefix("needs ") in answer.json()["error"]
    assert (problem["href"] or "").startswith(href or "") and bool(problem["href"]) == bool(href)
    assert not Run.objects.exists()


@each_database
def test_a_waiting_run_is_stopped_by_its_person_alone(program: Any) -> None:
    reader = program("reader")
    number = reader.post(f"{SMALL}/questions/what-is-due/ask", {}).json()["run"]["id"]

    assert program("contributor").post(f"{SMALL}/runs/{number}/cancel", None).status_code == 404
    assert program("editor").post(f"{SMALL}/runs/{number}/cancel", None).status_code == 404
    assert reader.post(f"{SMALL}/runs/{number}/cancel", None).json()["state"] == "cancelled"
    assert [run["id"] for run in reader.get(f"{SMALL}/runs").json()["items"]] == [number]


def test_evidence_says_what_rests_on_it(program: Any) -> None:
    assert program("owner").get(f"{SMALL}/evidence/e1").json()["cited_by"] == [{"table": "positions", "row": "p1"}]
    assert program("reader").get(f"{SMALL}/evidence/e2").status_code == 404


def test_words_are_found(program: Any) -> None:
    assert program("reader").get(f"{SMALL}/search?q=allemagne").json()["items"][0]["rows"][0]["row"] == "DEU"
    assert program("reader").get(f"{SMALL}/search?q=secret").json() == {"count": 0, "items": []}


@pytest.mark.parametrize(
    "address, column, allowed",
    [
        ("revisions?limit=0", "limit", "≥ 1"),
        ("revisions?limit=many", "limit", "0, 1, -1…"),
        ("tables/actors?as_of=hier", "as_of", "YYYY-MM-DD"),
        ("tables/actors?standing=peut-etre", "standing", "true | false"),
        ("export/pdf", "form", "zip | xlsx | json"),
        (f"revisions?cursor={'x' * 2001}", "cursor", "≤ 2\u202f000 signes"),
    ],
)
def test_what_is_allowed_is_said_without_a_word_of_the_library(address: str, column: str, allowed: str, program: Any) -> None:
    answer = program("owner").get(f"{SMALL}/{address}", headers={"Accept-Language": "fr"})

    assert answer.status_code == 422
    assert [(problem["column"], problem["allowed"]) for problem in answer.json()["problems"]] == [(column, allowed)]


def test_a_value_that_is_missing_is_named_in_the_language_of_who_asks(program: Any) -> None:
    answer = program("owner").post(f"{SMALL}/edits", {}, headers={"Accept-Language": "fr"})

    assert {problem["allowed"] for problem in answer.json()["problems"]} == {"une valeur\u202f; il n’y en a pas"}
