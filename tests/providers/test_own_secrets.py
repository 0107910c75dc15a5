"""Own secrets in real repositories: every store and form is blocked, and no value is printed."""

from __future__ import annotations

import json
import shlex
from base64 import b64encode, encodebytes, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from store_files import FILES, StoreFile, secret
from support import SILENCE, Repo, fingerprint, from_template, short_id

from git_secrets_py.engine import own_secrets

TOKEN = b"kX9+Qz/w" + b"E'7&rTy%u$8v\"m"


@pytest.fixture
def local(repo: Repo, home: Path, templates: Path) -> Repo:
    """Return a repository with all stores enabled, installed hooks, and one commit."""
    with (home / ".gitconfig").open("a") as config:
        config.write("[secrets]\n\tlocal = all\n")  # as --register-local does

    def prepare() -> None:
        repo.commit_file("README", "hello\n")
        repo.install_hooks()

    return from_template(repo, templates / "local", prepare)


@pytest.fixture
def with_token(home: Path, local: Repo) -> Repo:
    """Return ``local`` with ``TOKEN`` in the environment of npm."""
    host = "https://me:" + quote(TOKEN, safe="") + "@h.example.org\n"
    (home / ".git-credentials").write_text(host)
    return local


def reported(repo: Repo) -> list[dict[str, object]]:
    """Return the findings of a scan of the work tree."""
    ran = repo.call("--scan", "--untracked", "--format", "json", "--output", "../report.json")
    assert ran.status in (0, 1), ran
    findings: list[dict[str, object]] = json.loads((repo.path.parent / "report.json").read_bytes())[
        "findings"
    ]
    return findings


@pytest.mark.parametrize("file", FILES, ids=[file.path for file in FILES])
def test_the_hook_blocks_the_secret_of_a_store(home: Path, repo: Repo, file: StoreFile) -> None:
    file.write(home)
    with (home / ".gitconfig").open("a") as config:
        config.write("[secrets]\n\tlocal = all\n")
    repo.write("app.py", f"value = '{file.secret}'\n")
    repo.add()
    ran = repo.call("--pre_commit_hook")
    assert ran.status == 1, ran
    assert b"app.py" in ran.err


def shell(value: bytes) -> bytes:
    return shlex.quote(value.decode()).encode()


def folded(text: bytes, width: int, indent: bytes = b"") -> bytes:
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    return b"".join(indent + line + b"\n" for line in lines)


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda value: value,
    "in base64": b64encode,
    "in base64 ": lambda value: b64encode(b"x" + value),
    "in base64  ": lambda value: urlsafe_b64encode(b"xy" + value).rstrip(b"="),
    "in UTF-16, in base64": lambda value: b64encode(value.decode().encode("utf-16-le")),
    "in base64, over several lines": lambda value: folded(b64encode(value), 12, b"    "),
    "in base64   ": lambda value: encodebytes(b"y" * 40 + value),
    "in hexadecimal": lambda value: value.hex().encode(),
    "in hexadecimal ": lambda value: value.hex().upper().encode(),
    "percent-encoded": lambda value: quote(value, safe="").encode(),
    "percent-encoded ": lambda value: quote(quote(value, safe=""), safe="").encode(),
    "escaped": lambda value: json.dumps(value.decode()).encode(),
    "escaped ": lambda value: b"".join(b"\\u%04x" % byte for byte in value),
    "escaped  ": lambda value: value.replace(b"&", b"&amp;").replace(b'"', b"&quot;"),
    "escaped   ": lambda value: b"".join(b"&#%d;" % byte for byte in value),
    "escaped    ": lambda value: b"".join(b"\\u{%x}" % byte for byte in value),
    "quoted": shell,
    "in base64, percent-encoded": lambda value: quote(b64encode(b">>?" + value), safe="").encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_found_in_each_form(
    with_token: Repo, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_token.write("app.py", b"x: " + FORMS[form](TOKEN) + b"\nend\n")
    for small in (own_secrets._SMALL, -1):  # by search alone, then with Hyperscan before it
        monkeypatch.setattr(own_secrets, "_SMALL", small)
        (found,) = reported(with_token)
        assert found["rule"] == "own-git-secret"
        assert found["fingerprint"] == fingerprint(TOKEN)
        owner = "git credentials file, profile h.example.org"
        written = str(found["description"]).partition(owner)[2].strip("., ")
        assert written.startswith(form.strip().partition(",")[0])


WORDS = b"documentation7", b"staging/documentation/key", b"default_value_of", b"a!b@c#d$e%f^g"


@pytest.mark.parametrize("value", WORDS)
def test_words_of_a_secret_are_not_decoded(value: bytes) -> None:
    pieces = own_secrets.OwnSecrets([(0, value)]).pieces()
    assert pieces
    words = b"the documentation of a default_value: a, b, c, d, e, f, g; information. 7\n"
    assert list(pieces.windows(words * 5)) == []
    ((start, end, numbers),) = pieces.windows(words + b"x = " + value + b"\n" + words)
    assert (start, set(numbers)) == (0, {0})
    assert end > len(words)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\\n", b"%0A", b'" +\n    "', b"\n  # "])
def test_a_folded_word_is_decoded(line_end: bytes) -> None:
    pieces = own_secrets.OwnSecrets([(0, b"documentation7")]).pieces()
    assert pieces
    for width in range(1, 13):
        assert list(
            pieces.windows(line_end.join((b"documentation7"[:width], b"documentation7"[width:])))
        )


@pytest.mark.parametrize("line", [b"/* internal *//", b"+ / internal +/", b"//// ////"])
def test_a_folded_secret_is_found_below_a_line_with_signs(with_token: Repo, line: bytes) -> None:
    with_token.write("app.js", line + b"\n" + folded(b64encode(TOKEN), 12))
    assert [one["fingerprint"] for one in reported(with_token)] == [fingerprint(TOKEN)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_secret_is_found_in_utf_16(with_token: Repo, encoding: str) -> None:
    with_token.write("app.txt", f"x: {TOKEN.decode()}\n".encode(encoding))
    assert [one["fingerprint"] for one in reported(with_token)] == [fingerprint(TOKEN)]


WARNING = (
    "allows a secret of your own (git credentials file, profile h.example.org); "
    "deactivate it where it was issued\n"
)


def test_an_own_secret_cannot_be_allowed_by_its_id(with_token: Repo) -> None:
    with_token.write("a", b64encode(TOKEN))
    with_token.add()
    ran = with_token.call("--allow", short_id(TOKEN))
    assert (ran.status, with_token.gitallowed()) == (1, b"")
    assert f"{short_id(TOKEN)} in a:1 is your own secret (" in ran.err.decode()
    assert with_token.call("--scan-history", "--allow-all").status == 1
    assert with_token.gitallowed() == b""


def test_an_allowed_pattern_that_matches_an_own_secret_is_warned_of(with_token: Repo) -> None:
    ran = with_token.call("--add", "--allowed", "--literal", TOKEN.decode())
    assert (ran.status, ran.err.decode()) == (0, f"git secrets: warning: this pattern {WARNING}")
    assert with_token.call("--add", "--allowed", "^docs/").err == b""


@pytest.mark.parametrize("line", ["sha256:" + fingerprint(TOKEN), "^docs/", "kX9[+]"])
@pytest.mark.parametrize("verb", ["--scan", "--pre_commit_hook", "--scan-history"])
def test_each_run_warns_of_an_own_secret_that_is_allowed(
    with_token: Repo, verb: str, line: str
) -> None:
    with_token.write("docs/a", TOKEN + b"\n" + TOKEN)
    with_token.write(".gitallowed", line)
    with_token.add()
    ran = with_token.call(verb)
    assert (ran.status, ran.err.decode().count(f"docs/a:1: .gitallowed:1 {WARNING}")) == (0, 1)


def test_a_fingerprint_allows_a_secret_in_every_form(with_token: Repo) -> None:
    with_token.write("a", TOKEN + b"\n" + b64encode(TOKEN) + b"\n" + TOKEN.hex().encode() + b"\n")
    with_token.add()
    assert with_token.commit().status == 1
    with_token.write(".gitallowed", "sha256:" + fingerprint(TOKEN))
    with_token.add()
    assert with_token.commit().status == 0


def test_the_encoded_form_is_masked(with_token: Repo) -> None:
    with_token.write("a", b"x = " + b64encode(TOKEN) + b" " + TOKEN + b"\n")
    ran = with_token.call("--scan", "--untracked", "--redact")
    assert ran.status == 1
    assert TOKEN[4:] not in ran.err
    assert b64encode(TOKEN)[6:20] not in ran.err


def test_the_recommended_rules_stay_active(local: Repo, home: Path) -> None:
    FILES[0].write(home)
    local.write("a", "github_pat_" + "1" + secret("pat", 21).replace("+", "x") + "_")
    ran = local.call("--scan", "--untracked")
    assert b"the rule set 'recommended' is active" in ran.err


def test_an_ignored_env_file_is_a_store_and_a_sample_is_not(local: Repo) -> None:
    value, other = secret("dotenv", 30), secret("sample", 30)
    local.write(".gitignore", ".env\n.env.example\n")
    local.write(".env", f"export API_TOKEN='{value}'\nDEBUG=true\nPATH_TO=/usr/lib/some1path\n")
    local.write(".env.example", f"API_TOKEN={other}\n")
    local.write("a", f"{value}\n{other}\n/usr/lib/some1path\n")
    assert [one["description"] for one in reported(local)] == [
        "This is your own secret, ignored file, profile API_TOKEN."
    ]


def test_an_ignored_env_file_is_a_store_outside_of_a_configured_work_tree(
    local: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local.write(".gitignore", ".env\n")
    local.write(".env", f"API_TOKEN={secret('dotenv', 30)}\n")
    local.write("a", secret("dotenv", 30))
    monkeypatch.setenv("GIT_DIR", str(local.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(local.path))
    (tmp_path / "outside").mkdir()
    ids = [one["rule"] for one in reported(Repo(tmp_path / "outside"))]
    assert ids == ["own-dotenv-secret"]


def test_a_variable_of_the_environment_is_a_secret(
    local: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPLOY_TOKEN", secret("variable"))
    local.write("a", f"{secret('variable')}\n")
    assert [one["rule"] for one in reported(local)] == ["own-env-secret"]


def test_the_command_of_a_vault_is_a_store(local: Repo, home: Path) -> None:
    (home / "vault").write_text(f"{secret('vault')}\n{secret('vault2')}\n")
    local.git("config", "secrets.vault", f"cat {(home / 'vault').as_posix()}")
    local.write("a", f"{secret('vault2')}\n")
    assert [one["rule"] for one in reported(local)] == ["own-vault-secret"]


def test_a_store_that_cannot_be_read_stops_the_commit(local: Repo, home: Path) -> None:
    (home / ".npmrc").symlink_to("/dev/zero")
    local.write("a", "harmless\n")
    local.add()
    ran = local.commit()
    assert ran.status == 1
    assert b"provider 'npm' cannot read" in ran.err
    assert local.call("--scan").status == 2


def test_an_unknown_store_is_an_error_with_a_suggestion(repo: Repo) -> None:
    repo.git("config", "secrets.local", "npm, dockr")
    ran = repo.call("--scan")
    assert ran.status == 2
    assert b"secrets.local: unknown store: 'dockr'. Did you mean docker?" in ran.err


def test_only_the_stores_that_are_named_are_read(repo: Repo, home: Path) -> None:
    for file in FILES:
        file.write(home)
    repo.git("config", "secrets.local", "npm,cargo")
    repo.write("a", "".join(f"{file.secret}\n" for file in FILES))
    rules = {one["rule"] for one in reported(repo) if str(one["rule"]).startswith("own-")}
    assert rules == {"own-npm-secret", "own-cargo-secret"}


def test_registering_prints_the_stores_and_no_value(repo: Repo, home: Path) -> None:
    FILES[0].write(home)
    first, second = repo.call("--register-local"), repo.call("--register-local")
    assert first.out == (
        b"OK\naws: 1 secret in AWS credentials file "
        b"(%b); 1 value too short or too common\n" % str(home / ".aws" / "credentials").encode()
    )
    notes = (
        b"git secrets: your own secrets are %b prohibited in the global git config: "
        b"1 secret in 1 store; new secrets are included automatically\n"
        b"git secrets: next, install the hooks: git secrets --install\n"
    )
    assert (first.err, second.err) == (notes % b"now", notes % b"already")
    assert repo.git("config", "--global", "secrets.local") == b"all\n"


def test_the_list_shows_counts_and_no_value(repo: Repo, home: Path) -> None:
    FILES[0].write(home)
    repo.git("config", "secrets.providers", "echo some-pattern")
    ran = repo.call("--list-providers")
    assert ran.out == (
        b"# own secrets, enabled by secrets.local\naws: 1 secret in AWS credentials file "
        b"(%b); 1 value too short or too common; not enabled\n"
        b"# commands, secrets.providers\necho some-pattern: 1 pattern\n"
        % str(home / ".aws" / "credentials").encode()
    )
    assert b"--register-local" in ran.err


def test_the_stores_are_listed_by_name(repo: Repo, home: Path) -> None:
    for file in FILES:
        file.write(home)
    names = [line.partition(b":")[0] for line in repo.call("--list-providers").out.splitlines()[1:]]
    assert len(names) > 1
    assert names == sorted(names)


def test_the_doctor_reports_values_that_are_left_out(local: Repo, home: Path) -> None:
    (home / ".netrc").write_text("machine a.example.org login me password abc\n")
    local.keep_hooks()
    ran = local.call("--doctor")
    assert b"1 value in netrc file too short or too common to be searched for" in ran.out


def test_without_providers_no_store_is_read(with_token: Repo) -> None:
    with_token.write("a", TOKEN)
    assert with_token.call("--scan", "--untracked", "--no-providers").status == 0


def test_a_new_token_of_a_session_does_not_make_the_next_audit_a_first_one(
    local: Repo, home: Path
) -> None:
    for number in range(2):
        cache = home / ".aws" / "sso" / "cache" / "a.json"
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text(json.dumps({"accessToken": secret(f"session{number}")}))
        ran = local.call("--scan-history", "--format", "json", "--output", "../audit.json")
        assert ran.status == 0
    summary = json.loads((local.path.parent / "audit.json").read_bytes())["summary"]
    assert summary["from_cache"] > 0


def test_a_new_long_lived_secret_is_searched_for_in_all_history(local: Repo, home: Path) -> None:
    local.commit_file("old", f"{secret('late')}\n")
    assert local.call("--scan-history").status == 0
    (home / ".netrc").write_text(f"machine a.example.org password {secret('late')}\n")
    assert local.call("--scan-history").status == 1


def test_a_clean_hook_is_silent(with_token: Repo) -> None:
    with_token.write("a", "x = 1\n" * 100)
    with_token.add()
    assert with_token.run("--pre_commit_hook")._replace(err=b"") == SILENCE
