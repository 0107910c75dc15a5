"""Microsoft Azure, Entra, Teams and Power Automate.

Keys that Azure has issued since 2022 hold a signature of four characters at a fixed place, see
https://github.com/microsoft/security-utilities.
"""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, ESCAPE, NO_BASE64_AFTER, OUTSIDE_BASE64, named
from git_secrets_py.rules.rule import Rule

_SIGNATURES = "https://github.com/microsoft/security-utilities"

RULES = {
    "azure": (
        Rule(
            "azure-storage-account-key",
            rb"AccountKey=(?P<secret>[A-Za-z0-9+/]{86}==)",
            "A connection string with the key of an Azure Storage or Cosmos DB account. Rotate "
            "the key in the Azure portal under Access keys (Storage) or Keys (Cosmos DB).",
            "https://github.com/microsoft/security-utilities",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-account-key",
            named(
                rb"(?:storage|account|cosmos|azure|batch|primary|master)[a-z_.-]{0,16}key",
                rb"[A-Za-z0-9+/]{86}==",
            ),
            "The key of an Azure Storage, Cosmos DB or Batch account. Rotate it in the Azure "
            "portal under Access keys or Keys.",
            "https://github.com/microsoft/security-utilities",
            before=rb"(?<!Account)",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-shared-access-key",
            rb"SharedAccessKey=(?P<secret>[A-Za-z0-9+/]{43}=)",
            "A connection string with a shared access key for Service Bus, Event Hubs or IoT Hub. "
            "Regenerate the key in the Azure portal under Shared access policies.",
            "https://github.com/microsoft/security-utilities",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-app-configuration-key",
            rb"azconfig\.io;[Ii][Dd]=[^\s;]{1,60};[Ss]ecret=(?P<secret>[A-Za-z0-9+/]{43}=|"
            rb"[A-Za-z0-9]{84}(?:[A-Za-z0-9+/]{2}==)?)",
            "A connection string with the access key of an App Configuration store. Regenerate "
            "the key in the Azure portal under Access settings.",
            "https://learn.microsoft.com/en-us/azure/azure-app-configuration/howto-best-practices",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
        ),
        Rule(
            "azure-client-secret",
            # A period at the end is that of a sentence.
            rb"[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{30,33}[A-Za-z0-9_~-]",
            "A client secret of a Microsoft Entra application. Delete it in App registrations → "
            "Certificates & secrets.",
            "https://github.com/microsoft/security-utilities",
            before=rb"(?:(?<![0-9A-Za-z~.-])|" + ESCAPE + rb")",
            after=rb"(?![0-9A-Za-z_~-]|\.[0-9A-Za-z_~.-])",
            documented=True,
        ),
        Rule(
            "azure-devops-token",
            rb"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}",
            "An Azure DevOps personal access token. Revoke it in User settings → Personal access "
            "tokens.",
            "https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/"
            "use-personal-access-tokens-to-authenticate",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-devops-token-legacy",
            named(
                rb"az(?:ure)?[_-]?devops|azdo|ado[_-]|vsts|vss[_-]|system[_-]?access[_-]?token",
                rb"[a-z2-7]{52}",
            ),
            "An Azure DevOps personal access token in the format used before 2025. Revoke it in "
            "User settings → Personal access tokens.",
            "https://github.com/microsoft/security-utilities",
            before=ANYTHING,
            check="random",
            documented=True,
        ),
        Rule(
            "azure-ai-key",
            # The last signature names the service; that of Azure DevOps has a rule of its own.
            rb"[A-Za-z0-9]{52}JQQJ9[9DH][A-Za-z0-9]{18}(?!AZDO|AZAC)[A-Za-z0-9]{8}",
            "A key of Azure OpenAI, AI services, or another Azure service. Regenerate it in the "
            "Azure portal under Keys and Endpoint.",
            _SIGNATURES,
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-ai-key-legacy",
            named(
                rb"(?:azure[a-z_-]{0,24}|cognitive[_-]?services?[_-]?)(?:key|token)(?:[_-]?[12])?",
                rb"[0-9a-f]{32}|[0-9A-F]{32}",
            ),
            "A key of Azure OpenAI, AI services, or another Azure service, in the format used "
            "before 2025. Regenerate it in the Azure portal under Keys and Endpoint.",
            "https://learn.microsoft.com/en-us/azure/ai-services/authentication",
            before=ANYTHING,
        ),
        Rule(
            "azure-app-configuration-key-2024",
            rb"(?<!;[Ss]ecret=)[A-Za-z0-9]{52}JQQJ9[9DH][A-Za-z0-9]{18}AZAC[A-Za-z0-9]{4}",
            "The access key of an App Configuration store. Regenerate it in the Azure portal "
            "under Access settings.",
            _SIGNATURES,
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-container-registry-password",
            rb"[A-Za-z0-9+/]{42}\+ACR[A-D][A-Za-z0-9+/]{5}",
            "The password of an Azure Container Registry. Regenerate it in the Azure portal "
            "under Access keys.",
            _SIGNATURES,
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-function-key",
            rb"[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5}[AQgw]==",
            "A key of an Azure Functions app. Renew it in the Azure portal under App keys or "
            "Function keys.",
            _SIGNATURES,
            before=OUTSIDE_BASE64,
            documented=True,
        ),
        Rule(
            "azure-search-key",
            rb"[A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5}",
            "An Azure AI Search key. Regenerate it in the Azure portal under Keys.",
            _SIGNATURES,
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-cosmos-db-key",
            rb"(?<!AccountKey=)[A-Za-z0-9+/]{76}ACDb[A-Za-z0-9+/]{5}[AQgw]==",
            "The key of an Azure Cosmos DB account. Regenerate it in the Azure portal under Keys.",
            _SIGNATURES,
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-messaging-key",
            # The marks of Relay, Event Hubs, Service Bus, IoT Hub, Redis and Event Grid.
            rb"(?<!SharedAccessKey=)[A-Za-z0-9+/]{33}(?:\+(?:ARm|AEh|ASb)|AIoT|AzCa|AZEG)"
            rb"[A-P][A-Za-z0-9+/]{5}=",
            "A key of Azure Relay, Event Hubs, Service Bus, IoT Hub, Cache for Redis or Event "
            "Grid. Regenerate it in the Azure portal under Access keys or Shared access policies.",
            _SIGNATURES,
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-signed-account-key",
            rb"(?<!AccountKey=)[A-Za-z0-9+/]{76}(?:\+(?:ASt|ABa|AMC)|APIM)[A-Za-z0-9+/]{5}[AQgw]==",
            "A key of Azure Storage, Batch, Machine Learning or API Management. Regenerate it in "
            "the Azure portal under Access keys or Keys.",
            _SIGNATURES,
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "azure-sas-signature",
            rb"[?&;](?:amp;)?sig=(?P<secret>[A-Za-z0-9%/+]{43,63}(?:%3[Dd]|=))",
            "The signature of a shared access signature (SAS). Revoke the stored access policy, "
            "or rotate the account key that signed it.",
            "https://learn.microsoft.com/en-us/azure/storage/common/storage-sas-overview",
            before=ANYTHING,
            check="mixed",
            documented=True,
        ),
        Rule(
            "azure-sql-password",
            rb"(?i:(?:server|data source|addr|address)\s?=\s?(?:tcp:)?[^;\s\"']{1,99}"
            rb"\.database\.windows\.net[^\"'\n]{0,240}?;\s?(?:password|pwd)\s?=\s?)"
            rb"""(?P<secret>[^;\s"'<>{}$]{4,128})""",
            "A connection string with the password of an Azure SQL database. Change the password, "
            "or use Microsoft Entra authentication.",
            "https://learn.microsoft.com/en-us/azure/azure-sql/database/connect-query-content-reference-guide",
            before=ANYTHING,
            after=b"",
            check="password",
        ),
    ),
    "microsoft": (
        Rule(
            "microsoft-teams-webhook",
            rb"[a-z0-9.-]{0,40}\.?webhook\.office\.com/webhookb2/[0-9a-f-]{36}@[0-9a-f-]{36}/"
            rb"IncomingWebhook/[0-9a-f]{32}/[0-9a-f-]{36}(?:/[A-Za-z0-9_-]{1,60})?",
            "A Microsoft Teams webhook URL: anyone who has it can post messages. Remove it in the "
            "connectors of the channel.",
            "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
        ),
        Rule(
            "microsoft-power-automate-webhook",
            rb"(?:logic\.azure\.com|powerplatform\.com)(?::443)?/[^\s\"'<>]{1,400}?"
            rb"(?<![A-Za-z])sig=(?P<secret>[A-Za-z0-9_-]{40,50})",
            "The URL of a Power Automate or Logic Apps trigger: anyone who has it can start the "
            "flow. Regenerate its access keys, or recreate the trigger.",
            "https://learn.microsoft.com/en-us/azure/logic-apps/logic-apps-securing-a-logic-app",
            before=ANYTHING,
        ),
    ),
}
