"""A drill is a house of its own beside the real one, and goes on its day with its keyring."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from legation.errors import LegationError
from legation.keys import read_keyring
from legation.web.consular.drill_folders import drop_old_drills
from legation.web.consular.drills.declared import read_drill, write_drill
from legation.web.consular.drills.making import Wanted, make_drill
from legation.web.consular.house import house_folder, read_house
from legation.web.consular.retention import gaps

from .conftest import NOW

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def house(tmp_path):
    """The house of the tests, as if it lay elsewhere."""
    return dataclasses.replace(read_house(house_folder()), folder=tmp_path)


def test_it_has_the_posts_of_the_house_and_keys_of_its_own(house):
    made = make_drill(house, Wanted(name="Séisme de Karse", people=12, seed=5), NOW)
    there = read_house(made.folder)

    assert made.folder == house.folder / "drills" / "2026-12-01-seisme-de-karse"
    assert there.posts == house.posts
    assert not gaps(there.retention)
    assert read_drill(made.folder) == made.drill
    assert read_keyring(made.keyring, made.passphrase).roots
    assert made.folder not in made.keyring.parents
    with pytest.raises(LegationError):
        make_drill(house, Wanted(name="Séisme de Karse"), NOW)


@pytest.mark.parametrize("wrong", [{"name": "!"}, {"people": 0}, {"people": 10_001}, {"place": ("", 0, 0)}, {"place": ("x", 200.0, 0)}])
def test_what_is_no_drill_is_refused(house, wrong):
    with pytest.raises(LegationError):
        make_drill(house, Wanted(**({"name": "Karse"} | wrong)), NOW)
    assert not (house.folder / "drills").exists()


def test_it_goes_seven_days_after_its_close_with_its_keyring(house):
    made = make_drill(house, Wanted(name="Karse"), NOW)
    drills = house.folder / "drills"
    assert drop_old_drills(drills, NOW + dt.timedelta(days=400)) == 0  # nobody has closed it
    write_drill(made.folder, dataclasses.replace(made.drill, started=NOW, closed=NOW + dt.timedelta(hours=3)))

    assert drop_old_drills(drills, NOW + dt.timedelta(days=6)) == 0
    assert drop_old_drills(drills, NOW + dt.timedelta(days=8, hours=4)) == 1
    assert list(drills.iterdir()) == []
