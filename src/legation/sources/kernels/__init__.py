"""Compiled work on bytes that several readers share. Imported only where a file is read."""
