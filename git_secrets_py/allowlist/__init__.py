"""Secrets that are allowed: entries of ``.gitallowed``, and finding what an id names."""
