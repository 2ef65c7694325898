"""The name of a place in a sentence: of a city after which a zone is named, of a post, or of whoever speaks from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legation.language import Lang, Spoken, say

__all__ = ["PlaceName"]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name whose French article joins with a preposition: *Le Caire*, *du Caire*. A sentence writes it by a form, ``{post:de}``.

    >>> from legation.language import Message
    >>> [Message("page-posts.entry-title", post=PlaceName(name)).in_language("fr") for name in ("Abidjan", "Le Caire", "La Havane")]
    ['Compte rendu d’Abidjan', 'Compte rendu du Caire', 'Compte rendu de La Havane']
    """

    name: Spoken | str

    @property
    def articles(self) -> Mapping[str, str]:
        """The article that its French name brings along."""
        article, _, rest = say(self.name, "fr").partition(" ")
        return {"fr": article.lower()} if rest and article in ("Le", "Les") else {}

    def in_language(self, lang: Lang) -> str:
        """Return the name, without an article that joins with a preposition."""
        written = say(self.name, lang)
        return written.partition(" ")[2] if lang in self.articles else written
