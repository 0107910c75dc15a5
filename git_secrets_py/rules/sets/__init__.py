"""The rules, in a module for each kind of service."""
