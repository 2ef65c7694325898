"""For what somebody is blamed or excused, and the run of characters that shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from legation.methods.text.blame.holder import AUTHOR, Frame
from legation.methods.text.blame.reading import Mention, SentenceReading

__all__ = [
    "cause",
    "span",
]


_KNOWN = {
    "en": re.compile(
        r"\bun-?patched\b|\bpatch(?:es|ed|ing)?\b|\b(?:security )?(?:updates?|fix(?:es)?)\b|out of (?:date"
        r"|support)|outdated|obsolete|unsupported|end[- ]of[- ](?:life|support)"
        r"|\b(?:known|old|public)\b[^,;]{0,20}\b(?:flaw|hole|bug|vulnerab\w+)|\b(?:knew|known|aware)\b"
        r"|\bwarned\b|\bignored\b[^,;]{0,20}\bwarning|\balert(?:ing|ed)\b|first alert|\bshared? the warning"
        r"|\b(?:late|delay\w*|belated\w*|overdue)\b|\b(?:kept|keep\w*)\b[^,;]{0,40}\b(?:secret|quiet|silent)"
        r"|\bsilence\b|\b(?:hid|hidden|hide|hiding|conceal\w*|withh\w+)\b|cover(?:ed|ing)?[- ]up"
        r"|\b(?:told|tell\w*|inform\w*|notif\w*|disclos\w*|shared?|passed on)\b[^,;]{0,40}\b(?:weeks?|months?"
        r"|years?|days?|nothing|late|in time|before|warning|knew|what it)"
        r"|\b(?:weeks?|months?|years?)\b[^,;]{0,30}\b(?:to (?:tell|say|notify|disclose|warn|admit)"
        r"|before (?:telling|saying|notifying|disclosing|warning))|misled|\bsat on\b|since the last century"
        r"|had been told"
    ),
    "fr": re.compile(
        r"correctif\w*|corrig\w+|mises? à jour|mettre à jour|pas à jour|obsolète\w*|périmé\w*|fin de vie"
        r"|hors support|plus maintenu\w*|failles? connue\w*|vulnérabilités? connue\w*"
        r"|\b(?:savai\w+|connaissai\w+|au courant)\b|prévenue?s?\b|prévenir|avertis?\b|alerter|signal(?:é"
        r"|er)\w*|bulletin d'alerte|retard\w*|tard[ié]?\w*|\btard\b|cach(?:é|er|ait|ent)\w*|dissimul\w+"
        r"|\btaire\b"
        r"|passée?s? sous silence|sous silence|\bsilence\b|étouff\w+|trop de temps|mis \S+ (?:mois|semaines)"
        r"|(?:mois|semaines) (?:plus tard|après|avant d')|attendu \S+ \S*\s?(?:mois|semaines|jours)"
        r"|divulgu\w+|secret"
        r"|enfin publié|nous le dire|vous le dire|le dire|n'a (?:rien )?dit|vulnérabilité|pendant lesquels|transmis"
    ),
}
_SLIP = {
    "en": re.compile(
        r"\bclick\w*|mistak\w+|mis-?typ\w+|\btyped\b|\btypo\b|\bwrong\b|\bslip(?:ped)?\b|inadvertent\w*"
        r"|accidental\w*|misdirect\w*|mis-?configur\w*|configuration|opened (?:the|an|a) (?:attachment"
        r"|e-?mail|link|file)|forwarded?"
        r"|plugged|human error|f(?:e|a)ll(?:ing|en)? for|left on (?:a|the) train|pasted|blunder\w*"
        r"|mix(?:ed)?[- ]up|\berrors?\b|phish\w*|unplugged|wrong (?:address|setting)"
    ),
    "fr": re.compile(
        r"cliqu\w+|\berreurs?\b|tromp\w+|inadvertance|mégarde|maladress\w*|faux courriel|faute de frappe"
        r"|fausse man\w+|mauvais(?:e|es)? \w+|ouvert (?:le|la|une|un) (?:courriel|pièce|message|lien|fichier)"
        r"|branch\w+"
        r"|tombé\w* dans|bévue|étourderie|mal (?:paramétr|configur|régl)\w+|à la main|hameçonn\w+|clé usb"
        r"|pièce jointe|réglage|erreur de saisie"
    ),
}
_MALICE = {
    "en": re.compile(
        r"\b(?:sold|sell\w*|stole\w*|steal\w*|wip\w+|sabotag\w*|out of spite|spite|grudge|reveng\w*|extort\w*"
        r"|blackmail\w*|bribe\w*|paid a hacker|for (?:money|cash|profit|gain)|advertise|publicity|leaked"
        r"|on purpose|deliberate\w*|working for a foreign|greed|bought stolen)\b"
    ),
    "fr": re.compile(
        r"\b(?:vend\w*|revend\w*|vol(?:é|er|ait)\w*|effac\w+|sabot\w+|veng\w+|extor\w+|chantage|corromp\w*"
        r"|renseigné|pour de l'argent|cupidité|délibér\w+|exprès|documents volés|coup monté|par vengeance"
        r"|notoriété|en rire|complices?)\b"
    ),
}
_LAX = {
    "en": re.compile(
        r"fail\w*|ignor\w*|neglig\w*|neglect\w*|careless\w*|reckless\w*|sloppy|\blax\b|\bleft\b|leaving"
        r"|expos\w*|unprotected|unencrypted|unsecured|password|forgot\w*|should have|hard-?coded|\bopen\b"
        r"|whiteboard|without|knew|greed\w*|shipped|secure|lets in|irresponsib\w*|faulty|joke|cheap\w*"
        r"|untested|botch\w*"
    ),
    "fr": re.compile(
        r"néglig\w*|oubli\w+|ignor\w+|laiss\w+|mots? de passe|sans |en clair|aurai\w* dû|aurait dû|incurie"
        r"|passoire|défaillan\w*|failli|savait|éprouvé\w*|bâcl\w*|chiffr\w+|mal |n'avait (?:rien|pas)"
        r"|légèreté|éteint|défectueu\w*|imprud\w*|activé|cloisonn\w*|testé\w*"
    ),
}
_POLICY = {
    "en": re.compile(
        r"\blaws?\b|\bact\b|budget|fund\w*|\bcuts?\b|austerity|hoard\w*|legislat\w*|\brules?\b|prosecut\w*"
        r"|raid\w*|powers?|ban(?:ned)?\b|said no|polic(?:y|ies)|spyware|stockpil\w*|backdoor|criminalis\w*"
        r"|bought|decree|parliament"
    ),
    "fr": re.compile(
        r"\blois?\b|budget\w*|crédits|moyens|supprim\w+|postes|\btextes?\b|décret\w*|politique|règles?"
        r"|poursuiv\w+|législa\w+|tapis rouge|logiciel espion|achet\w+|austérité|économies|pouvoirs?"
        r"|interdi\w+"
    ),
}
_FIXED: Mapping[str, str] = {"attacker/hackers": "malice", "state sponsor": "state policy", "nobody/system": "bad luck"}


def cause(reading: SentenceReading, mention: Mention, span: tuple[int, int]) -> str:
    """Return the cause for a mention that is blamed or excused, from the words of its span and clause."""
    if mention.target in _FIXED:
        return _FIXED[mention.target]
    begin, end = reading.clauses[mention.clause]
    words = reading.low[min(begin, span[0]) : max(end, span[1])]
    lang = reading.lang
    if mention.target == "users/employees" and _MALICE[lang].search(words):
        return "malice"
    if mention.target in {"security researchers/reporters", "vendor/supplier"} and _MALICE[lang].search(words):
        return "malice"
    if mention.target == "regulator/government" and _POLICY[lang].search(words):
        return "state policy"
    if mention.target not in {"users/employees", "security researchers/reporters"} and _KNOWN[lang].search(words):
        return "unpatched/late disclosure"
    if _SLIP[lang].search(words):
        return "human error"
    if mention.target == "users/employees":
        return "negligence" if _LAX[lang].search(words) else "human error"
    if mention.target == "vendor/supplier":
        return "negligence" if _LAX[lang].search(words) else "supplier"
    return "negligence"


_THAT = re.compile(r"\s*,?\s*(?:(?:on|in|at)\s+\w+day\s+)?(?:\w+\s+)?(?:that|qu'|que)\s*", re.IGNORECASE)
_EDGE = ' \t\n,;:.«»"“”'
_OWN_VERB = frozenset({"accuse", "legal", "clear", "deny", "own", "open"})


def span(reading: SentenceReading, mention: Mention, over: Frame | None, there: Sequence[Frame]) -> tuple[int, int]:
    """Return beginning and end [characters]: the clause of the mention without the holder and a bare "said that"."""
    start, end = reading.clauses[mention.clause]
    for frame in there:
        holder = frame.holder != AUTHOR
        inside = frame.subject[0] <= mention.start < frame.subject[1]
        if inside and frame.kind in {"deny", "own", "clear"}:
            start = max(start, frame.verb[0]) if frame.verb[0] < end else start
            after = [f.verb[0] for f in there if frame.verb[1] < f.verb[0] < end and f.kind in _OWN_VERB and f.subject == frame.subject]
            end = min([end, *(_joint(reading, place) for place in after)])
        elif inside or not (start <= frame.verb[0] < end):
            continue
        elif frame.verb[1] <= frame.subject[0] and frame.subject[1] <= mention.start and frame.kind == "report":
            start = max(start, frame.subject[1])
        elif frame.verb[1] <= mention.start:
            start = max(start, frame.verb[0] if frame.kind in _OWN_VERB or frame is not over else _behind(reading, frame.verb[1]))
            if frame.kind == "report":
                start = max(start, _behind(reading, frame.verb[1]))
        elif frame.verb[0] > mention.end and frame.subject[1] <= mention.start and frame.kind in _OWN_VERB:
            end = min(end, _joint(reading, frame.verb[0]))
        elif frame.subject[0] > frame.verb[0] and frame.kind == "report" and frame.verb[0] > mention.end:
            end = min(end, frame.verb[0])
        elif holder and frame.kind == "report" and frame.subject[0] > mention.end:
            end = min(end, frame.subject[0])
    return _trimmed(reading.text, start, end)


def _joint(reading: SentenceReading, place: int) -> int:
    found = re.search(r"\s+(?:and|et)\s+(?:\S+\s+){0,2}$", reading.text[:place])
    return found.start() if found else place


def _behind(reading: SentenceReading, place: int) -> int:
    found = _THAT.match(reading.text, place)
    return found.end() if found else place


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in _EDGE):
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    lead = re.match(r"(?:but|and|mais|et|so|car)\s+(?!non\b|not\b)", text[start:end], re.IGNORECASE)
    return (start + lead.end() if lead else start), end
