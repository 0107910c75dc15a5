"""Cloud platforms and infrastructure as code: Google, Azure, DigitalOcean, HashiCorp and others."""

from __future__ import annotations

from git_secrets_py.rules.rule import Rule

RULES = {
    "google": (
        Rule(
            "google-api-key",
            rb"AIza[A-Za-z0-9_-]{35}",
            "A Google API key. Delete it in the Google Cloud console: APIs & Services → "
            "Credentials. If the key has to be public, as in a web page, restrict it to its APIs "
            "and websites.",
        ),
        Rule(
            "google-oauth-client-secret",
            rb"GOCSPX-[A-Za-z0-9_-]{28}",
            "A Google OAuth client secret. Add a new secret to the client in the Google Cloud "
            "console, then disable and delete this one.",
        ),
        Rule(
            "google-oauth-access-token",
            rb"ya29\.[A-Za-z0-9_-]{30,}",
            "A Google OAuth access token, valid for about an hour. Revoke it: that also revokes "
            "its refresh token, if there is one.",
        ),
        Rule(
            "google-service-account-key",
            # The quotes are escaped in a key file inside a string.
            rb"""\\*"private_key\\*"[[:space:]]*:[[:space:]]*\\*"-----BEGIN """
            rb"""([A-Z]+ )?PRIVATE KEY-----((\\+n)+[A-Za-z0-9+/=]+)*""",
            "The private key of a Google Cloud service account. Delete the key in IAM & Admin → "
            "Service Accounts → Keys. Prefer Workload Identity Federation to keys.",
            "https://cloud.google.com/iam/docs/keys-create-delete",
            # The header and key type, as of "private-key", and the name before them.
            unique_length=200,
        ),
    ),
    "azure": (
        Rule(
            "azure-storage-account-key",
            rb"AccountKey=[A-Za-z0-9+/]{86}==",
            "A connection string with the key of an Azure Storage or Cosmos DB account. Rotate "
            "the key in the Azure portal under Access keys (Storage) or Keys (Cosmos DB).",
            "https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string",
        ),
        Rule(
            "azure-shared-access-key",
            rb"SharedAccessKey=[A-Za-z0-9+/]{43}=",
            "A connection string with a shared access key for Service Bus, Event Hubs or IoT Hub. "
            "Regenerate the key in the Azure portal under Shared access policies.",
        ),
        Rule(
            "azure-client-secret",
            rb"[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}",
            "A client secret of a Microsoft Entra application. Delete it in App registrations → "
            "Certificates & secrets.",
        ),
        Rule(
            "azure-devops-token",
            rb"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}",
            "An Azure DevOps personal access token. Revoke it in User settings → Personal access "
            "tokens.",
            "https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/"
            "use-personal-access-tokens-to-authenticate",
        ),
    ),
    "digitalocean": (
        Rule(
            "digitalocean-token",
            rb"do[opr]_v1_[0-9a-f]{64}",
            "A DigitalOcean token: personal access (dop), OAuth (doo) or refresh (dor). Delete it "
            "in the control panel under API.",
        ),
    ),
    "heroku": (
        Rule(
            "heroku-api-key",
            rb"HRKU-AA[A-Za-z0-9_-]{58}",
            "A Heroku API key or OAuth token. Regenerate the key in Account settings, or revoke "
            "the token with heroku authorizations:revoke.",
        ),
    ),
    "hashicorp": (
        Rule(
            "vault-token",
            rb"hv[sbr]\.[A-Za-z0-9_-]{24,}",
            "A HashiCorp Vault token: service (hvs), batch (hvb) or recovery (hvr). Revoke it "
            "with vault token revoke; a batch token cannot be revoked, but expires.",
            "https://developer.hashicorp.com/vault/docs/concepts/tokens",
        ),
        Rule(
            "terraform-cloud-token",
            rb"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}",
            "An API token of HCP Terraform (Terraform Cloud) or Terraform Enterprise. Delete it "
            "in the settings of the user, team or organization.",
        ),
    ),
    "pulumi": (
        Rule(
            "pulumi-access-token",
            rb"pul-[0-9a-f]{40}",
            "A Pulumi Cloud access token. Delete it in Pulumi Cloud under Access tokens.",
        ),
    ),
    "databricks": (
        Rule(
            "databricks-token",
            rb"dapi[0-9a-f]{32}(-[0-9])?",
            "A Databricks personal access token. Revoke it in Settings → Developer → Access "
            "tokens.",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
