"""Frameworks and tools for developers."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, OUTSIDE_NAME
from git_secrets_py.rules.rule import Rule

RULES = {
    "postman": (
        Rule(
            "postman-api-key",
            rb"PMA(?:K-[0-9a-f]{24}-[0-9a-f]{34}|T-[0-9A-Z]{26})",
            "A Postman API key. Revoke it in Settings → API keys.",
            "https://learning.postman.com/docs/developer/postman-api/authentication/",
            before=ANYTHING,
        ),
    ),
    "rapidapi": (
        Rule(
            "rapidapi-key",
            rb"[0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{5}jsn[0-9a-f]{12}",
            "A RapidAPI key, for every API to which the account is subscribed. Delete it in the "
            "settings of the app under Authorization.",
            "https://docs.rapidapi.com/docs/keys",
        ),
    ),
    "laravel": (
        Rule(
            "laravel-sanctum-token",
            # The ID of the token, 40 random characters and their CRC-32.
            rb"[0-9]{1,10}\|[A-Za-z0-9]{40}[0-9a-f]{8}",
            "An API token of a Laravel application. Revoke it in the application that issued it.",
            "https://github.com/laravel/sanctum/blob/4.x/src/HasApiTokens.php",
            check="sanctum",
            documented=True,
        ),
    ),
    "ionic": (
        Rule(
            "ionic-personal-access-token",
            rb"ion_[A-Za-z0-9]{42}",
            "An Ionic personal access token. Revoke it in the settings of the account.",
            "https://ionic.io/docs/appflow/personal-access-tokens",
            before=OUTSIDE_NAME,
        ),
    ),
    "keygen": (
        Rule(
            "keygen-token",
            rb"(?:admin?|prod|user|env|activ|licn)-[0-9a-f]{64,100}v[0-9]",
            "A Keygen token. Revoke it in the dashboard.",
            "https://keygen.sh/docs/api/authentication/",
        ),
    ),
    "wakatime": (
        Rule(
            "wakatime-api-key",
            rb"waka_(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-z]{36,64})",
            "The API key of a WakaTime account. Regenerate it in the settings of the account.",
            "https://wakatime.com/developers",
        ),
    ),
}
