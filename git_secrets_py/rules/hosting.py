"""Code hosts and issue trackers: GitHub, GitLab, Atlassian."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

_GITHUB = (
    "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/"
    "about-authentication-to-github"
)
_GITLAB = "https://docs.gitlab.com/security/tokens/"

RULES = {
    "github": (
        Rule(
            "github-token",
            rb"gh[pousr]_[A-Za-z0-9]{36,251}",
            "A GitHub token: personal access (ghp), OAuth (gho) or GitHub App (ghu, ghs, ghr). "
            "Revoke it in Settings → Developer settings, or an app's token in Settings → "
            "Applications.",
            _GITHUB,
        ),
        Rule(
            "github-fine-grained-token",
            rb"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}",
            "A fine-grained GitHub personal access token. Revoke it in Settings → Developer "
            "settings.",
            _GITHUB,
        ),
    ),
    "gitlab": (
        Rule(
            "gitlab-token",
            rb"gl(pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct)-[A-Za-z0-9_-]{20,300}"
            rb"(\.[0-9a-z.]{9,14})?",
            "A GitLab token: personal, project or group access, deploy, runner, job, trigger, "
            "feed, agent or other. Revoke it in the settings of the user, project or group that "
            "it was created for.",
            _GITLAB,
        ),
        Rule(
            "gitlab-runner-registration-token",
            rb"GR1348941[A-Za-z0-9_-]{20}",
            "A GitLab runner registration token. Reset it in the CI/CD settings of the project, "
            "group or instance.",
            _GITLAB,
        ),
    ),
    "atlassian": (
        Rule(
            "atlassian-api-token",
            rb"AT(ATT|CTT|BB)3[A-Za-z0-9_=-]{100,300}",
            "An Atlassian API token for Jira, Confluence or Bitbucket. Revoke it in Account "
            "settings → Security → API tokens.",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
