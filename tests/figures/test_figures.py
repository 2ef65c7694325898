"""What holds for every picture, in both languages, for one actor and for two hundred."""

import functools
import itertools
import json
import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from figures.examples import EVERY

import legation
from legation.figures import render
from legation.figures.theme import BLOC_COLOURS, PAPER, VOTE_COLOURS, VOTE_INKS, dressed
from legation.language import say

SIZES = (1, 2, 27, 200)
FOOTER = {"en": "Source: published records; dossier 3f9a1c77.", "fr": "Source : actes publiés ; dossier 3f9a1c77."}


@functools.cache
def figure(name, n):
    """A figure, made once: figures never change."""
    return EVERY[name](n)


@functools.cache
def laid_out(name, n, lang):
    """The specification of a figure, laid out once for all that is asked of it."""
    return figure(name, n).specification(lang)


def texts(spec):
    found = [*spec["title"]["text"], *spec["title"].get("subtitle", ())]
    for layer in spec["layer"]:
        found += [str(datum["text"]) for datum in layer["data"]["values"] if "text" in datum]
    return found


@pytest.mark.parametrize(("n", "lang"), list(zip(SIZES, ("en", "fr", "en", "fr"), strict=True)))
@pytest.mark.parametrize("name", EVERY)
def test_draws_as_svg_with_its_words(name, n, lang):
    drawn = render.svg(figure(name, n), lang, FOOTER[lang])

    root = ET.fromstring(drawn)
    assert root.get("aria-label") == say(figure(name, n).alt, lang)
    assert root.get("role") == "img"
    assert root.get("viewBox", "").split()[2] == "720"
    assert "3f9a1c77" in drawn
    assert "undefined" not in drawn
    assert "NaN" not in drawn


@pytest.mark.parametrize("name", EVERY)
def test_same_figure_same_bytes(name):
    first = render.png(EVERY[name](2), "fr", scale=1), render.svg(EVERY[name](27), "fr")
    render.svg(EVERY["seats"](2), "en")

    assert (render.png(EVERY[name](2), "fr", scale=1), render.svg(EVERY[name](27), "fr")) == first
    assert first[0].startswith(b"\x89PNG")


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("name", EVERY)
def test_specification_is_plain_json_with_description(name, n):
    for lang in ("en", "fr"):
        spec = laid_out(name, n, lang)

        assert json.loads(json.dumps(spec, allow_nan=False)) == spec
        assert spec["description"] == say(figure(name, n).alt, lang)
        assert spec["title"]["text"]


def sentences(lang):
    table = tomllib.loads((Path(legation.__file__).parent / "locale" / lang / "figures.toml").read_text("utf-8"))

    def leaves(value):
        return [value] if isinstance(value, str) else [leaf for item in value.values() for leaf in leaves(item)]

    return {text for text in leaves(table) if re.search(r"[a-z]{4}", text) and "{" not in text}


@pytest.mark.parametrize("name", EVERY)
def test_no_english_words_in_french(name):
    english = (sentences("en") - sentences("fr")) | {"members", "member", "absent", "Registry of", "Western"}
    shown = " | ".join(texts(laid_out(name, 200, "fr")))

    assert [word for word in english - {"absent"} if re.search(rf"\b{re.escape(word)}\b", shown)] == []


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", EVERY)
def test_every_message_has_its_sentence(name, lang):
    assert not [text for text in texts(laid_out(name, 200, lang)) if text.startswith("[figures")]


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("name", EVERY)
def test_texts_stay_on_the_sheet(name, n):
    from legation.figures.measure import width

    for lang in ("en", "fr"):
        spec = laid_out(name, n, lang)
        for layer in spec["layer"]:
            mark = layer["mark"]
            for datum in layer["data"]["values"]:
                if "text" not in datum or mark.get("angle"):
                    continue
                wide = width(datum["text"], mark["fontSize"], bold=mark["fontWeight"] == 600)
                left = datum["x"] - {"left": 0, "center": wide / 2, "right": wide}[mark["align"]]
                assert left >= -6, datum
                assert left + wide <= spec["width"] + 6, datum
                assert -2 <= datum["y"] <= spec["height"] + 2, datum


def test_works_without_fonts(monkeypatch, tmp_path):
    monkeypatch.setattr(render, "_FONTS", tmp_path / "none")
    render._converter.cache_clear()

    assert render.svg(EVERY["matrix"](2), "en").startswith("<svg")
    render._converter.cache_clear()


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_letters_are_readable_on_their_votes():
    for vote, ink in VOTE_INKS.items():
        assert contrast(ink, VOTE_COLOURS[vote]) >= 4.5, vote


def test_text_and_outlines_are_readable_on_paper():
    from legation.figures import theme

    assert contrast(theme.INK, PAPER) >= 7
    assert contrast(theme.QUIET, PAPER) >= 4.5
    assert contrast(theme.ACCENT, PAPER) >= 4.5
    assert contrast(theme.EDGE, PAPER) >= 3
    for colour in theme.BLOC_COLOURS:
        assert contrast(colour, PAPER) >= 3, colour


def test_a_plain_chart_is_dressed_too():
    spec = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}}

    assert dressed(spec, "A long title " * 12, "", "alt", "Source")["vconcat"]
    assert len(dressed(spec, "A long title " * 12, "", "alt")["title"]["text"]) > 1


def seen(colour, eye):
    """Return a colour in CIE Lab as an eye of one kind sees it (Machado, Oliveira & Fernandes 2009, full deficiency)."""
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(EYES[eye] @ linear, 0, 1)
    ratio = xyz / [0.9505, 1, 1.089]
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


EYES = {
    "usual": np.eye(3),
    "protan": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deutan": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritan": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}


@pytest.mark.parametrize("eye", EYES)
def test_colours_are_told_apart_by_every_eye(eye):
    for colours, least in ((VOTE_COLOURS.values(), 30), (BLOC_COLOURS[:4], 30), (BLOC_COLOURS, 20)):
        for one, other in itertools.combinations(colours, 2):
            assert np.linalg.norm(seen(one, eye) - seen(other, eye)) >= least, (one, other)
