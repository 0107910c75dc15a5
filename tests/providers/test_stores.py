"""The stores: which secrets are read from the files of each."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from store_files import FILES, StoreFile

from git_secrets_py.errors import ProviderError
from git_secrets_py.providers import local
from git_secrets_py.providers.store import Store
from git_secrets_py.providers.store_parsers.hosts import netrc


def found(*names: str) -> dict[bytes, tuple[str, str]]:
    """Return the store and the profile of each secret."""
    machine = local.Machine({**os.environ})
    return {
        one.literal: (one.origin.place.partition(" ")[0], one.profile)
        for one in local.own_secrets(names, machine)
    }


@pytest.mark.parametrize("file", FILES, ids=[file.path for file in FILES])
def test_a_secret_is_read_from_its_store(home: Path, file: StoreFile) -> None:
    file.write(home)
    assert found("all")[file.secret.encode()] == (file.store, file.profile)


@pytest.mark.parametrize(
    ("store", "variable", "value", "file"),
    [
        ("argo-cd", "ARGOCD_CONFIG_DIR", "moved", "moved/config"),
        ("azure", "AZURE_CONFIG_DIR", "moved", "moved/service_principal_entries.json"),
        ("cargo", "CARGO_HOME", "moved", "moved/credentials"),
        ("docker", "DOCKER_CONFIG", "moved", "moved/config.json"),
        ("docker", "XDG_RUNTIME_DIR", "run", "run/containers/auth.json"),
        ("gcloud", "CLOUDSDK_CONFIG", "moved", "moved/legacy_credentials/me/adc.json"),
        ("gem", "BUNDLE_USER_HOME", "moved", "moved/config"),
        ("github", "GH_CONFIG_DIR", "moved", "moved/hosts.yml"),
        ("helm", "HELM_REPOSITORY_CONFIG", "moved/repositories.yaml", "moved/repositories.yaml"),
        ("huggingface", "XDG_CACHE_HOME", "cache", "cache/huggingface/token"),
        ("kaggle", "KAGGLE_CONFIG_DIR", "moved", "moved/kaggle.json"),
        ("scaleway", "SCW_CONFIG_PATH", "moved/scw.yaml", "moved/scw.yaml"),
        ("snowflake", "SNOWFLAKE_HOME", "moved", "moved/config.toml"),
        ("turso", "TURSO_CONFIG_FOLDER", "moved", "moved/settings.json"),
        ("kube", "KUBECONFIG", os.pathsep.join(("none", "moved/config")), "moved/config"),
        ("npm", "npm_config_userconfig", "moved/npmrc", "moved/npmrc"),
        ("pip", "XDG_CONFIG_HOME", "moved", "moved/pip/pip.conf"),
    ],
)
def test_a_variable_moves_the_files_of_a_store(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    store: str,
    variable: str,
    value: str,
    file: str,
) -> None:
    monkeypatch.chdir(home)
    Path(file).parent.mkdir(parents=True)
    Path(file).touch()
    machine = local.Machine({variable: value})
    assert [path for one in local.stores([store]) for path in machine.paths(one)] == [file]


def test_a_program_may_ignore_the_variable_of_its_directory(home: Path) -> None:
    token = home / ".config" / "planetscale" / "access-token"
    token.parent.mkdir(parents=True)
    token.touch()
    machine = local.Machine({"XDG_CONFIG_HOME": str(home / "moved")})
    (first, _) = local.stores(["planetscale"])
    assert list(machine.paths(first)) == [str(token)]


def test_the_directories_of_macos_are_searched(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    settings = home / "Library" / "Application Support" / "scw" / "config.yaml"
    settings.parent.mkdir(parents=True)
    settings.touch()
    (store,) = local.stores(["scaleway"])
    assert list(local.Machine({}).paths(store)) == [str(settings)]


def test_a_file_that_leads_to_the_null_device_is_empty(home: Path) -> None:
    (home / ".netrc").symlink_to(os.devnull)
    machine = local.Machine({"KUBECONFIG": os.devnull})
    assert local.own_secrets(["netrc", "kube"], machine) == []


@pytest.mark.parametrize("file", [".docker/config.json", ".ssh/id"])
def test_a_file_that_cannot_be_looked_up_is_an_error(home: Path, file: str) -> None:
    folder = (home / file).parent
    folder.symlink_to(folder)  # as a directory that the user may not enter; root may
    with pytest.raises(ProviderError, match=f"cannot read {folder}"):
        found("docker", "ssh")


def test_the_store_of_a_pipe_is_an_error_and_not_waited_for(home: Path) -> None:
    (home / ".aws").mkdir()
    os.mkfifo(home / ".aws" / "credentials")
    with pytest.raises(ProviderError, match="not a regular file"):
        found("aws")


def test_a_virtual_environment_called_env_is_no_store(tmp_path: Path) -> None:
    (tmp_path / ".env" / "lib").mkdir(parents=True)
    (tmp_path / ".env.local").touch()
    assert local.dotenv_files(str(tmp_path)) == [".env.local"]


@pytest.mark.parametrize(
    ("written", "password"),
    [
        (rb'"a\"b\\c d\n"', b'a"b\\c d\n'),
        (rb'"\\"', b"\\"),
        (rb'"a', b"a"),
        (rb"a\b\\c", rb"a\b\\c"),
        (b"\tab\t", b"ab"),
    ],
)
def test_a_password_of_netrc_may_be_quoted(written: bytes, password: bytes) -> None:
    (found,) = netrc(b"machine a login b password " + written + b"\nmachine c")
    assert found.value == password


def test_a_parser_that_fails_is_named_without_what_it_read(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".netrc").write_text("machine a password s3cret")
    monkeypatch.setattr(Store, "parse", lambda *_: [][len(b"s3cret")])
    with pytest.raises(ProviderError, match=r"'netrc' cannot parse \S+netrc: IndexError\."):
        found("netrc")
