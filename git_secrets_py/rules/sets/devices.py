"""Devices and sensors."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import OUTSIDE_NAME
from git_secrets_py.rules.rule import Rule

RULES = {
    "adafruit": (
        Rule(
            "adafruit-io-key",
            rb"aio_[A-Za-z0-9]{28}",
            "The key of an Adafruit IO account. Regenerate it on the page My Key.",
            "https://io.adafruit.com/api/docs/",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
    ),
    "ubidots": (
        Rule(
            "ubidots-token",
            rb"BB(?:FF|US)-[A-Za-z0-9]{30}",
            "A Ubidots token. Delete it in the account under API Credentials.",
            "https://docs.ubidots.com/reference/authentication",
        ),
    ),
    "samsara": (
        Rule(
            "samsara-api-token",
            rb"samsara_api_[A-Za-z0-9]{26,32}",
            "A Samsara API token. Delete it in the dashboard under API Tokens.",
            "https://developers.samsara.com/docs/authentication",
        ),
    ),
}
