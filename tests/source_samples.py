"""A small file of each source, or the few that it takes: what is recognised, shown and imported on the site and in a terminal."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from car_made import archive
from gdelt_made import event
from posts_made import note, outbox
from stix_made import ident, made

__all__ = ["SAMPLES", "Sample", "written"]


@dataclass(frozen=True)
class Sample:
    """Files by their names, the options that the source needs, and what of a dossier is there after them."""

    files: Mapping[str, bytes]
    options: Mapping[str, str] = field(default_factory=dict)
    holds: Callable[[Any], object] = lambda _: True


UNDL = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,agenda_title,subjects,vote_note,"
    "total_yes,total_no,total_abstentions,total_non_voting,total_ms,undl_link\n"
    '1,FRA,FRANCE,Y,2018-12-05,73,A/RES/73/27,A/C.1/73/L.27/Rev.1,A/73/505,A/73/PV.45,"ICT, security",ICT,ICT,,1,1,1,0,3,\n'
    '1,USA,UNITED STATES,N,2018-12-05,73,A/RES/73/27,A/C.1/73/L.27/Rev.1,A/73/505,A/73/PV.45,"ICT, security",ICT,ICT,,1,1,1,0,3,\n'
    '1,BRA,BRAZIL,A,2018-12-05,73,A/RES/73/27,A/C.1/73/L.27/Rev.1,A/73/505,A/73/PV.45,"ICT, security",ICT,ICT,,1,1,1,0,3,\n'
)
UNVOTES = "rcid,country,country_code,vote\n10,France,FR,3\n10,Namibia,NA,1\n10,Russia,RU,1\n"
ROLLCALLS = "rcid,session,importantvote,date,unres,amend,para,short,descr\n10,73,,2018-12-05,R/73/27,,,ICT,Developments in ICT\n"
ISSUES = "rcid,short_name,issue\n10,di,Arms control and disarmament\n"
SUPPORTERS = "name,category,nationality,date_signed\nAccess Now,ONG,USA,2018-11-12\nFrance,Etat,FRA,2018-11-12\nMicrosoft,Entreprise,USA,\n"
LIST = "Pays;Vote\nFrance;pour\nPérou;contre\nJapon;\nTogo;abstention\n"
LOGFRAME = (
    "level,id,statement,objective,title,means,name,unit,text\n"
    "objective,o1,Twenty states join,,,,,,\nactivity,a1,,o1,Démarche in ten capitals,non_digital,,,\n"
)
MATRIX = "x,a.up,a.down,b.up,b.down\na.up,0,0,2,-2\na.down,0,0,-1,1\nb.up,1,-1,0,0\nb.down,-1,1,0,0\n"
SCW = (
    "$ ScenarioWizard 4.0\nsmall.scw\n&A. Économie\n -croît\n -décroît\n&B\n -x\n -y\n#\n&why A\n grows\n \n&\n \n \n \n#\n"
    '&1\n#\nFFFFFF\nFF00FF\nFFFFFF\nFFFFFF\n#\n#\n 0 , 0 , 1 ,-1 \n 0 , 0 ,-1 , 1 \n 1 ,-1 , 0 , 0 \n-1 , 1 , 0 , 0 \n#\n# 0-0\n"a comment"\n#\n#\n'
)
DOMAIN = (
    '<negotiation_template><utility_space number_of_issues="1"><objective index="0" name="Text">'
    '<issue index="1" name="Seat" vtype="discrete"><item index="1" value="Vienna"/><item index="2" value="Lomé"/></issue>'
    "</objective></utility_space></negotiation_template>"
)
PROFILE = (
    '<utility_space><objective><issue index="1" name="Seat" type="discrete">'
    '<item index="1" value="Lomé" evaluation="8"/><item index="2" value="Vienna" evaluation="2"/></issue><weight index="1" value="1"/>'
    '</objective><reservation value="0.3"/></utility_space>'
)
DRAFT = (
    "The General Assembly,\n\n1. Calls upon Member States to report [annually – FRA] on the measures that they have taken to this end;\n\n"
    "2. Decides to convene a working group [in Geneva (KEN)] [in New York (USA)] in the course of its next session.\n"
)
POLIS = {
    "comments.csv": "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    "1,x,0,0,2,0,1,Report each year\n2,x,1,1,1,1,1,Share what is found\n",
    "votes.csv": "timestamp,datetime,comment-id,voter-id,vote\n1,x,0,0,1\n2,x,0,1,1\n3,x,1,0,-1\n4,x,1,1,1\n",
    "participants-votes.csv": "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n0,0,1,2,1,1,1,-1\n1,1,1,2,2,0,1,1\n",
    "summary.csv": "topic,Reports\nurl,https://example.org\nviews,2\nvoters,2\ncommenters,2\ncomments,2\ngroups,2\n",
    "stats-history.csv": "timestamp,datetime,views,voters,commenters\n1,x,2,2,2\n",
}
EVENT = {
    "uuid": "5c1d0d5e-0000-4000-8000-000000000001",
    "info": "Hameçonnage d'un ministère",
    "date": "2024-03-05",
    "timestamp": "1709625600",
    "Orgc": {"name": "CERT Nord", "uuid": "5c1d0d5e-0000-4000-8000-000000000002"},
    "Tag": [{"name": "tlp:green"}],
    "Attribute": [
        {"uuid": "5c1d0d5e-0000-4000-8000-000000000010", "type": "domain", "category": "Network activity", "value": "example.org",
         "to_ids": False, "timestamp": "1709625600"},
    ],
}  # fmt: skip
INCIDENT = made("incident", 1, name="An intrusion at a ministry", created_by_ref=ident("identity"))
BUNDLE = {
    "type": "bundle",
    "id": ident("bundle"),
    "objects": [made("identity", 1, name="CERT Nord", identity_class="organization"), INCIDENT],
}
POST = {"$type": "app.bsky.feed.post", "text": "We support the moratorium.", "createdAt": "2024-05-01T10:00:00Z", "langs": ["en"]}
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Press</title><link>https://example.org</link><item><title>Statement</title>'
    "<link>https://example.org/1</link><pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate><description>We agree.</description></item></channel></rss>"
)
LOG = '203.0.113.9 - - [17/May/2015:10:05:03 +0000] "GET /a HTTP/1.1" 200 2032 "-" "Mozilla/5.0"\n'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def word(text: str) -> bytes:
    """Return a document of Word with these paragraphs."""
    document, out = docx.Document(), io.BytesIO()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def written(sample: Sample, folder: Path) -> list[Path]:
    """Write the files of a sample, and return where they lie."""
    places = [folder / name for name in sample.files]
    for place, data in zip(places, sample.files.values(), strict=True):
        place.write_bytes(data)
    return places


def _mention(length: int) -> bytes:
    return "\t".join(["883211", "20191024143000", *["1"] * (length - 2)]).encode() + b"\n"


SAMPLES: Mapping[str, Sample] = {
    "unvotes": Sample({"votes.csv": UNVOTES.encode(), "calls.csv": ROLLCALLS.encode()}, holds=lambda d: "A/RES/73/27" in d.votes.rollcalls and len(d.votes) >= 3),
    "undl": Sample({"voting.csv": UNDL.encode()}, holds=lambda d: "A/RES/73/27" in d.votes.rollcalls and len(d.votes) >= 3),
    "supporters": Sample({"supporters.csv": SUPPORTERS.encode()}, {"known-on": "2020-01-01"}, holds=lambda d: len(d.coalitions) >= 3 and "access-now" in {a.id for a in d.actors}),
    "list": Sample({"list.csv": LIST.encode()}, holds=lambda d: len(d.positions) >= 3 and "TGO" in {a.id for a in d.actors}),
    "logframe": Sample({"logframe.csv": LOGFRAME.encode()}, holds=lambda d: d.objectives and d.activities),
    "polis": Sample({"export.zip": zipped(POLIS)}, holds=lambda d: "rooms/export.toml" in d.files),
    "scenariowizard": Sample({"economy.scw": SCW.encode()}, holds=lambda d: "scenarios/economy.toml" in d.files),
    "impact-matrix": Sample({"matrix.csv": MATRIX.encode()}, holds=lambda d: "scenarios/matrix.toml" in d.files),
    "genius": Sample(
        {"summit.xml": DOMAIN.encode(), "alba.xml": PROFILE.encode(), "boria.xml": PROFILE.encode()},
        holds=lambda d: "negotiations/summit.toml" in d.files,
    ),
    "draft": Sample({"text.docx": word(DRAFT)}, holds=lambda d: "drafts/text.toml" in d.files),
    "stix": Sample({"bundle.json": json.dumps(BUNDLE).encode()}, holds=lambda d: "incidents/bundle.json" in d.files),
    "misp": Sample({"event.json": json.dumps({"Event": EVENT}).encode()}, holds=lambda d: "incidents/event.json" in d.files),
    "events": Sample({"20191024143000.export.CSV": event().encode() + b"\n"}),
    "mentions": Sample({"20191024143000.mentions.CSV": _mention(16)}),
    "articles": Sample({"20191024143000.gkg.csv": b"20191024143000-0\t20191024143000" + b"\t" * 25 + b"\n"}),
    "icews": Sample({"events.2019.tab": b"Event ID\tEvent Date\tSource Country\tCAMEO Code\tTarget Country\tStory ID\n1\t2019-10-24\tChad\t042\tMali\t7\n"}),
    "polecat": Sample({"ngec.txt": b"Event ID\tEvent Date\tEvent Type\tActor Country\tRecipient Country\tPublication Date\n1\t2019-10-22\tASSAULT\tSYR\tTUR\t2019-10-24\n"}),
    "requests": Sample({"access.log": LOG.encode()}),
    "documents": Sample({"memo.html": b"<!doctype html><title>Memo</title><p>We agree to the text.</p>"}),
    "speeches": Sample({"FRA_70_2015.txt": b"Mr. President, we meet at a time at which many of the rules that we have agreed upon are put in doubt.\n"}),
    "feed": Sample({"feed.xml": FEED.encode()}),
    "mastodon": Sample({"outbox.json": outbox(note(1, "<p>We support the moratorium.</p>"))}),
    "bluesky": Sample({"repo.car": archive({"app.bsky.feed.post/1": POST})}),
    "suite": Sample({"export.csv": b"Date,Headline,Opening Text,Hit Sentence,URL,Influencer\n2024-05-01,A,We agree,We agree,https://example.org,@a\n"}),
}  # fmt: skip
