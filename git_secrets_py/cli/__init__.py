"""The command line: options, parsing, help, and what commands have in common."""
