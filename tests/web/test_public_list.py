"""The public list of a text in circulation: released by the desk, from the end of an embargo, revocable, and nothing else of the dossier."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from web.circulated import DRAFT, HEAD, NAMES, SIGNED, Circulation, ahead, filled

from legation.dossier.tables.csv_sheet import is_formula
from legation.errors import DossierError
from legation.web.dossiers.models import Dossier
from legation.web.stores.audit.models import Entry
from legation.web.stores.public_lists.models import PublicList

pytestmark = pytest.mark.django_db
ON_EACH = pytest.mark.each_database("a list is released together with the dossier that says so")

LANGS = ("en", "fr")


@pytest.fixture
def board(site) -> Circulation:
    return filled(site)


@ON_EACH
def test_a_released_list_is_read_by_the_world_in_both_languages(board: Circulation) -> None:
    key = board.release()
    page = board.world(key)

    assert page.status_code == 200
    text = page.content.decode()
    assert "Republic of Aland" in text
    assert "Not inland." in text
    assert text.index("Borland") < text.index("Republic of Aland")
    assert "The Mission of Aland" in text
    french = board.world(key, "?lang=fr").content.decode()
    assert "République d’Aland" in french
    assert "Sauf eaux intérieures." in french
    assert '<html lang="fr"' in french
    assert "République d’Aland" in board.world(key, lang="fr").content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert not page.cookies


def test_nobody_stands_in_it_who_is_not_confirmed_or_whose_signature_is_stale(board: Circulation) -> None:
    key = board.release()
    for hidden in ("Cedonia", "CLAIMED", "Acme", "Watch", "Dorne"):
        assert hidden not in board.world(key).content.decode() + board.world(key, ".csv").content.decode()
    board.post("/version/send", change="substance", text_en="1. Other words.")

    assert "Aland" not in board.world(key, ".csv").content.decode()


@ON_EACH
def test_before_it_is_released_and_after_it_was_taken_back_there_is_nothing(board: Circulation) -> None:
    none = board.world("0" * 16)
    assert none.status_code == 404
    key = board.release()
    assert "Its address" in board.page("/list")
    board.post("/revoke")

    for end in ("", ".csv", "?lang=fr"):
        assert board.world(key, end).status_code == 404
    assert len(board.world(key).content) == len(none.content)
    assert "released" not in board.whole().files["drafts/cables.toml"].decode()
    assert board.post("/revoke").status_code == 404
    assert board.release() == key
    assert board.world(key).status_code == 200


def test_an_embargo_holds_to_the_second(board: Circulation, monkeypatch: pytest.MonkeyPatch) -> None:
    day = ahead()
    key = board.release(day=day.isoformat(), time="10:00")
    ends = PublicList.objects.get().embargo
    assert ends is not None

    def at(moment: dt.datetime) -> int:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return int(board.world(key).status_code)

    assert board.world(key).status_code == 404
    assert [at(ends + dt.timedelta(seconds=one)) for one in (-1, 0, 1)] == [404, 200, 200]


@pytest.mark.parametrize(
    ("day", "time", "status"),
    [("2020-01-01", "10:00", 422), ("", "10:00", 422), ("2999-03-31", "02:30", 422), ("2999-05-14", "noon", 422), ("tomorrow", "", 422)],
)
def test_an_embargo_that_is_none_releases_nothing(board: Circulation, day: str, time: str, status: int) -> None:
    before = board.whole()

    assert board.post("/release", day=day, time=time).status_code == status
    assert not PublicList.objects.exists()
    assert board.whole() == before


def test_a_dossier_that_says_it_was_released_elsewhere_is_public_nowhere(site: Any) -> None:
    board = filled(site, terms='released = "2020-02-01T09:00Z"')

    assert not PublicList.objects.exists()
    assert "Not released" in board.page("/list")


def test_an_older_revision_that_knows_no_release_takes_the_list_off(board: Circulation) -> None:
    key = board.release()
    board.change(draft=DRAFT.format(kind="joint_statement", terms="reservations = true"))

    assert board.world(key).status_code == 404


def test_a_faulty_draft_takes_no_list_off_and_one_of_which_nothing_can_be_told_is_not_there(board: Circulation) -> None:
    key = board.release()
    terms = 'reservations = true\nreleased = "2020-02-01T09:00Z"'
    whole = DRAFT.format(kind="joint_statement", terms=terms)
    head, _ = whole.split("[[version]]")
    twice = f'{whole}\n[[version]]\nid = "v2"\npart = "drafts/cables/v1.txt"\ndate = "2020-01-01"\nat = "2020-01-01T09:00Z"\nchange = "editorial"\n'
    for draft, status in ((whole, 200), (head, 404), (twice, 404), (whole.replace("joint_statement", "no_such_kind"), 404)):
        board.change(draft=draft)
        assert [board.world(key, end).status_code for end in ("", ".csv")] == [status, status], draft


def test_who_withdraws_after_the_list_was_public_stays_with_the_day_and_before_it_does_not(board: Circulation) -> None:
    key = board.release()
    PublicList.objects.update(released=dt.datetime(2020, 2, 1, tzinfo=dt.UTC))
    terms = 'reservations = true\nreleased = "2020-02-01T09:00Z"\nembargo = "2020-02-10T10:00"'
    gone = "a,cables,aland,v1,withdraw,2020-02-05T09:00Z,,,,,,,,,\nb,cables,borland,v1,withdraw,2020-02-15T09:00Z,,,,,,,,,\n"
    board.change(draft=DRAFT.format(kind="joint_statement", terms=terms), signatures_csv=HEAD + SIGNED + gone)
    page = board.world(key).content.decode()

    assert "Aland" not in page.replace("The Mission of Aland", "")
    assert "Borland" in page
    assert "withdrew" in page
    assert "15 February 2020" in page


def test_a_list_that_is_public_stays_so_since_the_day_on_which_it_was_released(board: Circulation) -> None:
    key = board.release()
    first = dt.datetime(2020, 2, 1, 9, tzinfo=dt.UTC)
    PublicList.objects.update(released=first)
    terms = 'reservations = true\nreleased = "2020-02-01T09:00Z"'
    gone = "a,cables,aland,v1,withdraw,2020-02-05T09:00Z,,,,,,,,,\n"
    board.change(draft=DRAFT.format(kind="joint_statement", terms=terms), signatures_csv=HEAD + SIGNED + gone)
    assert "withdrew" in board.world(key).content.decode()
    assert board.release() == key

    assert PublicList.objects.get().released == first
    assert "withdrew" in board.world(key).content.decode()
    board.post("/revoke")
    board.release()
    assert PublicList.objects.get().released > first  # what was taken back is public from anew


def test_a_list_that_an_embargo_still_holds_is_public_from_when_it_is_released_again(board: Circulation) -> None:
    board.release(day=ahead().isoformat(), time="10:00")
    PublicList.objects.update(released=dt.datetime(2020, 2, 1, 9, tzinfo=dt.UTC))
    board.release()

    assert PublicList.objects.get().released.year > 2020


def test_what_is_marked_higher_than_the_dossier_is_in_no_list_and_the_coordinator_is_told(board: Circulation) -> None:
    marked = SIGNED.replace("Republic of Aland,République d’Aland,,", "Republic of Aland,République d’Aland,TLP:RED,")
    board.change(signatures_csv=HEAD + marked)
    key = board.release()

    assert "Republic of Aland" not in board.world(key).content.decode()
    assert "marked higher than the dossier" in board.page("/list", who="owner")
    out = "w,cables,borland,v1,withdraw,2020-02-05T09:00Z,,,,,,,,TLP:RED,\n"
    board.change(signatures_csv=HEAD + SIGNED + out)
    assert "Borland" not in board.world(key).content.decode()


def test_who_does_not_see_a_signature_is_not_told_that_it_is_withheld(board: Circulation) -> None:
    board.change(signatures_csv=HEAD + SIGNED.replace("Sauf eaux intérieures.,,,,Desk", "Sauf eaux intérieures.,,,TLP:RED,Desk"))
    for end in ("/list", "/list.json"):
        assert "Borland" in board.page(end)
        hidden = board.page(end, "reader")
        assert "Republic of Aland" in hidden
        assert not [name for name in ("Borland", "borland", "inland") if name in hidden]


def test_names_are_text_whatever_they_hold_and_the_table_runs_nothing(board: Circulation) -> None:
    names = ("<script>alert(1)</script>", "\u202eelbaT", "-Land", "Раураl")
    rows = "".join(
        f'x{n},cables,{actor},v1,sign,2020-01-02T09:00Z,2020-01-03T09:00Z,note,,,,"{name}","{name}",,\n'
        for n, (actor, name) in enumerate(zip(NAMES, names, strict=False))
    )
    board.change(signatures_csv=HEAD + rows)
    key = board.release()
    page, table = board.world(key).content.decode(), board.world(key, ".csv")

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    cells = [row["name"] for row in csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")))]
    assert len(cells) == 4
    assert not [one for one in cells if is_formula(one)]
    with pytest.raises(DossierError):
        board.change(signatures_csv=HEAD + rows.replace("-Land", "=HYPERLINK(1)"))
    assert table.headers["Content-Type"].startswith("text/csv")


def test_nothing_else_of_the_dossier_is_on_the_page_or_in_the_table(site: Any) -> None:
    board = filled(site, **{"drafts/cables/v1.txt": "1. SECRET-TEXT\n"})
    whole = board.whole()
    secrets = ["SECRET-TEXT", "small", "Desk", "TLP:", "permanent mission", whole.info.author, str(whole.info.title)]
    secrets += [row.id for row in whole.signatures] + [row.id for row in whole.invitations]
    key = board.release()
    for end in ("", ".csv", "?lang=fr", ".csv?lang=fr"):
        answer = board.world(key, end)
        shown = answer.content.decode() + str(dict(answer.headers))
        assert not [one for one in secrets if one and one in shown], end


def test_a_release_and_a_revocation_are_in_the_trail(board: Circulation) -> None:
    board.release()
    board.post("/revoke")
    trail = list(Entry.objects.filter(kind="changed").values_list("route", "object", "status"))

    assert ("circulations.release", "draft=cables", 302) in trail
    assert ("circulations.revoke", "draft=cables", 302) in trail


def test_only_who_may_release_a_statement_releases_one_and_a_closed_dossier_releases_none(board: Circulation) -> None:
    for who, status in (("reader", 403), ("contributor", 403), ("guest", 403), ("member", 404), ("administrator", 404)):
        assert board.post("/release", who=who).status_code == status, who
    Dossier.objects.filter(pk=board.site.dossier.pk).update(closed=True)
    assert board.post("/release").status_code == 409
    assert not PublicList.objects.exists()


def test_an_empty_list_is_not_released(board: Circulation) -> None:
    board.change(signatures_csv=HEAD)

    assert board.post("/release").status_code == 422
    assert not PublicList.objects.exists()


@pytest.mark.parametrize("lang", LANGS)
def test_a_post_at_the_address_is_refused(board: Circulation, lang: str) -> None:
    assert Client(headers={"Accept-Language": lang}).post(f"/statements/{board.release()}").status_code == 405
