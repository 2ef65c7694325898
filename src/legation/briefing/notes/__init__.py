"""The note: two pages that state, decide and are honest, and the annex of what they cite. One file for each situation declares one."""
