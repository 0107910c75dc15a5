"""Matches in encoded text: in base64, hexadecimal and escapes.

``gate`` finds the lines that may hold encoded text, ``decoder`` decodes it, and ``matches`` are
those in the decoded text.
"""
