"""Invented content to look at, and how it is loaded.

`register.toml` holds what the pieces cite and what happened in between, `pieces/` one file a piece.
Everything is invented but for one piece, a summary of a real one that says so.
"""
