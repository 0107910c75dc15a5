"""Spellings that the formats of stores allow, though their programs seldom write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from git_secrets_py.providers.local import Contents
from git_secrets_py.providers.store import Store
from git_secrets_py.providers.store_parsers import cloud, hosts, keys, lines, packages, services
from git_secrets_py.providers.stored_secret import StoredSecret, without_scheme

SECRET = "Zq8xV" + "2mK7w" + "B4tR9" + "nE6yH"
START, END = SECRET[:10], SECRET[10:]

Parser = Callable[[bytes], Iterator[StoredSecret]]

JSON: Parser = partial(keys.json, keys=["token"])
MAIL: Parser = partial(lines.words, keys=["pass", "smtp_pass"])
SETTINGS: Parser = partial(keys.settings, keys=["token", "tokens/*"])

KUBE = "users:\n- name: n\n  user:\n    exec:\n      "

TOML = (
    '[a]\ntoken = """\nSECRET"""\n',
    'token = """SECRET"""\n',
    "token = '''\nSECRET'''\n",
    'token = """\\\n   SECRET\\\n   """\n',
    'a.token = "SECRET"\n',
    'a."b.c".token = "SECRET"\n',
    'tokens.a = "SECRET"\n',
    'a = [\n  { token = "SECRET" },\n]\n',
    'token = [\n  "SECRET",\n]\n',
    f'token = "\\u005a{SECRET[1:]}"\n',
    "TOKEN = 'SECRET'\n",
    "[a]\ntoken =\n    SECRET\n",
)
YAML = (
    "'token' : SECRET\n",
    'token: !!str "SECRET"\n',
    "token: &t SECRET # c\n",
    "token: |2-\n  SECRET\n",
    "token: !!str >- # c\n  SECRET\n",
    'token:\n  "SECRET"\n',
    "{token: SECRET}\n",
    "--- {a: b, token: SECRET}\n",
    '{"https://a.example": {"a":"\\"}","token":"SECRET"}}',
    "- - token: SECRET\n",
    "-\n  token: SECRET\n",
    f'token: "\\x5a{SECRET[1:]}"\n',
    f'token: "{START}\\\n  {END}"\n',
    "token: [a, SECRET]\n",
    "token:\n- SECRET\n",
)
HCL = (
    'credentials "h" { token = "SECRET" }\n',
    "token = <<-EOF\n  SECRET\n  EOF\n",
    '/* a */ token = "SECRET" // c\n',
    'a = {\n "token" = "SECRET"\n}\n',
)
DOTENV = (
    "API_TOKEN=`SECRET`\n",
    "setenv API_TOKEN SECRET\n",
    "signing.password SECRET\n",
    f"signing.password={START}\\\n    {END}\n",
    f"signing.password={START}\\{END}\n",
    'CONF=\'{"a": "b", "token": "SECRET"}\'\n',
    'DB="Server=h;User=u;Password=SECRET"\n',
    "DB=jdbc:postgresql://h/d?user=u&password=SECRET\n",
    "AUTH=Bearer SECRET\n",
)
COMMENTED_JSON = (
    '{ // "a": {\n "token": "SECRET" }',
    '{ /* "x": { */ "token": "SECRET", }',
    "{token: 'SECRET'}",
    '{"a": [{"b": true}], "token": "SECRET", "c": ',
    '{"a": 1}\n{"token": "SECRET"}',
    f'{{"\\u0074oken": "\\u005a{SECRET[1:]}", }}',
)
MCP = (
    '{"servers": {"s": {"headers": {"X-Custom": "SECRET"}}}}',
    '{"mcpServers": {"s": {"args": ["x", "--api-key", "SECRET"]}}}',
    '{"mcpServers": {"s": {"args": ["x", "--api-key=SECRET"]}}}',
    '{"mcpServers": {"s": {"args": ["--header", "Authorization: Bearer SECRET"]}}}',
    '{"mcpServers": {"s": {"args": ["--header=X-API-Key:SECRET"]}}}',
    '{"mcpServers": {"s": {"args": ["run", "-e", "GITHUB_TOKEN=SECRET", "x"]}}}',
    '{"mcpServers": {"s": {"args": ["postgres://u:SECRET@h/d"]}}}',
    '{"mcpServers": {"s": {"url": "https://h/sse?a=b&apiKey=SECRET"}}}',
    '{"mcpServers": {"s": {"env": {"DATABASE_URI": "postgres://u:SECRET@h/d"}}}}',
    '{"context_servers": {"s": {"command": {"args": ["--token", "SECRET"]}}}}',
    '{"mcp": {"s": {"command": ["npx", "x", "--api-key", "SECRET"]}}}',
    '{"mcp": {"s": {"type": "local", "environment": {"MY_TOKEN": "SECRET"}}}}',
    '{ // c\n"mcpServers": {"s": {"env": {"X_TOKEN": "SECRET",}}}}',
)
EXEC = (
    "env:\n      - value: SECRET\n        name: A_TOKEN\n",
    "args:\n      - get-token\n      - --oidc-client-secret=SECRET\n",
    "args:\n      - --client-secret\n      - SECRET\n",
    'args: ["--client-secret", "SECRET"]\n',
)
XML = (
    "<password><![CDATA[SECRET]]></password>",
    '<password xml:space="preserve">\n  SECRET\n</password>',
    f"<password>&#{ord(START[0])};{SECRET[1:]}</password>",
    f"<password>&#x{ord(START[0]):x};{SECRET[1:]}</password>",
    "<property><name>Private-Token</name><value>SECRET</value></property>",
)

CASES: list[tuple[Parser, str]] = [
    *((SETTINGS, text) for text in (*TOML, *YAML, *HCL)),
    *((services.dotenv, text) for text in DOTENV),
    *((JSON, text) for text in COMMENTED_JSON),
    *((services.mcp, text) for text in MCP),
    *((cloud.kube, KUBE + text) for text in EXEC),
    *((packages.maven, text) for text in XML),
    (cloud.kube, '{"users": [{"user": {"exec": {"args": ["--client-secret=SECRET"]}}}]}'),
    (cloud.docker, '{"HttpHeaders": {"X-Registry-Auth": "SECRET"}}'),
    (hosts.netrc, "machine a login b passwd SECRET\n"),
    (packages.npm, '"//r/:_authToken" = SECRET ; c\n'),
    (packages.pypi, "[pypi]\nPassword: SECRET\n"),
    (packages.gem, "---\n:github: Bearer SECRET\n"),
    (packages.nuget, '<apikeys><add value = "SECRET" key = "i" /></apikeys>'),
    (MAIL, "set imap_user=a smtp_pass=SECRET b=c\n"),
    (MAIL, "poll h user a pass\n  SECRET\n"),
]


@pytest.mark.parametrize(("parse", "text"), CASES)
def test_a_secret_is_read_in_each_spelling_of_its_format(parse: Parser, text: str) -> None:
    found = [without_scheme(one.value) for one in parse(text.replace("SECRET", SECRET).encode())]
    assert SECRET.encode() in found


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (SETTINGS, "token: \"{{ env_var('A_TOKEN') }}\"\n"),
        (services.dotenv, "A=Endpoint=sb://h/;SharedAccessKeyName=RootManageSharedAccessKey\n"),
        (services.mcp, '{"mcpServers": {"s": {"args": ["--port", "8080", "--config=/etc/a"]}}}'),
        (services.mcp, '{"projects": {"p": {"history": [{"args": ["--api-key", "SECRET"]}]}}}'),
    ],
)
def test_a_value_that_is_no_secret_is_not_read(parse: Parser, text: str) -> None:
    assert [one.value for one in parse(text.encode()) if b"{{" not in one.value] == []


FILES = '"--key-file", "server-key.pem", "--token", "/run/secrets/token_1"'


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (services.dotenv, "KEYCLOAK_REALM=my-company-realm\n"),
        (services.dotenv, "MYAPP_UPLOAD_KEY_ALIAS=my-key-alias\nkeyAlias=upload-key-1\n"),
        (services.dotenv, "KMS_KEY_ARN=arn:aws:kms:eu-west-1:111122223333:key/a1\n"),
        (services.dotenv, "TLS_KEY=server-key.pem\nSSH_KEY=C:\\Users\\me\\key\n"),
        (services.dotenv, "HOSTS=alpha.org;beta.org\nA=Server=h;Trusted_Connection=True\n"),
        (services.dotenv, "API_KEY=sk-ant-xxxxxxxxxxxxxxxx\nB_TOKEN=replace-with-token\n"),
        (services.dotenv, "API_KEY=<token> # of the team\nB_TOKEN=  # ask for it first\n"),
        (services.dotenv, 'env_key = "AZURE_OPENAI_API_KEY_V2"\n'),
        (services.dotenv, f"A=AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtl{SECRET};Name=n\n"),
        (services.mcp, '{"a": {"s": {"headers": {"Content-Type": "a/json; charset=utf-8"}}}}'),
        (services.mcp, f'{{"mcpServers": {{"s": {{"args": [{FILES}]}}}}}}'),
        (packages.gem, '---\nBUNDLE_BUILD__NOKOGIRI: "--use-system-libraries"\n'),
        (packages.gem, ":host: https://rubygems.example.org\n"),
    ],
)
def test_a_value_that_many_files_share_is_no_own_secret(parse: Parser, text: str) -> None:
    contents = Contents(Store("a", "A", ""))
    contents.add(parse(text.encode()))
    assert list(contents.secrets) == []


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (SETTINGS, "token: " + "!a " * 2000 + "SECRET\n"),
        (SETTINGS, "- " * 2000 + "\ntoken: SECRET\n"),
        (MAIL, "set " + "a=b " * 2000 + "pass=SECRET\n"),
        (JSON, "[" * 2000 + "]" * 2000 + '{"token": "SECRET"}'),
        (cloud.gcloud_database, "{" * 20000 + '\0{"refresh_token": "SECRET"}'),
    ],
)
def test_a_secret_is_read_below_marks_without_end(parse: Parser, text: str) -> None:
    found = [one.value for one in parse(text.replace("SECRET", SECRET).encode())]
    assert SECRET.encode() in found
