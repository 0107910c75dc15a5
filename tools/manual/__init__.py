"""The man page, the shell completions and the table of rules, made from the tables in the code.

``python -m tools.manual`` writes the files that the repository and the wheel hold; with
``--check`` it only tells which of them are stale. Nothing else in the package imports this.
"""
