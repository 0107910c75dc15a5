# ruff: noqa: E501
"""Formats of secrets that a name beside them marks, as in ``marked_formats``."""

NAMED = """
AWS secret access key | aws-secret-access-key | AWS_SECRET_ACCESS_KEY=<64:40>
AWS key pair | aws-key-pair | AKIA<32:16>:<64:40>
AWS account id | aws-account-id | aws_account_id: <d:4>-<d:4>-<d:4>
Docker config.json auth | docker-registry-auth | "auth": "<basic>"
Azure storage key alone (account_key) | azure-account-key | storage_account_key: "<64:86>=="
Azure DevOps old 52 | azure-devops-token-legacy | AZURE_DEVOPS_PAT=<32l:52>
Heroku UUID key | heroku-api-key-uuid | HEROKU_API_KEY=<uuid>
HashiCorp Vault s. (before 1.10) | vault-token-legacy | VAULT_TOKEN=s.<62:24>
Cloudflare API token 40 | cloudflare-api-token | CLOUDFLARE_API_TOKEN=<u:40>
Cloudflare global key 37 hex | cloudflare-global-api-key | CLOUDFLARE_API_KEY=<h:37>
Vercel old 24 | vercel-token-legacy | VERCEL_TOKEN=<62:24>
Railway UUID | railway-token | RAILWAY_TOKEN=<uuid>
Scaleway SCW + UUID | scaleway-secret-key | SCW_SECRET_KEY=<uuid>
Linode 64 hex | linode-token | LINODE_TOKEN=<h:64>
Hetzner 64 alnum | hetzner-token | HCLOUD_TOKEN=<62:64>
OVH 32 | ovh-application-secret | OVH_APPLICATION_SECRET=<62:32>
IBM 44 W | ibm-cloud-api-key | IBMCLOUD_API_KEY=<u:44>
Kubernetes Secret manifest data | kubernetes-secret-data | {"kind": "Secret", "data": {"password": "<basic>"}}
Discord client secret 32 | discord-client-secret | DISCORD_CLIENT_SECRET=<u:32>
Twilio auth token | twilio-auth-token | TWILIO_AUTH_TOKEN=<h:32>
Twilio auth token of a call | twilio-credentials | Client("AC<h:32>", "<h:32>")
Mailgun key named | mailgun-api-key | MAILGUN_API_KEY=key-<h:32>
Mailgun new form named | mailgun-api-key | MAILGUN_API_KEY=<h:32>-<h:8>-<h:8>
Postmark UUID | postmark-token | POSTMARK_SERVER_TOKEN=<uuid>
Vonage/Nexmo 16 | vonage-api-secret | NEXMO_API_SECRET=<62:16>
MessageBird 25 | messagebird-access-key | MESSAGEBIRD_API_KEY=<62:25>
Zendesk 40 | zendesk-token | ZENDESK_API_TOKEN=<62:40>
DeepSeek sk- 32 hex | deepseek-api-key | DEEPSEEK_API_KEY=sk-<h:32>
Mistral 32 | mistral-api-key | MISTRAL_API_KEY=<62:32>
Cohere 40 | cohere-api-key | COHERE_API_KEY=<62:40>
ElevenLabs sk_ 48 hex | elevenlabs-api-key | ELEVENLABS_API_KEY=sk_<h:48>
Weights & Biases 40 hex | wandb-api-key-legacy | WANDB_API_KEY=<h:40>
Cursor key_ | cursor-api-key | CURSOR_API_KEY=key_<h:64>
Deepgram 40 hex | deepgram-api-key | DEEPGRAM_API_KEY=<h:40>
Stability sk- | stability-api-key | STABILITY_API_KEY=sk-<62:48>
AssemblyAI 32 hex | assemblyai-api-key | ASSEMBLYAI_API_KEY=<h:32>
PayPal client secret 80 | paypal-client-secret | PAYPAL_CLIENT_SECRET=E<u:79>
Adyen AQE named | adyen-api-key | ADYEN_API_KEY=AQE<62:60>-<62:40>=-<62:16>
Coinbase 64 named | coinbase-token | COINBASE_ACCESS_TOKEN=<62:64>
GoCardless live_ | gocardless-access-token | GOCARDLESS_ACCESS_TOKEN=live_<u:40>
Mollie live_ | mollie-api-key | MOLLIE_API_KEY=live_<62:30>
Wise UUID | wise-api-token | WISE_API_TOKEN=<uuid>
SonarQube 40 hex | sonarqube-token-legacy | sonar.login=<h:40>
Sentry old 64 hex | sentry-token-legacy | SENTRY_AUTH_TOKEN=<h:64>
Datadog API 32 hex | datadog-api-key | DD_API_KEY=<h:32>
Datadog app 40 hex | datadog-application-key | DATADOG_APP_KEY=<h:40>
PagerDuty u+ | pagerduty-api-key | PAGERDUTY_API_KEY=u+<62:18>
Splunk UUID HEC | splunk-hec-token | SPLUNK_HEC_TOKEN=<uuid>
Sumo Logic su + 12 | sumo-logic-access-id | SUMO_ACCESS=su<62:12>
Sumo Logic key | sumo-logic-access-key | SUMO_ACCESS_KEY=<62:64>
LaunchDarkly api-UUID | launchdarkly-access-token | LAUNCHDARKLY_ACCESS_TOKEN=api-<uuid>
Mixpanel 32 hex | mixpanel-secret | MIXPANEL_API_SECRET=<h:32>
Amplitude 32 hex | amplitude-key | AMPLITUDE_SECRET_KEY=<h:32>
Algolia 32 hex | algolia-api-key | ALGOLIA_ADMIN_API_KEY=<h:32>
New Relic license 40 hex | new-relic-license-key-legacy | NEW_RELIC_LICENSE_KEY=<h:40>
Rollbar 32 hex | rollbar-access-token | ROLLBAR_ACCESS_TOKEN=<h:32>
Bugsnag 32 hex | bugsnag-api-key | BUGSNAG_API_KEY=<h:32>
Box 32 named | box-client-secret | BOX_CLIENT_SECRET=<62:32>
Zoom secret 32 | zoom-client-secret | ZOOM_CLIENT_SECRET=<62:32>
Travis CI 22 named | travis-ci-token | TRAVIS_API_TOKEN=<62:22>
Codecov UUID | codecov-token | CODECOV_TOKEN=<uuid>
Snyk UUID | snyk-token | SNYK_TOKEN=<uuid>
ngrok 27_21 | ngrok-authtoken | NGROK_AUTHTOKEN=2<62:26>_<62:21>
Okta 00 + 40 | okta-api-token | OKTA_API_TOKEN=00<u:40>
Auth0 client secret 64 | auth0-client-secret | AUTH0_CLIENT_SECRET=<u:64>
Confluent 64 named | confluent-api-secret | CONFLUENT_CLOUD_API_SECRET=<64:64>
Snowflake password named | snowflake-password | SNOWFLAKE_PASSWORD=<62:14>
Upstash named | upstash-token | UPSTASH_REDIS_REST_TOKEN=<62:60>
Facebook app secret | facebook-app-secret | FACEBOOK_APP_SECRET=<h:32>
LinkedIn client secret | linkedin-client-secret | LINKEDIN_CLIENT_SECRET=<62:16>
Twitch 30 named | twitch-token | TWITCH_CLIENT_SECRET=<36:30>
Spotify 32 hex | spotify-client-secret | SPOTIFY_CLIENT_SECRET=<h:32>
Reddit 27 | reddit-client-secret | REDDIT_CLIENT_SECRET=<u:27>
PEM RSA private key | private-key | <dashes>BEGIN RSA PRIVATE KEY<dashes><nl><64:64><nl><64:64>
PEM encrypted key | private-key-encrypted | <dashes>BEGIN ENCRYPTED PRIVATE KEY<dashes><nl><64:64>
PEM key on one line | private-key | key: "<dashes>BEGIN PRIVATE KEY<dashes>\\n<62:64>\\n<62:64>\\n"
PEM key in Base64 | private-key-base64 | <header><62:80>
PEM key without line ends | private-key | <dashes>BEGIN PRIVATE KEY<dashes><64:800><dashes>END
PEM key in PHP | private-key | '<dashes>BEGIN PRIVATE KEY<dashes>'.PHP_EOL .<nl>'<64:64>'
SSH2 key with a comment | private-key | <dashes>BEGIN SSH2 PRIVATE KEY<dashes><nl>Comment: "bob"<nl><64:64>
PEM Google service account | google-service-account-key | "private_key": "<dashes>BEGIN PRIVATE KEY<dashes>\\n<62:64>\\n<62:64>\\n"
WireGuard PrivateKey | private-key-wireguard | PrivateKey = <62:42>A=
SSH PuTTY | private-key-putty | Private-Lines: 1<nl><64:48>
Generic password = | password-assignment | password = "<36:4>7x"
Generic password in settings | password-setting | db.password: <36:4>7x
Generic word in the settings of a server | server-password | MYSQL_PASSWORD<eq>horsebattery
Generic word of a password | password-word | password<eq>'horsebattery',
Generic secret with a sign | secret-assignment | session_secret = "<36:5>7x"
Generic password in a command | password-command | sqlcmd -U sa -P <62:14> -Q run
Generic password in SQL | password-statement | GRANT ALL ON x TO app IDENTIFIED BY <36:9>;
Generic password piped to a command | password-command | echo "root:<62:14>" | chpasswd
Generic password in a login entry | netrc-password | machine db.internal login app password <62:14>
Generic key of a call | key-argument | jwt.sign(payload, '<62:14>');
Generic password of a call | password-argument | client.login("deploy", "<62:14>")
Generic password of an option | password-argument | requests.get(url, auth=("deploy", "<62:14>"))
Generic password of a connection | password-argument | DriverManager.getConnection(url, "app", "<62:14>")
Generic token of a client | client-argument | bot = TelegramBot("<62:36>", parse_mode=None)
Generic token of a call that logs in | client-argument | client.login('<62:48>');
Generic key of letters | api-key-assignment | api_tokens = ["<L:32>"]
Generic salt | api-key-assignment | salt = "<62:32>"
Generic session | key-assignment | session_id = "<62:32>"
Generic api_key = | random-secret | api_key = "<62:32>"
Generic random password of a command | random-password-command | mysql -u root -p<62:14> db
Generic random letters of a password | random-word | db_password<eq>"hvzqrtkwmb"
Generic secret with signs | random-word | shared_secret=<62:6>@7<62:6>!<62:5>
Generic random password | random-password | db_password = "<62:20>"
Generic value of a variable of Kubernetes | random-value | - name: DB_PASSWORD<nl>  value: "<62:20>"
Generic value of a variable of ECS | random-value | "name": "API_TOKEN",<nl>"value": "<h:40>"
Generic default of a variable of Terraform | random-default | variable "api_token" {<nl>  type = string<nl>  default = "<h:40>"
Generic Authorization: Bearer | authorization-bearer | Authorization: Bearer <62:40>
Generic Authorization: Basic | authorization-basic | Authorization: Basic <basic>
Generic Authorization of a proxy | authorization-basic | proxy_set_header Authorization "Basic <basic>";
Generic Authorization of HAProxy | authorization-basic | http-request set-header Authorization Basic\\ <basic>
Generic curl -u user:pass | curl-user | curl -u admin:<62:12> https://api.internal/
Generic WordPress key | wordpress-key | define('LOGGED_IN_KEY', '<64:64>');
Generic Laravel key | laravel-app-key | APP_KEY=base64:<64:43>=
Generic FileZilla password | filezilla-password | <Pass encoding="base64"><basic></Pass>
Generic Django SECRET_KEY | django-secret-key | SECRET_KEY = 'django-insecure-<62:50>'
Ably key | ably-api-key | ABLY_API_KEY=<62:6>.<62:6>:<62:43>
Ethereum 64 hex | ethereum-private-key | PRIVATE_KEY=<h:64>
Ethereum 0x | ethereum-private-key | DEPLOYER_KEY=0x<h:64>
Klaviyo pk_ | klaviyo-api-key | KLAVIYO_PRIVATE_KEY=pk_<h:34>
GitHub client secret | github-client-secret | GITHUB_CLIENT_SECRET=<h:40>
Azure OpenAI 32 hex | azure-ai-key-legacy | AZURE_OPENAI_API_KEY=<h:32>
Razorpay secret | razorpay-key-secret | RAZORPAY_KEY_SECRET=<62:24>
Pusher secret | pusher-app-secret | PUSHER_APP_SECRET=<h:20>
Clerk sk_test_ | clerk-secret-key | CLERK_SECRET_KEY=sk_test_<62:42>
Jenkins 11 | jenkins-api-token | JENKINS_API_TOKEN=11<h:32>
Gitea 40 hex | gitea-access-token | GITEA_TOKEN=<h:40>
Fastly 32 | fastly-api-token | FASTLY_API_TOKEN=<u:32>
InfluxDB 88 | influxdb-token | INFLUX_TOKEN=<u:86>==
VirusTotal 64 hex | virustotal-api-key | VIRUSTOTAL_API_KEY=<h:64>
Opsgenie UUID | opsgenie-api-key | Authorization: GenieKey <uuid>
Opsgenie named | opsgenie-api-key | OPSGENIE_API_KEY=<uuid>
Bitly 40 hex | bitly-access-token | BITLY_ACCESS_TOKEN=<h:40>
Vultr 36 | vultr-api-key | VULTR_API_KEY=<A36:36>
Sendbird 40 hex | sendbird-api-token | SENDBIRD_API_TOKEN=<h:40>
BrowserStack 20 | browserstack-access-key | BROWSERSTACK_ACCESS_KEY=<62:20>
Mattermost 26 | mattermost-access-token | MATTERMOST_BOT_TOKEN=<36:26>
OpenWeather 32 hex | openweather-api-key | OPENWEATHER_API_KEY=<h:32>
OpenWeather in a URL | openweather-api-key | https://api.openweathermap.org/data/2.5/weather?q=Oslo&appid=<h:32>
Proxmox token of Terraform | proxmox-api-token | pm_api_token_secret = "<uuid>"
fal UUID and 32 hex | fal-api-key | FAL_KEY=<uuid>:<h:32>
Zhipu 32 hex and 16 | zhipu-api-key | ZHIPUAI_API_KEY=<h:32>.<62:16>
Ollama 32 hex and 24 | ollama-api-key | OLLAMA_API_KEY=<h:32>.<u:24>
Shodan 32 | shodan-api-key | SHODAN_API_KEY=<62:32>
Ghost 24 hex and 64 hex | ghost-admin-api-key | GHOST_ADMIN_API_KEY=<h:24>:<h:64>
Sidekiq license | sidekiq-license | BUNDLE_ENTERPRISE__CONTRIBSYS__COM=<h:8>:<h:8>
ElevenLabs key of a region | elevenlabs-api-key | ELEVENLABS_API_KEY=sk_<h:48>_residency_eu
Yandex static key YC | yandex-static-key | AWS_SECRET_ACCESS_KEY=YC<u:38>
Consul token | consul-nomad-token | CONSUL_HTTP_TOKEN=<uuid>
Nomad token | consul-nomad-token | NOMAD_TOKEN=<uuid>
Novita sk_ | novita-api-key | NOVITA_API_KEY=sk_<u:43>
"""
