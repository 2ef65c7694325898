"""Two votes on one matter: what changed in the text, beside who voted otherwise."""
