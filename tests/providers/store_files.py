"""Files of credential stores, as their programs write them. Secrets are built at run time."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

from simple_store_files import SIMPLE


def secret(name: str, length: int = 40) -> str:
    """Return a secret that depends only on ``name``."""
    return b64encode(sha256(name.encode()).digest() * 3).decode().replace("/", "q")[:length]


def basic(user: str, password: str) -> str:
    """Return the base64 of ``user:password``."""
    return b64encode(f"{user}:{password}".encode()).decode()


def private_key(name: str, lines: int = 5, kind: str = "OPENSSH ") -> str:
    """Return text in the form of a private key."""
    body = "\n".join(secret(f"{name}{number}", 70) for number in range(lines))
    return f"-----BEGIN {kind}PRIVATE KEY-----\n{body}\nQQ==\n-----END {kind}PRIVATE KEY-----\n"


class StoreFile(NamedTuple):
    """A file of a store, below the home directory, and one secret in it with its profile."""

    store: str
    path: str
    content: str | Callable[[Path], None]
    profile: str
    secret: str

    def write(self, home: Path) -> None:
        """Write the file below ``home``."""
        path = home / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(self.content, str):
            path.write_text(self.content)
        else:
            self.content(path)


def _gcloud_database(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE credentials (account_id TEXT PRIMARY KEY, value BLOB)")
    value = {"client_id": "3.apps", "client_secret": "d-FL95Q", "refresh_token": secret("gdb")}
    row = ("me@example.org", json.dumps({**value, "account": "me@example.org"}, indent=2))
    database.execute("INSERT INTO credentials VALUES (?, ?)", row)
    database.commit()
    database.close()


_KUBE = f"""apiVersion: v1
kind: Config
clusters:
- cluster:
    server: https://10.0.0.1:6443
  name: production
users:
- name: admin
  user:
    client-certificate-data: {secret("certificate")}
    client-key-data: {b64encode(private_key("kube-key", 20, "RSA ").encode()).decode()}
- name: deploy
  user:
    token: {secret("kube")}
"""

FILES = (
    StoreFile(
        "aws",
        ".aws/credentials",
        f"[prod]\naws_access_key_id = AKIAX\naws_secret_access_key = {secret('aws')}\n",
        "prod",
        secret("aws"),
    ),
    StoreFile(
        "aws",
        ".aws/config",
        f"[profile x]\nregion = eu-west-1\naws_secret_access_key={secret('awsconfig')}\n",
        "profile x",
        secret("awsconfig"),
    ),
    StoreFile(
        "aws-session",
        ".aws/sso/cache/0a1b.json",
        json.dumps({"startUrl": "https://d-1.awsapps.com/start", "accessToken": secret("sso")}),
        "",
        secret("sso"),
    ),
    StoreFile(
        "aws-session",
        ".aws/cli/cache/2c3d.json",
        json.dumps({"Credentials": {"SessionToken": secret("cli"), "SecretAccessKey": "x"}}),
        "Credentials",
        secret("cli"),
    ),
    StoreFile(
        "netrc",
        ".netrc",
        f"# mine\nmachine a.example.org login me password {secret('netrc')}\n"
        "macdef init\npassword not-this-macro-text1\n\ndefault login anonymous password me@b.c\n",
        "a.example.org",
        secret("netrc"),
    ),
    StoreFile(
        "netrc",
        "_netrc",
        f"machine api.heroku.com\n  login me\n  password {secret('heroku')}\n",
        "api.heroku.com",
        secret("heroku"),
    ),
    StoreFile(
        "git",
        ".git-credentials",
        "https://me:p%40ss%2Fw0" + "rd%2BQ9z@git.example.org\n",
        "git.example.org",
        "p@ss/w0rd+Q9z",
    ),
    StoreFile(
        "git",
        ".config/git/credentials",
        f"https://{secret('gitxdg')}@xdg.example.org\n",
        "xdg.example.org",
        secret("gitxdg"),
    ),
    StoreFile(
        "npm",
        ".npmrc",
        f"registry=https://registry.npmjs.org/\n//registry.npmjs.org/:_authToken={secret('npm')}\n"
        f"//r.example.org/npm/:_auth={basic('me', secret('npmauth'))}\n"
        "//s.example.org/:_authToken=${NPM_TOKEN}\n",
        "registry.npmjs.org",
        secret("npm"),
    ),
    StoreFile(
        "yarn",
        ".yarnrc.yml",
        f'npmRegistries:\n  "//npm.example.org":\n    npmAuthToken: "{secret("yarn")}"\n',
        "//npm.example.org",
        secret("yarn"),
    ),
    StoreFile(
        "yarn",
        ".yarnrc",
        f'"//y.example.org/:_authToken" {secret("yarn1")}\n',
        "y.example.org",
        secret("yarn1"),
    ),
    StoreFile(
        "pypi",
        ".pypirc",
        "[distutils]\nindex-servers =\n    pypi\n[pypi]\nusername = __token__\n"
        f"password = pypi-{secret('pypi')}\n",
        "pypi",
        f"pypi-{secret('pypi')}",
    ),
    StoreFile(
        "pip",
        ".config/pip/pip.conf",
        f"[global]\nextra-index-url =\n    https://me:{secret('pip')}@pip.example.org/simple\n",
        "pip.example.org",
        secret("pip"),
    ),
    StoreFile(
        "docker",
        ".docker/config.json",
        json.dumps({"auths": {"ghcr.io": {"auth": basic("me", secret("docker"))}}}, indent=1),
        "ghcr.io",
        secret("docker"),
    ),
    StoreFile("kube", ".kube/config", _KUBE, "deploy", secret("kube")),
    StoreFile(
        "gcloud",
        ".config/gcloud/application_default_credentials.json",
        json.dumps({"client_secret": "d-" + "FL95Q19q7MQm", "refresh_token": secret("adc")}),
        "",
        secret("adc"),
    ),
    StoreFile(
        "gcloud",
        ".config/gcloud/legacy_credentials/me@example.org/adc.json",
        json.dumps(
            {
                "client_email": "me@example.org",
                "private_key": private_key("adc", 20, ""),
            }
        ),
        "me@example.org",
        secret("adc18", 70),
    ),
    StoreFile(
        "gcloud-login",
        ".config/gcloud/credentials.db",
        _gcloud_database,
        "me@example.org",
        secret("gdb"),
    ),
    StoreFile(
        "azure",
        ".azure/msal_token_cache.json",
        json.dumps({"RefreshToken": {"a-b": {"secret": secret("msal"), "client_id": "x"}}}),
        "RefreshToken",
        secret("msal"),
    ),
    StoreFile(
        "azure",
        ".azure/service_principal_entries.json",
        json.dumps([{"client_id": "x", "tenant": "y", "client_secret": secret("sp")}]),
        "",
        secret("sp"),
    ),
    StoreFile(
        "github",
        ".config/gh/hosts.yml",
        f"github.com:\n    user: me\n    oauth_token: gho_{secret('gh')}\n    git_protocol: ssh\n",
        "github.com",
        f"gho_{secret('gh')}",
    ),
    StoreFile(
        "github",
        ".config/hub",
        f"git.example.org:\n- user: me\n  oauth_token: {secret('hub')}\n  protocol: https\n",
        "git.example.org",
        secret("hub"),
    ),
    StoreFile(
        "gitlab",
        ".config/glab-cli/config.yml",
        "git_protocol: ssh\nhosts:\n    gitlab.com:\n        api_protocol: https\n"
        f"        token: !!null glpat-{secret('glab')}\n",
        "gitlab.com",
        f"glpat-{secret('glab')}",
    ),
    StoreFile(
        "terraform",
        ".terraform.d/credentials.tfrc.json",
        json.dumps({"credentials": {"app.terraform.io": {"token": secret("tfrc")}}}, indent=2),
        "app.terraform.io",
        secret("tfrc"),
    ),
    StoreFile(
        "terraform",
        ".terraformrc",
        f'credentials "tf.example.org" {{\n  token = "{secret("tf")}"\n}}\n',
        "tf.example.org",
        secret("tf"),
    ),
    StoreFile(
        "cargo",
        ".cargo/credentials.toml",
        f'[registry]\ntoken = "cio{secret("cargo")}"\n[registries.mine]\ntoken = "Bearer x"\n',
        "registry",
        f"cio{secret('cargo')}",
    ),
    StoreFile(
        "gem",
        ".gem/credentials",
        f"---\n:rubygems_api_key: rubygems_{secret('gem')}\n",
        "rubygems_api_key",
        f"rubygems_{secret('gem')}",
    ),
    StoreFile(
        "gem",
        ".bundle/config",
        f'---\nBUNDLE_GEMS__EXAMPLE__ORG: "me:{secret("bundle")}"\n',
        "BUNDLE_GEMS__EXAMPLE__ORG",
        secret("bundle"),
    ),
    StoreFile(
        "composer",
        ".composer/auth.json",
        json.dumps(
            {"http-basic": {"c.example.org": {"username": "me-myself-1", "password": secret("co")}}}
        ),
        "c.example.org",
        secret("co"),
    ),
    StoreFile(
        "nuget",
        ".nuget/NuGet/NuGet.Config",
        '<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n  <packageSourceCredentials>\n'
        '    <Mine>\n      <add key="Username" value="somebody-else" />\n'
        f'      <add key="ClearTextPassword" value="{secret("nuget", 30)}&amp;x" />\n'
        "    </Mine>\n  </packageSourceCredentials>\n</configuration>\n",
        "Mine",
        secret("nuget", 30) + "&x",
    ),
    StoreFile(
        "vercel",
        ".local/share/com.vercel.cli/auth.json",
        json.dumps({"// Note": "This is your Vercel credentials file.", "token": secret("vercel")}),
        "",
        secret("vercel"),
    ),
    StoreFile(
        "netlify",
        ".config/netlify/config.json",
        json.dumps({"users": {"5f1a": {"id": "5f1a", "auth": {"token": secret("netlify")}}}}),
        "auth",
        secret("netlify"),
    ),
    StoreFile(
        "stripe",
        ".config/stripe/config.toml",
        f"[default]\ndevice_name = 'mine'\nlive_mode_api_key = 'rk_live_{secret('stripe')}'\n",
        "default",
        f"rk_live_{secret('stripe')}",
    ),
    StoreFile("huggingface", ".cache/huggingface/token", secret("hf"), "", secret("hf")),
    StoreFile(
        "huggingface",
        ".cache/huggingface/stored_tokens",
        f"[laptop]\nhf_token = hf_{secret('hfs')}\n",
        "laptop",
        f"hf_{secret('hfs')}",
    ),
    StoreFile(
        "openai",
        ".codex/auth.json",
        json.dumps({"OPENAI_API_KEY": f"sk-{secret('openai')}", "tokens": None}),
        "",
        f"sk-{secret('openai')}",
    ),
    StoreFile(
        "ssh",
        ".ssh/id_ed25519",
        private_key("ssh"),
        "id_ed25519",
        secret("ssh3", 70),
    ),
    StoreFile(
        "age",
        ".config/sops/age/keys.txt",
        f"# public key: age1x\nAGE-{secret('age')}\n",
        "",
        f"AGE-{secret('age')}",
    ),
    StoreFile(
        "docker",
        ".config/helm/registry/config.json",
        json.dumps({"auths": {"h.example": {"auth": basic("me", secret("helm"))}}}),
        "h.example",
        secret("helm"),
    ),
    *(
        StoreFile(store, path, dedent(text).replace("SECRET", secret(path)), profile, secret(path))
        for store, path, profile, text in SIMPLE
    ),
)
