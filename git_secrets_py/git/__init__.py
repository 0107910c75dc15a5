"""The only code that starts git: plumbing commands, NUL-separated, independent of user settings.

``process`` starts git, by ``spawn`` where that is possible; ``process_group`` does so in several
threads. ``repository`` has the paths and the configuration, ``objects`` the contents, ``trees`` the
entries of the index and of trees, and the changes of commits. ``promisor``, ``incomplete_commits``
and ``lfs`` are about content that is not in this clone, ``operation`` about a merge or rebase in
progress. ``sandbox`` runs hooks. ``mirrors`` and ``limited_commands`` clone with GitPython.
"""

# Values of ``subprocess`` for a process's streams; a hook does not import ``subprocess``.
PIPE = -1
DEVNULL = -3
# The mode of a submodule's entry in the index or a tree. Defined here because a clean hook
# needs it and does not import ``trees``.
GITLINK = b"160000"
