"""Findings in, bytes out; nothing here prints."""
