"""Hooks of coding agents: events, their scanned parts, answers, and settings files.

A module for each agent describes its events in a table; ``table`` has the agents by name, ``agent``
the classes of such a description. ``claude_protocol``, ``exit_protocol`` and ``withholding`` are
answers that several agents have in common, ``messages`` their texts.

An event is read by ``json_reader``. ``surfaces`` returns its parts to scan, ``event_files`` and
``prompt_files`` the files that it refers to, ``shown_files``, ``shell_words`` and
``shell_programs`` those that a shell command shows. ``cli.agent_runner`` scans all of them.

``settings_file`` installs the hooks; ``json_text``, ``toml_block`` and ``owned_files`` change the
kinds of files, ``wiring`` has the command line in them, and ``versions`` the events that the
version of an agent supports.
"""
