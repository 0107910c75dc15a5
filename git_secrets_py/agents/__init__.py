"""Hooks of coding agents: events, what is scanned of them, answers, and settings files.

One module for each agent describes its events in a table. Scanning is in ``cli.agent_runner``.
"""
