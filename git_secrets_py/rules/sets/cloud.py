"""Clouds: machines, storage and GPUs."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    OUTSIDE_NAME,
    UUID,
    named,
)
from git_secrets_py.rules.rule import Rule

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
    "scaleway": (
        Rule(
            "scaleway-secret-key",
            named(rb"(?:scw|scaleway)[_-]?(?:[a-z]{1,9}[_-]?)?(?:secret|token)", UUID),
            "A Scaleway secret key. Delete the API key in the console under IAM → API keys.",
            "https://github.com/scaleway/scaleway-sdk-go/blob/master/validation/is.go",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "scaleway-key-pair",
            rb"SCW[A-Z0-9]{17}[^0-9A-Za-z\n]{1,9}(?P<secret>" + UUID + b")",
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
    "vultr": (
        Rule(
            "vultr-api-key",
            named(rb"vultr", rb"[A-Z0-9]{36}"),
            "A Vultr API key. Regenerate it in the account under API.",
            "https://www.vultr.com/api/#section/Authentication",
            before=ANYTHING,
            check="random",
        ),
    ),
    "upcloud": (
        Rule(
            "upcloud-api-token",
            rb"ucat_[0-9A-Z]{26}",
            "An UpCloud API token. Delete it in the control panel under API tokens.",
            "https://developers.upcloud.com/1.3/3-accounts/",
        ),
    ),
    "volcengine": (
        Rule(
            "volcengine-access-key-id",
            rb"AKLT[A-Za-z0-9]{43,44}",
            "The ID of a Volcano Engine access key; its secret is often nearby. Delete the key in "
            "the console under Key management.",
            "https://www.volcengine.com/docs/6291/65568",
            check="mixed",
        ),
    ),
    "runpod": (
        Rule(
            "runpod-api-key",
            rb"rpa_[A-Za-z0-9]{31,128}",
            "A Runpod API key. Delete it in the settings under API Keys.",
            "https://github.com/runpod/runpod-mcp/blob/main/src/alp/scrub.ts",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "lambda-cloud": (
        Rule(
            "lambda-cloud-api-key",
            rb"secret_[A-Za-z0-9_-]{2,60}_[0-9a-f]{32}\.[A-Za-z0-9]{32}",
            "A Lambda Cloud API key. Delete it in the dashboard under API keys.",
            "https://docs.lambda.ai/public-cloud/cloud-api/",
        ),
    ),
    "modal": (
        Rule(
            "modal-token-secret",
            rb"as-[A-Za-z0-9]{22}",
            "The secret of a Modal token. Delete the token in the settings under API Tokens.",
            "https://github.com/modal-labs/libmodal",
            before=OUTSIDE_NAME,
            check="mixed",
            documented=True,
        ),
    ),
}
