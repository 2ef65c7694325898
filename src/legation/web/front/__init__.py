"""The front of a consular desk: what faces the Internet, and can open nothing.

No accounts, no sessions, no cookies, no script, no private key. A page shows what was just typed, and never anything stored; what is sent
is sealed to the desk's public key (HPKE) before it is written (:mod:`~legation.web.front.store`). Signed and numbered bundles go both ways
(:mod:`~legation.web.front.bundles`). Nothing here imports the desk, a dossier or an account: an import contract says so.
"""
