"""The credential stores of more command lines: clouds, clusters, databases, registries, mail.

``files`` and ``keys`` are as in ``key_stores``.
"""

from __future__ import annotations

from git_secrets_py.providers.store import Store

_JSON, _SETTINGS, _TOKEN = "keys:json", "keys:settings", "services:token_file"

CLOUDS = (
    # https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
    Store(
        "openstack",
        "OpenStack clouds",
        _SETTINGS,
        "$OS_CLIENT_CONFIG_FILE; $OS_CLIENT_SECURE_FILE; config/openstack/clouds.yaml; "
        "config/openstack/secure.yaml",
        "password application_credential_secret token",
    ),
    # https://github.com/ovh/python-ovh#configuration
    Store("ovh", "OVHcloud", _SETTINGS, "~/.ovh.conf", "application_secret consumer_key"),
    # https://github.com/exoscale/cli/blob/master/pkg/account/account.go
    Store(
        "exoscale",
        "Exoscale CLI",
        _SETTINGS,
        "$EXOSCALE_CONFIG; config/exoscale/exoscale.toml; ~/.exoscale/exoscale.toml; "
        "~/Library/Application Support/exoscale/exoscale.toml",
        "secret",
    ),
    # https://github.com/vultr/vultr-cli
    Store("vultr", "Vultr CLI", _SETTINGS, "~/.vultr-cli.yaml", "api-key"),
    # https://github.com/civo/cli/blob/master/config/config.go
    Store("civo", "Civo CLI", _JSON, "$CIVO_CONFIG; ~/.civo.json", "apikeys/*"),
    # https://github.com/UpCloudLtd/upcloud-cli
    Store("upcloud", "upctl", _SETTINGS, "config/upctl.yaml", "password token"),
    # https://yandex.cloud/en/docs/cli/concepts/core-objects
    Store("yandex", "Yandex Cloud CLI", _SETTINGS, "config/yandex-cloud/config.yaml", "token"),
    # https://www.tencentcloud.com/document/product/1013/33464
    Store("tencent", "Tencent Cloud CLI", _JSON, "~/.tccli/*.credential", "secretKey"),
    # https://cloud.ibm.com/docs/cli
    Store(
        "ibm-cloud",
        "IBM Cloud CLI",
        _JSON,
        "~/.bluemix/config.json",
        "IAMRefreshToken",
        "IAMToken",
    ),
    # https://techdocs.akamai.com/developer/docs/edgegrid
    Store("akamai", "Akamai EdgeGrid", _SETTINGS, "~/.edgerc", "client_secret access_token"),
    # https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/
    Store("cloudflare", "Cloudflare tunnel", _JSON, "~/.cloudflared/*.json", "TunnelSecret"),
    # https://argo-cd.readthedocs.io/en/stable/user-guide/commands/argocd_login/
    Store(
        "argo-cd",
        "Argo CD",
        _SETTINGS,
        "$ARGOCD_CONFIG_DIR/config; config/argocd/config; ~/.argocd/config",
        "refresh-token",
        "auth-token",
    ),
    # https://github.com/rancher/cli/blob/main/config/config.go
    Store("rancher", "Rancher CLI", _JSON, "~/.rancher/cli2.json", "secretKey tokenKey", "token"),
    # https://helm.sh/docs/helm/helm_repo_add/
    Store(
        "helm",
        "Helm repositories",
        _SETTINGS,
        "$HELM_REPOSITORY_CONFIG; config/helm/repositories.yaml; "
        "~/Library/Preferences/helm/repositories.yaml",
        "password",
    ),
    # https://docs.ansible.com/ansible/latest/reference_appendices/config.html
    Store(
        "ansible",
        "Ansible Galaxy token",
        _SETTINGS,
        "$ANSIBLE_GALAXY_TOKEN_PATH; ~/.ansible/galaxy_token",
        "token",
    ),
    Store("ansible", "Ansible Vault password", _TOKEN, "$ANSIBLE_VAULT_PASSWORD_FILE"),
    # https://developer.okta.com/docs/guides/terraform-landing-page/main/
    Store("okta", "Okta SDK", _SETTINGS, "~/.okta/okta.yaml", "token clientSecret privateKey"),
    # https://github.com/newrelic/newrelic-cli
    Store(
        "new-relic",
        "New Relic CLI",
        _JSON,
        "~/.newrelic/credentials.json",
        "apiKey licenseKey insightsInsertKey",
    ),
    # https://github.com/buildkite/cli/blob/main/internal/config/config.go
    Store(
        "buildkite",
        "Buildkite CLI",
        _SETTINGS,
        "config/bk.yaml; config/Buildkite CLI/bk.yaml",
        "api_token",
    ),
    # https://github.com/travis-ci/travis.rb
    Store("travis-ci", "Travis CI", _SETTINGS, "~/.travis/config.yml", "access_token"),
    # https://docs.snyk.io/developer-tools/snyk-cli/configure-the-snyk-cli
    Store("snyk", "Snyk CLI", _JSON, "config/configstore/snyk.json", "api"),
    # https://github.com/render-oss/cli/blob/main/pkg/config/config.go
    Store(
        "render",
        "Render CLI",
        _SETTINGS,
        "$RENDER_CLI_CONFIG_PATH; ~/.render/cli.yaml",
        "key refreshtoken",
    ),
    # https://docs.expo.dev/eas/cli/
    Store("expo", "Expo CLI", _JSON, "~/.expo/state.json", "sessionSecret"),
    # https://www.clever.cloud/developers/doc/cli/
    Store(
        "clever-cloud",
        "Clever Cloud CLI",
        _JSON,
        "config/clever-cloud/clever-tools.json",
        "token secret",
    ),
    # https://www.contentful.com/developers/docs/tutorials/cli/
    Store("contentful", "Contentful CLI", _JSON, "~/.contentfulrc.json", "managementToken"),
    # https://developers.hubspot.com/docs/developer-tooling/local-development/hubspot-cli
    Store(
        "hubspot",
        "HubSpot CLI",
        _SETTINGS,
        "~/.hscli/config.yml; ~/hubspot.config.yml",
        "personalAccessKey",
    ),
    # https://github.com/wakatime/wakatime-cli/blob/develop/USAGE.md
    Store(
        "wakatime",
        "WakaTime",
        _SETTINGS,
        "$WAKATIME_HOME/.wakatime.cfg; ~/.wakatime.cfg",
        "api_key",
    ),
    # https://www.twilio.com/docs/twilio-cli/general-usage/profiles
    Store("twilio", "Twilio CLI", _JSON, "~/.twilio-cli/config.json", "apiSecret"),
)

DATA = (
    # https://www.mongodb.com/docs/atlas/cli/current/configure/configuration-file/
    Store(
        "mongodb",
        "Atlas CLI",
        _SETTINGS,
        "config/atlascli/config.toml; ~/Library/Application Support/atlascli/config.toml",
        "private_api_key client_secret refresh_token",
        "access_token",
    ),
    # https://github.com/planetscale/cli/blob/main/internal/config/config.go
    Store("planetscale", "PlanetScale CLI", _TOKEN, "config/planetscale/access-token"),
    Store(
        "planetscale",
        "PlanetScale CLI",
        _SETTINGS,
        "config/planetscale/pscale.yml",
        "service-token",
    ),
    # https://github.com/tursodatabase/turso-cli/blob/main/internal/settings/settings.go
    Store(
        "turso",
        "Turso CLI",
        _JSON,
        "$TURSO_CONFIG_FOLDER/settings.json; config/turso/settings.json; "
        "~/Library/Application Support/turso/settings.json",
        "token",
    ),
    # https://neon.com/docs/reference/neon-cli
    Store(
        "neon",
        "Neon CLI",
        _JSON,
        "config/neonctl/credentials.json",
        "refresh_token",
        "access_token",
    ),
    # https://docs.convex.dev/cli
    Store("convex", "Convex CLI", _JSON, "~/.convex/config.json", "accessToken"),
    # https://docs.influxdata.com/influxdb/v2/reference/cli/influx/config/
    Store(
        "influxdb",
        "influx CLI",
        _SETTINGS,
        "$INFLUX_CONFIGS_PATH; ~/.influxdbv2/configs",
        "token",
    ),
    # https://docs.confluent.io/confluent-cli/current/overview.html
    Store(
        "confluent",
        "Confluent CLI",
        _JSON,
        "~/.confluent/config.json",
        "api_secret auth_refresh_token",
        "auth_token",
    ),
    # https://cassandra.apache.org/doc/latest/cassandra/managing/tools/cqlsh.html
    Store("cassandra", "cqlsh credentials", _SETTINGS, "~/.cassandra/credentials", "password"),
    # https://github.com/s3fs-fuse/s3fs-fuse
    Store("s3fs", "s3fs", "lines:s3fs", "~/.passwd-s3fs"),
    # https://restic.readthedocs.io/en/stable/040_backup.html#environment-variables
    Store("restic", "restic password", _TOKEN, "$RESTIC_PASSWORD_FILE"),
    Store("davfs", "davfs2 secrets", "lines:davfs", "~/.davfs2/secrets"),
    Store("subversion", "Subversion", "lines:subversion", "~/.subversion/auth/svn.simple/*"),
)

PACKAGES = (
    # https://code.visualstudio.com/api/working-with-extensions/publishing-extension
    Store("vscode", "extension publishing", _JSON, "~/.vsce; ~/.ovsx", "pat"),
    # https://pdm-project.org/en/latest/usage/config/
    Store(
        "pdm",
        "PDM",
        _SETTINGS,
        "$PDM_CONFIG_FILE; config/pdm/config.toml; ~/Library/Application Support/pdm/config.toml",
        "password",
    ),
    # https://github.com/anaconda/anaconda-client
    Store(
        "anaconda",
        "Anaconda tokens",
        _TOKEN,
        "~/.continuum/anaconda-client/tokens/*.token; config/binstar/*.token; "
        "data/binstar/*.token; ~/Library/Application Support/binstar/*.token",
    ),
    # https://cabal.readthedocs.io/en/stable/config.html
    Store(
        "hackage",
        "Cabal configuration",
        _SETTINGS,
        "$CABAL_CONFIG; config/cabal/config; ~/.cabal/config",
        "password token",
    ),
    # https://metacpan.org/pod/cpan-upload
    Store("cpan", "PAUSE", "lines:words", "~/.pause", "password"),
    # https://pkgdocs.julialang.org/v1/
    Store(
        "julia",
        "Julia package servers",
        _SETTINGS,
        "~/.julia/servers/*/auth.toml",
        "refresh_token",
        "access_token",
    ),
)

MAIL = (
    # ``stores.lines`` cites the manuals.
    Store(
        "mail",
        "mail programs",
        "lines:words",
        "~/.msmtprc; config/msmtp/config; ~/.fetchmailrc; ~/.mbsyncrc; config/isyncrc; "
        "~/.muttrc; ~/.mutt/muttrc; config/mutt/muttrc; ~/.neomuttrc; config/neomutt/neomuttrc; "
        "~/.mailrc",
        "password passwd pass imap_pass smtp_pass pop_pass nntp_pass",
    ),
    # https://www.offlineimap.org/doc/
    Store(
        "mail",
        "OfflineIMAP",
        _SETTINGS,
        "~/.offlineimaprc; config/offlineimap/config",
        "remotepass",
    ),
    # https://www.gnu.org/software/wget/manual/html_node/Wgetrc-Commands.html
    Store(
        "wget",
        "Wget",
        _SETTINGS,
        "$WGETRC; ~/.wgetrc",
        "password http_password ftp_password proxy_password",
    ),
)

STORES = (*CLOUDS, *DATA, *PACKAGES, *MAIL)
