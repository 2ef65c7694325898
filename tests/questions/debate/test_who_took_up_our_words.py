"""Our words in the mouths of others: what is counted beside a plain count, what is said in both languages, and what cannot be said."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.text.plain_scan import scan

from legation.dossier import decode, load
from legation.errors import NotAvailable
from legation.lake import Lake
from legation.language import LANGUAGES, Lang, say
from legation.methods.text.uptake import phrase
from legation.questions import Answer, Case, ask
from legation.questions.debate.uptake.counts import count, without_copies
from legation.questions.debate.uptake.measures import Thread, measures_of
from legation.questions.debate.uptake.phrases import OurPhrase
from legation.sources.observations.tables import TABLES

AREA = "who-took-up-our-words"
ROOT = Path(__file__).parents[3]
TODAY = dt.date(2020, 1, 1)
PARTS = {
    "dossier.toml": b'id = "words"\n[parameters]\nus = "us"\n',
    "actors.csv": b"id,name,kind,iso3\nus,Aland,state,ALA\nfra,France,state,FRA\ndeu,Germany,state,DEU\njpn,Japan,state,JPN\nper,Peru,state,PER\n",
    "groups.csv": b"group,actor,start\nsea,deu,2010\nsea,jpn,2010\n",
    "objectives.csv": b"id,aim,recorded\no1,Seas that stay open,2016-01-01\n",
    "messages.csv": (
        "id,audience,objective,text_en,text_fr,known_on\n"
        "m1,fra sea,o1,We ask for “open seas” for all.,Nous voulons des « mers ouvertes » pour tous.,2018-03-01\n"
    ).encode(),
    "evidence.csv": (
        b"id,kind,title,publisher,origin,date,quote\n"
        b"e1,statement,One,Ministry,Peru,2017-05-01,We have long spoken of open seas.\n"
        b"e2,statement,Two,Ministry,Aland,2018-04-01,Open seas are for all of us.\n"
        b"e3,statement,Three,Ministry,Germany,2018-04-01,Let us have open seas now.\n"
        b"e4,statement,Four,Ministry,France,2018-09-01,La France veut des mers ouvertes aussi.\n"
        b"e5,statement,Five,Ministry,Japan,2018-10-01,Fish matters to Japan.\n"
        b"e6,press,Six,The Paper,somebody,2019-01-01,Are open seas a dream?\n"
        b"e7,statement,Seven,Ministry,Peru,2019-02-01,Fish matters to Peru too.\n"
    ),
}


def case(parts: dict[str, bytes] | None = None, lake: Lake | None = None) -> Case:
    return Case(dossier=decode(parts or PARTS), today=TODAY, lake=lake)


@pytest.fixture(scope="module")
def answer() -> Answer:
    return ask(AREA, case())


def when(answer: Answer) -> dict[str, str]:
    return {row[1].id: row[3].id.rpartition(".")[2] for row in answer.table("adopters").rows}


def values(answer: Answer, finding: str) -> Any:
    return answer.finding(finding).message.values


def test_french_and_english_are_one_phrase_and_everybody_stands_before_with_or_after_us(answer: Answer) -> None:
    assert when(answer) == {"per": "before", "us": "ours", "deu": "same-day", "fra": "after"}, "said on 1 April, written in March"
    assert values(answer, "first:p1")["texts"] == 5
    assert answer.finding("first:p1").evidence == ("e1",)
    assert [one.id for one in values(answer, "after:p1")["actors"]] == ["fra"]
    assert answer.finding("after:p1").evidence == ("e4",)


def test_ties_are_said_and_another_day_may_be_asked_for_or_told_by_an_activity_or_a_message() -> None:
    assert values(ask(AREA, case()), "before:p1")["same"] == 1
    asked = ask(AREA, case(), since="2018-03-01")
    assert when(asked) == {"per": "before", "us": "ours", "deu": "after", "fra": "after"}
    acts = b"id,title,date,status,recorded\na1,A day for open seas,2017-01-01,done,2017-01-01\n"
    assert set(when(ask(AREA, case({**PARTS, "activities.csv": acts}))).values()) == {"ours", "after"}
    silent = {**PARTS, "evidence.csv": PARTS["evidence.csv"].replace(b"e2,statement", b"e2,own_judgement")}
    assert when(ask(AREA, case(silent))) == {"per": "before", "deu": "after", "fra": "after"}


def test_targets_are_those_of_the_message_with_the_members_of_its_groups(answer: Answer) -> None:
    states = {row[1].id: row[2].id.rpartition(".")[2] for row in answer.table("targets").rows}

    assert states == {"fra": "taken", "deu": "earlier", "jpn": "without"}
    only = ask(AREA, case(), targets="jpn; per")
    assert {row[1].id: row[2].id.rpartition(".")[2] for row in only.table("targets").rows} == {"jpn": "without", "per": "earlier"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_said_holds_in_both_languages_and_claims_no_influence(answer: Answer, lang: Lang) -> None:
    data = json.loads(json.dumps(answer.to_json(lang), allow_nan=False))
    words = json.dumps([data["findings"], data["caveats"], data["missing"], [f["alt"] for f in data["figures"]]], ensure_ascii=False)

    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert not re.search(r"\bwill\b", words)
    assert {"en": "no proof of influence", "fr": "ne prouve pas une influence"}[lang] in words
    assert {"en": "open seas", "fr": "mers ouvertes"}[lang] in words
    assert [figure.id for figure in answer.figures] == ["adoption", "shares"]
    first = {mark.row[1]: mark.evidence for mark in answer.figures[0].marks if mark.row}
    assert first == {"per": ("e1",), "us": ("e2",), "deu": ("e3",), "fra": ("e4",)}


def test_evidence_that_may_not_be_seen_is_not_counted() -> None:
    marked = PARTS["evidence.csv"].replace(b"origin,date,quote", b"origin,date,quote,marking").replace(b"too.\n", b"too.,\n")
    marked = b"\n".join(line + (b",TLP:RED" if line.startswith(b"e4") else b"") for line in marked.split(b"\n"))
    seen = Case(dossier=decode({**PARTS, "evidence.csv": marked}).cleared("TLP:CLEAR"), today=TODAY)

    assert "fra" not in when(ask(AREA, seen))


def test_what_is_known_later_changes_nothing() -> None:
    earlier = {**PARTS, "evidence.csv": b"\n".join(PARTS["evidence.csv"].split(b"\n")[:4]) + b"\n"}
    seen, same = (ask(AREA, case(parts), as_of="2018-05-01").to_json() for parts in (PARTS, earlier))
    for one in (seen, same):
        one["provenance"].pop("hash")

    assert seen == same


def test_what_is_lacking_is_said_with_what_to_add() -> None:
    with pytest.raises(NotAvailable, match="under “Phrases”"):
        ask(AREA, case({**PARTS, "messages.csv": b"id,text\n"}))
    with pytest.raises(NotAvailable, match=r"legation observe"):
        ask(AREA, case({**PARTS, "evidence.csv": b"id,title\ne1,One\n"}))
    with pytest.raises(NotAvailable):
        ask(AREA, case(), as_of="2016-01-01")
    with pytest.raises(NotAvailable, match="phrase"):
        ask(AREA, case(), phrase="* *")

    bare = {**PARTS, "dossier.toml": b'id = "words"\n'}
    found = ask(AREA, case(bare), phrase="fish")
    lacking = {one.id.rpartition(".")[2] for one in found.missing}
    assert {"no-us", "no-day", "no-controls", "no-target", "no-objective"} <= lacking
    assert set(when(found).values()) == {"unknown"}


def test_the_flagship_answers_from_its_evidence_without_a_lake() -> None:
    dossier = load(ROOT / "examples/un-ict-2018")
    found = ask(AREA, Case(dossier=dossier, today=TODAY), phrase="private sector | secteur privé", us="FRA", since="2018-11-12")

    assert values(found, "first:p1")["texts"] == 3
    assert "excerpts" in {one.id.rpartition(".")[2] for one in found.caveats}


@pytest.mark.parametrize("controls", ["", "fish"])
def test_shares_are_set_beside_control_phrases(controls: str) -> None:
    found = ask(AREA, case(), controls=controls)
    before, after = values(found, "share:p1"), found.table("shares").rows[0]

    assert (before["before"], before["before_of"], before["after"], before["count"]) == (1, 1, 2, 4), "ours stands on neither side"
    assert (after[1:3], after[5:7]) == ((1, 1.0), (4, 0.5))
    assert ("beyond:p1:1" in {one.id for one in found.findings}) == bool(controls)
    assert ("controls" in {table.id for table in found.tables}) == bool(controls)


def test_copies_count_once_for_each_speaker() -> None:
    said = ["We want open and secure seas for every one of us, now and later."] * 4 + ["Fish is food.", ""]
    found = without_copies(said, ["", "FRA", "FRA", "JPN", "", ""])

    assert found.rows.tolist() == [1, 3, 4, 5]
    assert found.folded == 2


TEXTS = st.lists(
    st.tuples(st.sampled_from(["open seas", "mers ouvertes!", "fish", "Open, seas", ""]), st.integers(0, 9), st.sampled_from("abcd ")),
    max_size=12,
)


@given(TEXTS, st.one_of(st.none(), st.integers(0, 9)))
def test_who_came_when_is_what_counting_gives(rows: list[tuple[str, int, str]], since: int | None) -> None:
    rows = sorted(rows, key=lambda row: row[1])
    begin = dt.date(2018, 1, 1)
    days = [begin + dt.timedelta(days=day) for _, day, _ in rows]
    texts, who = [text for text, _, _ in rows], [actor.strip() for _, _, actor in rows]
    start = begin + dt.timedelta(days=since) if since is not None else None
    ours = OurPhrase(
        id="p1", name=decode(PARTS).messages[0].text, phrase=phrase("open seas | mers ouvertes"), since=start, how="given" if start else ""
    )

    (found,) = count(
        texts, np.array(days, "datetime64[us]"), who, [ours], ours=frozenset("a"), every="week", controls={"fish": phrase("fish")}
    )

    uses = [bool(scan(text, ["open seas", "mers ouvertes"])) for text in texts]
    own = [day for day, used, actor in zip(days, uses, who, strict=True) if used and actor == "a"]
    day = start or min(own, default=None)
    first: dict[str, dt.date] = {}
    for at, used, actor in zip(days, uses, who, strict=True):
        if used and actor:
            first.setdefault(actor, at)
    sides = {
        actor: "ours" if actor == "a" else "unknown" if day is None else "before" if at < day else "after" if at > day else "same-day"
        for actor, at in first.items()
    }
    assert {one.actor: one.when for one in found.found.adopters} == sides
    assert found.found.uses.row.tolist() == [row for row, used in enumerate(uses) if used]
    assert sum(period.using for period in found.controls["fish"].periods) == texts.count("fish")


def thread(rows: list[tuple[str, str, int, str]]) -> Thread:
    return Thread(
        ids=[row[0] for row in rows],
        who=[row[1] for row in rows],
        times=np.array([dt.datetime(2018, 1, 1) + dt.timedelta(days=row[2]) for row in rows], "datetime64[us]"),  # noqa: DTZ001 - UTC without a zone
        answers=[row[3] for row in rows],
        repeats=[""] * len(rows),
    )


def test_the_measures_are_what_counting_gives() -> None:
    rows = [
        ("a", "per", 0, ""),
        ("b", "us", 100, ""),
        ("c", "fra", 100, ""),
        ("d", "fra", 110, "b"),
        ("e", "us", 111, "d"),
        ("f", "deu", 120, ""),
        ("g", "jpn", 190, ""),
    ]
    told = thread(rows)
    texts = ["open seas" if row[0] in "bcf" else "fish" for row in rows]
    ours = OurPhrase(
        id="p1", name=decode(PARTS).messages[0].text, phrase=phrase("open seas"), targets=("fra", "deu", "jpn"), objectives=("o1",)
    )
    counted = count(texts, told.times, told.who, [ours], ours=frozenset({"us"}), every="month", controls={})

    found = measures_of("o1", counted, np.arange(len(rows)), told, ours=frozenset({"us"}), window=30)

    assert found.agenda is not None and found.presence is not None and found.conversation is not None
    assert (found.agenda.taken_up.count, found.agenda.voices) == (0, (1,)), "who said it on that very day is no new voice"
    assert (found.presence.before.count, found.presence.after.count, found.presence.gained, found.presence.never) == (
        1,
        2,
        ("deu",),
        ("jpn",),
    )
    assert (found.conversation.answered.count, found.conversation.two_way.count, found.conversation.depth) == (1, 1, 2.0)
    assert found.reasons == {}
    unworded = measures_of("o1", (), np.arange(len(rows)), told, ours=frozenset({"us"}), window=30)
    assert (unworded.conversation, unworded.reasons["conversation"]) == (None, "no-thread"), "a thread that began without a phrase is none"

    short = measures_of("o1", counted, np.arange(len(rows)), told, ours=frozenset({"us"}), window=300)
    assert (short.agenda, short.presence, dict(short.reasons)) == (None, None, {"agenda": "short", "presence": "short"})
    ring = thread([("a", "us", 0, "b"), ("b", "fra", 1, "a")])
    assert measures_of("o1", (), np.arange(2), ring, ours=frozenset({"us"}), window=30).reasons["conversation"] == "ring"


def test_posts_of_a_lake_are_threads_and_their_accounts_are_not_shown(tmp_path: Path) -> None:
    schema = TABLES["texts"].schema
    posts = [
        {
            "id": f"p{at}",
            "time": dt.datetime(2018, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=at),
            "kind": "post",
            "text": f"open seas {at} and fish, again {at}",
        }
        for at in range(0, 200, 5)
    ]
    posts[20] |= {"actor": "ALA"}
    posts[21] |= {"account": "anon-1234", "answers": posts[20]["id"]}
    posts[22] |= {"actor": "FRA", "repeats": posts[20]["id"], "text": None}
    lake = Lake(tmp_path / "lake")
    lake.append("texts", pa.table({name: [row.get(name) for row in posts] for name in schema.names}, schema=schema), source="mastodon")

    found = ask(AREA, case({**PARTS, "evidence.csv": b"id,title\n"}, lake), since="2018-04-11", days=28)

    assert (values(found, "conversation:o1")["taken"], values(found, "conversation:o1")["count"]) == (1, 1)
    assert values(found, "presence-gained:o1" if "presence-gained:o1" in {f.id for f in found.findings} else "presence:o1")["taken"] == 1
    assert "anon-1234" not in json.dumps(found.to_json("en"))


def test_every_option_of_the_form_is_labelled() -> None:
    from legation.questions import questions

    assert all(option.label(AREA).id != "answer.value" for option in questions()[AREA].options)


def test_sentences_name_few_however_many_there_are() -> None:
    many = [chr(97 + a) + chr(97 + b) for a, b in itertools.product(range(8), range(8))]
    actors = "id,name,kind\n" + "".join(f"{one},State {one.upper()},state\n" for one in ("us", *many))
    rows = "id,kind,title,origin,date,quote\n" + "".join(
        f"e{one},statement,T,State {one.upper()},2019-01-{1 + at % 28:02},Open seas {one} and more {at}\n" for at, one in enumerate(many)
    )
    found = ask(
        AREA,
        case(
            {
                **PARTS,
                "actors.csv": actors.encode(),
                "groups.csv": b"group,actor\n",
                "messages.csv": PARTS["messages.csv"].replace(b"fra sea", b""),
                "evidence.csv": rows.encode(),
            }
        ),
    )

    assert len(values(found, "after:p1")["actors"]) == 7
    for lang in LANGUAGES:
        assert all(len(say(one.message, lang)) < 900 for one in found.findings)
