"""Who is named as the author of an act, and who says so; many sentences in which nobody is."""

from __future__ import annotations

import pytest

from legation.briefing.lint import lint
from legation.errors import BadValue

NAMING = {"named-without-holder", "vague-holder", "holder-without-date", "no-assessment", "below-gate"}


def rules(text: str, **more: object) -> list[str]:
    return [f.rule for f in lint(text, **more) if f.rule in NAMING]  # type: ignore[arg-type]


ACCUSED = [
    "Russia attacked the power grid of Ukraine.",
    "The GRU carried out the attack on the laboratory.",
    "The attack was carried out by the GRU.",
    "Russian military intelligence is almost certainly responsible for the wiper.",
    "NotPetya was attributed to the GRU.",
    "Chinese hackers stole blueprints.",
    "Hackers linked to Iran broke into the hospital.",
    "North Korea-linked actors deployed ransomware.",
    "Russia's attack on the satellite network harmed users in Germany.",
    "APT28 compromised the mailboxes.",
    "Moscow ordered the intrusion.",
    "Russia may have attacked the ministry.",
    "Beijing is behind the campaign.",
    "Russia entered the network and stole data.",
    "Russia, through its military intelligence, carried out the attack.",
    "Russia not only attacked the ministry, it published the files.",
    "This is the work of Iran.",
    "Without any doubt this is the work of Iran.",
    "This attack bears the hallmarks of Russia.",
    "Today the GRU's campaign of malicious cyber activity is exposed.",
    "The People's Republic of China used state-sponsored actors against firms.",
    "Unit 74455 deployed BlackEnergy against the grid.",
    "Stuxnet was created by the United States.",
    "Russia has been attacking our networks for years.",
    "China's theft of data must stop.",
    "La Russie a attaqué le réseau électrique.",
    "Il ne fait aucun doute que la Russie a attaqué le réseau.",
    "Cette attaque porte la signature de Moscou.",
    "Ces opérations ont été conduites par des acteurs liés aux services de renseignement russes.",
    "Le GRU a mené l'attaque contre l'organisation.",
    "L'attaque a été menée par le GRU.",
    "Des pirates chinois ont dérobé des plans.",
    "Des pirates liés à l'Iran ont pénétré le réseau de l'hôpital.",
    "La cyberattaque russe a touché l'Allemagne.",
    "Cette attaque est imputable à la Russie.",
    "Pékin est à l\u2019origine de la campagne.",
    "Un groupe agissant pour le compte de la Corée du Nord a diffusé le rançongiciel.",
    "Les services russes ont mené une campagne d'ingérence numérique.",
    "L'agression de la Russie contre l'Ukraine se poursuit.",
]


@pytest.mark.parametrize("text", ACCUSED)
def test_a_state_named_in_the_drafts_own_voice_is_found(text: str) -> None:
    assert rules(text) == ["named-without-holder"]


HELD_RESPONSIBLE = [
    "The United Kingdom said on 15 February 2018 that the Russian military was responsible for the attack.",
    "On 15 February 2018 the United Kingdom attributed NotPetya to the Russian military.",
    "NotPetya was attributed by the United Kingdom on 15 February 2018 to the GRU.",
    "According to the United Kingdom (15 February 2018), Russia was behind the attack.",
    "Russian hackers, the ministry said on 4 May 2020, stole the files.",
    "Microsoft reported on 6 May 2021 that APT29 targeted it.",
    "The United States indicted six officers of the GRU on 19 October 2020.",
    "Le Royaume-Uni a déclaré le 15 février 2018 que l'armée russe était responsable de l'attaque.",
    "Le 15 février 2018, le Royaume-Uni a attribué NotPetya au renseignement militaire russe.",
    "D'après le Royaume-Uni (15 février 2018), la Russie est derrière cette attaque.",
    "Les États-Unis ont inculpé six officiers du GRU le 19 octobre 2020.",
]


@pytest.mark.parametrize("text", HELD_RESPONSIBLE)
def test_in_the_words_of_a_dated_holder_it_stands(text: str) -> None:
    assert rules(text) == []
    assert rules(text, own="FRA") == []


NOBODY = [
    "Ukraine was attacked.",
    "We call on Russia to behave responsibly in cyberspace.",
    "Russia denied on 3 March 2018 that it attacked the network.",
    "There is no evidence that China attacked the network.",
    "We asked whether Russia attacked the network.",
    "Russia voted against the resolution.",
    "A Ukrainian bank was hit by the malware.",
    "Ukrainian hospitals suffered attacks.",
    "German companies lost 3 million euros in the attack.",
    "France condemns the attack on Ukraine.",
    "Estonia launched an investigation into the attack.",
    "On behalf of France, I thank the Secretary-General.",
    "Networks in Estonia targeted in 2007 recovered.",
    "The malware disrupted hospitals in the United Kingdom.",
    "Germany is responsible for the security of its networks.",
    "France is behind this initiative.",
    "The United States disrupted the botnet.",
    "We do not attribute this attack to Russia.",
    "Ukraine's national police arrested four people.",
    "The Netherlands expelled four Russian officers on 13 April 2018.",
    "The French hospital attacked in December 2022 reopened.",
    "Iran rejected the accusation.",
    "The United States is responsible for coordinating the group.",
    "Japan and Australia conducted a joint exercise on incident response.",
    "Canada used its chairmanship to launch a network of contact points.",
    "Russia said on 5 May 2020 that it rejects the accusation.",
    "Le Canada a utilisé sa présidence pour lancer un réseau de points de contact.",
    "L'Espagne a organisé une réunion sur la protection des hôpitaux.",
    "L'Ukraine a été attaquée.",
    "La France appelle la Russie à respecter ses engagements.",
    "La Russie a nié le 3 mars 2018 avoir attaqué le réseau.",
    "Rien ne prouve que la Chine a attaqué le réseau.",
    "La Russie n'a pas attaqué le réseau.",
    "La France condamne l'attaque contre l'Ukraine.",
    "L'Estonie a lancé une enquête sur l'attaque.",
    "L'Allemagne est responsable de la sécurité de ses réseaux.",
    "L'attaque contre les banques ukrainiennes a coûté cher.",
    "Nous n'attribuons pas cette attaque à la Russie.",
    "La Russie est visée par des sanctions depuis l'attaque.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_a_victim_a_speaker_and_a_denial_are_no_accusation(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "According to experts, China stole the data.",
        "Sources said that North Korea launched the ransomware.",
        "It is believed that Iran is behind the attack.",
        "The attack was reportedly ordered by the Kremlin.",
        "Selon des experts, la Chine a volé les données.",
        "On dit que l'Iran est derrière l'attaque.",
        "La Chine aurait piraté le ministère.",
    ],
)
def test_nobody_in_particular_is_no_holder(text: str) -> None:
    assert rules(text) == ["vague-holder"]


def test_a_holder_without_a_day_is_asked_for_it() -> None:
    assert rules("The United Kingdom said that Russia attacked the network.") == ["holder-without-date"]
    assert rules("Le Royaume-Uni a déclaré que la Russie a attaqué le réseau.") == ["holder-without-date"]


@pytest.mark.parametrize(
    "text",
    [
        "We assess that Iran conducted this cyber operation.",
        "La France attribue cette attaque à l'Iran.",
        "We hold Iran responsible.",
        "Nous tenons l'Iran pour responsable.",
    ],
)
def test_the_desks_own_voice_needs_its_assessment_above_its_gate(text: str) -> None:
    assert rules(text, own="FRA") == ["no-assessment"]
    assert rules(text, own="FRA", assessments={"IRN": 0.79}) == ["below-gate"]
    assert rules(text, own="France", assessments={"Iran": 0.8}) == []
    assert rules(text, own="FRA", assessments={"IRN": 0.9}, gate=0.95) == ["below-gate"]
    assert rules(text, own="FRA", assessments={"RUS": 0.99}) == ["no-assessment"]


def test_a_group_is_accused_as_a_state_is() -> None:
    text = "We attribute the attack to Red Star."

    assert rules(text) == []  # no list knows it
    assert rules(text, assessments={"Red Star": 0.7}) == ["below-gate"]


def test_the_finding_says_the_place_and_what_was_judged() -> None:
    text = "Thank you. We attribute this attack to Russia."
    (found,) = lint(text, assessments={"RUS": 0.7})

    assert (found.sentence, text[found.start : found.end]) == (2, found.found)
    assert "70%" in str(found.message)
    assert "80%" in str(found.message)
    assert "Russia" in str(found.message)
    assert "Russie" in found.message.in_language("fr")


def test_the_word_of_estimate_is_that_of_the_assessment() -> None:
    text = "We assess that it is {} that Russia carried out the attack."

    def found(word: str, probability: float) -> list[str]:
        return [f.rule for f in lint(text.format(word), assessments={"RUS": probability})]

    assert found("very likely", 0.85) == []
    assert found("almost certain", 0.85) == ["word-not-of-assessment"]
    assert found("almost certain", 0.995) == []  # the nearest word beyond the scale


@pytest.mark.parametrize("text", ["Colonel Ivan Petrov signed it.", "The court named Evgenii Serebriakov.", "Le colonel Dubois a signé."])
def test_a_person_is_pointed_at(text: str) -> None:
    assert [f.rule for f in lint(text)] == ["person"]


@pytest.mark.parametrize("text", ["The General Assembly met.", "Paul VI Hall is in Rome, General Staff in Paris.", "San Marino joined us."])
def test_a_body_is_no_person(text: str) -> None:
    assert "person" not in [f.rule for f in lint(text) if "General" in f.found or "San" in f.found]


@pytest.mark.parametrize(
    "more", [{"gate": 2}, {"gate": True}, {"assessments": {"RUS": 80}}, {"assessments": {"RUS": float("nan")}}, {"own": "Atlantis"}]
)
def test_settings_that_are_none_are_refused(more: dict[str, object]) -> None:
    with pytest.raises(BadValue):
        lint("Russia.", **more)  # type: ignore[arg-type]
