"""Infrastructure: HashiCorp, Pulumi, Databricks, Kubernetes and others."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, named
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

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
    "pulumi": (
        Rule(
            "pulumi-access-token",
            rb"pul-[0-9a-f]{40}",
            "A Pulumi Cloud access token. Delete it in Pulumi Cloud under Access tokens.",
            "https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/",
        ),
    ),
    "databricks": (
        Rule(
            "databricks-token",
            rb"dapi[0-9a-f]{32}(?:-[0-9])?",
            "A Databricks personal access token. Revoke it in Settings → Developer → Access "
            "tokens.",
            "https://github.com/microsoft/security-utilities",
            documented=True,
        ),
        Rule(
            "databricks-oauth-secret",
            rb"dose[0-9a-f]{32}",
            "An OAuth secret of a Databricks service principal. Delete it in the settings of the "
            "service principal under Secrets.",
            "https://docs.databricks.com/en/dev-tools/auth/oauth-m2m.html",
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
            recommended=False,
            lines=20,
            anchor=_SECRET_KIND,
            severity=MEDIUM,
            guessable=True,
            documented=True,
        ),
    ),
    "tailscale": (
        Rule(
            "tailscale-key",
            rb"tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{6,30}-[A-Za-z0-9]{16,64}",
            "A Tailscale auth key, API access token or OAuth client secret. Revoke it in the "
            "admin console under Settings → Keys.",
            "https://tailscale.com/kb/1277/key-prefixes",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "ngrok": (
        Rule(
            "ngrok-authtoken",
            named(rb"ngrok|authtoken", rb"[0-9][A-Za-z0-9]{24,26}_[0-9A-Za-z]{20,21}"),
            "An ngrok authtoken. Reset it in the ngrok dashboard under Your Authtoken.",
            "https://ngrok.com/docs/agent/",
            before=ANYTHING,
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
