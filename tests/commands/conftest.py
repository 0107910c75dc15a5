"""Fixtures for the tests of pushes."""

from __future__ import annotations

import pytest
from pushing import put_hook
from support import from_template


@pytest.fixture
def remote(make_repo):
    """The bare repository that is pushed to."""
    return make_repo("remote.git", "--bare")


@pytest.fixture
def clone(repo, remote, templates):
    """A clone with one commit pushed, the AWS patterns and the pre-push hook."""

    def prepare():
        repo.commit_file("a", "base\n")
        repo.git("remote", "add", "origin", "../remote.git")
        repo.git("push", "--quiet", "origin", "main")
        repo.register_aws()
        put_hook(repo, "pre-push")

    from_template(repo, templates / "pushed", prepare)
    from_template(remote, templates / "pushed_to", lambda: None)
    return repo
