"""Package and image registries."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
    UUID,
    named,
)
from git_secrets_py.rules.rule import Rule

RULES = {
    "npm": (
        Rule(
            "npm-token",
            rb"npm_[A-Za-z0-9]{36}",
            "An npm access token, which can publish packages. Delete it in the npm account under "
            "Access Tokens, or with npm token revoke.",
            "https://unpkg.com/npm@11.6.3/docs/output/commands/npm-token.html",
            checksum="github",
            documented=True,
        ),
        Rule(
            "npm-registry-credential",
            rb"""//[^\s"'=]{1,200}?:_(?:authToken|auth|password)[ \t]{0,9}=[ \t]{0,9}["']?"""
            rb"""(?P<secret>(?!npm_)[A-Za-z0-9+/_-]{16,200}={0,2})""",
            "A package registry credential in an .npmrc file. Revoke it at the registry, and "
            "write ${NAME} in its place: npm reads it from the environment.",
            "https://docs.npmjs.com/cli/configuring-npm/npmrc",
            before=rb"(?<!:)",
            notation="npmrc",
            documented=True,
        ),
    ),
    "pypi": (
        Rule(
            "pypi-token",
            # The Base64 form of the macaroon's location, "pypi.org" or "test.pypi.org"
            rb"pypi-Ag(?:EIcHlwaS5vcmc|ENdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,1000}",
            "A PyPI or TestPyPI API token, which can publish packages. Remove it in Account "
            "settings → API tokens.",
            "https://github.com/pypi/warehouse/blob/main/warehouse/macaroons/services.py",
            before=ANYTHING,
            checksum="macaroon",
            documented=True,
        ),
    ),
    "rubygems": (
        Rule(
            "rubygems-api-key",
            rb"rubygems_[0-9a-f]{48}",
            "A RubyGems API key, which can publish gems. Delete it in Settings → API keys.",
            "https://github.com/rubygems/rubygems.org/blob/master/app/controllers/concerns/api_keyable.rb",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "crates-io": (
        Rule(
            "crates-io-token",
            rb"cio(?:_tp_)?[A-Za-z0-9]{32}",
            "A crates.io API token, which can publish crates. Revoke it in Account Settings → "
            "API Tokens.",
            "https://github.com/rust-lang/crates.io/blob/main/src/util/token.rs",
            before=OUTSIDE_NAME,
            after=NO_BASE64_AFTER,
            check="mixed",
            documented=True,
        ),
    ),
    "nuget": (
        Rule(
            "nuget-api-key",
            rb"oy2[a-z2-7]{43}",
            "A NuGet API key, which can publish packages. Delete it in the account under API Keys.",
            "https://github.com/microsoft/security-utilities",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            check="random",
            documented=True,
        ),
    ),
    "clojars": (
        Rule(
            "clojars-token",
            rb"CLOJARS_[0-9a-f]{60}",
            "A Clojars deploy token. Disable it in the account under Deploy Tokens.",
            "https://github.com/clojars/clojars-web/blob/main/src/clojars/db.clj",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "packagist": (
        Rule(
            "packagist-token",
            rb"packagist_(?:[a-z]{2,6}_)?[0-9A-Za-z]{32,80}",
            "A Private Packagist token. Revoke it in the settings of the organization or user.",
            "https://packagist.com/docs/api-authentication",
            before=ANYTHING,
            check="random",
        ),
    ),
    "docker": (
        Rule(
            "docker-access-token",
            rb"dckr_(?:[op]at_[A-Za-z0-9_-]{27}|oat_[A-Za-z0-9_-]{32})",
            "A Docker access token, personal (pat) or of an organization (oat). Delete it in the "
            "settings of the Docker account or organization.",
            "https://docs.docker.com/reference/api/hub/latest/operations/AuthCreateAccessToken",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "docker-swarm-join-token",
            rb"SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}",
            "A Docker Swarm join token. Rotate it with docker swarm join-token --rotate.",
            "https://docs.docker.com/reference/cli/docker/swarm/join-token/",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "docker-swarm-unlock-key",
            rb"SWMKEY-1-[A-Za-z0-9+/]{43}",
            "A Docker Swarm unlock key. Rotate it with docker swarm unlock-key --rotate.",
            "https://github.com/moby/swarmkit/blob/master/manager/encryption/encryption.go",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "docker-registry-auth",
            rb"""\\{0,4}["']auth\\{0,4}["'][ \t]{0,9}:[ \t]{0,9}\\{0,4}["']"""
            rb"""(?P<secret>[A-Za-z0-9+/]{12,400}={0,2})(?=\\{0,4}["'])""",
            "A password of an image registry in a Docker config.json. Change the password or "
            "revoke the token, and use a credential store.",
            "https://github.com/docker/docker-py/blob/main/docker/auth.py",
            before=ANYTHING,
            check="basic",
            notation="basic",
            guessable=True,
            documented=True,
        ),
    ),
    "jfrog": (
        Rule(
            "jfrog-api-key",
            rb"AKCp[A-Za-z0-9]{69}",
            "A JFrog Artifactory API key. Revoke it in the user profile.",
            "https://jfrog.com/help/r/jfrog-platform-administration-documentation/api-key",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
        ),
        Rule(
            "jfrog-reference-token",
            # The Base64 form of "reftkn:", and the rest of 64 characters.
            rb"cmVmdGtuO[A-Za-z0-9]{55}",
            "A JFrog reference token. Revoke it in Administration → User Management → Access "
            "Tokens.",
            "https://jfrog.com/help/r/jfrog-platform-administration-documentation/reference-token",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
        ),
    ),
    "cloudsmith": (
        Rule(
            "cloudsmith-api-key",
            rb"csa_[0-9a-f]{30}[A-Za-z0-9]{6}",
            "A Cloudsmith API key. Refresh it in the settings under API Key.",
            "https://help.cloudsmith.io/docs/api-key",
            before=OUTSIDE_NAME,
        ),
    ),
    "open-vsx": (
        Rule(
            "open-vsx-token",
            rb"ovsxat_" + UUID,
            "An Open VSX access token, which can publish extensions. Delete it in the user "
            "settings under Access Tokens.",
            "https://github.com/eclipse/openvsx",
        ),
    ),
    "sidekiq": (
        Rule(
            "sidekiq-license",
            named(rb"(?:enterprise|gems)__contribsys__com", rb"[0-9a-f]{8}:[0-9a-f]{8}"),
            "The credentials of a Sidekiq Pro or Enterprise license. Ask Contributed Systems for "
            "new ones.",
            "https://github.com/sidekiq/sidekiq/wiki/Commercial-FAQ",
            before=ANYTHING,
        ),
    ),
}
