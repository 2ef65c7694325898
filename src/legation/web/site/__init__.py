"""What every page needs: the language, the tags of templates, the pages of errors."""
