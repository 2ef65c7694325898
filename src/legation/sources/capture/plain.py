"""Bytes and scraps of HTML as text in one form: NFC, plain line ends, nothing unseen, within a limit; its language by its script."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any

__all__ = [
    "TEXT_LIMIT",
    "decoded",
    "language_of",
    "one_line",
    "tidy",
    "words_of",
]


TEXT_LIMIT = 2_000_000
"""Characters of text that are kept of one file."""
_ENOUGH = TEXT_LIMIT + 1_000
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,30})""", re.IGNORECASE)
_ENCODING = re.compile(
    r"utf-8|iso-?8859-\d{1,2}|latin-?1|us-ascii|windows-125\d|cp125\d|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-(?:jp|kr)",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_TRAILING = re.compile(r"[ \t\xa0]+$", re.MULTILINE)
_GAP = re.compile(r"\n{3,}")


def decoded(data: bytes) -> str | None:
    r"""Return bytes as text: by their byte order mark, as UTF-8, by the encoding that they name, else Windows-1252; None if no text.

    >>> decoded("Élysée".encode("cp1252")), decoded(b"\x00\x01\x02")
    ('Élysée', None)
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    head = data[:4096]
    if b"\x00" in data or sum(c < 32 and c not in b"\t\n\r\x0b\x0c\x1b" for c in head) > len(head) // 50:
        return None
    named = _CHARSET.search(data[:2048])
    declared = named[1].decode("ascii") if named else ""
    for encoding in ("utf-8", declared if _ENCODING.fullmatch(declared) else "cp1252", "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def tidy(text: str) -> str:
    r"""Return text in the form in which it is kept and quoted from, and a little more than :data:`TEXT_LIMIT`, to show that there was more.

    >>> tidy("Cafe\u0301  \r\n\r\n\r\n\r\nbar\x00")
    'Café\n\nbar'
    """
    text = _UNSEEN.sub("", _LINE_END.sub("\n", text[: TEXT_LIMIT * 2]))
    text = _GAP.sub("\n\n", _TRAILING.sub("", unicodedata.normalize("NFC", text)))
    return text.strip("\n")[:_ENOUGH]


def one_line(text: str, limit: int = 300) -> str:
    r"""Return text on one line and no longer than a limit, as a title is.

    >>> one_line("  The report\n of  the Group ", 12)
    'The report…'
    """
    line = " ".join(tidy(text[: limit * 20]).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


_WORDS = {
    "en": "the of and to in that is for on with as by was are this be not it from which have shall",
    "fr": "le la les de des et du que en est pour dans un une qui sur par au aux à ce ces cette leur pas sont avec il l d",
    "es": "el la los de las y que en del por con una para es se al lo como más su pero sus no",
    "de": "der die und das den von zu mit dem des ist im nicht ein eine auf für sich auch als wird",  # codespell:ignore
    "it": "il di che la e per un del è in della con non una sono le dei nel alla gli si da",
    "pt": "o de que e do da em um para com não uma os no se na por mais as dos como ao",
    "nl": "de het een van en in dat is op te zijn met voor niet aan er om ook als bij",  # codespell:ignore
}
_SETS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_SCRIPTS = {
    "ar": re.compile("[\u0620-\u06ff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
_NOT_RUSSIAN = re.compile("[іїєґўђћјљњџ]", re.IGNORECASE)
_NOT_ARABIC = re.compile("[پچژگکی]")
_SAMPLE = 20_000
_CODE = re.compile(r"[a-z]{2,3}")


def language_of(text: str, declared: str = "") -> str:
    """Return the ISO 639 code of a text's language; what a file declares counts where the words do not decide.

    >>> language_of("Les États membres sont convenus de la création d'un groupe de travail, et de son mandat pour les années qui suivent.")
    'fr'
    >>> language_of("A/RES/73/27", "en-GB"), language_of("A/RES/73/27")
    ('en', '')
    """
    sample = text[:_SAMPLE]
    tag = _CODE.match(declared.lower())
    letters = sum(map(str.isalpha, sample))
    for code, script in _SCRIPTS.items():
        found = len(script.findall(sample))
        if found >= (0.15 if code == "ja" else 0.5) * letters and found >= 10:
            other = (code == "ru" and _NOT_RUSSIAN.search(sample)) or (code == "ar" and _NOT_ARABIC.search(sample))
            return (tag[0] if tag else "") if other else code
    counts = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    total = sum(counts.values())
    shares = sorted(((sum(counts[word] for word in words) / max(total, 1), code) for code, words in _SETS.items()), reverse=True)
    if total >= 15 and shares[0][0] >= 0.15 and shares[0][0] >= 1.3 * shares[1][0]:
        return shares[0][1]
    return tag[0] if tag else ""


LIMIT = 500_000
"""Characters of HTML that are read."""
_MARKED = re.compile(r"<[a-zA-Z/!]|&#?\w{1,31};")
_UNSEEN_ELEMENTS = frozenset(("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea", "title"))
_BLOCK_TAGS = "p div li ul ol h1 h2 h3 h4 h5 h6 blockquote pre tr table section article header footer figure figcaption dd dt"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SPACES = re.compile(r"[ \t\r\n]+")


def words_of(html: str, link: Callable[[str, str], str | None] | None = None) -> str:
    r"""Return the text of some HTML.

    Parameters
    ----------
    html : str
        The first 500,000 characters are read.
    link : callable, optional
        Given the address and the class of a link, returns what stands in place of its words, or None to keep them.

    Examples
    --------
    >>> words_of("<p>&Eacute;tat &amp; <b>r</b>&eacute;gion</p><script>x()</script><p>a<br>b</p>")
    'État & région\n\na\nb'
    """
    from lxml import etree

    html = html[:LIMIT]
    if not _MARKED.search(html):
        return tidy(html)
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True)
    source = "<html><body>" + html.replace("\x00", "") + "</body></html>"
    root = etree.fromstring(source.encode("utf-8", "ignore"), parser)
    if root is None:
        return tidy(html)
    pieces = _pieces(etree.iterwalk(root, events=("start", "end")), link)
    lines = (" ".join(line.split(" ")).strip() for line in "".join(pieces).split("\n"))
    return tidy("\n".join(lines))


def _pieces(walk: Any, link: Callable[[str, str], str | None] | None) -> list[str]:
    pieces: list[str] = []
    hidden = 0
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            target = link(element.get("href", ""), element.get("class", "")) if link and tag == "a" and not hidden else None
            if target is not None and not hidden:
                pieces.append(target)
            element.set("data-told", "1" if target is not None else "0")
            hidden += tag in _UNSEEN_ELEMENTS or target is not None
            pieces.append("\n" if tag == "br" and not hidden else "")
            piece = element.text
        else:
            hidden -= tag in _UNSEEN_ELEMENTS or element.get("data-told") == "1"
            pieces.append("\n\n" if tag in _BLOCKS and not hidden else "")
            piece = element.tail
        if piece and not hidden:
            pieces.append(_SPACES.sub(" ", piece))
    return pieces
