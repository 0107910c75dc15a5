"""git-secrets-py keeps secrets out of git: before the commit, and in all of history."""

__version__ = "1.0.0"
