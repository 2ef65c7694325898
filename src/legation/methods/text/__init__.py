"""Texts read by small, explainable classifiers: who blames whom, and what an activity is about."""
