"""A dossier leaves the site and comes back from page to page: by links and forms that the pages have, as its owner and as a partner."""

from __future__ import annotations

import dataclasses
import html
import io
import re
from typing import Any

import pytest
from web.test_import_sources import head

from legation.dossier import encode
from legation.language import LANGUAGES, Lang, Message, say
from legation.web.access import grant_of, scope_of
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


class Walk:
    """A person who follows links of pages and sends forms that they have."""

    def __init__(self, client: Any, address: str) -> None:
        self.client = client
        self.open(address)

    def open(self, address: str) -> None:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        self.address, self.text = address, html.unescape(answer.content.decode())

    def follow(self, part: str) -> None:
        links = [link for link in re.findall(r'<a [^>]*href="([^"#]+)', self.text) if part in link]
        assert links, f"{self.address} has no link to {part}"
        self.open(links[0])

    def form(self, part: str) -> tuple[str, dict[str, str]]:
        """Return where a form is sent, and what its fields hold."""
        found = [(to, body) for to, body in re.findall(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', self.text, re.DOTALL) if part in to]
        assert len(found) == 1, f"{self.address} has {len(found)} forms for {part}"
        fields = {}
        for tag in re.findall(r"<input [^>]*>", found[0][1]):
            named, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
            if named and 'type="file"' not in tag and (" checked" in tag or not re.search('type="(checkbox|radio)"', tag)):
                fields[named[1]] = value[1] if value else ""
        for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', found[0][1], re.DOTALL):
            chosen = re.search(r'<option value="([^"]*)" selected', options)
            fields[name] = chosen[1] if chosen else ""
        return found[0][0], fields

    def send(self, part: str, **more: Any) -> None:
        to, fields = self.form(part)
        answer = self.client.post(to, {**fields, **more})
        said = re.findall(r"<div class=\"notice error\".*?</div>", answer.content.decode(), re.DOTALL)
        assert answer.status_code == 302, (to, {key: getattr(one, "name", one) for key, one in more.items()}, " ".join(said))
        self.open(answer.headers["Location"].partition("#")[0])


def named(name: str, data: bytes) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_owner_takes_a_dossier_along_and_restores_it_from_page_to_page(site: Any, lang: Lang) -> None:
    owner = site.people["owner"]
    owner.language = lang
    owner.save()
    walk = Walk(site.client("owner"), "/dossiers/small/import")
    walk.follow("/dossiers/small/exporting")
    assert f"<h1>{say(Message('page-import.export-title'), lang)}</h1>" in walk.text
    files = {form: walk.client.get(walk.form(f"/export/{form}")[0], {"mandate": "yes"}).content for form in ("zip", "xlsx", "json")}
    walk.follow("/exporting/parts")
    parts = {link: walk.client.get(link).content for link in re.findall(r'href="([^"]+/export/part/[^"]+)"', walk.text)}
    whole = encode(store.content(head(site)))
    assert sorted(parts.values()) == sorted(data for name, data in whole.items() if name != "mandate.toml")

    for form, data in files.items():
        walk.open("/dossiers/new")
        walk.send("/dossiers/new/file", files=named(f"anything.{form}", data))
        walk.send("/make", slug=f"again-{form}")
        assert walk.address == f"/dossiers/again-{form}"
        again = Dossier.objects.get(slug=f"again-{form}")
        assert encode(store.content(store.revision_of(again))) == whole

    for link, data in parts.items():
        name = link.rpartition("/")[2]
        if name.endswith(".csv"):
            walk.open("/dossiers/again-zip/import")
            walk.send("/import/check", files=named(name, data))
            assert say(Message("page-import.nothing"), lang) in walk.text, (name, re.sub(r"<[^>]+>", " ", walk.text)[-1500:])
    assert store.revision_of(Dossier.objects.get(slug="again-zip")).number == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_partner_takes_along_what_is_open_to_them_and_no_more(site: Any, lang: Lang) -> None:
    guest = site.people["guest"]
    guest.language = lang
    guest.save()
    walk = Walk(site.client("guest"), "/dossiers/small/exporting")
    assert "/dossiers/small/import" not in walk.text
    data = walk.client.get(walk.form("/export/zip")[0], {"mandate": "yes"}).content
    grant = grant_of(guest, site.dossier)
    assert grant is not None
    seen = dataclasses.replace(store.seen(store.newest(site.dossier), scope_of(grant)), mandate=None)

    other = Walk(site.client("owner"), "/dossiers/new")
    other.send("/dossiers/new/file", files=named("from-a-partner.zip", data))
    other.send("/make", slug="partner")
    restored = store.content(store.revision_of(Dossier.objects.get(slug="partner")))
    assert encode(restored) == encode(seen)
    assert b"SECRET" not in b"".join(encode(restored).values())
