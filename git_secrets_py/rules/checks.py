"""Checks of a secret that a pattern cannot express, by the names that rules give them.

Each is a pure function of the secret. They run only where a rule's pattern has matched.
"""

from __future__ import annotations

from git_secrets_py.rules import certainty, password_checks, randomness, structure, wallet_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# The fault of a secret that a check rejects, of each check that a rule may have as ``checksum``.
DOUBTS = {
    "aws-key-id": "its characters are not those of AWS",
    "basic-no-word": "it is a single word",
    "bech32": "its checksum is wrong",
    "cloudflare": "its checksum is wrong",
    "confluent": "its checksum is wrong",
    "crc16": "its checksum is wrong",
    "fine-grained": "its structure is wrong",
    "github": "its checksum is wrong",
    "grafana": "its checksum is wrong",
    "jwt": "its header and its claims are not JSON",
    "macaroon": "it is not a macaroon",
    "matrix": "its checksum is wrong",
    "no-word": "it is a single word",
    "payload": "its payload is not JSON",
    "polar": "its checksum is wrong",
    "random-text": "it is not random",
}

CHECKS: dict[str, Callable[[bytes], bool]] = {
    "aws-key-id": structure.aws_key_id,
    "aws-secret-key": randomness.aws_secret_key,
    "base58check": wallet_keys.base58check,
    "basic": password_checks.basic,
    "basic-no-word": certainty.basic_no_word,
    "bearer-token": password_checks.bearer_token,
    "bech32": wallet_keys.bech32,
    "chosen-secret": certainty.chosen_key,
    "cloudflare": structure.cloudflare,
    "confluent": structure.confluent,
    "crc16": wallet_keys.crc16,
    "django-key": randomness.django_key,
    "encoded-secret": password_checks.encoded_secret,
    "fine-grained": structure.fine_grained,
    "github": structure.github,
    "grafana": structure.grafana,
    "jwt": structure.jwt,
    "key-material": randomness.key_material,
    "macaroon": structure.macaroon,
    "matrix": structure.matrix,
    "mixed": randomness.mixed,
    "named-secret": password_checks.named_secret,
    "no-word": password_checks.no_word,
    "password": password_checks.password,
    "payload": structure.payload,
    "plain-password": password_checks.plain_password,
    "polar": structure.polar,
    "random": randomness.is_random,
    "random-password": certainty.random_password,
    "random-text": certainty.random_text,
    "sanctum": structure.sanctum,
    "random-value": certainty.random_value,
    "random-word": certainty.random_word,
    "strong-password": password_checks.strong_password,
    "surely-random": certainty.surely_random,
    "uncommon-word": password_checks.uncommon_word,
}
