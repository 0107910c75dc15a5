"""Built-in rule sets: patterns for the secrets of well-known services, as data.

The public functions are ``names``, ``load``, ``select``, ``rule_names``, ``find``, ``sets_of`` and
``by_source``. A rule set is a key of
``RULES`` in one of the modules here; the same key in ``ALLOWED`` holds patterns of its false
positives. Only the modules of the requested sets are imported.

The patterns prefer a false negative to a false positive: each relies on a fixed prefix or another
mark that the vendor put into the secret, or on the vendor's name beside it. A rule without a
reference has a format that its vendor does not document; it is derived from secrets that the
vendor issues. CONTRIBUTING.md explains how to add a rule.
"""

from __future__ import annotations

from git_secrets_py.errors import unknown_value
from git_secrets_py.rules.rule import Rule, RuleSet

__all__ = [
    "ALL",
    "RECOMMENDED",
    "Rule",
    "RuleSet",
    "by_source",
    "find",
    "load",
    "names",
    "registered",
    "rule_names",
    "select",
    "sets_of",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from git_secrets_py.rules.rule import RulePattern

ALL = "all"
# The rules of every set that have few false positives.
RECOMMENDED = "recommended"

# The rule sets of each module.
_MODULES = {
    "aws": "aws",
    "hosting": "github gitlab atlassian sourcegraph",
    "packages": "npm pypi rubygems crates-io nuget clojars packagist docker jfrog",
    # Before "google": the address of a webhook holds an API key, too.
    "webhooks": "dingtalk feishu wecom google-chat make ifttt zapier",
    "google": "google",
    "azure": "azure microsoft",
    "cloud": "digitalocean heroku cloudflare fly-io vercel netlify render railway scaleway linode "
    "hetzner ovh ibm-cloud alibaba tencent yandex",
    "infrastructure": "hashicorp pulumi databricks openshift kubernetes tailscale ngrok",
    "delivery": "doppler 1password infracost prefect octopus-deploy harness circleci buildkite "
    "travis-ci codecov sonarqube snyk",
    "data_stores": "aiven supabase planetscale neon mongodb cockroachdb confluent snowflake "
    "upstash dbt",
    "messaging": "slack discord telegram twilio vonage messagebird intercom zendesk zoom",
    "mail": "sendgrid mailgun mailchimp brevo postmark resend mailersend hubspot salesforce",
    "ai": "openai anthropic huggingface groq xai perplexity openrouter replicate nvidia together "
    "fireworks cerebras pinecone langsmith wandb tavily",
    "ai_named": "deepseek mistral cohere elevenlabs cursor deepgram stability assemblyai",
    "ai_platforms": "langfuse llama-cloud runpod devin brave-search cartesia apify firecrawl "
    "browserbase voyage inngest composio minimax",
    # Before "payments": some of their keys begin as those of Stripe do.
    "commerce": "mercado-pago omise paystack amazon-seller riot-games roblox arcgis close lob "
    "databento",
    "developer_services": "bitwarden infisical ory xata socket chromatic tinybird retool lightdash "
    "clerk workos stytch laravel",
    "network_services": "defined-networking endor-labs kong akamai volcengine codesandbox gitpod "
    "boundary consul liveblocks",
    "payments": "stripe square shopify paypal adyen razorpay plaid flutterwave coinbase "
    "checkout-com shippo easypost gocardless mollie wise",
    "monitoring": "grafana sentry new-relic datadog dynatrace pagerduty honeycomb elastic splunk "
    "sumo-logic",
    "analytics": "launchdarkly posthog segment mixpanel amplitude rollbar bugsnag algolia",
    "productivity": "postman linear notion figma airtable asana clickup trello typeform contentful "
    "dropbox box mapbox cloudinary",
    "finance": "asaas duffel mercury onfido paddle persona ramp xendit",
    "platforms": "deno aikido authress datastax clickhouse configcat devcycle ionic lichess "
    "maxmind mergify miro nylas onesignal polar readme rootly samsara scalingo "
    "settlemint thunderstore unkey upcloud val-town wakatime workato zuplo truenas frame-io "
    "canva adobe intra42 pinterest cloudsmith tableau paseto",
    "services": "ably adafruit alchemy appwrite axiom context7 ethereum gc-notify imagekit infura "
    "jina klaviyo mem0 midtrans pubnub pusher rapidapi telnyx woocommerce zoho",
    "ai_tools": "e2b daytona helicone trigger-dev convex logfire kaggle zep baidu voiceflow",
    "ai_services": "chutes nomic letta browser-use hyperbrowser steel supermemory lambda-cloud "
    "runway retell upstage turbopuffer",
    "product_services": "statsig growthbook cal-com unleash flagsmith keygen builder-io bannerbear "
    "courier kit mandrill smtp2go signalwire webex nightfall ubidots uptimerobot stackhawk plex "
    "tatum quicknode",
    "self_hosted": "matrix portainer netbird k3s rancher proxmox youtrack teamcity jenkins gitea "
    "open-vsx kubeadm",
    "wallets": "bitcoin nostr stellar otpauth secret-token",
    "named_services": "fastly influxdb virustotal opsgenie bitly vultr sendbird browserstack "
    "mattermost openweather fal zhipu ollama shodan ghost sidekiq",
    "identity": "okta auth0 facebook instagram twitter linkedin twitch spotify reddit",
    # Last: a rule of a vendor comes before one that finds the same secret.
    "private_keys": "private-key",
    "generic": "jwt basic-auth-url generic",
}
_MODULE_OF = {name: module for module, sets in _MODULES.items() for name in sets.split()}


def names() -> tuple[str, ...]:
    """Return the names of all rule sets, without ``all`` and ``recommended``."""
    return tuple(_MODULE_OF)


def load(name: str) -> RuleSet:
    """Return the rule set ``name``; ``all`` and ``recommended`` join the rules of every set.

    Raises ``UsageError``, which suggests a name, if there is no such rule set.
    """
    if name == ALL:
        return _joined(ALL, [load(each) for each in names()])
    if name == RECOMMENDED:
        return _joined(RECOMMENDED, [_recommended(each) for each in names()])
    module = _module_of(name)
    return RuleSet(name, module.RULES[name], module.ALLOWED.get(name, ()))


def select(wanted: Iterable[str]) -> list[RuleSet]:
    """Return each rule set in ``wanted`` once, in that order; ``all`` is expanded.

    The name of a rule selects that rule; it is a rule set of its own here. A name of both is that
    of the rule set. Raises ``UsageError``, which suggests a name, for an unknown one.
    """
    expanded = [each for name in wanted for each in (names() if name == ALL else (name,))]
    return [_selected(name) for name in dict.fromkeys(expanded)]


def rule_names(wanted: Iterable[str]) -> set[str]:
    """Return the names of the rules that ``wanted`` selects; raises as ``select`` does."""
    return {rule.name for one in select(wanted) for rule in one.rules}


def find(name: str) -> Rule | None:
    """Return the rule ``name``, or ``None``."""
    return next((rule for rule in load(ALL).rules if rule.name == name), None)


def sets_of(rule: Rule) -> list[str]:
    """Return the names of the rule sets that contain ``rule``, without ``all``."""
    own = [name for name in names() if rule in _module_of(name).RULES[name]]
    return own + [RECOMMENDED] * rule.recommended


def by_source() -> dict[bytes, Rule]:
    """Return every rule by the source of its pattern.

    The patterns that ``--register-aws`` stores have the rule that describes what they match, also
    under their ``stored.canonical`` form.
    """
    from git_secrets_py.rules import stored

    rules = load(ALL).rules
    named = {rule.name: rule for rule in rules}
    sources = stored.NAMES | {source: name for name, source in stored.REGISTERED}
    registered = {source: named[name] for source, name in sources.items()}
    return {rule.source: rule for rule in rules} | registered


def registered() -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Return the prohibited and the allowed patterns that ``--register-aws`` stores."""
    from git_secrets_py.rules import stored

    return tuple(source for _, source in stored.REGISTERED), stored.REGISTERED_ALLOWED


def _module_of(name: str) -> Any:
    """Return the module of the rule set ``name``; raises ``UsageError`` as ``load`` does."""
    module = _MODULE_OF.get(name)
    if module is None:
        raise unknown_value("rule set", name, (ALL, RECOMMENDED, *names()))
    return __import__(f"{__name__}.{module}", fromlist=["RULES"])


def _selected(name: str) -> RuleSet:
    """Return the rule set ``name``, or a set of the rule ``name``."""
    if name in (ALL, RECOMMENDED) or name in names():
        return load(name)
    for rule_set in map(load, names()):
        for rule, pattern in zip(rule_set.rules, rule_set.patterns, strict=True):
            if rule.name == name:
                return _of_one(rule, pattern, rule_set)
    every_rule = (rule.name for rule in load(ALL).rules)
    choices = (ALL, RECOMMENDED, *names(), *every_rule)
    raise unknown_value("rule set or rule", name, choices, command="git secrets --list-rules")


def _of_one(rule: Rule, pattern: RulePattern, owner: RuleSet) -> RuleSet:
    one = RuleSet(rule.name, (), ())
    one.rules, one.patterns, one.allowed = (rule,), (pattern,), owner.allowed
    return one


def _recommended(name: str) -> RuleSet:
    """Return the recommended rules of the set ``name``."""
    module = _module_of(name)
    rules = [rule for rule in module.RULES[name] if rule.recommended]
    return RuleSet(name, rules, module.ALLOWED.get(name, ()), strict=True)


def _joined(name: str, parts: list[RuleSet]) -> RuleSet:
    """Join rule sets into one. Each pattern keeps the origin of its set."""
    joined = RuleSet(name, (), ())
    joined.rules = tuple(rule for part in parts for rule in part.rules)
    joined.patterns = tuple(pattern for part in parts for pattern in part.patterns)
    joined.allowed = tuple(pattern for part in parts for pattern in part.allowed)
    return joined
