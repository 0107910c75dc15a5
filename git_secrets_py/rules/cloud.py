"""Clouds: DigitalOcean, Heroku, Cloudflare and others."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
    named,
)
from git_secrets_py.rules.rule import Rule

_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

RULES = {
    "digitalocean": (
        Rule(
            "digitalocean-token",
            rb"do[opr]_v1_[0-9a-f]{64}",
            "A DigitalOcean token: personal access (dop), OAuth (doo) or refresh (dor). Delete it "
            "in the control panel under API.",
            "https://docs.digitalocean.com/notes/2022/api-token-format",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "digitalocean-spaces-key",
            rb"DO(?:00|80)[A-Z0-9]{16}",
            "The ID of a DigitalOcean Spaces access key; its secret is often nearby. Delete it in "
            "the control panel under Spaces Object Storage → Access Keys.",
            "https://docs.digitalocean.com/products/spaces/how-to/manage-access/",
            check="random",
        ),
        Rule(
            "digitalocean-model-access-key",
            rb"sk-do-(?:v1-)?[A-Za-z0-9_-]{40,86}",
            "A model access key of the DigitalOcean Gradient platform. Delete it in the control "
            "panel under Serverless Inference.",
            "https://docs.digitalocean.com/products/gradient-ai-platform/",
            check="random",
        ),
    ),
    "heroku": (
        Rule(
            "heroku-api-key",
            rb"HRKU-AA[A-Za-z0-9_-]{58}",
            "A Heroku API key or OAuth token. Regenerate the key in Account settings, or revoke "
            "the token with heroku authorizations:revoke.",
            "https://devcenter.heroku.com/articles/oauth",
            before=ANYTHING,
        ),
        Rule(
            "heroku-api-key-uuid",
            named(rb"heroku", _UUID),
            "A Heroku API key in the form of a UUID. Regenerate it in Account settings.",
            "https://devcenter.heroku.com/articles/platform-api-quickstart",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "cloudflare": (
        Rule(
            "cloudflare-token",
            rb"cf(?:ut|at|k)_[A-Za-z0-9_-]{40}[0-9a-f]{8}",
            "A Cloudflare credential: user API token (cfut), account API token (cfat) or Global "
            "API Key (cfk). Roll it in the dashboard under API Tokens.",
            "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/",
            checksum="cloudflare",
            documented=True,
        ),
        Rule(
            "cloudflare-origin-ca-key",
            rb"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}",
            "A Cloudflare Origin CA key. Change it in My Profile → API Tokens.",
            "https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/",
            documented=True,
        ),
        Rule(
            "cloudflare-tunnel-token",
            # The Base64 form of {"a":", the account, the tunnel and its secret.
            rb"eyJhIjoi[A-Za-z0-9+/]{120,260}={0,2}",
            "The token of a Cloudflare tunnel: anyone who has it can run the tunnel. Rotate it in "
            "the dashboard under Networks → Tunnels.",
            "https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/"
            "configure-tunnels/remote-tunnel-permissions/",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
        Rule(
            "cloudflare-api-token",
            named(rb"cloudflare|cf[_-](?:api|token|dns)", rb"[A-Za-z0-9_-]{40}"),
            "A Cloudflare API token. Roll it in the dashboard under API Tokens.",
            "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/",
            before=ANYTHING,
            check="mixed",
            documented=True,
        ),
        Rule(
            "cloudflare-global-api-key",
            named(rb"cloudflare|cf[_-](?:api|key)|x-auth-key", rb"[0-9a-f]{37,45}"),
            "The Global API Key of a Cloudflare account. Change it in My Profile → API Tokens.",
            "https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "fly-io": (
        Rule(
            "fly-io-token",
            rb"(?:fm[12][ar]?_[A-Za-z0-9+/]{60,900}={0,3}|fo1_[A-Za-z0-9_-]{43})",
            "A Fly.io access token. Revoke it with fly tokens revoke.",
            "https://github.com/superfly/macaroon/blob/main/format.go",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
    ),
    "vercel": (
        Rule(
            "vercel-token",
            rb"vc[acikpr]_[A-Za-z0-9_-]{24,64}",
            "A Vercel token or key. Delete it in Account Settings → Tokens.",
            "https://github.com/vercel-labs/agent-skills/blob/main/skills/vercel-cli-with-tokens/"
            "SKILL.md",
            before=OUTSIDE_NAME,
            check="random",
            documented=True,
        ),
        Rule(
            "vercel-blob-token",
            rb"vercel_blob_rw_[A-Za-z0-9]{12,24}_[A-Za-z0-9]{24,40}",
            "A token that reads and writes a Vercel Blob store. Rotate it in the settings of the "
            "store.",
            "https://vercel.com/docs/vercel-blob/using-blob-sdk",
        ),
        Rule(
            "vercel-token-legacy",
            named(rb"vercel|zeit|now[_-]token", rb"[A-Za-z0-9]{24}"),
            "A Vercel access token without a prefix. Delete it in Account Settings → Tokens.",
            "https://vercel.com/docs/integrations/create-integration/vercel-api-integrations",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "netlify": (
        Rule(
            "netlify-token",
            rb"nf[bcopu]_[A-Za-z0-9_]{36,40}",
            "A Netlify personal access token. Delete it in User settings → Applications.",
            "https://docs.netlify.com/api-and-cli-guides/api-guides/get-started-with-api/",
        ),
    ),
    "render": (
        Rule(
            "render-api-key",
            rb"rnd_[A-Za-z0-9]{28,32}",
            "A Render API key. Revoke it in Account Settings → API Keys.",
            "https://render.com/docs/api",
            before=OUTSIDE_NAME,
            check="random",
        ),
    ),
    "railway": (
        Rule(
            "railway-token",
            named(rb"railway", _UUID),
            "A Railway token. Delete it in Account Settings → Tokens, or in those of the project.",
            "https://docs.railway.com/reference/public-api",
            before=ANYTHING,
        ),
    ),
    "scaleway": (
        Rule(
            "scaleway-secret-key",
            named(rb"(?:scw|scaleway)[_-]?(?:[a-z]{1,9}[_-]?)?(?:secret|token)", _UUID),
            "A Scaleway secret key. Delete the API key in the console under IAM → API keys.",
            "https://github.com/scaleway/scaleway-sdk-go/blob/master/validation/is.go",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "scaleway-key-pair",
            rb"SCW[A-Z0-9]{17}[^0-9A-Za-z\n]{1,9}(?P<secret>" + _UUID + b")",
            "A Scaleway access key with its secret key. Delete the API key in the console under "
            "IAM → API keys.",
            "https://github.com/scaleway/scaleway-sdk-go/blob/master/validation/is.go",
            documented=True,
        ),
    ),
    "linode": (
        Rule(
            "linode-token",
            named(rb"linode", rb"[0-9a-f]{64}"),
            "A Linode (Akamai Cloud) personal access token. Revoke it in My Profile → API Tokens.",
            "https://techdocs.akamai.com/linode-api/reference/get-started",
            before=ANYTHING,
        ),
    ),
    "hetzner": (
        Rule(
            "hetzner-token",
            named(rb"hcloud|hetzner", rb"[A-Za-z0-9]{64}"),
            "A Hetzner Cloud API token. Delete it in the Cloud Console under Security → API "
            "tokens.",
            "https://docs.hetzner.com/cloud/api/getting-started/generating-api-token/",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "ovh": (
        Rule(
            "ovh-application-secret",
            named(rb"ovh[a-z_.-]{0,20}(?:secret|consumer[_-]?key)", rb"[0-9A-Za-z]{32}"),
            "An OVHcloud application secret or consumer key. Delete the application with the API.",
            "https://help.ovhcloud.com/csm/en-gb-api-getting-started-ovhcloud-api",
            before=ANYTHING,
            check="random",
        ),
    ),
    "ibm-cloud": (
        Rule(
            "ibm-cloud-api-key",
            named(rb"ibm|bluemix|watson|(?:ic|iam)[_-]api[_-]?key", rb"[A-Za-z0-9_-]{44}"),
            "An IBM Cloud API key. Delete it in Manage → Access (IAM) → API keys.",
            "https://cloud.ibm.com/docs/account?topic=account-userapikey",
            before=ANYTHING,
            check="mixed",
        ),
    ),
    "alibaba": (
        Rule(
            "alibaba-access-key-id",
            rb"LTAI[A-Za-z0-9]{12,20}",
            "The ID of an Alibaba Cloud AccessKey pair; its secret is often nearby. Disable and "
            "delete the pair in RAM.",
            "https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
            check="random",
        ),
    ),
    "tencent": (
        Rule(
            "tencent-secret-id",
            rb"AKID[A-Za-z0-9]{32}",
            "The SecretId of a Tencent Cloud API key; the SecretKey is often nearby. Disable and "
            "delete the key in CAM.",
            "https://www.tencentcloud.com/document/product/598/34228",
            check="mixed",
        ),
    ),
    "yandex": (
        Rule(
            "yandex-api-key",
            rb"AQVN[A-Za-z0-9_-]{35,38}",
            "The API key of a Yandex Cloud service account. Delete it with yc iam api-key delete.",
            "https://yandex.cloud/en/docs/iam/concepts/authorization/api-key",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            check="mixed",
        ),
        Rule(
            "yandex-oauth-token",
            rb"y[0-6]_[A-Za-z0-9_-]{50,70}",
            "A Yandex OAuth token. Revoke it in the Yandex ID settings.",
            "https://yandex.com/dev/id/doc/en/concepts/ya-oauth-intro",
            before=OUTSIDE_NAME,
            check="mixed",
        ),
        Rule(
            "yandex-iam-token",
            rb"[ct]1\.[A-Za-z0-9_=-]{20,200}\.[A-Za-z0-9_-]{86}={0,2}",
            "A Yandex Cloud IAM token (t1) or session cookie (c1). Revoke it with yc iam "
            "revoke-token.",
            "https://gitlab.com/gitlab-org/gitlab/-/issues/353039",
            before=OUTSIDE_NAME,
            documented=True,
        ),
        Rule(
            "yandex-static-key",
            named(rb"yandex|\byc_|secret[_-]?(?:access[_-]?)?key", rb"YC[A-Za-z0-9_-]{38}"),
            "The secret of a Yandex Cloud static access key. Delete it with yc iam access-key "
            "delete.",
            "https://yandex.cloud/en/docs/iam/concepts/authorization/access-key",
            before=ANYTHING,
            check="mixed",
        ),
    ),
}

ALLOWED: dict[str, tuple[bytes, ...]] = {}
