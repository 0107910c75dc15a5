"""Building, testing and deploying software, and its secrets."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

RULES = {
    "doppler": (
        Rule(
            "doppler-token",
            rb"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}",
            "A Doppler token: personal (pt), service (st), CLI (ct) or other. Revoke it in the "
            "Doppler dashboard under Tokens or Access.",
            "https://github.com/DopplerHQ/node-sdk",
            documented=True,
        ),
    ),
    "1password": (
        Rule(
            "1password-service-account-token",
            rb"ops_eyJ[A-Za-z0-9+/_-]{100,1200}={0,3}",
            "A 1Password service account token. Rotate or revoke it on 1Password.com under "
            "Developer → Service Accounts.",
            "https://developer.1password.com/docs/service-accounts/",
        ),
        Rule(
            "1password-secret-key",
            rb"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}",
            "The Secret Key of a 1Password account. Regenerate it in the account on 1Password.com.",
            "https://support.1password.com/secret-key-security/",
            before=OUTSIDE_NAME,
            check="random",
        ),
    ),
    "infracost": (
        Rule(
            "infracost-api-key",
            rb"ico-[A-Za-z0-9]{32}",
            "An Infracost API key. Regenerate it in Infracost Cloud under Org Settings.",
            "https://www.infracost.io/docs/",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "prefect": (
        Rule(
            "prefect-api-key",
            rb"pn[ub]_[A-Za-z0-9]{36}",
            "A Prefect Cloud API key of a user (pnu) or service account (pnb). Delete it in the "
            "profile under API Keys.",
            "https://github.com/PrefectHQ/prefect/blob/main/src/prefect/cli/cloud/__init__.py",
            documented=True,
        ),
    ),
    "octopus-deploy": (
        Rule(
            "octopus-deploy-api-key",
            rb"API-[A-Z0-9]{25,36}",
            "An Octopus Deploy API key. Delete it in the profile under My API Keys.",
            "https://github.com/OctopusDeploy/api-client.ts",
            before=OUTSIDE_NAME,
            check="random",
            documented=True,
        ),
    ),
    "harness": (
        Rule(
            "harness-token",
            rb"[ps]at\.[A-Za-z0-9_-]{22}\.[0-9A-Za-z]{24}\.[A-Za-z0-9]{20}",
            "A Harness API key: personal (pat) or of a service account (sat). Delete it in the "
            "profile or service account under API Keys.",
            "https://github.com/harness/cli/blob/main/pkg/auth/auth.go",
            documented=True,
        ),
    ),
    "circleci": (
        Rule(
            "circleci-token",
            rb"CCI(?:PAT|PRJ)_[A-Za-z0-9]{20,24}_[0-9a-f]{40}",
            "A CircleCI API token, personal (CCIPAT) or of a project (CCIPRJ). Delete it in User "
            "Settings → Personal API Tokens, or in the project settings.",
            "https://circleci.com/changelog/new-format-for-api-access-tokens/",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "buildkite": (
        Rule(
            "buildkite-token",
            # Before the secret, an ID in Base64; the token of a job is a JSON Web Token.
            rb"(?:bk(?:ua|a[art]?|ct?|pt?)_(?:[A-Za-z0-9]{2,12}\.)?[0-9a-zA-Z]{40,120}|"
            rb"bkaj_eyJ[A-Za-z0-9_-]{10,400}\.eyJ[A-Za-z0-9_-]{10,900}\.[A-Za-z0-9_-]{20,700})",
            "A Buildkite token. Revoke it in Personal Settings → API Access Tokens, or in the "
            "settings of its agents.",
            "https://buildkite.com/docs/platform/security/tokens",
            documented=True,
        ),
    ),
    "travis-ci": (
        Rule(
            "travis-ci-token",
            named(rb"travis", rb"[A-Za-z0-9_-]{22}"),
            "A Travis CI API token. Regenerate it in Settings.",
            "https://docs.travis-ci.com/user/travis-ci-api-token/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "codecov": (
        Rule(
            "codecov-token",
            named(rb"codecov", _UUID),
            "A Codecov upload token. Regenerate it in the configuration of the repository.",
            "https://docs.codecov.com/docs/codecov-tokens",
            before=ANYTHING,
        ),
    ),
    "sonarqube": (
        Rule(
            "sonarqube-token",
            rb"sq[uap]_[0-9a-f]{40}",
            "A SonarQube token: user (squ), global analysis (sqa) or project analysis (sqp). "
            "Revoke it in My Account → Security.",
            "https://github.com/SonarSource/sonarqube/blob/master/server/"
            "sonar-webserver-auth/src/main/java/org/sonar/server/usertoken/TokenGeneratorImpl.java",
            documented=True,
        ),
        Rule(
            "sonarqube-token-legacy",
            named(rb"sonar(?:qube|cloud)?[_.-]?(?:login|token|auth)", rb"[0-9a-f]{40}"),
            "A SonarQube or SonarQube Cloud token without a prefix. Revoke it in My Account → "
            "Security.",
            "https://github.com/SonarSource/sonarqube/blob/master/server/sonar-webserver-auth/src/main/java/org/sonar/server/usertoken/TokenGeneratorImpl.java",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "snyk": (
        Rule(
            "snyk-access-token",
            rb"snyk_[us]at\.[a-z0-9]{8}\.[A-Za-z0-9_-]{20,500}\.[A-Za-z0-9_-]{20,200}",
            "A Snyk access token of a user (uat) or service account (sat). Revoke it in Account "
            "settings → Personal access tokens.",
            "https://github.com/snyk/go-application-framework/blob/main/pkg/auth/tokenauthenticator.go",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "snyk-token",
            named(rb"snyk", _UUID),
            "A Snyk API token. Revoke it in Account settings → General.",
            "https://docs.snyk.io/snyk-api/authentication-for-api",
            before=ANYTHING,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
