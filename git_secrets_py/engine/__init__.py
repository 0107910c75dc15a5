"""Bytes in, matches and findings out."""
