"""The only code that starts git: plumbing commands, NUL-separated, deaf to user settings."""
