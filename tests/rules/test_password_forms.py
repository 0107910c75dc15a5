"""The ways in which code, commands and texts hold a password or a key, here ``VALUE``."""

from __future__ import annotations

from base64 import b64encode

import pytest
from templates import secret

from git_secrets_py import rules
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import MatchedLine

PASSWORD = secret("Kq<d:2>vm<62:6>Z")
KEY = secret("<62:32>")

PASSWORDS = r"""
password = get_password(option1="VALUE", option2="x")
$password = Hash::make('VALUE');
final String password = new String("VALUE") {
String[] password = new String [] { "VALUE",
const wchar_t* password = L"VALUE";
password_24=VALUE\n
user%5Bname%5D=bob&user%5Bpassword%5D=VALUE&other=1
password%3DVALUE&other=1
pwd=VALUE"/>
 "read(\"jdbc:postgresql://h/db?user=a&password=VALUE\")\n",
 "url = \"jdbc:postgresql://h/db?user=a&password=VALUE\""
contraseña: VALUE
пароль: VALUE
密码: VALUE
smbclient //srv/share -U bob%VALUE
lftp -u bob,VALUE ftp.internal
docker login -u bob -p VALUE registry.internal
echo VALUE | docker login -u bob --password-stdin
ldapsearch -D cn=admin -w VALUE -b dc=x
unzip -P VALUE a.zip
keytool -list -storepass VALUE
net use Z: \\srv\share /user:bob VALUE
psexec \\srv -u bob -p VALUE cmd
expect "assword:" ; send "VALUE\r"
sudo -S whoami <<< "VALUE"
client.connect(host, "bob", "VALUE")
$db = new mysqli('localhost', 'bob', 'VALUE', 'db');
$pdo = new PDO('mysql:host=x;dbname=y', 'bob', 'VALUE');
ftp_login($connection, 'bob', 'VALUE');
server.login(sender_email, "VALUE")
new DirectoryEntry("LDAP://10.1.1.1", "x\bob", "VALUE")
create_user("bob", "VALUE")
username, password = "bob", "VALUE"
document.getElementById("password").value = "VALUE";
$("#password").val("VALUE")
await page.type("input[name=password]", "VALUE");
when(user.getPassword()).thenReturn("VALUE");
The password for user "bob" is "VALUE".
The password is 'VALUE'
The password is `VALUE`
| Password | VALUE |
**Password:** VALUE
<!-- password: VALUE -->
パスワード：VALUE
wifi_psk = "VALUE"
Dim password As String = "VALUE"
const DB_PASSWORD: &'static str = "VALUE";
public string Password { get; set; } = "VALUE";
char password[32] = "VALUE";
const std::string kPassword{"VALUE"};
if ($password === 'VALUE') {
env::var("DB_PASSWORD").unwrap_or("VALUE".to_string())
'PASSWORD': os.environ.get('DB_PASSWORD', 'VALUE'),
password: ENV.fetch("DB_PASSWORD") { "VALUE" }
PASSWORD=${PASSWORD:-VALUE}
script: PGPASSWORD=VALUE psql -U app
{user: app, password: VALUE}
var password = `VALUE`;
<password><![CDATA[VALUE]]></password>
<input id="pw" type="password" value="VALUE"/>
sqlcmd -S db -U sa -P VALUE
rabbitmqctl add_user app VALUE
http -a app:VALUE https://api.internal/x
sqlplus app/VALUE@db
jdbc:oracle:thin:app/VALUE@//db:1521/app
net use \\server\share VALUE /user:DOMAIN\app
SetEnv DB_PASSWORD VALUE
ALTER USER 'a'@'b' IDENTIFIED WITH mysql_native_password BY 'VALUE';
CREATE USER app IDENTIFIED BY VALUE;
insert into users (name, password) values ('app', 'VALUE');
keyStore.load(in, "VALUE".toCharArray());
withUser("app").password("{noop}VALUE")
btoa('app:VALUE')
new Sequelize('app', 'root', 'VALUE', {})
client.username_pw_set('device', 'VALUE')
"""
KEYS = """
Bearer VALUE
headers = {'X-Auth': 'Bearer VALUE'}
Authorization: VALUE
salt = "VALUE"
facebook_key:                "VALUE"
API_KEY::VALUE
\"api_key\";s:32:\"VALUE\";
"key": "VALUE"
STEAM_KEY=VALUE
passwordSalt: 'VALUE'
params.put("oauth_nonce", "VALUE")
auth: "VALUE"
https://api.internal/v1?key=VALUE&q=x
key: VALUE
Authorization: GenieKey VALUE
jwt.encode(payload, "VALUE", algorithm="HS256")
jwt.sign({ id: user.id, role }, 'VALUE', { expiresIn: '1h' })
new OAuth2Token("VALUE", api_key="VALUE")
Set `ACME_API_KEY` to `VALUE` and start it.
The token is VALUE.
The token is: VALUE
**Token**: `VALUE`
api_key: Optional[str] = "VALUE"
api_key: str | None = "VALUE"
api_key: str = Field(default="VALUE")
<string name="api_key" translatable="false">VALUE</string>
<meta-data android:name="com.acme.API_KEY" android:value="VALUE" />
parser.add_argument("--api-key", type=str, help="the key", default="VALUE")
'acme_token' => env('ACME_TOKEN', 'VALUE'),
"""
# A word is a password where only that of a server can be.
WORDS = """
MYSQL_PASSWORD=VALUE
      - POSTGRES_PASSWORD=VALUE
export RABBITMQ_DEFAULT_PASS=VALUE
spring.redis.password=VALUE
db_password: VALUE # of the test
connect(user="bob", password="VALUE", port=22)
  'password' => 'VALUE',
"sudo_pass": "VALUE"
"""
# ``/`` is a line end.
SIGNED = """
shared_secret=VALUE
secretKey: "VALUE"
- name: DB_PASSWORD/  value: VALUE
add("DB_PASSWORD",/    value="VALUE")
foo_password: String =/    "VALUE"
password: >-/  VALUE
<Password>/  <Value>VALUE</Value>
"""
# In the set "recommended": a list of names and values, or a variable. ``/`` is a line end,
# and ``|`` a slash.
LISTED = """
- name: DB_PASSWORD/  value: "VALUE"
- name: STRIPE_KEY/  value: VALUE # of the live account
"name": "API_TOKEN",/"value": "VALUE"
name  = "db_password"/value = "VALUE"
- Name: ADMIN_PASS_2\r/  Value: VALUE\r
<meta-data android:name="com.acme.API_KEY"/  android:value="VALUE" |>
<key>API_TOKEN<|key>/    <string>VALUE<|string>
variable "db_password" {/  default = "VALUE"/}
variable "api_token" { default = "VALUE" }
variable "api_key" {/  description = "The key (of Acme)"/  type = string/  default     = "VALUE"/}
"""
NOT_LISTED = """
- name: DB_PASSWORD/  valueFrom: VALUE
- name: DB_PASSWORD/  value: $(VALUE)
- name: DB_PASSWORD/  value: {{ .Values.password }}
- name: DB_PASSWORD/  value: horsebattery1
- name: DB_PASSWORD_FILE/  value: VALUE
- name: PUBLIC_KEY/  value: VALUE
- name: token_type/  value: VALUE
- name: DB_HOST/  value: VALUE
variable "db_host" {/  default = "VALUE"/}
variable "ssh_public_key" {/  default = "VALUE"/}
variable "db_password" {/  type = string/}/locals {/  default = "VALUE"/}
variable "db_password" {/  default = "${VALUE}"/}
variable "db_password" {/  default = "horsebattery1"/}
"""
# In the same set.
RANDOM = r"""
conn = "Server=db;User Id=app;Password=VALUE;Encrypt=true"
jdbc:mysql://db:3306/app?user=app&password=VALUE&ssl=true
PGPASSWORD=VALUE psql -U app
mysql -uroot -pVALUE app
sshpass -p 'VALUE' ssh app@host
docker login -u app -p VALUE registry.internal
ENV DB_PASSWORD VALUE
masterauth VALUE
wget --http-password VALUE https://files.internal/x
smtp_password: VALUE  # of the relay
CREATE USER app IDENTIFIED BY 'VALUE';
"""
LETTERS = r"""
password: VALUE
env.password = "VALUE"
MYSQL_ROOT_PASSWORD=VALUE
postgres://bob:<word>@db.internal/app
"""
NOT_RANDOM = r"""
password = "<word><number>!"
mysql -uroot -p<word><number> app
login(user, password=VALUE)
password=<hash>VALUE&x=1
password = "<word>battery"
access_token = "<mash>"
"auth_token": "<encoded>"
postgres://bob:<word><number>@db.internal/app
"""
# That of an elliptic curve, in DER and Base64.
PUBLIC_KEY = b64encode(
    bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
).decode()
# In Base64.
ENCODED = b64encode(b"some_login:some_password").decode()
# A password with a slash. In two parts: a scan would report it in one.
URL = "postgres://bob:x/" + "VALUE@db.internal/app"
NOTHING = r"""
password.encode('utf-16le')
MYSQL_PASSWORD=mysql
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"
api_token = "d41d8cd98f00b204e9800998ecf8427e"
SHOW_PASSWORD=always
label = {password: "required", type: "text"}
secret: "mySecret"
outcome = isValid ? "pass" : "mismatch"
api_key = "newtoken123"
arn:aws:secretsmanager:us-east-1:123456789012:secret:VALUE
DB_PASSWORD=db_password
db_password: string
RESET_PASSWORD: Reset
label.password=Passwort
password = "#add-password"
password: ".password-field2"
reset_password = "@id/password_input"
password = "$PASSWORD"
password = "prefix${PASSWORD}x"
badge.svg?token=VALUE
secretKey: ENC(VALUE)
PUBLIC_KEY=VALUE
client = ApiClient("https://api.internal/v2/accounts")
new StorageClient("projects/my-project-123/buckets")
Next page token: VALUE
connect(host, "GET", "/path/x")
create_user("bob", "password")
ftp://anonymous:VALUE@ftp.internal/pub
host = akab-h05tnam3wl42son7-kbob3i3v.luna.akamaiapis.net
https://hooks.zapier.com/hooks/catch/123456/abc123/
image: registry.internal/app:console-da39a3ee5e6b4b0d3255bfef95601890afd80709
ssl_ciphers '!PSK:!aECDH:!EDH-DSS-DES-CBC3-SHA:!KRB5-DES-CBC3-SHA';
ciphers = 'DEFAULT:kECDHEPSK:kDHEPSK:kPSK:!kRSAPSK';
MovedAttribute("HTTPPasswordMgr", "urllib2", "urllib.request")
'bypass-2fa': new Definition('bypass-2fa', {
ranks = "IOGDow== IGRlcm5pw6hyZXM= 4pw= IGpldHp0"
debug("pw:mcp:relay")
password: "string?"
key_authorization='foo.VALUE'
The options to pass to 'rustfmt'.
TOKEN_PREFIX = "VALUE"
PASSTHROUGH_PREFIXES: Final[tuple] = ("x-amz-",)
snowflake_password: Optional[SecretStr] = Field(default=None, alias="password")
{"password": "word"}
https://app.internal/pay?amount=1&spl-token=VALUE
"Resource": "arn:aws:secretsmanager:*:*:secret:VALUE"
"key": "<public>"
"ui.profile.change_password.submit": "Pošalji"
"page.forgot_password.email": "Sähköposti",
"en-PH":"fil-Latn-PH","en-PW":"pau-Latn-PW"
ResetPassword = "identitytoolkit#ResetPasswordResponse"
# METHOD can be "trust", "md5", "password", "scram-sha-256"
"""


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner(Matcher(rules.load("all").patterns))


def found(scanner: Scanner, lines: str, value: str) -> list[str]:
    texts = [line.replace("VALUE", value) for line in lines.split("\n")]
    return [
        text
        for text in texts
        if any(isinstance(one, MatchedLine) for one in scanner.scan([text.encode() + b"\n"]))
    ]


FORMS = [(PASSWORDS, PASSWORD), (KEYS, KEY), (WORDS, "horsebattery"), (URL, PASSWORD)]


@pytest.mark.parametrize(("lines", "value"), FORMS)
def test_a_password_or_key_is_found_in_every_form(scanner: Scanner, lines: str, value: str) -> None:
    assert len(found(scanner, lines.strip(), value)) == len(lines.strip().split("\n"))


def test_a_value_with_a_sign_or_in_the_next_line_is_found(scanner: Scanner) -> None:
    for line in SIGNED.strip().split("\n"):
        text = line.replace("/", "\n").replace("VALUE", secret("<62:5>@Q<62:6>7"))
        lines = scanner.scan([text.encode() + b"\n"])
        assert any(isinstance(one, MatchedLine) for one in lines), line


@pytest.mark.parametrize("value", [PASSWORD, KEY, secret("<h:40>")])
def test_a_random_value_in_a_line_after_its_name_is_recommended(value: str) -> None:
    recommended = Scanner(Matcher(rules.load("recommended").patterns))
    for lines, expected in ((LISTED, True), (NOT_LISTED, False)):
        for line in lines.strip().split("\n"):
            text = line.replace("/", "\n").replace("|", "/").replace("VALUE", value)
            got = recommended.scan([text.encode() + b"\n"])
            assert any(isinstance(one, MatchedLine) for one in got) == expected, text


def test_what_only_looks_like_one_of_these_forms_is_not_found(scanner: Scanner) -> None:
    lines = NOTHING.strip().replace("<public>", PUBLIC_KEY + secret("<64:88>"))
    assert found(scanner, lines, KEY) == []


def test_a_random_password_is_recommended_and_no_word() -> None:
    recommended = Scanner(Matcher(rules.load("recommended").patterns))
    assert len(found(recommended, RANDOM.strip(), PASSWORD)) == len(RANDOM.strip().split("\n"))
    letters = found(recommended, LETTERS.replace("<word>", "VALUE").strip(), "hvzqrtkwmb")
    assert len(letters) == len(LETTERS.strip().split("\n"))
    words = NOT_RANDOM.replace("<encoded>", ENCODED)
    for name, text in (
        ("<word>", "Summer"),
        ("<number>", "2024"),
        ("<hash>", "md5"),
        ("<mash>", "sdlf" + "kj452"),
    ):
        words = words.replace(name, text)
    assert found(recommended, words.strip(), PASSWORD) == []


@pytest.mark.parametrize(
    "line",
    [
        "'acme_key' => env('ACME_API_KEY', 'VALUE'),",
        'api_key: str = Field(default="VALUE")',
        'parser.add_argument("--api-key", type=str, default="VALUE")',
    ],
)
def test_a_random_value_is_recommended_after_other_words(line: str) -> None:
    recommended = Scanner(Matcher(rules.load("recommended").patterns))
    assert found(recommended, line, KEY) == [line.replace("VALUE", KEY)]


def test_of_the_values_of_a_secret_of_kubernetes_random_ones_are_recommended() -> None:
    recommended = Scanner(Matcher(rules.load("recommended").patterns))
    manifest = "kind: Secret\ndata:\n  password: "

    def rules_of(value: str) -> list[str]:
        text = manifest + b64encode(value.encode()).decode() + "\n"
        lines = list(recommended.scan([text.encode()]))
        return [
            match.pattern.name
            for line in lines
            if isinstance(line, MatchedLine)
            for match in line.matches
        ]

    assert rules_of(PASSWORD) == rules_of(KEY) == ["kubernetes-secret-data"]
    for word in ("horsebattery1", "1f2d1e2e67df", f"password = {KEY} # of the database"):
        assert rules_of(word) == [], word


@pytest.mark.parametrize("name", ["api_key", "license_key", "serverKey", "storage-key"])
def test_the_first_digit_of_a_random_key_that_is_recommended_may_be_late(name: str) -> None:
    recommended = Scanner(Matcher(rules.load("recommended").patterns))
    late = secret("<L:20>") + "7" + secret("<62:11>")
    line = f'{name} = "VALUE"'
    assert found(recommended, line, late) == [line.replace("VALUE", late)]
