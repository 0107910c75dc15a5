"""Installing, recognizing and removing git hooks.

``installer`` writes the ``scripts`` by ``atomic_install`` into the directory of ``locations``, or
into that of ``git_template``. ``installed_hook`` is the file that exists there. ``managers`` are
programs that write hooks, and ``delegation`` shows whether these call ours.
"""
