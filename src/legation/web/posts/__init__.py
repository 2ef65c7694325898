"""Posts of a round of démarches on the site: what one sees of the dossier, by what somebody holds it, and what it reports.

``assigned.py`` says which rows are a post's own; ``holders.py`` gives and takes away accounts and links; ``reports.py`` writes down what a
post sends; ``routes.py`` lets whoever holds a post in, and nobody else; ``turned_away.py`` says what the others are told.
"""
