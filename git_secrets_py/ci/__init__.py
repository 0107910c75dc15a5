"""Continuous integration: the job, read from its environment, and the commits that it is for."""
