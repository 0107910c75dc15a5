"""Findings: matches that nothing allows, with their places, severities and records."""
