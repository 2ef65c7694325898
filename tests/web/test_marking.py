"""The marking of a page: the house's own words on each page of a dossier, and TLP:AMBER at least where it lists whom to approach."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web.conftest import PARTS, Site

from legation.briefing.markings.labels import VARIABLE
from legation.dossier import decode
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier

pytestmark = pytest.mark.django_db

HOSTILE = "<b onclick=x>Interne & \u05de\u05e9\u05e8\u05d3</b>"


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Name a file of labels, with a place for each."""

    def set_to(place="both", words="Diffusion limitée"):
        path = tmp_path / f"{place}.toml"
        tables = (
            f'["TLP:{level}"]\nen = {json.dumps(f"{words} {n}")}\nfr = {json.dumps(f"{words} {n}")}\ncolour = "#8A1C14"\nplace = "{place}"\n'
            for n, level in enumerate(("CLEAR", "GREEN", "AMBER"))
        )
        path.write_text("".join(tables), "utf-8")
        monkeypatch.setenv(VARIABLE, str(path))

    return set_to


def of_marking(site: Site, marking: str, slug: str, more: str = "") -> None:
    text = PARTS["dossier.toml"].replace('marking = "TLP:GREEN"', f'marking = "{marking}"' if marking else "") + more
    parts = {**PARTS, "dossier.toml": text}
    store.create(decode({name: text.encode() for name, text in parts.items()}), site.people["owner"], slug=slug)


def page(site: Site, address: str, lang: str = "en") -> str:
    response = site.client("owner").get(address, headers={"accept-language": lang})
    assert response.status_code == 200
    return response.content.decode()


def banners(text: str) -> list[str]:
    return [part.partition("</p>")[0] for part in text.split('<p class="marking">')[1:]]


@pytest.mark.parametrize(
    ("address", "marking"),
    [
        ("", "TLP:CLEAR"),
        ("/actors", "TLP:CLEAR"),
        ("/evidence", "TLP:CLEAR"),
        ("/questions/who-votes-alike", "TLP:CLEAR"),
        ("/engagement", "TLP:AMBER"),
        ("/briefs", "TLP:AMBER"),
        ("/people", "TLP:AMBER"),
        ("/questions/who-can-move", "TLP:AMBER"),
    ],
)
def test_each_page_of_a_dossier_says_its_marking(site, address, marking):
    of_marking(site, "TLP:CLEAR", "open")
    found = banners(page(site, f"/dossiers/open{address}"))

    assert len(found) == 2
    assert all(f">{marking}</span>" in one for one in found)


def test_the_dossier_may_say_otherwise(site):
    of_marking(site, "TLP:CLEAR", "green", '[brief]\napproach_marking = "TLP:GREEN"\n')

    assert all("TLP:GREEN" in one for one in banners(page(site, "/dossiers/green/briefs")))


def test_pages_without_a_dossier_bear_none(site):
    assert banners(page(site, "/")) == []


@pytest.mark.parametrize(("place", "count"), [("top", 1), ("bottom", 1), ("both", 2)])
def test_the_words_of_the_house_stand_where_it_wants_them_with_its_colour(site, house, place, count):
    house(place)
    text = page(site, "/dossiers/small/actors", "fr")

    assert len(banners(text)) == count
    assert all("Diffusion limitée 1</span>" in one and 'fill="#8A1C14"' in one for one in banners(text))
    assert (text.index("<main") < text.index('<p class="marking">')) == (place == "bottom")
    assert "style=" not in text


def test_markup_in_a_label_is_words_and_nothing_else(site, house):
    house(words=HOSTILE)
    text = page(site, "/dossiers/small/exporting")

    assert "<b onclick" not in text
    assert "&lt;b onclick=x&gt;Interne &amp; " in banners(text)[0]


def test_forms_offer_the_levels_in_the_words_of_the_house(site, house):
    house()
    of_marking(site, "TLP:CLEAR", "formed")

    for address in ("/dossiers/formed/settings", "/dossiers/formed/sharing", "/dossiers/formed/briefs"):
        text = page(site, address)
        assert 'value="TLP:AMBER"' in text, address
        assert "Diffusion limitée 2" in text, address


def test_an_upload_without_a_marking_is_offered_as_amber(site):
    client = site.client("owner")
    sent = {name: SimpleUploadedFile(name, text.encode()) for name, text in PARTS.items() if name != "mandate.toml"}
    sent["dossier.toml"] = SimpleUploadedFile("dossier.toml", b'id = "unsaid"\ntitle = "A matter"\n')
    arrived = client.post("/dossiers/new/file", {"files": list(sent.values())})["Location"]
    text = client.get(arrived).content.decode()

    assert '<option value="TLP:AMBER" selected' in text
    client.post(f"{arrived}/make", {"title": "A matter", "slug": "unsaid", "marking": "TLP:AMBER"})
    made = Dossier.objects.get(slug="unsaid")
    assert (made.marking, store.content(store.revision_of(made)).info.marking) == ("TLP:AMBER", "TLP:AMBER")


def test_a_site_does_not_start_with_a_label_of_a_classified_level(tmp_path):
    path = tmp_path / "house.toml"
    path.write_text('["TLP:RED"]\nen = "Top secret"\nfr = "Très secret"\n', "utf-8")
    environment = {**os.environ, "LEGATION_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "legation.web.settings", VARIABLE: str(path)}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"], env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "TLP:RED, en: must be a label of no classified level" in done.stderr
