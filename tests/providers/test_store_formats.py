"""The formats of stores: the secrets in them, and their names."""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from git_secrets_py.providers import encoded_text
from git_secrets_py.providers.store_parsers import cloud, keys, lines, packages, services
from git_secrets_py.providers.stored_secret import (
    StoredSecret,
    is_distinctive,
    is_reference,
    without_scheme,
)

BASIC = b64encode(b"user:s3cret")
LINE = b"Zm9vYmFyYmF6cXV4" * 4
HEADER = b"PRIVATE KEY-----"
OPENSSH = b"-----BEGIN OPENSSH %b\n%b\n%b\nshort\n-----END" % (HEADER, LINE, LINE[::-1])
PKCS8 = b"-----BEGIN %b\nProc-Type: 4\n%b\n-----END" % (HEADER, LINE)

Parser = Callable[[bytes], Iterator[StoredSecret]]

MAIL: Parser = partial(lines.words, keys=["pass", "password", "imap_pass"])
DAVFS: Parser = lines.davfs
SETTINGS: Parser = partial(keys.settings, keys=["token"])
OBJECT: Parser = partial(keys.json, keys=["/*"])

CASES: list[tuple[Parser, bytes, list[tuple[str, bytes]]]] = [
    (packages.npm, b"; a=b\n# c=d\nregistry\nloglevel=warn\n", []),
    (packages.npm, b"//r.example/:_auth=%b\n" % BASIC, [("r.example", b"s3cret")]),
    (packages.npm, b"//r.example/:_password='%b'" % b64encode(b"p"), [("r.example", b"p")]),
    (packages.npm, b"proxy = http://user:a%23b@proxy:8080/", [("proxy:8080", b"a#b")]),
    (packages.yarn, b"npmAuthIdent: user:s3cret\n", [("", b"s3cret")]),
    (packages.yarn, b"npmAuthIdent: %b\n" % BASIC, [("", b"s3cret")]),
    (packages.yarn, b'"//r.example/:_authToken" "t0ken"\n', [("r.example", b"t0ken")]),
    (packages.pypi, b"[a]\nrepository = https://u:p@i.example/\n", [("i.example", b"p")]),
    (
        packages.pip,
        b"[global]\nindex-url = https://t0ken@i.example/simple",
        [("i.example", b"t0ken")],
    ),
    (packages.gem, b"---\n:rubygems_api_key: k3y\n", [("rubygems_api_key", b"k3y")]),
    (packages.gem, b'BUNDLE_GEMS__EXAMPLE: "user:s3cret"\n', [("BUNDLE_GEMS__EXAMPLE", b"s3cret")]),
    (packages.gem, b"BUNDLE_PATH: vendor/bundle\n", []),
    (
        packages.composer,
        b'{"http-basic": {"h": {"username": "u", "password": "p"}}}',
        [("h", b"p")],
    ),
    (packages.composer, b'{"bearer": {"h": "t0ken"}, "config": {}}', [("h", b"t0ken")]),
    (packages.composer, b"no JSON", []),
    (
        packages.nuget,
        b"<packageSourceCredentials><feed><add key='Username' value='u'/>"
        b'<add key="ClearTextPassword" value="%b"/></feed></packageSourceCredentials>'
        % b"a&lt;b&amp;c",
        [("feed", b"a<b&c")],
    ),
    (packages.nuget, b'<apikeys><add key="i" value="k3y"/></apikeys>', [("i", b"k3y")]),
    (services.token_file, b"t0ken\n", [("", b"t0ken")]),
    (services.token_file, b"a pass phrase\n", [("", b"a pass phrase")]),
    (services.token_file, b"#!/bin/sh\nexec vault\n", []),
    (services.dotenv, b"MODEL=claude-3-5-sonnet-20241022\nSSL_KEY=/etc/ssl/a.pem\n", []),
    (services.dotenv, b'A_KEY="%b"\n' % PKCS8, [("A_KEY", LINE), ("", LINE)]),
    (MAIL, b'set imap_pass="ab=cd=="', [("", b"ab=cd==")]),
    (MAIL, b"password \"a b\"\nwith pass 'c d',\n", [("", b"a b"), ("", b"c d")]),
    (DAVFS, rb'/mnt me "a b\"c"', [("/mnt", b'a b"c')]),
    (SETTINGS, b"a:\n  token: >-\n    t0ken\n  b: c\n", [("a", b"t0ken")]),
    (SETTINGS, b"[a]\ntoken:t0ken\n", [("a", b"t0ken")]),
    (SETTINGS, b"a:\n  token: |\n    %b\n" % PKCS8.replace(b"\n", b"\n    "), [("a", LINE)]),
    (SETTINGS, b"a: {b: [{token: 't,0'}], c: d}\n", [("a", b"t,0")]),
    (SETTINGS, b'[a]\nb = { c = "d", token = "t0" }\n', [("b", b"t0")]),
    (SETTINGS, b"token: https://a.example\n", []),
    (OBJECT, b'{"// Note": "no secret", "HOST": "https://a.example", "b": "t"}', [("", b"t")]),
    (services.dotenv, b"DATABASE=postgres://u:p@h/d\nNAME=x\n", [("DATABASE", b"p")]),
    (services.dotenv, b"API_KEY=short\nKEY_PATH=/etc/key\n", [("API_KEY", b"short")]),
    (services.dotenv, b"A=12.34.56.78.90.12\nB=abc-DEF-123-ghi\n", [("B", b"abc-DEF-123-ghi")]),
    (services.pgpass, rb"h\:1:5432:d:u:a\:b\\c:d", [("h:1", rb"a:b\c:d")]),
    (services.pgpass, b"h:5432:d:u\n#h:5432:d:u:p\n", []),
    (services.fly, b"access_token: FlyV1 a,b\nmetrics_token: c\n", [("", b"a"), ("", b"b")]),
    (services.rclone, b'[r]\npass = x\ntoken = {"access_token":"y"}\n', [("r", b"x"), ("r", b"y")]),
    (
        services.mcp,
        b'{"mcpServers": {"s": {"headers": {"Authorization": "Bearer t"}, "env": {"PORT": "1"}}}}',
        [("s", b"Bearer t")],
    ),
    (services.mcp, b'{"primaryApiKey": "k", "projects": {}}', [("", b"k")]),
    (services.mcp, b'{"projects": {"a": {"history": {"token": "t"}}}}', []),
    (
        packages.uv,
        b'[[credential]]\nservice = "s"\nscheme = "bearer"\ntoken = "t"\n',
        [("s", b"t")],
    ),
    (packages.bun, b'[install]\nregistry = "https://u:p@h/"\n', [("h", b"p")]),
    (packages.bun, b'[install.scopes]\n"@a" = { token = "$T" }\n', [("@a", b"$T")]),
    (
        packages.maven,
        b"<id>a</id><password>{e}</password><id>b</id><password>" + b"x&amp;y</password>",
        [("b", b"x&y")],
    ),
    (packages.composer, b'{"custom-headers": {"h": ["API-TOKEN: t"]}}', [("h", b"t")]),
    (services.printed, b"one\n two \n", [("", b"one"), ("", b"two")]),
    (
        cloud.docker,
        b'{"auths": {"h": {"auth": "%b"}}, "currentContext": "x"}' % BASIC,
        [("h", b"s3cret")],
    ),
    (cloud.docker, b'{"auths": {"h": {"identitytoken": "t", "email": "e"}}}', [("h", b"t")]),
    (cloud.kube, b'{"users": [{"name": "n", "user": {"token": "t"}}]}', [("n", b"t")]),
    (
        cloud.kube,
        b"users:\n- name: n\n  user:\n    client-key-data: %b\n" % b64encode(PKCS8),
        [("n", LINE)],
    ),
    (
        cloud.gcloud,
        b'{"client_email": "e", "private_key": "%b"}' % PKCS8.replace(b"\n", b"\\n"),
        [("e", LINE)],
    ),
    (
        cloud.gcloud_tokens,
        b"me@a.exampleya29." + b"a0-b_" + b"2026-05-04 03:02:01.000\0ya29.c2026-05-04 0",
        [("", b"ya29." + b"a0-b_"), ("", b"ya29.c")],
    ),
    (
        cloud.kube,
        b"users:\n- name: n\n  user:\n    exec:\n      env:\n      - name: A_TOKEN\n"
        b"        value: t\n      - name: REGION\n        value: r\n",
        [("A_TOKEN", b"t")],
    ),
    (cloud.docker, b'{"proxies": {"default": {"httpProxy": "http://u:p@h:1"}}}', [("h:1", b"p")]),
    (cloud.gcloud_database, b'\0a{"refresh_token": "t"}{\0}{"x', [("", b"t")]),
    (cloud.terraform, b'credentials "h" {\n  token = "t"\n  other = 1\n}\n', [("h", b"t")]),
    (cloud.terraform, b'{"credentials": {"h": {"token": "t"}}}', [("h", b"t")]),
    (cloud.azure, b'{"RefreshToken": {"id": {"secret": "s"}}}', [("RefreshToken", b"s")]),
    (services.private_key, b"no key", []),
    (services.private_key, OPENSSH, [("", LINE)]),
    (services.private_key, PKCS8, [("", LINE)]),
]


@pytest.mark.parametrize(("parse", "content", "secrets"), CASES)
def test_the_secrets_of_a_format_are_found_by_name(
    parse: Parser, content: bytes, secrets: list[tuple[str, bytes]]
) -> None:
    assert [(one.profile, one.value) for one in parse(content)] == secrets


def test_variables_are_secrets_by_their_names_unless_they_hold_paths_or_addresses() -> None:
    variables = {
        b"MY_TOKEN": b"t0ken",
        b"MY_SECRET": b"/run/secret",
        b"CREDENTIALS_URI": b"http://localhost/v1",
        b"SSH_AUTH_SOCK": b"x",
    }
    (one,) = services.environment(variables)
    assert (one.profile, one.value, one.short_lived) == ("MY_TOKEN", b"t0ken", True)


def test_a_key_in_base64_that_begins_with_a_slash_is_no_path() -> None:
    key = b"/" + b64encode(bytes(range(200, 230)))
    assert [one.value for one in services.environment({b"MY_KEY": key})] == [key]


@pytest.mark.parametrize(
    ("written", "secret"),
    [(b"Bearer abc", b"abc"), (b"basic  abc", b"basic  abc"), (b"token is abc", b"token is abc")],
)
def test_the_scheme_before_a_token_is_no_part_of_it(written: bytes, secret: bytes) -> None:
    assert without_scheme(written) == secret


@pytest.mark.parametrize(
    "value", [b"YOUR_API_KEY", b"OPENAI_API_KEY", b"your-token-here", b"changeme123"]
)
def test_a_placeholder_is_not_searched_for(value: bytes) -> None:
    assert not is_distinctive(value)
    assert is_distinctive(value + b"9kQ")


@pytest.mark.parametrize(
    "value", [b"`pass show a1`", b"{env:A_TOKEN}", b"$A_TOKEN", b"${A:-b}", b"<token>"]
)
def test_a_command_or_a_variable_in_place_of_a_secret_is_a_reference(value: bytes) -> None:
    assert is_reference(value)


@pytest.mark.parametrize(
    "value", [b"$3cret{x}9z", b"<3-and-more", b"`tick`!9", b"%(a1b2c3", b"{{x9"]
)
def test_a_secret_may_begin_as_a_reference_does(value: bytes) -> None:
    assert not is_reference(value)


@pytest.mark.parametrize(
    ("text", "plain"), [(b"a%20b", b"a b"), (b"100%", b"100%"), (b"%zz%4", b"%zz%4")]
)
def test_percent_encoding_is_read_leniently(text: bytes, plain: bytes) -> None:
    assert encoded_text.unquoted(text) == plain


def test_json_deeper_than_any_store_is_not_read() -> None:
    assert list(encoded_text.json_strings(b"[" * 70 + b'"a"' + b"]" * 70)) == []
    assert list(encoded_text.json_strings(b"[" * 100_000)) == []


@pytest.mark.parametrize("content", [b"{{", b'{"a" 1}', b'{"a": [1, {]}', b"[", b"a"])
def test_what_is_not_json_holds_no_secret(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    # As in a hook, which does not import ``json``.
    monkeypatch.delitem(sys.modules, "json.decoder", raising=False)
    assert list(encoded_text.json_strings(content)) == []
