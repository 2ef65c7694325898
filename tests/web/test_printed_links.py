"""Links to several posts as a printed list: made in the answer that prints them, kept nowhere, all or none."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from django.test import Client
from web.posted import PARTS, Posted, filled

from legation.web.accounts.models import Account
from legation.web.pages.posts import printing
from legation.web.posts import holders
from legation.web.site.slips import squares
from legation.web.stores.posts.models import PostHolder

PRINT = "/dossiers/small/rounds/october/posts/print"


@pytest.fixture
def posted(site: object) -> Posted:
    return filled(site)


def pages(answer: object) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)  # type: ignore[attr-defined]


def addresses(answer: object) -> list[str]:
    found = []
    for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages:  # type: ignore[attr-defined]
        found += [note.get_object()["/A"]["/URI"] for note in page.get("/Annots", []) if "/URI" in note.get_object().get("/A", {})]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("lang", "until", "title"),
    [
        ("en", "Report by 5 March 2999, 18:00 (Paris time).", "Links to hand over"),
        ("fr", "5 mars 2999 à 18:00 (heure de Paris).", "Liens à remettre"),
    ],
)
def test_each_post_has_a_slip_with_its_link_and_its_deadline(posted: Posted, lang: str, until: str, title: str) -> None:
    desk = posted.site.client("editor")
    Account.objects.filter(pk=posted.site.people["editor"].pk).update(language=lang)
    answer = desk.post(PRINT, {"post": ["Tallinn", "Berlin"]})

    text = " ".join(pages(answer).replace("\u00a0", " ").split())
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/pdf", "no-store")
    assert "attachment" in answer["Content-Disposition"]
    assert (text.count(until), title in text, "Tallinn" in text, "Berlin" in text) == (2, True, True, True)
    assert "Ask for a yes" not in text
    assert "Estonia" not in text

    made = addresses(answer)
    assert len(made) == 2
    for address, name in zip(made, ("Tallinn", "Berlin"), strict=True):
        secret = address.rpartition("/")[2]
        assert holders.post_of_link(secret).name == name  # type: ignore[union-attr]
        assert Client().post(f"/posts/open/{secret}").url == posted.address(name)
        assert secret in "".join(pages(answer).split())
        assert not any(secret in str(value) for row in PostHolder.objects.values() for value in row.values())


def test_all_links_are_made_or_none(posted: Posted, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, before = posted.site.client("editor"), PostHolder.objects.count()
    assert desk.post(PRINT, {}).status_code == 400
    assert desk.post(PRINT, {"post": ["Tallinn", "Nairobi"]}).status_code == 404
    with monkeypatch.context() as changed:
        changed.setattr(printing, "print_links", lambda *_: (_ for _ in ()).throw(OSError("no space")))
        with pytest.raises(OSError, match="no space"):
            desk.post(PRINT, {"post": ["Tallinn"]})
    assert PostHolder.objects.count() == before

    posted.change(rounds=PARTS["rounds.csv"].replace("Europe/Paris,,", "Europe/Paris,2021-01-01T09:00Z,", 1))
    assert desk.post(PRINT, {"post": ["Tallinn"]}).status_code == 400
    assert PostHolder.objects.count() == before


def test_the_desk_chooses_among_posts_and_those_without_a_holder_are_chosen(posted: Posted) -> None:
    desk = posted.site.client("editor")
    form = desk.get("/dossiers/small/rounds/october/posts").content.decode().partition(PRINT)[2].partition("</form>")[0]
    assert re.findall(r'name="post" value="(\w+)"( checked)?', form) == [("Tallinn", ""), ("Berlin", "")]

    PostHolder.objects.filter(post=posted.posts["Berlin"]).delete()
    form = desk.get("/dossiers/small/rounds/october/posts").content.decode().partition(PRINT)[2].partition("</form>")[0]
    assert re.findall(r'name="post" value="(\w+)"( checked)?', form) == [("Tallinn", ""), ("Berlin", " checked")]
    assert PRINT not in posted.site.client("reader").get("/dossiers/small/rounds/october/posts").content.decode()


def test_a_code_has_its_margin_and_its_three_marks() -> None:
    rows = squares("https://legation.example.org/posts/open/" + "x" * 43)
    assert {len(row) for row in rows} == {len(rows)}
    assert all(set(row) == {"0"} for row in (*rows[:4], *rows[-4:]))
    for down, across in ((4, 4), (4, len(rows) - 11), (len(rows) - 11, 4)):
        mark = [row[across : across + 7] for row in rows[down : down + 7]]
        assert mark == ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
