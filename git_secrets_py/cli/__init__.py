"""The command line: options, parsing, help, and code that commands share."""
