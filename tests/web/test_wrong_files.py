"""Wrong files: each is answered with where, what was found and what to do, in both languages, and nothing of it is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from source_samples import LIST, UNDL
from sources.wrong_files import FRENCH, WRONG
from web.test_import_sources import CHECK, head, read_page, send, take

from legation.language import LANGUAGES, Lang
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db


def words_of(html: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0])).replace("\u00a0", " ")


def test_there_are_forty_of_them() -> None:
    assert len(WRONG) >= 40


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_answered_with_place_and_remedy(site: Any, what: str, lang: Lang) -> None:
    files, said = WRONG[what]
    owner = site.people["owner"]
    owner.language = lang
    owner.save()

    answer = send(site, files)

    if answer.status_code == 302:
        place = answer.headers["Location"]
        assert place.endswith("/read"), place
        assert not site.client("owner").get(f"{place}.json").json()["can_save"]
        html = site.client("owner").get(place).content.decode()
    else:
        assert answer.status_code == 422
        assert not Draft.objects.exists()
        html = answer.content.decode()
    assert 'class="notice error"' in html
    text = words_of(html)
    assert "Traceback" not in text and "/tmp" not in text and "[recognising" not in text and "[page-import" not in text
    names = [FRENCH.get(word, word) if lang == "fr" else word for word in said]
    assert not [word for word in names if word not in text.replace("&#x27;", "'").replace("&quot;", '"')], text[:1500]
    assert head(site).number == 1


def test_two_tables_pasted_as_one_are_asked_line_by_line(site: Any) -> None:
    pasted = "Pays;Vote\nFrance;oui\nPérou;non\nJapon;oui\nTogo;non\n\nOrganisation;Ville\nAccess Now;New York\n"
    page = read_page(site, site.client("owner").post(CHECK, {"pasted": pasted, "base": "1"}))

    assert [doubt["line"] for doubt in page["doubtful"]] == [7, 8]
    assert take(site, page, **{"line:7": "skip", "line:8": "new"}).status_code == 302


def test_a_paste_of_ten_megabytes_is_refused_in_a_sentence(site: Any) -> None:
    answer = site.client("owner").post(CHECK, {"pasted": "France\n" * 1_500_000, "base": "1"})

    assert answer.status_code in (400, 413, 422)
    assert "MB" in answer.content.decode() or "Mo" in answer.content.decode(), words_of(answer.content.decode())[:400]
    assert not Draft.objects.exists()


def test_an_upload_that_ends_midway_keeps_nothing(site: Any) -> None:
    client = site.client("owner")
    whole = SimpleUploadedFile("votes.csv", UNDL.encode())
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    body = encode_multipart(BOUNDARY, {"files": whole, "base": "1"})
    answer = client.generic("POST", CHECK, body[: len(body) // 2], content_type=MULTIPART_CONTENT)

    assert answer.status_code in (400, 422) or read_page(site, answer)["problem_count"]
    assert head(site).number == 1


def test_votes_cut_midway_name_the_line_that_is_not_whole(site: Any) -> None:
    cut = UNDL[: UNDL.index("1,BRA,BRAZIL,A,") + 9].encode()
    page = read_page(site, send(site, {"votes.csv": cut})) if send(site, {"votes.csv": cut}).status_code == 302 else None

    assert page is None or page["error"] or page["problem_count"]


def test_a_list_called_as_a_picture_is_read_by_what_it_holds(site: Any) -> None:
    page = read_page(site, send(site, {"photo.jpg": LIST.encode()}))
    assert page["source"] == "list" and page["can_save"]
