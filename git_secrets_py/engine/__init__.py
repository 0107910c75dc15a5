"""The engine: from bytes to matched lines."""
