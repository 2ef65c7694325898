"""What of a room readers of its dossier read who do not hold it: no more than may leave it."""

from __future__ import annotations

from typing import Any

import pytest
from web.test_rooms_hosting import opened

from legation.language import Message
from legation.web.pages.rooms import hosting
from legation.web.pages.rooms.picture import GroupView, OrganisationView, RoomView, StatementView

pytestmark = pytest.mark.django_db

SEED, NAME = "Begin with what is agreed.", "Zylkanop"


@pytest.fixture
def picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every room have a picture in which an organisation stands."""
    group = GroupView(number=1, people=20, share=1.0, x=90.0, y=90.0, r=44.0, top=40.0, here=False)
    organisation = OrganisationView(number=1, name=NAME, weight=3, group=1, x=10.0, y=10.0)
    seen = RoomView(
        headline=Message("page-rooms.picture-nothing"),
        people=20,
        groups=[group],
        joins=[StatementView(text=SEED)],
        joining=1,
        organisations=[organisation],
    )
    monkeypatch.setattr(hosting, "room_view", lambda *_: seen)


@pytest.mark.parametrize(
    ("leaves", "words", "names"),
    [("attributed", True, True), ("organisation", True, True), ("chatham", True, False), ("nothing", False, False)],
)
@pytest.mark.usefixtures("picture")
def test_readers_read_no_more_of_a_room_than_may_leave_it(site: Any, leaves: str, words: bool, names: bool) -> None:
    room, host = opened(site, inside="organisation", leaves=leaves)
    at, reader = f"/dossiers/small/rooms/{room.pk}", site.client("reader")
    host.post(f"{at}/phase", {"phase": "vote"})
    host.post(f"{at}/answer", {"taken:seed-1": "yes", "why:seed-1": "Written into the draft."})
    for ending in ("", ".json"):
        seen = reader.get(f"{at}/map{ending}")
        assert (seen.status_code, NAME in seen.content.decode()) == (200 if words else 404, names)
        assert NAME in host.get(f"{at}/map{ending}").content.decode()
        page = reader.get(f"{at}/result{ending}").content.decode()
        assert (SEED in page, "Written into the draft." in page) == (words, words)
        assert "Written into the draft." in host.get(f"{at}/result{ending}").content.decode()
    assert (f"{at}/map" in reader.get(at).content.decode()) == words
    assert f"{at}/map" in host.get(at).content.decode()


@pytest.mark.parametrize(("leaves", "words"), [("chatham", True), ("nothing", False)])
def test_the_log_of_moderation_bears_words_only_where_they_may_leave(site: Any, leaves: str, words: bool) -> None:
    room, host = opened(site, leaves=leaves)
    at = f"/dossiers/small/rooms/{room.pk}"
    assert host.post(f"{at}/judge", {"statement": "seed-1", "verdict": "out:off topic"}).status_code == 302
    log = host.get(f"{at}/log.csv").content.decode()
    assert "off topic" in log
    assert (SEED in log) == words
