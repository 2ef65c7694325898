"""What a save leaves as it was: the frame of each page, but for the number of the revision."""

from __future__ import annotations

import pytest

from legation.dossier.edit import Edit, apply
from legation.web.dossiers import store
from legation.web.site import frame

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("lang", "words"), [("en", "revision {}"), ("fr", "révision {}")])
def test_a_save_makes_no_frame_anew_and_each_page_has_its_number(site, see, monkeypatch, lang, words) -> None:
    reader = site.people["reader"]
    reader.language = lang
    reader.save()
    frame._FRAMES.clear()  # other tests show the same page to the same reader
    made: list[str] = []
    rendered = frame._rendered
    monkeypatch.setattr(
        frame, "_rendered", lambda request, *more, **kind: (made.append(request.http.path), rendered(request, *more, **kind))[1]
    )
    before = see("reader", "/dossiers/small/actors").content.decode()
    assert words.format(1) in before and made
    made.clear()
    mine = apply(store.content(store.revision_of(site.dossier)), [Edit("actors", "add", "ITA", {"name": "Italy"})])
    store.save(site.dossier, 1, mine, site.people["owner"], store.EVERYTHING, reason="")

    page = see("reader", "/dossiers/small/actors").content.decode()

    assert made == []
    assert words.format(2) in page and words.format(1) not in page and "Italy" in page
