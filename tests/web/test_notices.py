"""The clock of an incident is begun on the site: one moment, two acts, and the rows that come of them; a hidden table shows nothing of it."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.urls import reverse

from legation.web.dossiers import store

pytestmark = pytest.mark.django_db

FORM = {"acts": ["nis2", "gdpr"], "day": "2026-10-23", "time": "14:00", "zone": "Europe/Copenhagen"}


def place(name: str) -> str:
    return reverse(name, kwargs={"slug": "small"})


def rows(site: Any) -> dict[str, tuple[str, str, Any, Any]]:
    site.dossier.refresh_from_db()
    dossier = store.content(store.revision_of(site.dossier))
    return {row.id: (str(row.since or ""), row.after, row.hours, row.months) for row in dossier.duties}


def test_from_one_moment_the_duties_of_both_acts_are_rows(site: Any) -> None:
    client = site.client("owner")
    form = client.get(reverse("rows.new", kwargs={"slug": "small", "table": "duties"})).content.decode()
    assert place("notices.new") in html.unescape(form)
    assert client.get(place("notices.new")).status_code == 200

    sent = client.post(place("notices.add"), FORM)

    assert sent.status_code == 302 and rows(site) == {
        "early-warning": ("2026-10-23T14:00+02:00", "", 24, None),
        "notification": ("2026-10-23T14:00+02:00", "", 72, None),
        "final-report": ("", "notification", None, 1),
        "data-breach": ("2026-10-23T14:00+02:00", "", 72, None),
    }


def test_counted_from_another_moment_the_second_set_has_names_of_its_own(site: Any) -> None:
    client = site.client("owner")
    for time in ("14:00", "15:00"):
        client.post(place("notices.add"), {**FORM, "acts": ["nis2"], "time": time})

    assert len(rows(site)) == 6
    assert len({after for _, after, _, _ in rows(site).values() if after}) == 2


def test_what_is_there_is_not_added_again(site: Any) -> None:
    client = site.client("owner")
    answers = [client.post(place("notices.add"), {**FORM, "acts": ["nis2"]}) for _ in range(2)]

    assert len(rows(site)) == 3
    assert "are in the dossier already" in answers[1].content.decode()


def test_without_an_hour_the_first_minute_of_the_day_counts(site: Any) -> None:
    site.client("owner").post(place("notices.add"), {**FORM, "acts": ["gdpr"], "time": ""})

    assert rows(site)["data-breach"][0] == "2026-10-23T00:00+02:00"


@pytest.mark.parametrize(
    "wrong",
    [{"acts": []}, {"day": ""}, {"day": "2026-03-29", "time": "02:30"}, {"day": "2026-10-25", "time": "02:30"}, {"zone": "Europe/Nowhere"}],
)
def test_what_is_wrong_is_said_and_nothing_is_added(site: Any, wrong: dict[str, Any]) -> None:
    answer = site.client("owner").post(place("notices.add"), {**FORM, **wrong})

    assert answer.status_code == 422 and 'class="error"' in answer.content.decode() and rows(site) == {}


@pytest.mark.parametrize("who", ["reader", "contributor"])
def test_who_may_not_edit_is_not_offered_it(site: Any, who: str) -> None:
    client = site.client(who)

    assert client.post(place("notices.add"), FORM).status_code in (302, 403, 404) and rows(site) == {}
    form = client.get(reverse("rows.new", kwargs={"slug": "small", "table": "duties"}))
    assert place("notices.new") not in form.content.decode()
