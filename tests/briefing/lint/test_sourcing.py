"""No source or method shown, nothing marked higher than the release, a row behind every fact."""

from __future__ import annotations

import pytest

from legation.briefing.lint import lint
from legation.dossier import Dossier, Evidence, Info, Wording
from legation.errors import BadValue

SECRET = "the operator used the same password for both servers on the ninth of March"


@pytest.fixture
def dossier() -> Dossier:
    rows = (
        Evidence(
            id="open",
            title=Wording("A public report on the incident"),
            quote="Ports were closed for three days in June",
            marking="TLP:CLEAR",
        ),
        Evidence(
            id="red", title=Wording("Cable"), quote=f"Our post writes that {SECRET}.", marking="TLP:RED", url="https://post.example/cable"
        ),
        Evidence(id="unmarked", title=Wording("Note"), quote="Something the desk noted for itself that day"),
    )
    return Dossier(info=Info(id="d", marking="TLP:AMBER"), evidence=rows)


def rules(text: str, **more: object) -> list[str]:
    return [f.rule for f in lint(text, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Intercepted calls show the intent.",
        "Our sources inside the group told us so.",
        "A liaison service gave us the sample.",
        "We saw the implant on their server.",
        "A partner service has told us who it was.",
        "Signals intelligence shows it.",
        "Our services have penetrated the server.",
        "Des écoutes le montrent.",
        "Des sources humaines le confirment.",
        "Un service partenaire nous a transmis ces éléments.",
        "Notre source au sein du groupe le confirme.",
        "Nos services ont infiltré le serveur.",
        "Des communications interceptées le montrent.",
    ],
)
def test_what_shows_how_we_know_is_found(text: str) -> None:
    assert "reveals" in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "This rests on open sources.",
        "The attackers installed an implant on the server.",
        "The attackers intercepted the mail of the ministry.",
        "Our source code was published.",
        "Cela repose sur des sources ouvertes.",
        "Les attaquants ont intercepté le courrier.",
        "La France est à l'écoute de ses partenaires.",
    ],
)
def test_open_sources_and_the_adversarys_means_are_not(text: str) -> None:
    assert "reveals" not in rules(text)


def test_a_row_is_cited_up_to_the_marking_of_the_release(dossier: Dossier) -> None:
    text = "Ports were closed [open]. Servers were found [unmarked]. A password was shared [red]."

    def found(release: str) -> list[str]:
        return [f.found for f in lint(text, dossier=dossier, release=release) if f.rule == "above-release"]

    assert found("TLP:CLEAR") == ["unmarked", "red"]
    assert found("TLP:AMBER") == ["red"]
    assert found("TLP:RED") == []


def test_the_words_of_a_red_row_are_known_again(dossier: Dossier) -> None:
    text = "We note it: THE OPERATOR used  the same password for both\nservers, on the ninth of March!"
    (found,) = lint(text, dossier=dossier)

    assert (found.rule, dict(found.values)["evidence"], found.sentence) == ("marked-text", "red", 1)
    assert text[found.start : found.end].startswith("THE OPERATOR")
    assert text[found.start : found.end].endswith("March")
    assert rules(text, dossier=dossier, release="TLP:RED") == []


def test_an_address_of_a_red_row_is_found(dossier: Dossier) -> None:
    assert rules("See https://post.example/cable", dossier=dossier) == ["marked-text"]


def test_words_that_an_open_row_has_too_are_free(dossier: Dossier) -> None:
    more = Evidence(id="press", title=Wording("Press"), quote=SECRET, marking="TLP:CLEAR")
    both = Dossier(info=dossier.info, evidence=(*dossier.evidence, more))

    assert rules(f"It was said: {SECRET}.", dossier=both) == []


@pytest.mark.parametrize("mark", ["TLP:RED", "tlp:amber", "TLP: AMBER+STRICT"])
def test_a_mark_in_the_text_is_above_the_release(mark: str) -> None:
    assert rules(f"({mark}) Servers.") == ["above-release"]
    assert rules(f"({mark}) Servers.", release="TLP:RED") == []


def test_a_fact_without_evidence_where_the_draft_has_some(dossier: Dossier) -> None:
    text = "Ports were closed [open]. Several hundred machines were destroyed. Nobody answered the call for help [gone-1]."
    found = {f.rule: f.found for f in lint(text, dossier=dossier)}

    assert found == {"unsupported": "Several hundred machines were destroyed.", "unknown-evidence": "gone-1"}


def test_a_draft_without_ids_is_not_asked_for_them(dossier: Dossier) -> None:
    assert rules("Several hundred machines were destroyed by it.", dossier=dossier) == []


@pytest.mark.parametrize(
    "text",
    [
        "We condemn this act and stand with those whom it harmed.",
        "It is likely that more machines were destroyed than is known.",
        "Was anything done before the attack was known?",
        "# What was done",
        "Nous condamnons cet acte et saluons ceux qui ont aidé.",
        "States should do what they have agreed to do.",
    ],
)
def test_a_judgement_is_no_fact(text: str, dossier: Dossier) -> None:
    assert rules(f"Ports were closed [open].\n\n{text}", dossier=dossier) == []


def test_brackets_that_are_no_ids(dossier: Dossier) -> None:
    assert rules("They said [sic] that [...] this [link](https://example.org/a) is so.", dossier=dossier) == []


def test_markings_by_id_do_in_place_of_a_dossier() -> None:
    assert rules("Ports were closed [a-1].", evidence={"a-1": "TLP:RED"}) == ["above-release"]
    with pytest.raises(BadValue, match="marking"):
        lint("Ports.", evidence={"a-1": "secret"})
    with pytest.raises(BadValue, match="marking"):
        lint("Ports.", release="TLP:PINK")
