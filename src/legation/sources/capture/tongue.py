"""Which language a text is in, by its script and its commonest words: enough to choose a hyphenation, never to judge anything by."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["language_of"]

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
    told = _CODE.match(declared.lower())
    letters = sum(map(str.isalpha, sample))
    for code, script in _SCRIPTS.items():
        found = len(script.findall(sample))
        if found >= (0.15 if code == "ja" else 0.5) * letters and found >= 10:
            other = (code == "ru" and _NOT_RUSSIAN.search(sample)) or (code == "ar" and _NOT_ARABIC.search(sample))
            return (told[0] if told else "") if other else code
    counts = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    total = sum(counts.values())
    shares = sorted(((sum(counts[word] for word in words) / max(total, 1), code) for code, words in _SETS.items()), reverse=True)
    if total >= 15 and shares[0][0] >= 0.15 and shares[0][0] >= 1.3 * shares[1][0]:
        return shares[0][1]
    return told[0] if told else ""
