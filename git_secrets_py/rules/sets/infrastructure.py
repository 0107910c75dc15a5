"""Infrastructure as code, clusters and machines."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_NAME, UUID, named
from git_secrets_py.rules.rule import Rule

_SECRET_KIND = rb"""\bkind["']?[ \t]{0,9}:[ \t]{0,9}["']?Secret\b"""
_DATA_NAME = rb"""["']?[A-Za-z0-9_.-]{1,80}["']?[ \t]{0,9}:[ \t]{0,9}["']?"""
_DATA = rb"(?P<secret>[A-Za-z0-9+/]{4,4000}+={0,2}+)"
_DATA_LINES = (
    rb"""(?m:^)[ \t]{0,20}["']?data["']?[ \t]{0,9}:[ \t{]{0,9}\r?\n(?:[ \t]{1,24}"""
    + _DATA_NAME
    + rb"(?:[|>]-?[ \t\r]{0,9}\n[ \t]{1,24})?"
    + _DATA
    + rb"""["']?,?[ \t]{0,9}\r?(?:\n|\Z)|[ \t]{0,24}#[^\n]{0,200}\n){1,12}"""
)

RULES = {
    "hashicorp": (
        Rule(
            "vault-token",
            rb"hv[sbr]\.[A-Za-z0-9_-]{24,400}",
            "A HashiCorp Vault token: service (hvs), batch (hvb) or recovery (hvr). Revoke it "
            "with vault token revoke; a batch token cannot be revoked, but expires.",
            "https://github.com/hashicorp/vault/blob/main/sdk/helper/consts/token_consts.go",
            documented=True,
        ),
        Rule(
            "vault-token-legacy",
            named(rb"vault", rb"[sbr]\.[A-Za-z0-9]{24}"),
            "A token of HashiCorp Vault before 1.10. Revoke it with vault token revoke.",
            "https://developer.hashicorp.com/vault/docs/upgrading/upgrade-to-1.0.0",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "terraform-cloud-token",
            rb"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}",
            "An API token of HCP Terraform (Terraform Cloud) or Terraform Enterprise. Delete it "
            "in the settings of the user, team or organization.",
            "https://developer.hashicorp.com/terraform/cli/config/config-file",
            documented=True,
        ),
    ),
    "consul": (
        Rule(
            "consul-nomad-token",
            named(rb"(?:consul|nomad)[a-z_.-]{0,16}token", UUID),
            "A HashiCorp Consul or Nomad ACL token. Delete it with consul acl token delete or "
            "nomad acl token delete.",
            "https://github.com/hashicorp/consul/blob/main/website/content/docs/security/acl/tokens/"
            "index.mdx",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "boundary": (
        Rule(
            "boundary-auth-token",
            rb"at_[A-Za-z0-9]{10}_s1[1-9A-HJ-NP-Za-km-z]{40,300}",
            "A HashiCorp Boundary auth token. Delete it with boundary auth-tokens delete.",
            "https://developer.hashicorp.com/boundary/docs/domain-model/auth-tokens",
        ),
    ),
    "pulumi": (
        Rule(
            "pulumi-access-token",
            rb"pul-[0-9a-f]{40}",
            "A Pulumi Cloud access token. Delete it in Pulumi Cloud under Access tokens.",
            "https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/",
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
    "kubernetes": (
        Rule(
            "kubernetes-secret-data",
            rb"(?:"
            # In one line of JSON.
            + _SECRET_KIND
            + rb"""[^\n]{0,300}?["']data["'][ \t]{0,9}:[ \t]{0,9}\{[ \t]{0,9}"""
            + rb"(?:"
            + _DATA_NAME
            + _DATA
            + rb"""["',} \t]{0,9}){1,40}"""
            # Several lines of YAML or JSON; kubectl sorts "data" before "kind".
            + rb"|"
            + _SECRET_KIND
            + rb"[^\n]{0,20}\n(?:(?!-{3})[^\n]{0,300}\n){0,12}?"
            + _DATA_LINES
            + rb"|"
            + _DATA_LINES
            + rb"(?=(?:(?!-{3})[^\n]{0,300}\n){0,6}[ \t]{0,9}"
            + _SECRET_KIND
            + rb"))",
            "A value in a Kubernetes Secret manifest: Base64 is not encryption. Replace the "
            "secret, and keep it in a secret store.",
            "https://kubernetes.io/docs/concepts/configuration/secret/",
            before=ANYTHING,
            after=b"",
            check="encoded-secret",
            notation="base64",
            checksum="random-text",
            lines=20,
            anchor=_SECRET_KIND,
            severity=MEDIUM,
            guessable=True,
            documented=True,
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
    "openshift": (
        Rule(
            "openshift-token",
            rb"sha256~[A-Za-z0-9_-]{43}",
            "An OpenShift OAuth access token. Delete it with oc delete useroauthaccesstokens, or "
            "log out with oc logout.",
            "https://docs.openshift.com/container-platform/latest/authentication/understanding-authentication.html",
            before=ANYTHING,
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
    "proxmox": (
        Rule(
            "proxmox-api-token",
            rb"""(?:PVEAPIToken[= ][^\s"'!]{3,100}|@(?:pam|pve|pbs))![A-Za-z0-9_.-]{1,64}[=:]"""
            rb"(?P<secret>" + UUID + rb")|" + named(rb"\bpm_api_token_secret", UUID),
            "The secret of a Proxmox API token. Remove the token under Permissions → API Tokens.",
            "https://pve.proxmox.com/wiki/Proxmox_VE_API#API_Tokens",
            before=ANYTHING,
        ),
    ),
    "truenas": (
        Rule(
            "truenas-api-key",
            rb"[0-9]{1,4}-[A-Za-z0-9]{64}",
            "A TrueNAS API key. Delete it in the web interface under API Keys.",
            "https://www.truenas.com/docs/scale/scaletutorials/toptoolbar/managingapikeys/",
            before=OUTSIDE_NAME,
            check="mixed",
            anchor=rb"[0-9]-[A-Za-z0-9]{64}",
        ),
    ),
}
