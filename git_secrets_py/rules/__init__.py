"""Built-in rule sets: patterns for the secrets of well-known services.

A rule set is a key of ``RULES`` in one of the modules in ``sets``, which group the services by
their kind; the same key in ``ALLOWED`` holds patterns of its false positives. Only the modules of
the requested sets are imported.

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
    "kinds",
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

# The rule sets of each module in ``sets``. Of two rules that find one secret, the first reports.
_MODULES = {
    "aws": "aws",
    "code_hosting": "github gitlab atlassian sourcegraph gitea codesandbox gitpod",
    "packages": "npm pypi rubygems crates-io nuget clojars packagist docker jfrog cloudsmith "
    "open-vsx sidekiq",
    # Before "google": the address of a webhook holds an API key, too.
    "webhooks": "dingtalk feishu wecom google-chat make ifttt zapier",
    "google": "google",
    "azure": "azure microsoft",
    "cloud": "digitalocean scaleway linode hetzner ovh ibm-cloud alibaba tencent yandex vultr "
    "upcloud volcengine runpod lambda-cloud modal",
    "hosting": "heroku fly-io vercel netlify render railway scalingo deno val-town appwrite convex",
    "networks": "cloudflare fastly akamai tailscale ngrok netbird defined-networking kong zuplo",
    "infrastructure": "hashicorp consul boundary pulumi infracost kubernetes kubeadm openshift "
    "k3s rancher portainer proxmox truenas",
    "ci": "circleci buildkite travis-ci teamcity jenkins harness octopus-deploy mergify "
    "chromatic browserstack prefect trigger-dev inngest",
    "code_analysis": "codecov sonarqube snyk socket endor-labs aikido stackhawk nightfall "
    "virustotal shodan",
    "vaults": "doppler 1password bitwarden infisical",
    "databases": "aiven supabase planetscale neon mongodb cockroachdb confluent upstash xata "
    "datastax clickhouse influxdb",
    "analytics": "databricks snowflake dbt tinybird lightdash tableau segment posthog mixpanel "
    "amplitude algolia",
    "feature_flags": "launchdarkly configcat devcycle statsig growthbook unleash flagsmith",
    "chat": "slack discord telegram mattermost matrix webex zoom",
    "telephony": "twilio vonage messagebird telnyx signalwire sendbird onesignal courier pubnub "
    "pusher ably liveblocks",
    "mail": "sendgrid mailgun mailchimp mandrill brevo postmark resend mailersend smtp2go kit "
    "klaviyo nylas gc-notify",
    "customers": "hubspot salesforce close zoho intercom zendesk",
    "ai_models": "openai anthropic huggingface groq xai perplexity openrouter replicate nvidia "
    "together fireworks cerebras deepseek mistral cohere voyage moonshot novita minimax chutes "
    "nomic upstage jina zhipu baidu ollama",
    "ai_media": "elevenlabs deepgram assemblyai cartesia retell voiceflow stability fal runway "
    "luma",
    "ai_tools": "pinecone turbopuffer chroma langsmith langfuse wandb logfire helicone kaggle "
    "llama-cloud tavily you-com brave-search firecrawl apify browserbase browser-use hyperbrowser "
    "steel e2b daytona devin cursor windsurf amp composio letta supermemory mem0 zep context7",
    "social": "facebook instagram twitter linkedin pinterest twitch spotify reddit lichess plex "
    "riot-games roblox thunderstore intra42",
    "shops": "shopify woocommerce amazon-seller shippo easypost lob duffel",
    # Before "payments": the keys of Clerk and WorkOS begin as those of Stripe do.
    "identity": "okta auth0 clerk workos stytch ory authress unkey",
    "payments": "mercado-pago omise paystack stripe square paypal adyen razorpay cashfree "
    "flutterwave checkout-com gocardless mollie midtrans xendit asaas paddle polar",
    "finance": "plaid wise mercury ramp coinbase databento onfido persona",
    "monitoring": "grafana new-relic datadog dynatrace honeycomb elastic splunk sumo-logic axiom "
    "checkly",
    "incidents": "sentry rollbar bugsnag pagerduty opsgenie rootly uptimerobot",
    "productivity": "linear notion figma airtable asana clickup trello typeform miro canva adobe "
    "frame-io youtrack cal-com workato retool",
    "content": "contentful builder-io ghost readme dropbox box cloudinary imagekit bannerbear "
    "bitly",
    "developer_tools": "postman rapidapi laravel ionic keygen wakatime",
    "maps": "mapbox arcgis openweather maxmind",
    "devices": "adafruit ubidots samsara",
    "blockchains": "bitcoin ethereum nostr stellar alchemy infura quicknode tatum settlemint "
    "crossmint",
    "standards": "otpauth secret-token paseto",
    # Last: a rule of a vendor comes before one that finds the same secret.
    "private_keys": "private-key",
    "generic": "jwt basic-auth-url generic",
}
_MODULE_OF = {name: module for module, sets in _MODULES.items() for name in sets.split()}


def names() -> tuple[str, ...]:
    """Return the names of all rule sets, without ``all`` and ``recommended``."""
    return tuple(_MODULE_OF)


def kinds() -> dict[str, list[str]]:
    """Return the names of the rule sets of each kind of service, by its title."""
    return {
        (_imported(module).__doc__ or "").partition(".")[0]: sets.split()
        for module, sets in _MODULES.items()
    }


def load(name: str) -> RuleSet:
    """Return the rule set ``name``; ``all`` and ``recommended`` join the rules of every set.

    Raises ``UsageError``, which suggests a name, if there is no such rule set.
    """
    if name == ALL:
        return _joined(ALL, [load(each) for each in names()])
    if name == RECOMMENDED:
        return _joined(RECOMMENDED, [_recommended(each) for each in names()])
    module = _module_of(name)
    return RuleSet(name, module.RULES[name], _allowed(module, name))


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

    The patterns that ``--register-aws`` stores have the rule that describes their matches, also
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
    return _imported(module)


def _imported(module: str) -> Any:
    return __import__(f"{__name__}.sets.{module}", fromlist=["RULES"])


def _allowed(module: Any, name: str) -> tuple[bytes, ...]:
    """Return the patterns that the rule set ``name`` allows; most modules have none."""
    allowed: tuple[bytes, ...] = getattr(module, "ALLOWED", {}).get(name, ())
    return allowed


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
    return RuleSet(name, rules, _allowed(module, name), strict=True)


def _joined(name: str, parts: list[RuleSet]) -> RuleSet:
    """Join rule sets into one. Each pattern keeps the origin of its set."""
    joined = RuleSet(name, (), ())
    joined.rules = tuple(rule for part in parts for rule in part.rules)
    joined.patterns = tuple(pattern for part in parts for pattern in part.patterns)
    joined.allowed = tuple(pattern for part in parts for pattern in part.allowed)
    return joined
