"""The desk alone: it starts without a dossier, lets in by role and post, and says no to everybody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_who_has_signed_in_sees_their_posts_and_what_is_open(browser):
    page = browser("head").get("/").content.decode()
    assert "lyndon" in page
    assert "head of post" in page
    assert "novara" not in page


def test_nobody_sees_nothing_and_is_led_to_the_door(browser):
    answer = browser("").get("/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")
    assert browser("").get("/account/login/").status_code == 200


def test_no_dossier_is_installed_or_imported():
    code = (
        "import django, sys; django.setup(); from django.urls import reverse; reverse('home');"
        "from django.apps import apps;"
        "wrong = [n for n in sys.modules if n.startswith(('legation.web.dossiers', 'legation.web.rooms', 'legation.web.runs', 'legation.questions'))];"
        "print(wrong, [a.name for a in apps.get_app_configs() if a.name.startswith('legation.')])"
    )
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "legation.web.consular.settings"}
    said = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("[] ")
    assert "dossiers" not in said.stdout
