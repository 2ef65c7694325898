"""Whatever people write, wherever they write it: no page turns it into a script. Every text column, every name, every reason, every query."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import reverse
from web.samples import address_of, expected, made

from legation.dossier import TABLES, decode, encode
from legation.dossier.edit import Edit, apply
from legation.dossier.kind import Text
from legation.errors import DossierError
from legation.web.access import scope_of
from legation.web.accounts.models import Account, Organisation
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant, Proposal
from legation.web.site.routing import ROUTES
from legation.web.stores.people.models import Person

pytestmark = pytest.mark.django_db

PAYLOADS = (
    "<script>xss()</script>",
    '"><img src=x onerror=xss()>',
    "'><svg onload=xss()>",
    "</textarea></title></select></style></script><script>xss()</script>",
    '" autofocus onfocus=xss() x="',
    "' onmouseover='xss()' y='",
    '<iframe srcdoc="<script>xss()</script>"></iframe>',
    '<a href="javascript:xss()">xss</a>',
    '<form action="javascript:xss()"><button formaction="javascript:xss()">xss</button></form>',
    '<math><mi xlink:href="javascript:xss()">',
    "<!--><script>xss()</script>-->",
    "<base href=//xss.example><meta http-equiv=refresh content=0;url=javascript:xss()>",
    "&lt;script&gt;xss()&lt;/script&gt;",
    "<embed src=javascript:xss()><object data=javascript:xss()>",
)
ROUNDS = (" ".join(PAYLOADS[:7]), " ".join(PAYLOADS[7:]), "javascript:xss()//")
"""Several in one cell: in whatever place the cell comes to stand, one of them would break out."""

ROWS = {
    "dossier.toml": 'id = "small"\nlanguages = ["en", "fr"]\ntitle = "T"\n',
    "actors.csv": "id,name,kind\nFRA,France,state\nDEU,Germany,state\nEST,Estonia,state\n",
    "groups.csv": "id,group,actor\ng1,EU,FRA\n",
    "issues.csv": "id,question,low,high\nnorms,Norms?,a,b\n",
    "evidence.csv": "id,kind,title,date,known_on,url,quote\ne1,statement,T,2018-01-01,2018-01-01,https://example.org/,Q\n",
    "positions.csv": "id,actor,issue,low,value,high,salience,influence,basis,held_from,known_on,evidence\np1,FRA,norms,1,2,3,4,5,expert,2018-01-01,2018-01-01,e1\n",
    "interests.csv": "id,actor,issue,interest\ni1,FRA,norms,I\n",
    "rollcalls.csv": "id,symbol,title,date,stage,issue\nr1,A/1,T,2018-12-01,plenary,norms\n",
    "votes.csv": "id,actor,rollcall,vote\n,FRA,r1,yes\n",
    "relations.csv": "id,source,target,kind\nl1,FRA,DEU,ally\n",
    "coalitions.csv": "id,coalition,actor,tier\nc1,C,FRA,core\n",
    "objectives.csv": "id,aim,owner,due\no1,A,W,2030-01-01\n",
    "activities.csv": "id,title,objectives,audience,owner,date\na1,T,o1,FRA,W,2030-01-01\n",
    "indicators.csv": "id,measure,objective,unit,target,target_on\nn1,M,o1,U,5,2030-01-01\n",
    "assumptions.csv": "id,claim,objective\ns1,C,o1\n",
    "messages.csv": "id,audience,issue,objective,text\nm1,FRA,norms,o1,T\n",
    "engagements.csv": "id,date,actor,by,channel,issue,ask,next_step,due\nk1,2018-05-01,FRA,B,meeting,norms,A,N,2030-01-01\n",
    "commitments.csv": "id,actor,direction,promise,date,due\nd1,FRA,received,P,2018-01-01,2030-01-01\n",
    "processes.csv": "id,forum,mandate,step,deadline\nq1,F,M,S,2030-01-01\n",
    "rounds.csv": "id,title,opened,deadline,zone\noctober,T,2018-01-01T09:00Z,2999-03-05T18:00,Europe/Paris\n",
    "instructions.csv": "id,round,version,change,at,ask\ni1,october,1,first,2018-01-01T09:00Z,A\n",
    "assignments.csv": "id,round,actor,post,at\na1,october,EST,Tallinn,2018-01-01T09:00Z\na2,october,DEU,Berlin,2018-01-01T09:00Z\n",
    "invitations.csv": "id,draft,actor,at\nv1,x,FRA,2018-05-04\n",
    "signatures.csv": "id,draft,actor,version,answer,at,confirmed\nw1,x,FRA,v1,sign,2018-05-05,2018-05-06\n",
    "drafts/x.toml": '[draft]\ntitle = "T"\nlanguage = "en"\n\n[circulation]\nkind = "joint_statement"\nhost = "H"\n\n'
    '[[version]]\nid = "v1"\npart = "drafts/x/v1.txt"\ndate = "2018-05-04"\nkind = "final"\n',
    "drafts/x/v1.txt": "1. T\n",
    "forecasts.csv": "id,question,outcome,probability,made_on\nf1,Q,O,0.5,2018-01-01\n",
}


class Finder(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and not given.get("src", "").startswith("/static/") and given.get("type") != "application/json":
            self.bad.append(f"<script {given}>")
        if tag in ("base", "embed", "object", "applet", "style") or (tag == "iframe" and "sandbox" not in given):
            self.bad.append(f"<{tag} {given}>")
        for name, value in given.items():
            plain = "".join(value.split()).lower()
            if name.startswith("on") or name == "style" or "xss" in name:
                self.bad.append(f"{tag} {name}={value[:60]}")
            if name in ("href", "src", "action", "formaction", "xlink:href", "data") and plain.startswith(
                ("javascript:", "data:text", "vbscript:")
            ):
                self.bad.append(f"{tag} {name}={value[:60]}")


def bad_in(html: str) -> list[str]:
    finder = Finder()
    finder.feed(html.replace("<!-->", ""))  # a comment that browsers end here, and the parser does not
    finder.close()
    return finder.bad


def test_the_finder_finds_every_payload_that_is_not_escaped() -> None:
    for payload in PAYLOADS:
        if not payload.startswith("&lt;"):
            assert bad_in(f'<p title="x"><input value="{payload}"><input value=\'{payload}\'>{payload}</p>'), payload


def edits_with(text: str) -> list[Edit]:
    """Return one change for each table, with the text in every text column and its wordings."""
    dossier = decode({name: part.encode() for name, part in ROWS.items()})
    edits = []
    for name, table in TABLES.items():
        rows = dossier.rows(name)
        if name == "votes" or not rows:
            continue
        columns = [c for c in table.columns if type(c.kind) is Text and c.name not in ("id", "part", "group", "coalition")]
        values = {c.name: text for c in columns}
        edits.append(Edit(name, "change", table.identity(rows[0]), values))
    return edits


def poisoned(text: str) -> tuple[Any, int]:
    """Return the dossier with the text wherever the rules let it in, and in how many columns that is."""
    dossier = decode({name: part.encode() for name, part in ROWS.items()})
    count = 0
    for edit in edits_with(text):
        for column, value in edit.values.items():
            table = TABLES[edit.table]
            row = table.identity(dossier.rows(edit.table)[-1])
            try:
                dossier = apply(dossier, [Edit(edit.table, "change", row, {column: value})])
                count += 1
            except DossierError:
                continue
    return dossier, count


@pytest.mark.parametrize("text", ROUNDS)
def test_no_text_of_a_dossier_becomes_a_script(site: Any, text: str, record_property: Any) -> None:
    dossier, columns = poisoned(text)
    assert columns > 40
    parts = encode(dossier)
    parts["dossier.toml"] += f"summary = '''{text}'''\nhandling = '''{text}'''\nauthor = '''{text}'''\n".encode()
    mine = decode(parts)
    revision = store.revision_of(site.dossier)
    owners = Grant.objects.get(dossier=site.dossier, account=site.people["owner"])
    saved = store.save(site.dossier, revision.number, mine, site.people["owner"], scope_of(owners), reason=text)
    assert saved.revision is not None
    site.dossier.refresh_from_db()
    for account in Account.objects.all():
        account.name = text[:120]
        account.save()
    for body in Organisation.objects.all():
        body.name = text[:200]
        body.save()
    row = {"row": dossier.actors[0].id}
    made(site)
    Person.objects.update(**dict.fromkeys(("name", "function", "organisation", "actor", "contact", "channel", "source"), text[:120]))
    Proposal.objects.update(reason=text[:500], edits=[edit.to_plain() for edit in edits_with(text) if edit.table == "evidence"])

    places, shown, through = columns + 14, 0, []
    for who, lang in (("owner", "fr"), ("administrator", "en")):
        Account.objects.filter(pk=site.people[who].pk).update(language=lang)
        client = site.client(who)
        own = {**made(site, who), **row, "coalition": "C"}
        for route in ROUTES.values():
            if route.kind != "page" or expected(route, site, who) != "allowed":
                continue
            answer = client.get(address_of(route, site, own))
            assert answer.status_code in (200, 400, 404), (route.name, answer.status_code)
            shown += 1
            through += [(route.name, bad) for bad in bad_in(answer.content.decode())]
            if text == ROUNDS[0]:  # what a browser is told of JSON is the same whatever it holds
                page_json = client.get(address_of(route, site, own, as_json=True))
                assert page_json.headers["Content-Type"] == "application/json"
                assert page_json.headers["X-Content-Type-Options"] == "nosniff"
    record_property("attempts", places * max(1, sum(payload in text for payload in PAYLOADS)))
    record_property("pages", shown)
    assert not through, through
    assert shown > 40


@pytest.mark.parametrize("text", ROUNDS)
def test_nothing_in_an_address_or_a_form_becomes_a_script(site: Any, text: str) -> None:
    names = (
        "as_of",
        "q",
        "kind",
        "group",
        "sort",
        "account",
        "from",
        "before",
        "next",
        "base",
        "name",
        "email",
        "reason",
        "table",
        "issue",
        "lang",
        "page",
    )
    through = []
    for who in ("owner", "administrator", "anonymous"):
        client = site.client(who)
        own = made(site, who)
        for route in ROUTES.values():
            if expected(route, site, who) != "allowed":
                continue
            address = address_of(route, site, own)
            answer = (
                client.post(address, dict.fromkeys(names, text))
                if route.kind == "action"
                else client.get(address, dict.fromkeys(names, text))
            )
            assert answer.status_code < 500, (route.name, answer.status_code)
            is_shown = not answer.headers.get("Content-Disposition", "").startswith("attachment")
            if is_shown and answer.headers.get("Content-Type", "").startswith("text/html"):
                through += [(route.name, bad) for bad in bad_in(answer.content.decode())]
    assert not through, through


@pytest.mark.parametrize("text", PAYLOADS)
def test_the_sign_in_page_shows_no_script(client: Any, text: str) -> None:
    answers = [
        client.get("/account/login/", {"next": text}),
        client.post("/account/login/", {"login": text, "password": text, "next": text}),
    ]

    assert [bad_in(answer.content.decode()) for answer in answers] == [[], []]


def test_a_sign_in_leads_to_no_other_site(client: Any, site: Any) -> None:
    account = site.people["member"]
    account.set_password("a sentence that is long enough")
    account.save()
    for target in ("https://xss.example/", "//xss.example/", "javascript:xss()", "/\\xss.example"):
        client.logout()
        answer = client.post("/account/login/", {"login": account.email, "password": "a sentence that is long enough", "next": target})
        assert answer.url == "/", target
        answer = client.post(reverse("language"), {"language": "fr", "next": target})
        assert answer.url == "/", target
