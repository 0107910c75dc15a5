"""Google: API keys, OAuth, service accounts, Firebase."""

from __future__ import annotations

from git_secrets_py.model import LOW, MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_BASE64
from git_secrets_py.rules.rule import Rule

_API_KEYS = "https://cloud.google.com/docs/authentication/api-keys"
_OAUTH = "https://developers.google.com/identity/protocols/oauth2"

_API_KEY = rb"(?P<secret>AIza[A-Za-z0-9_-]{35})"
# Before the key in the address of a map and in google-services.json, and after it in the
# configuration of a web app of Firebase.
_MAP = rb"\bmaps\.googleapis\.com/maps/api/[^\s\"'<>]{1,200}?\bkey="
_KEY_FILE = rb"\"current_key\"[ \t]{0,9}:[ \t]{0,9}\""
_FIREBASE = rb"[\"'`][ \t]{0,9},\s{0,40}[\"']?(?:authDomain|projectId|databaseURL)\b"

RULES = {
    "google": (
        Rule(
            "google-browser-key",
            rb"(?:(?:" + _MAP + rb"|" + _KEY_FILE + rb")" + _API_KEY + rb"(?![A-Za-z0-9_-])|"
            rb"\bapiKey[\"']?[ \t]{0,9}[:=][ \t]{0,9}[\"'`]" + _API_KEY + _FIREBASE + rb")",
            "A Google API key of a map or a Firebase app, which is public by design: it "
            "identifies the project. Restrict it to its APIs, websites and apps in the Google "
            "Cloud console: APIs & Services → Credentials.",
            "https://firebase.google.com/docs/projects/api-keys",
            before=ANYTHING,
            after=b"",
            lines=2,
            reach=450,
            anchor=rb"AIza[A-Za-z0-9_-]{35}",
            severity=LOW,
            recommended=False,
            documented=True,
        ),
        Rule(
            "google-api-key",
            # Not one that is public by design.
            rb"(?<!" + _MAP + rb")(?<!" + _KEY_FILE + rb")AIza[A-Za-z0-9_-]{35}"
            rb"(?!" + _FIREBASE + rb")",
            "A Google API key. Delete it in the Google Cloud console: APIs & Services → "
            "Credentials. If the key has to be public, as in a web page, restrict it to its APIs "
            "and websites.",
            _API_KEYS,
            after=NO_BASE64_AFTER,
            lines=2,
            reach=450,
            anchor=rb"AIza[A-Za-z0-9_-]{35}",
            # Most are those of web pages and apps, whose users see them.
            severity=MEDIUM,
            documented=True,
        ),
        Rule(
            "google-gemini-api-key",
            rb"AQ\.Ab[A-Za-z0-9_-]{40,60}",
            "A Gemini API key that is bound to a service account. Delete it in Google AI Studio, "
            "or in the Google Cloud console: APIs & Services → Credentials.",
            _API_KEYS,
        ),
        Rule(
            "google-oauth-client-secret",
            rb"GOCSPX-[A-Za-z0-9_-]{28}",
            "A Google OAuth client secret. Add a new secret to the client in the Google Cloud "
            "console, then disable and delete this one.",
            _OAUTH,
            before=ANYTHING,
        ),
        Rule(
            "google-oauth-access-token",
            rb"ya29\.[A-Za-z0-9_-]{30,1000}",
            "A Google OAuth access token, valid for about an hour. Revoke it: that also revokes "
            "its refresh token, if there is one.",
            _OAUTH,
        ),
        Rule(
            "google-oauth-refresh-token",
            rb"1//[0-9A-Za-z][A-Za-z0-9_-]{40,120}",
            "A Google OAuth refresh token, which does not expire. Revoke it, or the access of the "
            "app in the Google Account under Third-party apps & services.",
            _OAUTH,
            before=OUTSIDE_BASE64,
            check="mixed",
        ),
        Rule(
            "google-hmac-key-id",
            rb"GOOG1?[A-Z0-9]{20}(?:[A-Z0-9]{37})?",
            "The access ID of a Cloud Storage HMAC key; its secret is often nearby. Deactivate "
            "and delete the key in Cloud Storage → Settings → Interoperability.",
            "https://cloud.google.com/storage/docs/authentication/hmackeys",
            check="random",
            documented=True,
        ),
        Rule(
            "google-fcm-server-key",
            rb"AAAA[A-Za-z0-9_-]{7}:[A-Za-z0-9_-]{140}",
            "A legacy Firebase Cloud Messaging server key. Delete it in the Firebase console "
            "under Project settings → Cloud Messaging.",
            "https://firebase.google.com/docs/cloud-messaging",
        ),
        Rule(
            "google-recaptcha-key",
            rb"6L[A-Za-z0-9_-]{38}",
            "A reCAPTCHA key. The secret key verifies answers: replace it in the reCAPTCHA Admin "
            "Console. The site key, of the same format, is public.",
            "https://cloud.google.com/recaptcha/docs/keys",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            check="mixed",
            recommended=False,
            documented=True,
        ),
        Rule(
            "google-service-account-key",
            # The quotes are escaped in a key file inside a string.
            rb"""\\{0,8}"private_key\\{0,8}"[ \t]{0,9}:[ \t]{0,9}\\{0,8}"(?P<secret>-----BEGIN """
            rb"""(?:[A-Z]{1,9} )?PRIVATE KEY-----"""
            rb"""(?:(?:\\{1,8}[nr]){1,9}[A-Za-z0-9+/=]{1,200}){1,99})""",
            "The private key of a Google Cloud service account. Delete the key in IAM & Admin → "
            "Service Accounts → Keys. Prefer Workload Identity Federation to keys.",
            "https://github.com/googleapis/google-auth-library-python/blob/main/google/auth/crypt/base.py",
            before=ANYTHING,
            after=b"",
            # The header, and the beginning of the base64 of every key of one type and length.
            unique_length=120,
            documented=True,
        ),
    ),
}
