"""Models of a dossier in forms that follow from their declaration: lists, new ones, sections, the text; editors that a form cannot be."""
