"""What stands behind ``what-is-said`` and ``who-took-up-our-words``: texts of the lake and of the dossier, counted, then told and shown."""
