"""The history audit: every object that git holds, and which commit brought a secret in.

The steps, one module each: ``roots`` (what history hangs from), ``listing`` and ``segments``
(which objects there are, cut into pieces of work), ``reader`` (read and filter them, one thread
per core), ``connectivity`` (is anything missing), ``places`` (which commits and paths brought a
matched object in), ``secrets`` (decide there and gather), ``known`` (what the next audit need not
read). ``run`` joins them. Nothing here prints.
"""
