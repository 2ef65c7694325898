"""The style sheets hold what the guide promises, name only files that are there, and can be read in both themes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from legation.figures.dark import DARK, LINES

ROOT = Path(__file__).parents[2]
LOOK = ROOT / "src" / "legation" / "web" / "static" / "legation"
SHEETS = sorted((LOOK / "css").glob("*.css"))
CSS = "\n".join(path.read_text("utf-8") for path in SHEETS)
GUIDE = (LOOK / "README.md").read_text("utf-8")
COLOURS = {
    name: (light, dark or light) for name, light, dark in re.findall(r"--([a-z0-9-]+): (?:light-dark\()?(#\w{6})(?:, (#\w{6})\))?;", CSS)
}
TEXT_ON_GROUND = [
    *[("ink", ground) for ground in ("paper", "raised", "grey-1", "grey-2", "select", "mark", "good-paper", "warn-paper", "bad-paper")],
    *[("grey-5", ground) for ground in ("paper", "raised", "grey-1", "grey-2", "select")],
    *[("link", ground) for ground in ("paper", "raised", "grey-1", "select")],
    *[("seal-text", ground) for ground in ("paper", "raised", "bad-paper")],
    ("good-text", "good-paper"),
    ("warn-text", "warn-paper"),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of #RRGGBB, as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_of_known_colours() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_in_both_themes(text: str, ground: str, theme: int) -> None:
    assert contrast(COLOURS[text][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
def test_outlines_that_carry_a_meaning_can_be_seen(ground: str, theme: int) -> None:
    assert contrast(COLOURS["grey-4"][theme], COLOURS[ground][theme]) >= 3


def test_white_letters_on_the_accent_and_on_votes() -> None:
    assert min(contrast("#FFFFFF", COLOURS[name][0]) for name in ("seal", "yes", "no")) >= 4.5


def test_every_class_and_icon_of_the_guide_is_there() -> None:
    skeletons = re.sub(r"<!--.*?-->", "", "\n".join(re.findall(r"```html\n(.*?)```", GUIDE, re.DOTALL)), flags=re.DOTALL)
    classes = set(re.split(r"[\s\[\]|]+", " ".join(re.findall(r'class="([^"…]*)"', skeletons)))) - {""}
    by_default = {"clear", "high", "info"}  # what these mean is how the part looks without them
    icons = set(re.findall(r"\(([a-z, \n]+)\)\.", GUIDE)[0].replace("\n", " ").split(", "))

    assert sorted(name for name in classes - by_default if not re.search(rf"\.{name}(?![\w-])", CSS)) == []
    assert sorted(icons ^ set(re.findall(r'<symbol id="(\w+)"', (LOOK / "icons" / "icons.svg").read_text("utf-8")))) == []


def test_every_file_that_a_sheet_names_is_there_or_fetched() -> None:
    listed = tomllib.loads((ROOT / "requirements" / "scripts.toml").read_text("utf-8"))["package"]
    fetched = {Path(name).name for package in listed for name in package["files"]}
    named = re.findall(r'url\("([^"]+)"\)', CSS)

    assert named
    for name in named:
        place = (LOOK / "css" / name).resolve()
        assert place.is_file() or (place.parent.name == "vendor" and place.name in fetched), name


def test_a_drawing_in_a_page_is_dark_on_a_dark_page() -> None:
    """The style sheet says what figures/dark.py says, every sheet is linked somewhere, and pages that hold a drawing link it."""
    sheet = (LOOK / "css" / "figures.css").read_text("utf-8")
    fills = dict(re.findall(r'(?<!text)\[fill="(#\w+)" i\] \{ fill: light-dark\(\1, (#\w+)\); \}', sheet))
    lines = dict(re.findall(r'\[stroke="(#\w+)" i\] \{ stroke: light-dark\(\1, (#\w+)\); \}', sheet))
    pages = {path: path.read_text("utf-8") for path in (LOOK.parents[1] / "templates").rglob("*.html")}

    assert fills == DARK
    assert lines == {**DARK, **LINES}
    assert [path.name for path in SHEETS if f"css/{path.name}" not in "".join(pages.values())] == []
    inside = re.compile(r'class="plate"[^>]*>\{\{ page\.(figure|picture) \}\}|fill="\{\{')
    drawn = [name for name, text in pages.items() if inside.search(text)]
    assert len(drawn) >= 3 and all("css/figures.css" in pages[name] for name in drawn)


def test_nothing_needs_another_host_or_an_inline_style() -> None:
    assert "//" not in CSS.replace("/*", "").replace("*/", "")
    assert "@import" not in CSS
    assert "style=" not in GUIDE
