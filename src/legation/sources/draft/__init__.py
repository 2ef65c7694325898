"""Texts under negotiation in other people's files: plain text, Akoma Ntoso, Word.

Each module reads and writes one form; what all of them read is a :class:`legation.methods.drafting.Draft`. The words of the versions of a
draft, which lie in parts of their own, are read by :mod:`legation.sources.draft.text`, and brought into a dossier by
:mod:`legation.sources.draft.versions`.
"""
