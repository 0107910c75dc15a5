"""Software that people run on their own: chat, clusters, networks, build servers, registries."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_NAME, named
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

RULES = {
    "matrix": (
        Rule(
            "matrix-access-token",
            rb"(?:sy[tr]_[A-Za-z0-9+/]{1,300}_[A-Za-z]{20}|m[ac][tr]_[A-Za-z0-9]{30})"
            rb"_[0-9A-Za-z]{6}",
            "An access token or refresh token of a Matrix account. Sign out of its session.",
            "https://github.com/element-hq/matrix-authentication-service/blob/main/crates/"
            "data-model/src/tokens.rs",
            before=OUTSIDE_NAME,
            checksum="matrix",
            documented=True,
        ),
    ),
    "portainer": (
        Rule(
            "portainer-access-token",
            rb"ptr_[A-Za-z0-9+/]{43}=",
            "A Portainer access token. Remove it in My account under Access tokens.",
            "https://github.com/portainer/portainer/blob/develop/api/apikey/service.go",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
    ),
    "netbird": (
        Rule(
            "netbird-access-token",
            rb"nbp_[A-Za-z0-9]{36}",
            "A NetBird personal access token. Delete it in the settings of the user.",
            "https://github.com/netbirdio/netbird/blob/main/management/server/types/"
            "personal_access_token.go",
            checksum="github",
            documented=True,
        ),
    ),
    "k3s": (
        Rule(
            "k3s-token",
            rb"K10[0-9a-f]{64}::(?P<secret>[A-Za-z0-9._-]{1,60}[.:][A-Za-z0-9._-]{16,200})",
            "A token with which nodes join a K3s or RKE2 cluster. Rotate it with k3s token rotate.",
            "https://docs.k3s.io/cli/token",
            documented=True,
        ),
    ),
    "rancher": (
        Rule(
            "rancher-api-key",
            rb"(?:token|kubeconfig)-[a-z0-9-]{5,63}:[bcdfghjklmnpqrstvwxz2456789]{54}",
            "A Rancher API key. Delete it in the account settings under API Keys.",
            "https://github.com/rancher/wrangler/blob/main/pkg/randomtoken/token.go",
        ),
    ),
    "proxmox": (
        Rule(
            "proxmox-api-token",
            rb"""(?:PVEAPIToken[= ][^\s"'!]{3,100}|@(?:pam|pve|pbs))![A-Za-z0-9_.-]{1,64}[=:]"""
            rb"(?P<secret>" + _UUID + rb")|" + named(rb"\bpm_api_token_secret", _UUID),
            "The secret of a Proxmox API token. Remove the token under Permissions → API Tokens.",
            "https://pve.proxmox.com/wiki/Proxmox_VE_API#API_Tokens",
            before=ANYTHING,
        ),
    ),
    "youtrack": (
        Rule(
            "youtrack-token",
            rb"perm[:-][A-Za-z0-9+/]{4,100}={0,2}\.[A-Za-z0-9+/]{4,100}={0,2}\.[A-Za-z0-9]{30}",
            "A permanent token of YouTrack or another JetBrains service. Delete it in the profile "
            "under Account Security.",
            "https://www.jetbrains.com/help/youtrack/devportal/"
            "authentication-with-permanent-token.html",
            documented=True,
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
    "open-vsx": (
        Rule(
            "open-vsx-token",
            rb"ovsxat_" + _UUID,
            "An Open VSX access token, which can publish extensions. Delete it in the user "
            "settings under Access Tokens.",
            "https://github.com/eclipse/openvsx",
        ),
    ),
    "kubeadm": (
        Rule(
            "kubernetes-bootstrap-token",
            rb"""kubeadm [^\n]{0,200}?--token[= ]["']?(?P<secret>[a-z0-9]{6}\.[a-z0-9]{16})""",
            "A bootstrap token, with which nodes join a Kubernetes cluster. Delete it with kubeadm "
            "token delete.",
            "https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/",
            before=OUTSIDE_NAME,
            check="random",
            severity=MEDIUM,
            documented=True,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
