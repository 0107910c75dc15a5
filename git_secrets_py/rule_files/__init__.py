"""Rule files: TOML with prohibited patterns, in our format or in that of gitleaks.

``loading`` reads a file, through ``tables``, in the format of ``own_format`` or
``gitleaks_format``, and ``rule_file`` has its patterns. ``pattern`` and ``file_match`` are those of
gitleaks, whose syntax ``re2`` translates; ``built_in`` adds allowlists to built-in rules.
``allowances`` are allowlists, ``expression_allowances`` the filter expressions of betterleaks,
which ``expressions`` evaluates. ``declared`` are texts that a rule file may hold itself.
"""
