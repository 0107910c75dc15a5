"""Hooks of coding agents: events, their scanned parts, answers, and settings files.

One module for each agent describes its events in a table. Scanning is in ``cli.agent_runner``.
"""
