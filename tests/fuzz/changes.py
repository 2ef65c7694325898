"""What is done to a file before a reader is given it: to its bytes, and to what stands in it as its format has it."""

from __future__ import annotations

import csv
import io
import json
import lzma
import random
import re
import tomllib
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import tomli_w

__all__ = ["changed"]

Files = Mapping[str, bytes]
DEEP = (60, 400, 930, 3_000, 30_000)
LONG = (300, 5_000, 40_000, 140_000)
VALUES = (
    "", " ", "0", "-1", "1", "100", "101", "1e999", "1e308", "-1e-400", "NaN", "nan", "inf", "-Infinity", "99999999999999999999", "9" * 400,
    "1" * 5_000, "0x10", "1_000", "1,5", "٣", "½", "²", "１２", "Ⅻ", "2024-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01",
    "2024-13", "-0001-01-01", "24:60:61", "2024-01-01T00:00:00+99:99", "1969-12-31T23:59:59.999999999Z", "31/02/2020", "=1+1", "+A1(2)", "@x(1)",
    "\u202eabc\u202c", "\ufeff", "\u2028", "\u2029", "\u0085", "e\u0301", "é", "ß", "İ", "ı", "ﬁ", "\U00010348", "😀", "\ufffd", "\uffff", "\x00", "\x0b", "\x1b[31m",
    "../../etc/passwd", "/etc/passwd", "C:\\x", "con", ".", "..", "a/b", "%s", "{0}", "{x}", "${x}", "<b>", "&amp;", "&x;", '"', "'", "\\", "\\u0000", "\\ud800",
    "\r", "\n", "\r\n", "\t", ",", ";", "|", "[", "]", "{", "}", "[]", "{}", "null", "true", "false", "None", "FRA", "fra", "yes", "tlp:red", "TLP:CLEAR", "id", "#",
)  # fmt: skip
PLAIN: Sequence[Any] = (
    "\ud800x",
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**30, 1.5, 1e308, float("nan"), float("inf"), "", "x", [], {}, [[]], [None], {"": None}, ["x"], [1, "x"], {"x": 1},
)  # fmt: skip
BYTES = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x1a", b"\r", b"\n", b"\t", b'"', b"'",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "cp1252", "latin-1", "utf-7", "shift_jis", "cp037")
DOCTYPE = (
    '<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;"><!ENTITY z "&y;&y;&y;&y;&y;&y;&y;&y;&y;&y;">]>',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<?xml version="1.1" encoding="utf-16"?>',
    '<?xml version="1.0" encoding="no-such"?>',
    "<?xml-stylesheet href='x'?>",
)


def changed(chance: random.Random, files: Files, others: Sequence[bytes], only: Callable[[str], bool] = lambda _: True) -> dict[str, bytes]:
    """Return files of which one or a few are changed, rarely one is something else; ``others`` are mixed in.

    Of the files, ``only`` those whose names it takes are changed, where there are such.
    """
    new = dict(files)
    names = [name for name in new if only(name)] or list(new)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        name = chance.choice(names)
        new[name] = _one(chance, new[name], others)
    if chance.random() < 0.02:
        name = chance.choice(names)
        new[name] = chance.choice((b"", b" ", b"\n", b"\n\n", b"\xef\xbb\xbf", b"0", b"{}", b"[]", b"<a/>", b"PK\x03\x04", *others[:20]))
    if len(names) > 1 and chance.random() < 0.03:
        one, other = chance.sample(names, 2)
        new[one], new[other] = new[other], new[one]
    return new


def _one(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    if chance.random() < 0.2:
        return _bytes(chance, data, others)
    if data.startswith(b"PK\x03\x04"):
        return _archive(chance, data, others)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _bytes(chance, data, others)
    if chance.random() < 0.06:
        return text.encode(chance.choice(ENCODINGS), "replace")
    way = _way(text.lstrip("\ufeff \r\n\t"))
    if way is not None and chance.random() < 0.85:
        try:
            return way(chance, text).encode("utf-8", "surrogatepass")
        except (ValueError, RecursionError, TypeError, KeyError, IndexError, csv.Error, AttributeError, MemoryError):
            pass
    return _lines(chance, text).encode("utf-8", "surrogatepass")


def _way(text: str) -> Callable[[random.Random, str], str] | None:
    if text.startswith("<"):
        return _xml
    if text.startswith(("{", "[{", "[\n", "[]", "[ ")):
        return _json
    if re.match(r"(?:#.*\n|\s)*(?:\[+[\w.\"-]+\]+[ \t]*(?:#.*)?\n|[\w\"-]+[ \t]*=)", text):
        return _toml
    return _table if re.match(r"[^\n]*[,;\t]", text) else None


def _bytes(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 1, 2, 4, 8, 64, 1024)))
    match chance.randrange(9):
        case 0:
            return data[:at]
        case 1:
            return data[at:]
        case 2:
            return data[:at] + data[end:]
        case 3:
            return data[:at] + data[at:end] * chance.choice((2, 3, 50)) + data[end:]
        case 4:
            return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        case 5:
            return data[:at] + chance.choice(BYTES) + data[chance.choice((at, end)) :]
        case 6:
            return data[:at] + bytes([(data[at] if at < len(data) else 0) ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        case 7:
            value = chance.choice(VALUES).encode("utf-8", "surrogatepass")
            return data[:at] + value + data[chance.choice((at, end)) :]
    other = chance.choice(others) if others else b""
    cut = chance.randrange(len(other) + 1)
    return data[:at] + other[cut : cut + chance.choice((16, 200, 5_000))] + data[chance.choice((at, end)) :]


def _value(chance: random.Random) -> str:
    if chance.random() < 0.04:
        return chance.choice(("a", "é", "1", '"', "a b ", "[", "a.")) * chance.choice(LONG)
    return chance.choice(VALUES)


def _lines(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(8):
        case 0:
            del lines[at]
        case 1:
            lines[at:at] = [lines[other]] * chance.choice((1, 1, 2, 300))
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines.insert(at, chance.choice(("", " ", _value(chance))))
        case 4:
            lines[at] = _value(chance)
        case 5:
            return chance.choice(("\r\n", "\r", "\u2028", "\x0b", "\x00")).join(lines)
        case 6:
            words = re.split(r"(\W+)", lines[at])
            words[chance.randrange(len(words))] = _value(chance)
            lines[at] = "".join(words)
        case 7:
            place = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + _value(chance) + lines[at][place:]
    return "\n".join(lines)


def _table(chance: random.Random, text: str) -> str:
    head = text.split("\n", 1)[0]
    mark = max(",;\t|", key=head.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    full = [row for row in rows if row]
    if not full:
        return _lines(chance, text)
    row = rows[0] if chance.random() < 0.25 and rows[0] else chance.choice(full)
    at, width = chance.randrange(len(row)), max(map(len, rows))
    match chance.randrange(15):
        case 0 | 1 | 2:
            row[at] = _value(chance)
        case 3:
            row[at] = chance.choice(chance.choice(full))
        case 4:
            rows.remove(row)
        case 5:
            rows[rows.index(row) : rows.index(row)] = [list(row)] * chance.choice((1, 1, 3, 200))
        case 6:
            del row[at:]
        case 7:
            more = _value(chance)
            row.extend([more] * (1 if len(more) > 5_000 else chance.choice((1, 2, 250))))
        case 8:
            rows = [[*one[:at], *one[at + 1 :]] for one in rows]
        case 9:
            rows = [[*one[: at + 1], *one[at:]] for one in rows]
        case 10:
            rows[0] = [*rows[0]]
            rows[0][chance.randrange(len(rows[0]) or 1)] = chance.choice(rows[0])
        case 11:
            order = chance.sample(range(width), width)
            rows = [[one[i] if i < len(one) else "" for i in order] for one in rows]
        case 12:
            rows.insert(chance.randrange(len(rows) + 1), [])
        case 13:
            mark = chance.choice(",;\t|")
        case 14:
            rows = rows[: chance.choice((0, 1, 1, 2))] + rows[2:]
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator=chance.choice(("\n", "\n", "\n", "\r\n", "\r"))).writerows(rows)
    return out.getvalue()


def _places(tree: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    below: Any = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in below:
        found.append((tree, key))
        _places(value, found)
    return found


def _tree(chance: random.Random, tree: Any) -> None:
    """Change a tree of objects and lists in place."""
    places = _places(tree, [])
    if not places:
        raise ValueError
    holder, key = chance.choice(places)
    match chance.randrange(10):
        case 0 | 1:
            holder[key] = chance.choice(PLAIN)
        case 2 | 3:
            holder[key] = _value(chance)
        case 4:
            del holder[key]
        case 5:
            other, at = chance.choice(places)
            holder[key] = json.loads(json.dumps(other[at], default=str))
        case 6 if isinstance(holder, list):
            holder[key:key] = [holder[key]] * chance.choice((1, 2, 100))
        case 6:
            holder[_value(chance)] = holder[key]
        case 7:
            holder[key] = [holder[key]] * chance.choice((1, 2))
        case 8:
            holder[key] = {chance.choice(("x", "id", "type", "")): holder[key]}
        case 9:
            value = holder[key]
            holder[key] = str(value) if not isinstance(value, str) else [*value] if chance.random() < 0.3 else len(value)


def _json(chance: random.Random, text: str) -> str:
    tree = json.loads(text)
    if chance.random() < 0.06:
        places = _places(tree, []) or [([tree], 0)]
        holder, key = chance.choice(places)
        holder[key] = "@@"
        deep = chance.choice(DEEP)
        opened, closed = chance.choice((("[", "]"), ('{"a":', "}"), ("[", ""), ('{"objects":[', "]}")))
        return json.dumps(tree).replace('"@@"', opened * deep + "1" + closed * deep)
    for _ in range(chance.choice((1, 1, 2))):
        _tree(chance, tree)
    written = json.dumps(tree, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.05:
        key = re.search(r'"[^"]+":', written)
        if key:
            written = written.replace(key[0], f"{key[0]}1,{key[0]}", 1)
    return written


def _toml(chance: random.Random, text: str) -> str:
    if chance.random() < 0.35:
        return _toml_lines(chance, text)
    tree = tomllib.loads(text)
    for _ in range(chance.choice((1, 1, 2))):
        _tree(chance, tree)
    return tomli_w.dumps(tree)


def _toml_lines(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    settings = [at for at, line in enumerate(lines) if "=" in line]
    headings = [at for at, line in enumerate(lines) if line.startswith("[")]
    deep = chance.choice(DEEP)
    match chance.randrange(6):
        case 0 if settings:
            at = chance.choice(settings)
            raw = chance.choice(
                (
                    "nan",
                    "inf",
                    "-0",
                    "1e400",
                    "0xffffffffffffffffff",
                    "1979-05-27",
                    "07:32:00",
                    "1979-05-27T07:32:00Z",
                    '"""x',
                    "''",
                    "[[",
                    "{a=1}",
                    "[{a=1},{}]",
                    "9" * 5_000,
                    "_",
                )
            )
            lines[at] = lines[at].partition("=")[0] + "= " + raw
        case 1 if settings:
            at = chance.choice(settings)
            lines[at] = lines[at].partition("=")[0] + "= " + "[" * deep + "]" * deep
        case 2:
            lines.insert(chance.randrange(len(lines) + 1), ".".join("a" * chance.choice((3, 31, 33, 2_000))) + " = 1")
        case 3 if headings:
            at = chance.choice(headings)
            lines[at] = chance.choice(
                (lines[at].replace("[[", "[").replace("]]", "]"), f"[{lines[at]}]", lines[at] + "\n" + lines[at], "[a.b.c]", "[[x]]", "[]")
            )
        case 4:
            lines.insert(chance.randrange(len(lines) + 1), "[" + ".".join("a" * min(deep, 3_000)) + "]")
        case _:
            return _lines(chance, text)
    return "\n".join(lines)


def _xml(chance: random.Random, text: str) -> str:
    pieces = re.split(r"(<[^>]*>)", text)
    tags = [at for at, piece in enumerate(pieces) if piece.startswith("<")]
    at, other = chance.choice(tags), chance.choice(tags)
    deep = chance.choice(DEEP)
    match chance.randrange(11):
        case 0:
            pieces[at] = ""
        case 1:
            pieces[at] *= chance.choice((2, 2, 300))
        case 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case 3:
            pieces[at] += "<a>" * deep + "</a>" * chance.choice((0, deep))
        case 4:
            pieces[0] = chance.choice(DOCTYPE) + pieces[0]
        case 5:
            pieces[at] = re.sub(r'"[^"]*"', lambda _: f'"{_value(chance)}"', pieces[at], count=chance.choice((1, 2)))
        case 6:
            pieces[at] = re.sub(r'\s[\w:]+="[^"]*"', "", pieces[at], count=1)
        case 7:
            pieces[at] += chance.choice((_value(chance), "&x;", "&#0;", "&#xD800;", "<![CDATA[", "<!--", "<?x?>", "]]>"))
        case 8:
            first, last = sorted((at, other))
            pieces[first:first] = pieces[first : last + 1] * chance.choice((1, 2))
        case 9:
            first, last = sorted((at, other))
            del pieces[first : last + 1]
        case 10:
            names = re.findall(r"<(?:\w+:)?(\w+)", text)
            pieces[at] = re.sub(r"\w+", chance.choice(names or ["x"]), pieces[at], count=1)
    return "".join(pieces)


def _archive(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError, zlib.error, lzma.LZMAError):
        return _bytes(chance, data, others)
    if not members:
        return _bytes(chance, data, others)
    at = chance.randrange(len(members))
    name, inner = members[at]
    match chance.randrange(16):
        case 0:
            del members[at]
        case 1:
            members.append((name, inner))
        case 2:
            members[at] = (
                chance.choice(("../x.csv", "/x", "a\\b.csv", "x/../../y", "", ".hidden", "a" * 300, "\u202e.toml", "con", "dossier.toml")),
                inner,
            )
        case 3:
            members.append(
                (
                    chance.choice(("bomb.csv", name + "x", "files/x", "xl/media/x")),
                    b"0," * (30_000_000 if chance.random() < 0.03 else chance.choice((1_000, 300_000))),
                )
            )
        case 4:
            members.extend((f"files/{number}.txt", b"x") for number in range(chance.choice((20, 2_000))))
        case 5:
            members[at] = (name, chance.choice((b"", b"\x00", b"<", *others[:50])))
        case _:
            members[at] = (name, _one(chance, inner, others))
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w") as archive:
        warnings.simplefilter("ignore")  # of a name that stands twice
        for name, inner in members:
            how = chance.choice(
                (zipfile.ZIP_STORED,)
                + (zipfile.ZIP_DEFLATED,) * 8
                + ((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA) if chance.random() < 0.05 else ())
            )
            archive.writestr(zipfile.ZipInfo(name), inner, how, 1)
    return packed.getvalue()
