"""Reports: from findings to bytes.

``interface`` has the methods of a report. ``streamed_report`` prints findings one by one, as
git-secrets by AWS Labs does, and ``detailed_report`` does so with IDs and advice.
``rendered_report`` collects all findings, by ``builder`` and ``gathered_secrets``, into a report of
``model``, which a module in ``formats`` renders. ``severity_filter`` hides findings of low severity
in any of these.

``fix_steps`` and ``allow_steps`` are the next steps in a ``situation``, ``naming`` the names of
patterns, ``masking`` and ``secret_index`` hide secrets, and ``escaping`` makes text harmless.
"""
