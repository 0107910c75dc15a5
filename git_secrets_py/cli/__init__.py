"""The command line: options, parsing, help, and code that commands share.

``main`` is the entry point. ``verbs``, ``options``, ``settings`` and ``help_texts`` are tables,
from which ``parser`` and ``usage`` work; ``context`` has the parsed arguments, the repository and
the output.

``scan_runner``, ``push_runner``, ``audit_runner`` (with ``submodule_audits``) and ``agent_runner``
run the scans of several commands, from the patterns in ``active_patterns`` to the report of
``report_opening``. ``situation`` and ``pushed_history`` are the circumstances for its advice.
"""
