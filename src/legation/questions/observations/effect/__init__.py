"""What stands behind ``did-it-work``: a measure of an activity before and after it, beside others that it did not touch."""
