"""Code analysis and security scanners."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME, UUID, named
from git_secrets_py.rules.rule import Rule

RULES = {
    "codecov": (
        Rule(
            "codecov-token",
            named(rb"codecov", UUID),
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
            named(rb"snyk", UUID),
            "A Snyk API token. Revoke it in Account settings → General.",
            "https://docs.snyk.io/snyk-api/authentication-for-api",
            before=ANYTHING,
        ),
    ),
    "socket": (
        Rule(
            "socket-api-token",
            rb"sktsec_[A-Za-z0-9_-]{24,80}",
            "A Socket API token. Delete it in the settings of the organization.",
            "https://github.com/SocketDev/socket-cli",
            check="random",
        ),
    ),
    "endor-labs": (
        Rule(
            "endor-labs-api-key",
            rb"endr\+[A-Za-z0-9-]{16}",
            "An Endor Labs API key, or its secret. Delete it in the settings under API Keys.",
            "https://docs.endorlabs.com/administration/api-keys/",
        ),
    ),
    "aikido": (
        Rule(
            "aikido-token",
            rb"AIK_(?:CI_[A-Za-z0-9]{20,44}|SECRET_[A-Za-z0-9]{64})",
            "An Aikido CI token or client secret. Delete it in the settings under Integrations.",
            "https://apidocs.aikido.dev/reference/authorization",
        ),
    ),
    "stackhawk": (
        Rule(
            "stackhawk-api-key",
            rb"hawk\.[A-Za-z0-9_-]{20}\.[A-Za-z0-9_-]{20}",
            "A StackHawk API key. Delete it in the settings under API Keys.",
            "https://docs.stackhawk.com/web-app/",
        ),
    ),
    "nightfall": (
        Rule(
            "nightfall-api-key",
            rb"NF-(?![0-9a-f]{32}(?![A-Za-z0-9]))[A-Za-z0-9]{32}",
            "A Nightfall API key. Delete it in the dashboard under Manage API Keys.",
            "https://docs.nightfall.ai/docs/creating-api-key",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "virustotal": (
        Rule(
            "virustotal-api-key",
            named(rb"virus[_-]?total|\bvt[_-]api", rb"[0-9a-f]{64}"),
            "A VirusTotal API key. Replace it in the account under API key.",
            "https://docs.virustotal.com/docs/api-overview",
            before=ANYTHING,
        ),
    ),
    "shodan": (
        Rule(
            "shodan-api-key",
            named(rb"shodan", rb"[A-Za-z0-9]{32}"),
            "A Shodan API key. Reset it in the account.",
            "https://developer.shodan.io/api",
            before=ANYTHING,
            check="mixed",
        ),
    ),
}

ALLOWED = {
    # The public token that Socket's own clients use.
    "socket": (rb"sktsec_t_--RAN5U4ivau[A-Za-z0-9_-]{10,40}",),
}
