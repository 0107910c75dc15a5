# cython: language_level=3
"""The records of commits and tags that ``LinkChecker`` writes and ``History`` reads."""

cdef enum:
    # The second number of a commit: the date, and above it the number of parents, or ``IS_TAG``.
    DATE_BITS = 48
    IS_TAG = 0xffff
