"""The verbs: each function takes a context and returns an exit status. See ``cli.verbs``."""
