"""The secret index: searching for many secrets at once equals searching for each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from git_secrets_py.report.secret_index import SecretIndex

# Two letters, so that secrets overlap; most texts are longer than the secrets.
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
def test_a_secret_cut_by_an_edge_is_found(secrets: list[bytes], text: bytes) -> None:
    index = SecretIndex(secrets)
    proper = {secret[:cut] for secret in secrets for cut in range(1, len(secret))}
    assert index.begun_at_end(text) == max((len(p) for p in proper if text.endswith(p)), default=0)
    proper = {secret[cut:] for secret in secrets for cut in range(1, len(secret))}
    assert index.ended_at_start(text) == max(
        (len(p) for p in proper if text.startswith(p)), default=0
    )


def test_an_empty_index_finds_nothing() -> None:
    index = SecretIndex([b""])
    assert not list(index.spans(b"text"))
    assert index.begun_at_end(b"text") == index.ended_at_start(b"text") == 0
