"""Answers as paper: HTML, PDF, DOCX, JSON and CSV, in French and English."""
