"""One verb per file. Each ``run`` takes a context and returns an exit status."""
