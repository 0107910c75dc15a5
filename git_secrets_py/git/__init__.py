"""The only code that starts git: plumbing commands, NUL-separated, independent of user settings."""

# Values of ``subprocess`` for a process's streams; a hook does not import ``subprocess``.
PIPE = -1
DEVNULL = -3
# The mode of a submodule's entry in the index or a tree. Defined here because a clean hook
# needs it and does not import ``trees``.
GITLINK = b"160000"
