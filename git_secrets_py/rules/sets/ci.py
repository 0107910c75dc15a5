"""Continuous integration, delivery and workflows."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

RULES = {
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
            rb"bk(?:a[ar]|ct|pat|ps|pt)_[A-Za-z0-9_-]{54,200}|"
            rb"bkaj_eyJ[A-Za-z0-9_-]{10,400}\.eyJ[A-Za-z0-9_-]{10,900}\.[A-Za-z0-9_-]{20,700})",
            "A Buildkite token. Revoke it in Personal Settings → API Access Tokens, or in the "
            "settings of its agents.",
            "https://buildkite.com/docs/platform/security/tokens",
            check="random",
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
    "teamcity": (
        Rule(
            "teamcity-access-token",
            # The Base64 form of {"typ": "TCV2"}.
            rb"eyJ0eXAiOiAiVENWMiJ9\.[A-Za-z0-9_-]{36}\.[A-Za-z0-9_-]{48}",
            "A TeamCity access token. Delete it in the profile under Access Tokens.",
            "https://www.jetbrains.com/help/teamcity/configuring-your-user-profile.html",
        ),
    ),
    "jenkins": (
        Rule(
            "jenkins-api-token",
            named(rb"jenkins", rb"11[0-9a-f]{32}"),
            "A Jenkins API token. Revoke it in the security settings of the user.",
            "https://github.com/jenkinsci/jenkins/blob/master/core/src/main/java/jenkins/security/"
            "apitoken/ApiTokenStore.java",
            before=ANYTHING,
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
    "mergify": (
        Rule(
            "mergify-application-key",
            rb"mergify_application_key_[A-Za-z0-9_-]{40,200}",
            "A Mergify application key. Delete it in the dashboard under Application Keys.",
            "https://docs.mergify.com/api/usage/",
        ),
    ),
    "chromatic": (
        Rule(
            "chromatic-project-token",
            rb"chpt_[0-9a-f]{12,16}",
            "A Chromatic project token, which can publish builds. Reset it in the settings of the "
            "project under Configure.",
            "https://www.chromatic.com/docs/setup/",
        ),
    ),
    "browserstack": (
        Rule(
            "browserstack-access-key",
            named(rb"browserstack[a-z_.-]{0,12}key", rb"[A-Za-z0-9]{20}"),
            "A BrowserStack access key. Reset it in the account settings.",
            "https://www.browserstack.com/docs/iaam/security/access-keys",
            before=ANYTHING,
            check="random",
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
    "trigger-dev": (
        Rule(
            "trigger-dev-key",
            rb"tr_(?:(?:dev|stg|prod|preview)_(?:sk_)?[0-9A-Za-z]{20,24}|pat_[1-9a-km-z]{40})",
            "A secret key of a Trigger.dev environment, or a personal access token (pat). Delete "
            "it in the dashboard under API keys or Personal Access Tokens.",
            "https://trigger.dev/docs/management/authentication",
            before=OUTSIDE_NAME,
            check="random",
            documented=True,
        ),
    ),
    "inngest": (
        Rule(
            "inngest-signing-key",
            rb"signkey-(?:prod|test|branch)-[0-9a-f]{32,64}",
            "An Inngest signing key. Rotate it in the dashboard under Manage → Signing Key.",
            "https://github.com/inngest/inngest-js",
            documented=True,
        ),
    ),
}
