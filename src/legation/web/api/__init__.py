"""The interface for programs: tokens with scopes, the operations below ``/api/v1``, and their description in OpenAPI.

A request with ``Authorization: Bearer TOKEN`` is let in by :class:`legation.web.api.tokens.Bearer`. Each operation is declared with an
action (:mod:`legation.web.api.operation`), as each page is, and the same function asks whether it is allowed:
:func:`legation.web.site.routing.enter`. What an operation answers is made of the dossier as the token's person may see it.
"""
