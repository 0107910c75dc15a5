"""Registries of packages and images: npm, PyPI, RubyGems, Docker Hub."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

RULES = {
    "npm": (
        Rule(
            "npm-token",
            rb"npm_[A-Za-z0-9]{36}",
            "An npm access token: with it packages can be published. Delete it among the access "
            "tokens of the npm account.",
        ),
        Rule(
            "npm-registry-credential",
            rb"""//[^[:space:]"']+:_(authToken|auth|password)[[:space:]]*=[[:space:]]*"""
            rb"""["']?[A-Za-z0-9+/_-]{16,}={0,2}["']?""",
            "The credential of a package registry in an .npmrc file. Revoke it at that registry, "
            "and write ${NAME} instead, which npm reads from the environment.",
            "https://docs.npmjs.com/cli/configuring-npm/npmrc",
        ),
    ),
    "pypi": (
        Rule(
            "pypi-token",
            # base64 of the macaroon's location, "pypi.org" or "test.pypi.org"
            rb"pypi-Ag(EIcHlwaS5vcmc|ENdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,}",
            "An API token of PyPI or TestPyPI: with it packages can be published. Remove it in "
            "the account's settings.",
            "https://pypi.org/help/#apitoken",
        ),
    ),
    "rubygems": (
        Rule(
            "rubygems-api-key",
            rb"rubygems_[0-9a-f]{48}",
            "An API key of RubyGems: with it gems can be published. Delete it in the settings of "
            "the account.",
        ),
    ),
    "docker": (
        Rule(
            "docker-access-token",
            rb"dckr_(pat_[A-Za-z0-9_-]{27}|oat_[A-Za-z0-9_-]{32})",
            "A Docker access token, personal (pat) or of an organisation (oat). Delete it in the "
            "settings of the Docker account.",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
