"""Foreign pages and drawings do nothing when they are shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from legation.errors import CannotRead
from legation.sources.capture import FRAME_POLICY, FRAME_SANDBOX, isolation, safe_html, svg_picture
from legation.sources.capture.cleaning import clean_html, clean_svg

ATTACKS = r"""
<script>alert(1)</script>
<SCRIPT SRC=//a.com/x.js></SCRIPT>
<scr<script>ipt>alert(1)</scr</script>ipt>
<img src=x onerror=alert(1)>
<img/src="x"/onerror=alert(1)>
<img src="https://a.com/pixel.gif" srcset="https://a.com/2x 2x" alt="A picture">
<picture><source srcset="https://a.com/x"><img src=y></picture>
<svg onload=alert(1)><script>alert(1)</script></svg>
<svg><animate onbegin=alert(1) attributeName=x></svg>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<form action="https://a.com"><input name=password><button formaction="javascript:alert(1)">Go</button></form>
<iframe src="javascript:alert(1)"></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data="javascript:alert(1)"></object><embed src="https://a.com/x.swf">
<a href="javascript:alert(1)">a</a><a href=" java&#x0A;script:alert(1)">b</a><a href="JaVaScRiPt&colon;alert(1)">c</a>
<a href="data:text/html,<script>alert(1)</script>">d</a><a href="vbscript:x">e</a><a href="/inside">f</a><a href="//a.com/x">g</a>
<a href="https://a.com" target=_top onclick=alert(1) ping="https://a.com/p" style="position:fixed" id=x class=y name=z>h</a>
<div style="background:url(https://a.com/x)">styled</div><style>@import 'https://a.com/x.css'; body{background:url(//a.com)}</style>
<link rel=stylesheet href="https://a.com/x.css"><link rel=prefetch href="https://a.com/y"><base href="https://a.com/">
<meta http-equiv=refresh content="0;url=https://a.com/"><meta http-equiv="Set-Cookie" content="a=b">
<video src="https://a.com/x" poster="https://a.com/y" onloadstart=alert(1)></video><audio src=x onerror=alert(1)></audio>
<body background="https://a.com/x" onload=alert(1)><table background="https://a.com/x"><td background="https://a.com/x">cell</td></table>
<details open ontoggle=alert(1)><summary>s</summary></details><marquee onstart=alert(1)>m</marquee>
<input autofocus onfocus=alert(1)><select autofocus onfocus=alert(1)></select><textarea autofocus onfocus=alert(1)></textarea>
<p id="getElementById" name="cookie">clobber</p><template><script>alert(1)</script></template>
<!--[if IE]><script>alert(1)</script><![endif]--><!-- --!><script>alert(1)</script> -->
<?xml-stylesheet href="https://a.com/x.xsl"?><![CDATA[<script>alert(1)</script>]]>
<blockquote cite="javascript:alert(1)">q</blockquote><q cite="https://a.com">q</q><ins cite="javascript:1" datetime="x">i</ins>
<xss:x xmlns:xss="x" onclick=alert(1)>x</xss:x><custom-element is="x-y" onclick=alert(1)>x</custom-element>
<a href="https://a.com/&quot;onmouseover=alert(1) x=&quot;">i</a><p title='"><script>alert(1)</script>'>t</p>
<portal src="https://a.com"></portal><dialog open>d</dialog><img longdesc="javascript:alert(1)" dynsrc="javascript:1" lowsrc="javascript:1">
""".strip()
ALLOWED = {"lang", "dir", "href", "rel", "alt", "colspan", "rowspan", "scope", "start", "type", "datetime", "span"}


def clean(source: str | bytes) -> str:
    """Clean in this process: the same function that the child runs."""
    return str(next(clean_html(source if isinstance(source, bytes) else source.encode()))["html"])


def assert_harmless(cleaned: str) -> None:
    root = html.fragment_fromstring(cleaned, create_parent="div")
    for element in root.iter():
        assert isinstance(element.tag, str), "no comment or instruction"
        assert element.tag not in (
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "button",
            "svg",
            "math",
            "link",
            "meta",
            "base",
            "video",
        )
        assert set(element.attrib) <= ALLOWED
        if element.tag == "a" and "href" in element.attrib:
            assert re.match(r"(https?://|mailto:)", element.get("href"))
            assert element.get("rel") == "noopener nofollow noreferrer"


@pytest.mark.parametrize("attack", ATTACKS.splitlines())
def test_no_attack_comes_through(attack):
    for source in (attack, f"<!doctype html><html><body><p>Before {attack} after</p></body></html>", f"<table><tr><td>{attack}"):
        cleaned = clean(source)
        assert_harmless(cleaned)
        assert clean(cleaned) == cleaned


PIECES = st.lists(
    st.sampled_from([*re.findall(r"<[^>]*>|[^<]+", ATTACKS), "<", ">", '"', "'", "<!--", "-->", "\x00", "&lt;", "</", "<p", "/>"]),
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(PIECES)
def test_no_mixture_of_attacks_comes_through(pieces):
    cleaned = clean("".join(pieces))

    assert_harmless(cleaned)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252", "iso-8859-15"])
def test_another_encoding_is_no_way_round(encoding):
    source = f"<meta charset={encoding}><p>é<script>alert(1)</script><img src=x onerror=alert(1)>"
    assert_harmless(clean(source.encode(encoding)))


@pytest.mark.parametrize("named", ["utf-7", "utf-16", "hex", "zip", "rot13", "unicode_escape", "idna", "none"])
def test_an_encoding_that_a_page_names_is_not_simply_believed(named):
    source = f"<meta charset={named}><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4- \\x3cscript\\x3e \xe9</p>".encode("latin-1")
    cleaned = clean(source)

    assert_harmless(cleaned)
    assert "é" in cleaned


def test_what_a_reader_needs_stays():
    page = '<h1 lang="fr">Titre</h1><ul><li>un <b>mot</b></li></ul><table><tr><th scope="row">a</th><td colspan="2">b</td></tr></table><img alt="carte" src="x">'
    cleaned = clean(page)

    for kept in (
        '<h1 lang="fr">Titre</h1>',
        "<li>un <b>mot</b></li>",
        '<th scope="row">a</th>',
        '<td colspan="2">b</td>',
        '<img alt="carte">',
    ):
        assert kept in cleaned


def test_cleaning_in_the_child_is_the_same_cleaning():
    assert safe_html(ATTACKS.encode()) == clean(ATTACKS)
    assert safe_html(b"") == ""


def test_a_page_made_to_be_slow_is_refused(monkeypatch):
    monkeypatch.setattr(isolation, "_SECONDS", 1.0)
    with pytest.raises(CannotRead) as caught:
        safe_html(b"<div>" * 200_000)
    assert caught.value.message.id == "capture.not-shown"


def test_the_frame_allows_nothing():
    assert "default-src 'none'" in FRAME_POLICY
    assert re.search(r"; sandbox$", FRAME_POLICY)
    assert FRAME_SANDBOX == ""


def svg(inside: str, head: str = 'width="40" height="20"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {head}>{inside}</svg>'.encode()


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


DRAWN_ATTACKS = (
    '<rect onload="alert(1)" onclick="x" width="9"/>',
    '<image href="https://a.com/x.png"/><image xlink:href="data:image/png;base64,AAAA"/>',
    '<use href="https://a.com/x.svg#y"/><use xlink:href="data:x#y"/><a xlink:href="javascript:alert(1)"><text>x</text></a>',
    "<style>rect { fill: url(https://a.com/x) }</style><style>@import 'https://a.com/x.css';</style><style>a{b:\\75rl(x)}</style>",
    '<g style="fill:url(//a.com)" filter="url(https://a.com#f)" mask="url( \'x\' )" xml:base="https://a.com/"/>',
    "<script>alert(1)</script><foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='https://a.com'/></foreignObject>",
    '<animate attributeName="href" values="javascript:x"/><set onbegin="x"/><feImage href="https://a.com"/><filter id="f"/>',
    '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script><handler/><metadata>m</metadata>',
)


@pytest.mark.parametrize("inside", DRAWN_ATTACKS)
def test_a_cleaned_drawing_holds_nothing_that_acts_or_loads(inside):
    cleaned = etree.tostring(
        clean_svg(svg(f'<g>{inside}</g><path d="M0 0" fill="url(#own)"/><use href="#own"/>', 'onload="x()" width="9"')), encoding="unicode"
    )

    assert not re.search(
        r"script|image|iframe|foreign|import|a\.com|data:|\bon\w+=|animate|base=|\\\\|metadata|\bfilter", cleaned, re.IGNORECASE
    )
    assert 'fill="url(#own)"' in cleaned
    assert 'href="#own"' in cleaned


def test_a_drawing_becomes_a_picture():
    red = svg_picture(svg('<rect width="40" height="20" fill="red"/>'))

    assert size(red) == (40, 20)
    assert red != svg_picture(svg('<rect width="40" height="20" fill="blue"/>'))
    assert max(size(svg_picture(svg("<g/>", 'width="8000" height="4000"')))) == 1600


def test_what_a_drawing_would_load_or_run_changes_nothing(tmp_path):
    picture = tmp_path / "red.png"
    picture.write_bytes(svg_picture(svg('<rect width="40" height="20" fill="red"/>')))
    plain = svg_picture(svg('<rect width="9" height="9"/>'))
    for inside in (
        f'<image href="{picture}" width="40" height="20"/>',
        f'<image xlink:href="file://{picture}" width="40" height="20"/>',
        f'<use href="{picture}#x"/>',
        "<script>alert(1)</script>",
        "<foreignObject><p>x</p></foreignObject>",
        f'<style>rect {{ fill: url("{picture}") }}</style>',
        '<style>@import "https://a.com/x.css";</style>',
        f'<g filter="url({picture}#f)"/>',
        "<!-- comment --><?instruction x?>",
        '<feImage href="https://a.com/x"/>',
    ):
        assert svg_picture(svg(inside + '<rect width="9" height="9"/>')) == plain, inside


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"no drawing",
        b"<html><body/></html>",
        svg("<g/>", 'width="0" height="0"'),
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg xmlns="x"><text>&b;</text></svg>',
        svg("<g/>", 'width="1" height="900000000"'),
    ],
)
def test_what_cannot_be_drawn_is_refused(data):
    with pytest.raises(CannotRead):
        svg_picture(data)


def test_entities_of_a_drawing_read_no_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", "utf-8")
    data = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{secret}">]>'.encode() + svg('<text x="1" y="15">&x;</text>')

    assert svg_picture(data) == svg_picture(svg('<text x="1" y="15"></text>'))
    assert etree.fromstring(svg("<g/>")).tag.endswith("svg")
