"""Package and image registries: npm, PyPI, RubyGems, Docker Hub."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

RULES = {
    "npm": (
        Rule(
            "npm-token",
            rb"npm_[A-Za-z0-9]{36}",
            "An npm access token, which can publish packages. Delete it in the npm account under "
            "Access Tokens, or with npm token revoke.",
        ),
        Rule(
            "npm-registry-credential",
            rb"""//[^[:space:]"']+:_(authToken|auth|password)[[:space:]]*=[[:space:]]*"""
            rb"""["']?[A-Za-z0-9+/_-]{16,}={0,2}["']?""",
            "A package registry credential in an .npmrc file. Revoke it at the registry, and "
            "write ${NAME} in its place: npm reads it from the environment.",
            "https://docs.npmjs.com/cli/configuring-npm/npmrc",
        ),
    ),
    "pypi": (
        Rule(
            "pypi-token",
            # The Base64 form of the macaroon's location, "pypi.org" or "test.pypi.org"
            rb"pypi-Ag(EIcHlwaS5vcmc|ENdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,}",
            "An API token of PyPI or TestPyPI, which can publish packages. Remove it in Account "
            "settings → API tokens.",
            "https://pypi.org/help/#apitoken",
        ),
    ),
    "rubygems": (
        Rule(
            "rubygems-api-key",
            rb"rubygems_[0-9a-f]{48}",
            "A RubyGems API key, which can publish gems. Delete it in Settings → API keys.",
        ),
    ),
    "docker": (
        Rule(
            "docker-access-token",
            rb"dckr_(pat_[A-Za-z0-9_-]{27}|oat_[A-Za-z0-9_-]{32})",
            "A Docker access token, personal (pat) or of an organization (oat). Delete it in the "
            "settings of the Docker account or organization.",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
