"""Stores in which the names of keys identify the secrets."""

from __future__ import annotations

from git_secrets_py.providers.encoded_text import of_json, of_value
from git_secrets_py.providers.settings_text import entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from git_secrets_py.providers.stored_secret import StoredSecret


def json(
    content: bytes, keys: Collection[str], session_keys: Collection[str] = ()
) -> Iterator[StoredSecret]:
    """Yield the strings under ``keys`` of a JSON document, and those of a session.

    ``name/*`` is any key of the object ``name``, and ``/*`` any one at the top.
    """
    for secret in of_json(content, keys, session_keys):
        yield from of_value(secret.profile, secret.value, short_lived=secret.short_lived)


def settings(
    content: bytes, keys: Collection[str], session_keys: Collection[str] = ()
) -> Iterator[StoredSecret]:
    """Yield the values of ``keys`` in ini, TOML, YAML or the like, and those of a session.

    ``name/*`` is any key of the section ``name``. Most ini files ignore the case of keys.
    """
    long_lived = {key.lower() for key in keys}
    short_lived = {key.lower() for key in session_keys}
    for entry in entries(content):
        names = {entry.key.lower(), f"{entry.section}/*".lower()}
        is_short_lived = not short_lived.isdisjoint(names)
        if is_short_lived or not long_lived.isdisjoint(names):
            yield from of_value(entry.section, entry.value, short_lived=is_short_lived)
