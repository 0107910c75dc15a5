"""Application hosting: platforms that run code."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_NAME, UUID, named
from git_secrets_py.rules.rule import Rule

RULES = {
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
            named(rb"heroku", UUID),
            "A Heroku API key in the form of a UUID. Regenerate it in Account settings.",
            "https://devcenter.heroku.com/articles/platform-api-quickstart",
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
            named(rb"railway", UUID),
            "A Railway token. Delete it in Account Settings → Tokens, or in those of the project.",
            "https://docs.railway.com/reference/public-api",
            before=ANYTHING,
        ),
    ),
    "scalingo": (
        Rule(
            "scalingo-api-token",
            rb"tk-[a-z]{2,8}-[A-Za-z0-9_-]{48}",
            "A Scalingo API token. Revoke it in the dashboard under API Tokens.",
            "https://developers.scalingo.com/#authentication",
            before=OUTSIDE_NAME,
        ),
    ),
    "deno": (
        Rule(
            "deno-access-token",
            rb"dd[op]_[A-Za-z0-9]{36}",
            "A Deno Deploy access token, of a user or an organization. Revoke it in the dashboard "
            "under Access Tokens.",
            "https://docs.deno.com/deploy/api/",
        ),
    ),
    "val-town": (
        Rule(
            "val-town-api-token",
            rb"vtwn_[A-Za-z0-9_-]{20,80}",
            "A Val Town API token. Delete it in the settings under API tokens.",
            "https://docs.val.town/reference/api/",
        ),
    ),
    "appwrite": (
        Rule(
            "appwrite-api-key",
            rb"standard_[0-9a-f]{256}",
            "An Appwrite API key. Delete it in the console under Overview → API keys.",
            "https://github.com/appwrite/appwrite",
            before=OUTSIDE_NAME,
            documented=True,
        ),
    ),
    "convex": (
        Rule(
            "convex-deploy-key",
            rb"\|(?P<secret>eyJ2[A-Za-z0-9+/_-]{30,400}={0,2}|01[0-9a-f]{72,94})",
            "A Convex deploy key. Delete it in the settings of the deployment.",
            "https://docs.convex.dev/cli/deploy-key-types",
            # A deployment without an account has no kind before its name. As a part of the pattern
            # this would slow down every search.
            before=rb"(?<=(?:prod|dev|preview|project):[a-z0-9:-]{3,100}|"
            rb"[a-z]{2,16}-[a-z]{2,16}-[0-9]{1,4})",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
    ),
}
