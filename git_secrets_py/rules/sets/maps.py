"""Maps, weather and geolocation."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, named
from git_secrets_py.rules.rule import Rule

_HEX_32 = rb"[0-9a-f]{32}"

RULES = {
    "mapbox": (
        Rule(
            "mapbox-secret-token",
            rb"sk\.eyJ[A-Za-z0-9_-]{40,300}\.[A-Za-z0-9_-]{20,24}",
            "A secret Mapbox access token. Delete it in the account under Tokens.",
            "https://docs.mapbox.com/help/dive-deeper/access-tokens/",
            documented=True,
        ),
    ),
    "arcgis": (
        Rule(
            "arcgis-api-key",
            rb"AAP(?:K[0-9a-f]{32}[A-Za-z0-9_-]{64}|Txy[0-9A-Za-z_-]{80,300}(?:\.{2}"
            rb"[A-Za-z0-9_-]{8,12})?)",
            "An ArcGIS API key, which may be public in a web page. Regenerate it in the "
            "developer credentials.",
            "https://developers.arcgis.com/documentation/security-and-authentication/"
            "api-key-authentication/",
            severity=MEDIUM,
            recommended=False,
        ),
    ),
    "openweather": (
        Rule(
            "openweather-api-key",
            named(
                rb"open[_-]?weather(?:[_-]?map)?|\bowm[_-]|openweathermap\.org/[^\s\"'<>]{1,200}[?&]appid",
                _HEX_32,
            ),
            "An OpenWeather API key. Delete it in the account under API keys.",
            "https://openweathermap.org/appid",
            before=ANYTHING,
        ),
    ),
    "maxmind": (
        Rule(
            "maxmind-license-key",
            rb"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk",
            "A MaxMind license key. Delete it in the account under Manage License Keys.",
            "https://dev.maxmind.com/license-key-validation-api/",
        ),
    ),
}
