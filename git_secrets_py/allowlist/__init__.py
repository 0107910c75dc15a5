"""Allowing secrets: entries of ``.gitallowed``, and finding the secret that an ID names."""
