"""Clouds and what runs them: Google, Azure, DigitalOcean, Heroku, HashiCorp, Pulumi, Databricks."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

RULES = {
    "google": (
        Rule(
            "google-api-key",
            rb"AIza[A-Za-z0-9_-]{35}",
            "A Google API key. Delete it among the credentials of the Google Cloud project. A key "
            "that has to be public, as in a web page, must be restricted to what it serves.",
        ),
        Rule(
            "google-oauth-client-secret",
            rb"GOCSPX-[A-Za-z0-9_-]{28}",
            "The secret of a Google OAuth client. Add a new secret to the client in the Google "
            "Cloud console and delete this one.",
        ),
        Rule(
            "google-oauth-access-token",
            rb"ya29\.[A-Za-z0-9_-]{30,}",
            "A Google OAuth access token. It lasts about an hour; revoke it, since it comes with "
            "a refresh token that does not expire.",
        ),
        Rule(
            "google-service-account-key",
            # Quotes may be escaped: a key file held in a string.
            rb"""\\*"private_key\\*"[[:space:]]*:[[:space:]]*\\*"-----BEGIN """
            rb"""([A-Z]+ )?PRIVATE KEY-----((\\+n)+[A-Za-z0-9+/=]+)*""",
            "The private key of a Google Cloud service account. Delete the key in IAM and use "
            "workload identity federation where you can.",
            "https://cloud.google.com/iam/docs/keys-create-delete",
            # Header and kind of the key, as in "private-key", and the name before them.
            unique_from=200,
        ),
    ),
    "azure": (
        Rule(
            "azure-storage-account-key",
            rb"AccountKey=[A-Za-z0-9+/]{86}==",
            "A connection string with the key of an Azure storage or Cosmos DB account. Rotate "
            "the key in the account's settings.",
            "https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string",
        ),
        Rule(
            "azure-shared-access-key",
            rb"SharedAccessKey=[A-Za-z0-9+/]{43}=",
            "A connection string with a shared access key, for Service Bus, Event Hubs or IoT Hub. "
            "Regenerate the key of that policy.",
        ),
        Rule(
            "azure-client-secret",
            rb"[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}",
            "A client secret of a Microsoft Entra application. Delete it under the application's "
            "certificates and secrets.",
        ),
        Rule(
            "azure-devops-token",
            rb"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}",
            "A personal access token of Azure DevOps. Revoke it in the user's settings.",
            "https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/"
            "use-personal-access-tokens-to-authenticate",
        ),
    ),
    "digitalocean": (
        Rule(
            "digitalocean-token",
            rb"do[opr]_v1_[0-9a-f]{64}",
            "A DigitalOcean token: personal access (dop), OAuth (doo) or refresh (dor). Delete it "
            "under API in the control panel.",
        ),
    ),
    "heroku": (
        Rule(
            "heroku-api-key",
            rb"HRKU-AA[A-Za-z0-9_-]{58}",
            "A Heroku API key or OAuth token. Regenerate the key in the account's settings.",
        ),
    ),
    "hashicorp": (
        Rule(
            "vault-token",
            rb"hv[sbr]\.[A-Za-z0-9_-]{24,}",
            "A HashiCorp Vault token: service (hvs), batch (hvb) or recovery (hvr). Revoke it with "
            "vault token revoke.",
            "https://developer.hashicorp.com/vault/docs/concepts/tokens",
        ),
        Rule(
            "terraform-cloud-token",
            rb"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}",
            "An API token of HCP Terraform (Terraform Cloud) or Terraform Enterprise. Delete it "
            "in the settings of the user, team or organisation.",
        ),
    ),
    "pulumi": (
        Rule(
            "pulumi-access-token",
            rb"pul-[0-9a-f]{40}",
            "A Pulumi Cloud access token. Delete it among the access tokens of the account.",
        ),
    ),
    "databricks": (
        Rule(
            "databricks-token",
            rb"dapi[0-9a-f]{32}(-[0-9])?",
            "A Databricks personal access token. Revoke it in the settings of the workspace.",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
