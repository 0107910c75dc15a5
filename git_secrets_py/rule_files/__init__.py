"""Rule files: TOML with prohibited patterns, in our format or in that of gitleaks."""
