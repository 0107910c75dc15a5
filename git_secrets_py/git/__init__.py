"""The only code that starts git: plumbing commands, NUL-separated, deaf to user settings."""

# What a process's stream is to be; the values are those of ``subprocess``, which a hook does
# not import.
PIPE = -1
DEVNULL = -3
