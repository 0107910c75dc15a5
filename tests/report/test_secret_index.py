"""Finding many secrets at once gives what looking for each one gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from git_secrets_py.report.secret_index import SecretIndex

# Few letters, so that secrets begin and overlap each other; more bytes than the index looks up.
TEXTS = st.text("ab", max_size=60).map(str.encode)
SECRETS = st.lists(st.text("ab", min_size=1, max_size=20).map(str.encode), max_size=6)


@given(secrets=SECRETS, text=TEXTS)
def test_every_occurrence_is_found(secrets: list[bytes], text: bytes) -> None:
    assert set(SecretIndex(secrets).spans(text)) == {
        (start, start + len(secret))
        for secret in secrets
        for start in range(len(text))
        if text.startswith(secret, start)
    }


@given(secrets=SECRETS, text=TEXTS)
def test_what_an_edge_cuts_is_found(secrets: list[bytes], text: bytes) -> None:
    index = SecretIndex(secrets)
    proper = {secret[:cut] for secret in secrets for cut in range(1, len(secret))}
    assert index.begun_at_end(text) == max((len(p) for p in proper if text.endswith(p)), default=0)
    proper = {secret[cut:] for secret in secrets for cut in range(1, len(secret))}
    assert index.ended_at_start(text) == max(
        (len(p) for p in proper if text.startswith(p)), default=0
    )


def test_no_secrets_are_nowhere() -> None:
    index = SecretIndex([b""])
    assert not list(index.spans(b"text"))
    assert index.begun_at_end(b"text") == index.ended_at_start(b"text") == 0
