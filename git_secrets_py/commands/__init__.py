"""The verbs. Each function takes a context and returns an exit status; ``options`` names them."""
