"""What part a proper name plays in an incident: read from its form and the words around it, since no list of firms is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator

from legation.methods.text.blame.lexicon import small_words
from legation.methods.text.persons import persons

__all__ = ["names", "organisation"]

_WORD = r"[A-ZÀ-ÖØ-Þ][\w&’'-]*"
_NAME = re.compile(rf"(?:{_WORD})(?:\s+(?:of\s+|de\s+|des\s+|du\s+)?{_WORD}){{0,3}}")
_STARTERS = small_words("starters")
_BEASTS = small_words("beasts")
"""Whose names gangs and units are given by those who track them."""
_GROUP_BEFORE = re.compile(
    r"(?:group|gang|crew|collective|known as|tracked as|hackers?|ransomware|malware|groupe|bande|nom de"
    r"|membres? de|members? of)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_GROUP_AFTER = re.compile(r"^\s*(?:group|gang|crew|ransomware|collective|hackers?|affiliates?|malware|botnet)\b", re.IGNORECASE)
_GROUP_FORM = re.compile(
    r"^(?:APT|UNC|FIN|TA|DEV|G|UAC)[- ]?\d+$|\b(?:bear|panda|kitten|spider|typhoon|blizzard|sandstorm|owl"
    r"|wolf|wolves|fox|lynx|otter|heron|crow|raven|hawk|"
    r"falcon|eagle|viper|cobra|snake|scorpion|tiger|lion|jackal|hyena|shark|squid|spectre|ghost|phantom"
    r"|lantern|shadow|dragon|buffalo|tempest|sleet|"
    r"worm|sand\w*|locker|lock\w*|bit\b|loup|loutre|renard|corbeau|vipère|serpent|faucon|aigle|tigre"
    r"|requin|hydre|fantôme|ombre noire|chacal|lanterne|"
    r"gris\w*|noire?|noirs|pâle|pale|grey|gray|black|brackish|red|dark|silent|crimson|cozy|fancy|rouge|silencieu\w*)\b",
    re.IGNORECASE,
)
_STATE_FORM = re.compile(r"(?:land|lande|lands|stan|mark|marche|ia|ie|onia|sia|istan|strie|brie)$", re.IGNORECASE)
_STATE_ADJECTIVE = re.compile(r"\b\w+(?:landais|marchois|oriens?|iens?|ian)e?s?\s*$", re.IGNORECASE)
_FIRM_FORM = re.compile(
    r"\b(?:bank|banque|telecom|télécom|airways|airlines?|air|insurance|assurances?|water|energy|énergie"
    r"|transports?|rail|hospital|clinic|clinique|hotels?|"
    r"health|santé|post|poste|group|groupe|university|université|council|stores?|foods?|motors?|ferries"
    r"|lines?|power|gas|électricité|eaux)\b",
    re.IGNORECASE,
)
_MAKER_FORM = re.compile(
    r"\b(?:software|logiciels?|systems|systèmes|technolog\w*|tech|soft\w*|labs?|security|cloud|hosting"
    r"|networks|informatique|services|solutions|micro\w*|data)\b",
    re.IGNORECASE,
)
_MAKER_AROUND = re.compile(
    r"\b(?:patch(?:es)?|updates?|products?|software|gateway|version|customers'|clients?|appliance"
    r"|firewall|shipped|released?|vendor|supplier|supplied|fix(?:es)?|"
    r"tool|advisory|hosted|plugin|mises? à jour|produits?|logiciels?|livr\w+|correctifs?|éditeur"
    r"|fournisseur|prestataire|hébergeur|passerelle|outil|module|pare-feu)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\b(?:Inc|Ltd|LLC|Corp|SA|SAS|GmbH|AG|plc|PLC|Co|NV|SE)\b")
_ATTACK_AROUND = re.compile(
    r"\b(?:hack\w*|stole|steal\w*|sabotag\w*|ransom\w*|extort\w*|broke into|pirat\w*|vol[ée]\w*|rançon\w*|intrusions?)\b", re.IGNORECASE
)


def names(sentence: str, lang: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, target) of each proper name that plays a part, in the order of the sentence; a person's name plays none."""
    people = tuple(persons(sentence, lang))
    beside = tuple(persons(sentence, lang, beside=True))
    for found in _NAME.finditer(sentence):
        start, end = found.span()
        words = found.group().split()
        while words and words[0].casefold().split("'")[0].split("’")[0] in _STARTERS and (not words[0].isupper() or len(words[0]) < 5):
            lead = words[0].replace("’", "'")
            cut = lead.index("'") + 1 if "'" in lead[:-1] and lead.split("'")[0].casefold() in {"l", "d", "c", "n", "j", "s", "qu"} else 0
            if cut:
                start += cut
                words[0] = words[0][cut:]
                if not words[0][0].isupper():
                    words = words[1:]
                    start = end if not words else sentence.index(words[0], start)
                continue
            words = words[1:]
            start = end if not words else sentence.index(words[0], start + len(lead))
        name = sentence[start:end]
        if len(name) < 3 or any(start < b and a < end for a, b in people):
            continue
        if any(start < b and a < end for a, b in beside) and not organisation(name):
            continue
        if start == 0 and " " not in name and not _known(name, sentence, end):
            continue
        yield start, end, _role(name, sentence, start, end)


def organisation(name: str) -> bool:
    """Tell whether the form of a name is that of a firm, a maker, a State or a gang."""
    forms = (_FIRM_FORM, _MAKER_FORM, _SUFFIX, _STATE_ADJECTIVE)
    return _is_group(name) or any(form.search(name) for form in forms) or _STATE_FORM.search(name.split()[-1]) is not None


def _is_group(name: str) -> bool:
    return _GROUP_FORM.search(name) is not None or any(word in _BEASTS for word in name.casefold().split())


def _known(name: str, sentence: str, end: int) -> bool:
    """Tell whether one word at the very beginning is a name and not merely a word with a capital."""
    if _is_group(name):
        return True
    if _STATE_FORM.search(name) and name[-4:].casefold() not in {"erie", "érie"}:
        return True
    return bool(re.search(rf"\b{re.escape(name)}\b", sentence[end:])) or bool(
        re.match(
            r"(?:'s|’s)?\s+(?:\w+(?:s|ed)|has|had|was|is|a|n'a|nie|avait|n'avait|aurait|est|assure|affirme|dément"
            r"|reconnaît|accuse|rejette|conteste|admet|explique|soutient|savait|refuse|annonce|minimise|se|ne)\b",
            sentence[end:],
        )
    )


def _role(name: str, sentence: str, start: int, end: int) -> str:
    before, after = sentence[max(0, start - 40) : start], sentence[end : end + 40]
    if _GROUP_BEFORE.search(before) or _GROUP_AFTER.search(after) or _is_group(name):
        return "attacker/hackers"
    if _MAKER_FORM.search(name):
        return "vendor/supplier"
    if _FIRM_FORM.search(name) or _SUFFIX.search(name + after[:8]):
        return "breached organisation"
    if _STATE_FORM.search(name.split()[-1]) or _STATE_ADJECTIVE.search(name):
        return "state sponsor"
    if _MAKER_AROUND.search(before + after):
        return "vendor/supplier"
    if _ATTACK_AROUND.search(after[:24]):
        return "attacker/hackers"
    return "breached organisation"
