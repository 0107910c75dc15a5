"""Audits of many repositories: ``--scan-fleet``.

The steps, in order: ``sources`` and ``discovery`` (the repositories to audit), ``addresses`` and
``credentials`` (no user name or password travels), ``run`` and ``executor`` (the order of the
audits, and the processes that run them), ``worker`` with ``clones``, ``forks`` and ``auditing``
(one repository), ``results`` (one file for each repository), ``merge`` and ``sarif`` (the reports
on all of them). Dask is imported by ``dask_executor``, ``dask_cluster`` and ``dask_worker`` only.
"""
