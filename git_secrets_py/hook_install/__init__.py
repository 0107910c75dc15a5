"""Installing, recognizing and removing git hooks."""
