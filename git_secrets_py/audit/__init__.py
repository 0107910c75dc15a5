"""The history audit: it reads every object of a repository and attributes matches to commits.

The steps, in order: ``roots`` (refs, HEADs, stashes and indexes) and ``object_list`` (the objects
of the database), which ``beginning`` starts while the patterns are loaded, ``incremental`` and
``cache_file`` (the objects that an earlier audit has read), ``segments`` and ``reader``, or
``pack_reading`` with ``pack_filtering`` (read and filter objects, one thread per core),
``connectivity``, ``links`` and ``missing_objects``, ``listed_ids`` (the objects to store in the
cache), ``revisions`` and ``commits`` (the commits and their changes), ``places``, ``occurrences``
and ``known_places`` (the commits and paths that introduced a matched object, and the commits that
an earlier audit found), ``findings`` and ``known_findings`` (secrets that are not allowed, and
those that an earlier audit found) and ``history`` (their authors, removals and remotes).

``examination`` joins the steps up to ``missing_objects``, ``attribution`` those after it, and
``audit`` all of them, with the values in ``steps`` and ``model``. Nothing here prints.
"""
