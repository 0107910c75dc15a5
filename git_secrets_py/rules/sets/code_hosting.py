"""Code hosting and issue trackers."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_BASE64, named
from git_secrets_py.rules.rule import Rule

_GITHUB = (
    "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/"
    "about-authentication-to-github"
)
_GITLAB = "https://docs.gitlab.com/security/tokens/"
_ATLASSIAN = "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/"

RULES = {
    "github": (
        Rule(
            "github-token",
            rb"gh[pousr]_[A-Za-z0-9]{36,251}",
            "A GitHub token: personal access (ghp), OAuth (gho) or GitHub App (ghu, ghs, ghr). "
            "Revoke it in Settings → Developer settings, or an app's token in Settings → "
            "Applications.",
            _GITHUB,
            before=ANYTHING,
            checksum="github",
            documented=True,
        ),
        Rule(
            "github-app-installation-token",
            rb"ghs_[0-9]{1,12}_eyJ[A-Za-z0-9_-]{10,400}\.eyJ[A-Za-z0-9_-]{10,900}"
            rb"\.[A-Za-z0-9_-]{20,700}",
            "An installation access token of a GitHub App, valid for an hour. Revoke it with the "
            "API, or suspend the installation.",
            _GITHUB,
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "github-fine-grained-token",
            rb"github_pat_[A-Za-z0-9_]{82}",
            "A fine-grained GitHub personal access token. Revoke it in Settings → Developer "
            "settings.",
            _GITHUB,
            before=ANYTHING,
            checksum="fine-grained",
            documented=True,
        ),
        Rule(
            "github-client-secret",
            named(rb"github[a-z_-]{0,12}client[_-]?secret", rb"[0-9a-f]{40}"),
            "The client secret of a GitHub App or OAuth app. Delete it in the settings of the app.",
            "https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/"
            "best-practices-for-creating-an-oauth-app",
            before=ANYTHING,
        ),
    ),
    "gitlab": (
        Rule(
            "gitlab-token",
            rb"gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct|wt)-[A-Za-z0-9_-]{20,300}"
            rb"(?:\.[0-9a-z.]{9,14})?",
            "A GitLab token: personal, project or group access, deploy, runner, job, trigger, "
            "feed, agent or other. Revoke it in the settings of the user, project or group that "
            "it was created for.",
            _GITLAB,
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "gitlab-session-cookie",
            rb"_gitlab_session=(?P<secret>[0-9a-z]{32})",
            "The cookie of a signed-in GitLab session. Revoke the session in the user settings "
            "under Active Sessions.",
            "https://docs.gitlab.com/security/tokens/",
            before=ANYTHING,
            check="random",
            documented=True,
        ),
        Rule(
            "gitlab-runner-registration-token",
            rb"GR1348941[A-Za-z0-9_-]{20}",
            "A GitLab runner registration token. Reset it in the CI/CD settings of the project, "
            "group or instance.",
            "https://gitlab.com/gitlab-org/gitlab/-/blob/master/app/models/concerns/"
            "runners_token_prefixable.rb",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "atlassian": (
        Rule(
            "atlassian-api-token",
            rb"AT(?:ATT|CTT)3[A-Za-z0-9_=-]{100,300}",
            "An Atlassian API token for Jira, Confluence or Bitbucket. Revoke it in Account "
            "settings → Security → API tokens.",
            _ATLASSIAN,
            before=OUTSIDE_BASE64,
        ),
        Rule(
            "bitbucket-app-password",
            rb"ATBB[A-Za-z0-9]{32}",
            "A Bitbucket app password. Revoke it in Personal settings → App passwords.",
            "https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
        ),
        Rule(
            "bitbucket-data-center-token",
            rb"BBDC-[A-Za-z0-9+/]{32,60}",
            "A Bitbucket Data Center HTTP access token. Revoke it in Manage account → HTTP "
            "access tokens.",
            "https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html",
            after=NO_BASE64_AFTER,
        ),
    ),
    "sourcegraph": (
        Rule(
            "sourcegraph-token",
            rb"(?:sgp_(?:(?:[0-9a-fA-F]{16}|local)_)?[0-9a-fA-F]{40}|slk_[0-9a-f]{64})",
            "A Sourcegraph access token (sgp) or license key (slk). Delete the token in Settings "
            "→ Access tokens.",
            "https://github.com/sourcegraph/sourcegraph-public-snapshot/blob/main/internal/accesstoken/personal_access_token.go",
            documented=True,
        ),
    ),
    "gitea": (
        Rule(
            "gitea-access-token",
            named(rb"(?:gitea|forgejo|codeberg)[a-z_.-]{0,24}(?:token|key)", rb"[0-9a-f]{40}"),
            "A Gitea or Forgejo access token. Delete it in the settings under Applications.",
            "https://docs.gitea.com/development/api-usage",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "codesandbox": (
        Rule(
            "codesandbox-api-key",
            rb"csb_v1_[A-Za-z0-9_-]{30,60}",
            "A CodeSandbox API key. Delete it in the workspace under API keys.",
            "https://codesandbox.io/docs/sdk",
        ),
    ),
    "gitpod": (
        Rule(
            "gitpod-access-token",
            rb"gitpod_pat_[A-Za-z0-9_-]{20,100}\.[A-Za-z0-9_-]{20,100}",
            "A Gitpod personal access token. Delete it in the user settings under Access Tokens.",
            "https://github.com/gitpod-io/gitpod/blob/main/components/public-api-server/pkg/auth/"
            "personal_access_token.go",
        ),
    ),
}
