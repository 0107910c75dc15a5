"""Converting the configuration of other scanners."""
