"""Monitoring and logs."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
    UUID,
    named,
)
from git_secrets_py.rules.rule import Rule

_NEW_RELIC = "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/"
_HEX_32 = rb"[0-9a-f]{32}"

RULES = {
    "grafana": (
        Rule(
            "grafana-service-account-token",
            rb"glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}",
            "A Grafana service account token. Delete it in Administration → Users and access → "
            "Service accounts.",
            "https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go",
            before=ANYTHING,
            checksum="grafana",
            documented=True,
        ),
        Rule(
            "grafana-cloud-token",
            rb"glc_eyJ[A-Za-z0-9+/]{30,400}={0,3}",
            "A Grafana Cloud access policy token. Delete it in the Cloud Portal under Access "
            "Policies.",
            "https://grafana.com/docs/grafana-cloud/account-management/authentication-and-permissions/access-policies/",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            checksum="payload",
        ),
        Rule(
            "grafana-api-key",
            # The Base64 form of '{"k":"', the first name in the JSON object.
            rb"eyJrIjoi[A-Za-z0-9+/]{60,400}={0,2}",
            "A legacy Grafana API key. Delete it in Administration → API keys.",
            "https://github.com/grafana/grafana/blob/main/pkg/components/apikeygen/apikeygen.go",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            documented=True,
        ),
    ),
    "new-relic": (
        Rule(
            "new-relic-user-key",
            rb"NRAK-[A-Z0-9]{27}",
            "A New Relic user key. Delete it on the API keys page.",
            _NEW_RELIC,
        ),
        Rule(
            "new-relic-license-key",
            rb"(?:[a-z]{2}[0-9]{2}xx[0-9a-f]{30}|[0-9a-f]{36})NRAL",
            "A New Relic license key, which can send data. Delete it on the API keys page.",
            _NEW_RELIC,
            before=OUTSIDE_BASE64,
        ),
        Rule(
            "new-relic-license-key-legacy",
            named(rb"new[_-]?relic", rb"[0-9a-f]{40}"),
            "A New Relic license key without the suffix NRAL, which can send data. Delete it on "
            "the API keys page.",
            _NEW_RELIC,
            documented=True,
        ),
        Rule(
            "new-relic-insert-key",
            rb"NRI[IQ]-[A-Za-z0-9_-]{32}",
            "A New Relic key for inserting (NRII) or querying (NRIQ) data. Delete it on the API "
            "keys page.",
            _NEW_RELIC,
        ),
        Rule(
            "new-relic-browser-key",
            rb"NRJS-[0-9a-f]{19}",
            "A New Relic browser key. It is public in web pages, and can only send data. Delete "
            "it on the API keys page.",
            _NEW_RELIC,
            recommended=False,
        ),
        Rule(
            "new-relic-rest-api-key",
            rb"NRRA-[0-9a-f]{42}",
            "A New Relic REST API key. Delete it on the API keys page.",
            _NEW_RELIC,
        ),
    ),
    "datadog": (
        Rule(
            "datadog-api-key",
            named(rb"(?:datadog|dd)[_-]?(?:client[_-]?)?api[_-]?key|datadog", _HEX_32),
            "A Datadog API key. Revoke it in Organization Settings → API Keys.",
            "https://docs.datadoghq.com/account_management/api-app-keys/",
        ),
        Rule(
            "datadog-application-key",
            named(rb"(?:datadog|dd)[_-]?app(?:lication)?[_-]?key|datadog", rb"[0-9a-f]{40}"),
            "A Datadog application key. Revoke it in Organization Settings → Application Keys.",
            "https://docs.datadoghq.com/account_management/api-app-keys/",
        ),
        Rule(
            "datadog-token",
            rb"dd(?:app_[A-Za-z0-9]{34}|[ps]at_[A-Za-z0-9_]{30,90})",
            "A Datadog application key (ddapp), personal access token (ddpat) or service access "
            "token (ddsat). Revoke it in Organization Settings.",
            "https://docs.datadoghq.com/account_management/personal-access-tokens/",
            documented=True,
        ),
    ),
    "dynatrace": (
        Rule(
            "dynatrace-token",
            # The ID of a client or of a platform token has 8 characters.
            rb"dt0[a-zA-Z][0-9]{2}\.[A-Z0-9]{8}(?:[A-Z0-9]{16})?\.[A-Z0-9]{64}",
            "A Dynatrace token, or the secret of an OAuth client. Delete it in Access Tokens or "
            "Account Management.",
            "https://docs.dynatrace.com/docs/manage/access-control/access-tokens",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "honeycomb": (
        Rule(
            "honeycomb-ingest-key",
            rb"hc[a-z]i[kc]_[0-9a-z]{58}",
            "A Honeycomb ingest key. Delete it in Environment Settings → API Keys.",
            "https://github.com/honeycombio/libhoney-js",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "honeycomb-management-key",
            rb"hc[a-z]mk_[0-9a-z]{26}:[0-9a-zA-Z]{32}",
            "A Honeycomb management key. Delete it in Team Settings → API Keys.",
            "https://docs.honeycomb.io/configure/teams/manage-api-keys/",
            before=ANYTHING,
        ),
    ),
    "elastic": (
        Rule(
            "elastic-cloud-api-key",
            rb"essu_[A-Za-z0-9+/_-]{40,200}={0,2}",
            "An Elastic Cloud API key. Revoke it in Organization → API keys.",
            "https://github.com/elastic/kibana/blob/main/src/core/packages/security/server/"
            "src/uiam/utils.ts",
            documented=True,
        ),
    ),
    "splunk": (
        Rule(
            "splunk-hec-token",
            named(rb"splunk|hec[_-]token|http[_-]event[_-]collector", UUID),
            "A Splunk HTTP Event Collector token. Delete it in Settings → Data inputs.",
            "https://docs.splunk.com/Documentation/Splunk/latest/Data/UsetheHTTPEventCollector",
            before=ANYTHING,
        ),
    ),
    "sumo-logic": (
        Rule(
            "sumo-logic-access-id",
            named(rb"sumo", rb"(?=[0-9a-z]{0,13}[A-Z])su[A-Za-z0-9]{12}"),
            "A Sumo Logic access ID; the access key is often nearby. Deactivate it in "
            "Preferences → My Access Keys.",
            "https://help.sumologic.com/docs/manage/security/access-keys/",
            before=ANYTHING,
            check="random",
        ),
        Rule(
            "sumo-logic-access-key",
            named(rb"sumo", rb"[A-Za-z0-9]{64}"),
            "A Sumo Logic access key. Deactivate it in Preferences → My Access Keys.",
            "https://help.sumologic.com/docs/manage/security/access-keys/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "axiom": (
        Rule(
            "axiom-token",
            rb"xa[ap]t-" + UUID,
            "An Axiom API token (xaat) or personal access token (xapt). Delete it in Settings.",
            "https://github.com/axiomhq/axiom-go/blob/main/internal/config/token.go",
            documented=True,
        ),
    ),
    "checkly": (
        Rule(
            "checkly-api-key",
            rb"cu_[0-9a-f]{32}",
            "A Checkly API key of a user. Delete it in User Settings → API keys.",
            "https://github.com/checkly/pulumi-checkly",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
}
