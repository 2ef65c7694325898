"""The keys of subjects, in a database of their own, which no backup of the desk contains."""
