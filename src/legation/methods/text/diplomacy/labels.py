"""The labels' own words, crossed out before anything is read.

"Digital diplomacy", "cyberdiplomatie", "ambassadeur pour le numérique" say what an activity is called, not what is done; French official
usage calls the one by the other's name. Names of departments, posts, funds and prizes go with them.
"""

from __future__ import annotations

import re

from legation.methods.text.diplomacy.folded import Folded

__all__ = ["label_pieces"]

_KIND = r"(?:digital|cyber|e|electronic|tech(?:no|nology)?)"
_DIPLOMACY = (
    rf"(?:{_KIND}(?:\s*(?:,|/|and|or|&)\s*{_KIND})*[\s-]*diplo(?:mac\w+|mats?|matic\w*)"
    r"|(?:virtual|online|net|internet|web|twitter|hashtag)[\s-]+diplomac\w+|twi(?:tter)?plomac\w+)"
)
_DIPLOMATIE = (
    r"(?:(?:cyber|e|techno|net)[\s-]*diplomat\w+"
    r"|diplomat(?:ie|ies|ique|iques|e|es)[\s\"«»]+(?:dite?s?\s+)?(?:du\s+|de\s+l'|par\s+)?[\"«]?\s*"
    r"(?:numeriques?|digita\w+|electroniques?|virtuelles?|cyber\w*|technologiques?|internet|web|en\s+ligne)"
    r"(?:\s+(?:et|ou)\s+(?:numeriques?|digita\w+|electroniques?|cyber\w*))?)"
)
_HOUSE = (
    r"(?:department|division|directorate|unit|desk|office|cell|team|section|bureau|branch|services?|lab|institute|cent(?:re|er)|chair|fund|"
    r"prize|award|medal|attaches?|officers?|advis[eo]rs?|counsellors?|ambassadors?|envoys?|fellows?)"
)
_MAISON = (
    r"(?:departement|division|direction|sous-direction|service|bureau|cellule|pole|equipe|mission|delegation|laboratoire|institut|centre|"
    r"chaire|fonds|prix|medaille|attache\w*|conseill\w+|charge\w*(?:\s+de\s+mission)?|delegue\w*|ambassad\w+|envoye\w*|poste)"
)
_MATTER = r"(?:digital|cyber\w*|tech(?:nology|nologies)?|icts?|internet|information\s+technolog\w+)"
_AFFAIRS = r"(?:affairs|issues|matters|polic\w+|security|governance|technolog\w+|transformation|cooperation|diplomacy|space)"
_MATIERE = r"(?:numeriques?|digita\w+|cyber\w*|technologi\w+|tech|internet)"
_PATTERNS = tuple(
    re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
    for pattern in (
        # the label, with the house or post named after it
        rf"{_DIPLOMACY}(?:\s+{_HOUSE})?",
        rf"{_HOUSE}\s+(?:of|for|on|in)\s+(?:the\s+)?{_DIPLOMACY}",
        rf"(?:{_MAISON}\s+(?:(?:de|a|pour|en|du|au)\s+)?(?:(?:la\s+|l'|cette\s+)\s*)?[\"«]?\s*)?{_DIPLOMATIE}",
        # posts and houses named for the matter
        (
            rf"(?:ambassadors?|envoys?|attaches?|advis[eo]rs?|counsellors?|coordinators?|representatives?)(?:[\s-]+at[\s-]+large)?\s+(?:for|of|on)\s+"
            rf"(?:the\s+)?(?:international\s+)?{_MATTER}(?:\s+(?:and|&)\s+{_MATTER})?(?:\s+{_AFFAIRS}){{0,2}}"
        ),
        rf"{_MATTER}[\s-]+(?:policy\s+|affairs\s+)?(?:ambassadors?|envoys?|attaches?|counsellors?|commissioners?)",
        (
            rf"(?:department|division|directorate|unit|office|bureau|ministry|section)\s+(?:of|for)\s+(?:the\s+)?(?:international\s+)?{_MATTER}"
            rf"(?:\s+(?:and|&)\s+{_MATTER})?\s+{_AFFAIRS}"
        ),
        r"(?:digital|cyber)\s+(?:(?:policy|affairs|issues)\s+)?(?:department|directorate|division|bureau|desk|section)",
        (
            rf"(?:ambassad\w+|envoye\w*(?:\s+specia\w+)?|emissaires?|attache\w*|conseill\w+|delegue\w*|representant\w*|coordinat\w+)\s+"
            rf"(?:thematique\s+)?(?:(?:en\s+)?charge\w*\s+)?(?:(?:pour|de|du|des|au|aux|a)\s+)?(?:(?:le|la|les)\s+|l')?"
            rf"(?:(?:enjeux|affaires|questions)\s+(?:du\s+|de\s+la\s+)?)?{_MATIERE}"
        ),
        r"strategie\s+internationale(?:\s+de\s+la\s+france)?\s+pour\s+le\s+numerique",
    )
)


def label_pieces(folded: Folded) -> tuple[tuple[int, int], ...]:
    """Return the pieces of a plain text that only name, by place.

    >>> from legation.methods.text.diplomacy.folded import fold_places
    >>> [("Our Digital Diplomacy Department spoke")[s:e] for s, e in label_pieces(fold_places("Our Digital Diplomacy Department spoke"))]
    ['Digital Diplomacy Department']
    """
    found = sorted((m.start(), m.end()) for pattern in _PATTERNS for m in pattern.finditer(folded.text))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
