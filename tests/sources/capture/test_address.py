"""What may be fetched: the public web only, however an address is written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import WrongUse
from legation.language import LANGUAGES, say
from legation.sources.capture.connection import is_public, target

NOT_PUBLIC = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.1.2.3 168.63.129.16 169.254.0.1
169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255
198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:9.9.9.9 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1
64:ff9b::a9fe:a9fe 64:ff9b::10.0.0.1 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:2::1
2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe::1 2002:0a00:0001::1 2002:c0a8:0101::1 2620:4f:8000::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254
fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 2a00:1450::5efe:10.0.0.1 2a00:1450::200:5efe:192.168.0.1 1::1 4000::1
2606:4700::1%eth0 localhost 127.1 0x7f000001 2130706433 0177.0.0.1 127.0.0.1/8 a 1.2.3 1.2.3.4.5 ٩.9.9.9
"""
PUBLIC = """
1.1.1.1 9.9.9.9 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.0 128.0.0.1 172.15.255.255 172.32.0.0 169.253.255.255 191.255.255.255
192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255 11.0.0.0 2606:4700:4700::1111 2a00:1450:4007:80e::200e 2001:4860::1
2002:0909:0909::1 64:ff9b::9.9.9.9 2001:200::1 2a00:1450::5efe:9.9.9.9
"""
"""Neighbours of each closed range among them."""

HOSTILE = """
http://127.1/ http://0x7f.1/ http://0x7f000001/ http://2130706433/ http://017700000001/ http://0177.0.0.1/ http://127.0.0.01/
http://0x7f.0.0.1/ http://1.2.3/ http://1.2.3.4.5/ http://256.1.1.1/ http://999999999999/ http://127.0.0.1.0x/ http://foo.0x7f/ http://foo.1/
http://[::1%25eth0]/ http://[fe80::1%eth0]/ http://[::1/ http://::1/ http://[]/ http://[1]/ http://[v1.a]/ http://[::ffff:127.0.0.1]:8080/
http://localhost/ http://LOCALHOST./ http://foo.localhost/ http://printer.local/ http://wiki.internal/ http://a.b.intranet/ http://router.lan/
http://1.0.0.127.in-addr.arpa/ http://abcdef.onion/ http://metadata/ http://intranet/ http://com/ http://a..b/ http://.com/ http://-a.com/
http://a-.com/ http://a_.b..com/ http:/// http:// http:/a.com https:a.com //a.com a.com www.un.org/en file:///etc/passwd
file://a.com/etc/passwd FILE:///c:/ gopher://a.com/_x ftp://a.com/ data:text/html,hi javascript:alert(1) javascript://a.com/%0aalert(1)
about:blank blob:https://a.com/x dict://a.com/ ldap://a.com/ ws://a.com/ view-source:https://a.com/ jar:http://a.com!/ unix:/run/x
http+unix://%2frun%2fx/ http://a.com:22/ http://a.com:8080/ http://a.com:0/ http://a.com:65536/ http://a.com:-80/ http://a.com:٨٠/
http://a.com:80:80/ http://me@a.com/ http://me:pw@a.com/ http://@a.com/ http://:@a.com/ http://a.com@127.0.0.1/ http://127.0.0.1@a.com/
http://a.com%00.b.com/ http://a.com%2f@b.com/ http://a.com\\@127.0.0.1/ http:\\\\127.0.0.1\\ http://a.com\\.b.com/ http://a.com%09.b.com/
http://ａ.com:22/ http://a。com:22/ http://a.com/<script> http://a.com/"x http://a℀b.com/ http://a.com／@b.com/ http://%31%32%37.0.0.1/
http://a$.com/ http://a,b.com/ http://a;b.com/ http://a.com;/ http://*.com/ http://{a}.com/
"""
ODD = [
    "",
    " ",
    "\x00",
    "http://a.com/\r\nHost: b.com",
    "http://a.com/ b",
    "http://a.com/\ud800",
    "http://a\x7f.com/",
    "http://a\xa0.com/",
    "http://" + "a" * 64 + ".com/",
]
ODD += [
    "http://" + "a." * 200 + "com/",
    "http://a.com/" + "x" * 2000,
    "http://" + "é" * 300 + ".com/",
    "http://a.com\t.b.com/",
    "http://a\n.com/",
]

GOOD = {
    "http://un.org": ("http://un.org/", "un.org", 80),
    "  https://Www.UN.org/en/  ": ("https://www.un.org/en/", "www.un.org", 443),
    "https://un.org.:443/a": ("https://un.org/a", "un.org", 443),
    "https://un.org:80/": ("https://un.org:80/", "un.org", 80),
    "http://un.org:443/": ("http://un.org:443/", "un.org", 443),
    "https://un.org/a/../b;c=1?q=x&y=é#frag": ("https://un.org/a/../b;c=1?q=x&y=%C3%A9", "un.org", 443),
    "https://un.org/a%20b?x=%2F": ("https://un.org/a%20b?x=%2F", "un.org", 443),
    "https://un.org?x": ("https://un.org/?x", "un.org", 443),
    "https://élysée.fr/": (
        "https://xn--lyse-9ob0g.fr/".replace("xn--lyse-9ob0g", "élysée".encode("idna").decode()),
        "élysée".encode("idna").decode() + ".fr",
        443,
    ),
    "http://9.9.9.9/": ("http://9.9.9.9/", "9.9.9.9", 80),
    "http://[2606:4700:4700:0::1111]/": ("http://[2606:4700:4700::1111]/", "2606:4700:4700::1111", 80),
    "http://a_b.example.org/x|y": ("http://a_b.example.org/x%7Cy", "a_b.example.org", 80),
}


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_what_is_not_on_the_public_internet_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_what_is_public_is_let_through(address):
    assert is_public(address)


@given(st.ip_addresses())
def test_nothing_that_the_standard_library_calls_private_is_public(address):
    if not address.is_global or address.is_multicast or address.is_loopback or address.is_link_local or address.is_reserved:
        translated = address.version == 6 and address in ipaddress.ip_network("64:ff9b::/96")
        assert translated or not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_no_more_public_than_alone(address):
    number = int(address)
    for inside in (
        number | 0xFFFF << 32,
        number,
        number | 0x64FF9B << 96,
        0x2002 << 112 | number << 80,
        0x2A00 << 112 | 0x5EFE << 32 | number,
    ):
        assert not is_public(str(ipaddress.IPv6Address(inside))) or is_public(str(address))


@pytest.mark.parametrize("url", [*HOSTILE.split(), *ODD])
def test_hostile_addresses_are_refused_with_what_to_do(url):
    with pytest.raises(WrongUse) as caught:
        target(url)

    for lang in LANGUAGES:
        sentence = say(caught.value.message, lang)
        assert not sentence.startswith("[")
        assert len(sentence) < 500
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize("url", GOOD)
def test_good_addresses_are_written_in_one_way(url):
    to = target(url)

    assert (to.url, to.host, to.port) == GOOD[url]
    assert target(to.url) == to


@pytest.mark.parametrize("host", ["①②⑦.⓪.⓪.①", "127。0。0。1", "１２７.0.0.1", "127.0.0.1.", "[0:0:0:0:0:ffff:7f00:1]"])
def test_a_disguised_ip_address_is_known_for_what_it_is(host):
    assert not is_public(target(f"http://{host}/").host)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_is_refused(text):
    for url in (text, f"http://{text}", f"https://a.com/{text}"):
        try:
            to = target(url)
        except WrongUse:
            continue
        assert to.scheme in ("http", "https")
        assert to.port in (80, 443)
        assert to.url.isascii()
        assert to.url.isprintable()
        assert " " not in to.url
        assert target(to.url) == to
