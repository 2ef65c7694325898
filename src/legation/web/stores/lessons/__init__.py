"""Classes on the path of six lessons, and how far the browsers in them are."""
