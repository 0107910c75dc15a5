"""Generators of the man page, the shell completions, and tables in the documentation.

``python -m tools.manual`` writes the files; with ``--check`` it only lists outdated ones.
"""
