"""The rows of each dossier's newest revision in indexed tables, for whom and when they are there: searched, filtered, chosen from."""
