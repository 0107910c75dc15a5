# ruff: noqa: E501
"""Formats of secrets with a mark of their own: what is issued, the rule, and a template of it.

``<62:36>`` is a field of 36 random characters of an alphabet; see ``templates``.
"""

MARKED = """
AWS access key id AKIA | aws-access-key-id | AKIA<32:16>
AWS temporary key id ASIA | aws-access-key-id | ASIA<32:16>
AWS service bearer token id ABIA | aws-access-key-id | ABIA<32:16>
AWS context credential id ACCA | aws-access-key-id | ACCA<32:16>
AWS old key id A3T | aws-access-key-id | A3TX<32:16>
AWS IAM user unique id | aws-unique-id | AIDA<32:17>
AWS AppSync key | aws-appsync-api-key | da2-<36:26>
AWS Bedrock long-lived | aws-bedrock-long-lived-key | ABSK<64:128>
AWS Bedrock short-lived | aws-bedrock-short-lived-key | bedrock-api-key<dash>YmVkcm9jay5hbWF6b25hd3MuY29t<62:200>
AWS MWS token | aws-mws-auth-token | amzn.mws.<uuid>
GitHub ghp_ | github-token | ghp_<62:30><crc>
GitHub gho_ | github-token | gho_<62:30><crc>
GitHub ghs_ | github-token | ghs_<62:30><crc>
GitHub ghu_ | github-token | ghu_<62:30><crc>
GitHub ghr_ | github-token | ghr_<62:76>
GitHub ghs_ JWT form | github-app-installation-token | ghs_1234567_<jwt>
GitHub fine-grained | github-fine-grained-token | github_pat_<62:22>_<62:59>
GitLab glpat- | gitlab-token | glpat-<u:20>
GitLab glpat routable | gitlab-token | glpat-<u:27>.01.<36:9>
GitLab gldt- | gitlab-token | gldt-<u:20>
GitLab glptt- | gitlab-token | glptt-<h:40>
GitLab glcbt- | gitlab-token | glcbt-64_<u:20>
GitLab glrt- | gitlab-token | glrt-<u:20>
GitLab gloas- | gitlab-token | gloas-<h:64>
GitLab glwt- workspace | gitlab-token | glwt-<u:20>
GitLab runner registration | gitlab-runner-registration-token | GR1348941<u:20>
Bitbucket app password ATBB | bitbucket-app-password | ATBB<62:32>
Bitbucket data center BBDC- | bitbucket-data-center-token | BBDC-<64:44>
Atlassian ATATT3 | atlassian-api-token | ATATT3<u:180>=<H:8>
Atlassian ATCTT3 | atlassian-api-token | ATCTT3<u:180>=<H:8>
npm npm_ | npm-token | npm_<62:30><crc>
npm _authToken | npm-registry-credential | //npm.internal/:_authToken=<u:36>
npm _auth | npm-registry-credential | //npm.internal/:_auth = "<62:20>
PyPI pypi-AgEI | pypi-token | pypi-<macaroon>
PyPI test | pypi-token | pypi-<testmacaroon>
RubyGems rubygems_ | rubygems-api-key | rubygems_<h:48>
crates.io cio | crates-io-token | cio<62:32>
NuGet oy2 | nuget-api-key | oy2<32l:43>
Clojars CLOJARS_ | clojars-token | CLOJARS_<h:60>
Packagist packagist_ | packagist-token | packagist_uut_<h:60>
Docker dckr_pat_ | docker-access-token | dckr_pat_<u:27>
Docker dckr_oat_ | docker-access-token | dckr_oat_<u:32>
Docker Swarm join token | docker-swarm-join-token | SWMTKN-1-<36:50>-<36:25>
Docker Swarm unlock key | docker-swarm-unlock-key | SWMKEY-1-<64:43>
Google API key AIza | google-api-key | AIza<u:35>
Google API key of a map | google-browser-key | https://maps.googleapis.com/maps/api/js?v=3&key=AIza<u:35>
Google API key of Firebase | google-browser-key | apiKey: "AIza<u:35>", authDomain: "x.firebaseapp.com"
Google OAuth secret GOCSPX- | google-oauth-client-secret | GOCSPX-<u:28>
Google ya29. | google-oauth-access-token | ya29.<u:160>
Google refresh token 1// | google-oauth-refresh-token | 1//0<u:100>
Google Gemini key AQ. | google-gemini-api-key | AQ.Ab<u:48>
Google reCAPTCHA 6L | google-recaptcha-key | 6Lc<u:5>AAAAA<u:27>
Google HMAC GOOG | google-hmac-key-id | GOOG<A36:20>
Google HMAC GOOG1 of a service account | google-hmac-key-id | GOOG1<A36:57>
Google FCM server key | google-fcm-server-key | AAAA<u:7>:APA91b<u:134>
Azure storage AccountKey= | azure-storage-account-key | AccountKey=<64:86>==
Azure Cosmos AccountKey ACDb | azure-storage-account-key | AccountKey=<62:76>ACDb<62:5>g==
Azure Cosmos key alone | azure-cosmos-db-key | "<62:76>ACDb<62:5>g=="
Azure SharedAccessKey= | azure-shared-access-key | SharedAccessKey=<64:43>=
Azure client secret Q~ | azure-client-secret | <62:3>8Q~<62:34>
Azure DevOps AZDO | azure-devops-token | <62:52>JQQJ99<62:18>AZDO<62:4>
Azure App Configuration | azure-app-configuration-key | Endpoint=https://x.azconfig.io;Id=<62:6>;Secret=<64:43>=
Azure App Configuration AZAC (2024) | azure-app-configuration-key-2024 | <62:52>JQQJ99<62:18>AZAC<62:4>
Azure App Configuration AZAC in a string | azure-app-configuration-key | https://x.azconfig.io;Id=abcd;Secret=<62:52>JQQJ99<62:18>AZAC<62:4>
Azure Container Registry +ACR | azure-container-registry-password | <64:42>+ACRB<62:5>
Azure SAS sig= | azure-sas-signature | https://x.blob.core.windows.net/c?sv=2022-11-02&sig=<62:43>%3D
Azure Event Hubs key alone | azure-messaging-key | <64:33>+AEhC<64:5>=
Azure Storage key alone | azure-signed-account-key | <64:76>+ASt<64:5>g==
Azure Functions key AzFu | azure-function-key | <u:44>AzFu<62:5>g==
Azure Search key AzSe | azure-search-key | <62:42>AzSeB<62:5>
Azure OpenAI key JQQJ99 | azure-ai-key | <62:52>JQQJ99<62:18>ACOG<62:4>
Azure SQL password | azure-sql-password | Server=tcp:x.database.windows.net,1433;User ID=app;Password=<62:14>;
Microsoft Teams webhook | microsoft-teams-webhook | x.webhook.office.com/webhookb2/<uuid>@<uuid>/IncomingWebhook/<h:32>/<uuid>
Microsoft Power Automate webhook | microsoft-power-automate-webhook | https://prod-1.westus.logic.azure.com:443/workflows/<h:32>/triggers/manual/paths/invoke?sp=%2F&sv=1.0&sig=<u:43>
DigitalOcean dop_v1_ | digitalocean-token | dop_v1_<h:64>
DigitalOcean Spaces key DO00 | digitalocean-spaces-key | DO00<A36:16>
DigitalOcean GenAI/model access sk-do- | digitalocean-model-access-key | sk-do-<u:64>
Heroku HRKU-AA | heroku-api-key | HRKU-AA<u:58>
HashiCorp Vault hvs. | vault-token | hvs.<u:90>
HashiCorp Terraform atlasv1 | terraform-cloud-token | <62:14>.atlasv1.<62:67>
Pulumi pul- | pulumi-access-token | pul-<h:40>
Databricks dapi | databricks-token | dapi<h:32>
Databricks OAuth secret dose | databricks-oauth-secret | dose<h:32>
Cloudflare Origin CA v1.0- | cloudflare-origin-ca-key | v1.0-<h:24>-<h:146>
Cloudflare new cfut_ | cloudflare-token | cfut_<62:40><crc40>
Cloudflare new cfat_ | cloudflare-token | cfat_<62:40><crc40>
Fly.io FlyV1 fm2_ | fly-io-token | FlyV1 fm2_<64:300>
Fly.io fo1_ | fly-io-token | fo1_<u:43>
Fly.io fm1a_ | fly-io-token | fm1a_<62:120>
Vercel vcp_ | vercel-token | vcp_<62:56>
Netlify nfp_ | netlify-token | nfp_<62:36>
Netlify nfu_ | netlify-token | nfu_<62:36>
Netlify nfb_ | netlify-token | nfb_<62:36>
Render rnd_ | render-api-key | rnd_<62:28>
Scaleway pair | scaleway-key-pair | SCW<A36:17>, <uuid>
Alibaba LTAI id | alibaba-access-key-id | LTAI5t<62:18>
Tencent AKID | tencent-secret-id | AKID<62:32>
Yandex AQVN API key | yandex-api-key | AQVN<u:36>
Yandex OAuth y0_ | yandex-oauth-token | y0_<u:55>
OpenShift sha256~ | openshift-token | sha256~<u:43>
Slack xoxb- | slack-token | xoxb-<d:12>-<d:12>-<62:24>
Slack xoxp- | slack-token | xoxp-<d:12>-<d:12>-<d:12>-<h:32>
Slack xwfp- | slack-token | xwfp-<d:12>-<d:12>-<62:24>
Slack legacy bot xoxb- one number | slack-token | xoxb-<d:12>-<62:24>
Slack legacy xoxt- | slack-token | xoxt-<d:11>-<d:13>
Slack xoxc- client token | slack-session-token | xoxc-<d:12>-<d:12>-<d:12>-<h:64>
Slack xoxd- cookie | slack-session-token | xoxd-<62:150>
Slack xapp- | slack-app-token | xapp-1-A<A36:10>-<d:13>-<h:64>
Slack xoxe refresh | slack-token | xoxe-1-<62:147>
Slack xoxe.xoxp | slack-token | xoxe.xoxp-1-<62:160>
Slack webhook | slack-webhook | https://hooks.slack.com/services/T<A36:8>/B<A36:10>/<62:24>
Slack workflow webhook | slack-webhook | https://hooks.slack.com/triggers/T<A36:8>/<d:13>/<h:32>
Discord bot token | discord-bot-token | <discord>.<u:6>.<u:38>
Discord webhook | discord-webhook | https://discord.com/api/webhooks/<d:18>/<u:68>
Telegram bot token | telegram-bot-token | <d:10>:AA<u:33>
Telegram bot token of another kind | telegram-bot-token-unmarked | <d:10>:Bx<u:33>
Twilio SK id | twilio-api-key | SK<h:32>
Twilio account sid AC | twilio-account-sid | AC<h:32>
SendGrid SG. | sendgrid-api-key | SG.<u:22>.<u:43>
Mailgun key- alone | mailgun-api-key-unnamed | key-<h:32>
Mailchimp -us | mailchimp-api-key | <h:32>-us12
Brevo xkeysib- | brevo-api-key | xkeysib-<h:64>-<62:16>
Brevo xsmtpsib- | brevo-api-key | xsmtpsib-<h:64>-<62:16>
Resend re_ | resend-api-key | re_<62:8>_<62:24>
MailerSend mlsn. | mailersend-token | mlsn.<h:64>
Intercom dG9r | intercom-access-token | dG9rO<62:54>=
HubSpot pat-na1- | hubspot-token | pat-na1-<uuid>
Salesforce 00D! | salesforce-session-token | 00D<62:12>!<62:96>
OpenAI sk-proj- | openai-api-key | sk-proj-<u:74>T3BlbkFJ<u:74>
OpenAI sk- legacy | openai-api-key | sk-<62:20>T3BlbkFJ<62:20>
Anthropic sk-ant-api03- | anthropic-api-key | sk-ant-api03-<u:93>AA
Hugging Face hf_ | huggingface-token | hf_<62:34>
Groq gsk_ | groq-api-key | gsk_<62:52>
xAI xai- | xai-api-key | xai-<62:80>
Perplexity pplx- | perplexity-api-key | pplx-<62:48>
OpenRouter sk-or-v1- | openrouter-api-key | sk-or-v1-<h:64>
Replicate r8_ | replicate-api-token | r8_<62:37>
NVIDIA nvapi- | nvidia-api-key | nvapi-<u:64>
Together tgp_v1_ | together-api-key | tgp_v1_<u:43>
Fireworks fw_ | fireworks-api-key | fw_<62:24>
Cerebras csk- | cerebras-api-key | csk-<36:48>
Pinecone pcsk_ | pinecone-api-key | pcsk_<62:5>_<62:63>
LangSmith lsv2_pt_ | langsmith-api-key | lsv2_pt_<h:32>_<h:10>
Weights & Biases wandb_v1_ | wandb-api-key | wandb_v1_<62:27>_<62:49>
Tavily tvly- | tavily-api-key | tvly-<62:32>
Stripe sk_live_ | stripe-secret-key | sk_live_<62:99>
Stripe rk_live_ | stripe-secret-key | rk_live_<62:99>
Stripe sk_test_ | stripe-test-key | sk_test_<62:99>
Stripe whsec_ | stripe-webhook-secret | whsec_<62:32>
Square EAAA | square-access-token | EAAA<u:60>
Square sq0csp- | square-application-secret | sq0csp-<u:43>
Square sq0atp- | square-token | sq0atp-<u:22>
Shopify shpat_ | shopify-token | shpat_<h:32>
Shopify shptka_ partner/others | shopify-token | shptka_<h:32>
PayPal/Braintree access_token$production$ | paypal-braintree-access-token | access_token$production$<36:16>$<h:32>
Razorpay rzp_live_ | razorpay-key-id | rzp_live_<62:14>
Plaid access-production- | plaid-access-token | access-production-<uuid>
Flutterwave FLWSECK- | flutterwave-secret-key | FLWSECK-<h:32>-X
Flutterwave FLWSECK- long | flutterwave-secret-key | FLWSECK-<h:32>-<36:13>-X
Checkout.com sk_ UUID | checkout-com-secret-key | sk_<uuid>
Shippo shippo_live_ | shippo-token | shippo_live_<h:40>
EasyPost EZAK | easypost-api-key | EZAK<62:54>
Grafana glsa_ | grafana-service-account-token | glsa_<62:32>_<glsa>
Grafana glc_ | grafana-cloud-token | glc_<json>
Grafana legacy eyJrIjoi | grafana-api-key | eyJrIjoi<62:80>
Sentry sntrys_ | sentry-organization-token | sntrys_<json>_<62:43>
Sentry sntryu_ | sentry-user-token | sntryu_<h:64>
New Relic NRAK- | new-relic-user-key | NRAK-<A36:27>
New Relic license …NRAL | new-relic-license-key | <h:36>NRAL
New Relic NRII- | new-relic-insert-key | NRII-<u:32>
New Relic NRJS- | new-relic-browser-key | NRJS-<h:19>
New Relic NRRA- | new-relic-rest-api-key | NRRA-<h:42>
Dynatrace dt0c01. | dynatrace-token | dt0c01.<A36:24>.<A36:64>
Honeycomb hcaik_ | honeycomb-ingest-key | hcaik_<36:58>
Elastic essu_ | elastic-cloud-api-key | essu_<62:90>==
LaunchDarkly sdk-UUID | launchdarkly-sdk-key | sdk-<uuid>
PostHog phx_ | posthog-personal-api-key | phx_<62:43>
Segment sgp_ | segment-token | sgp_<62:64>
Postman PMAK- | postman-api-key | PMAK-<h:24>-<h:34>
Linear lin_api_ | linear-api-key | lin_api_<62:40>
Notion ntn_ | notion-token | ntn_<62:46>
Notion secret_ | notion-token-legacy | secret_<62:43>
Figma figd_ | figma-token | figd_<u:40>
Airtable pat. | airtable-token | pat<62:14>.<h:64>
Asana 2/…: | asana-token | 2/<d:16>/<d:16>:<h:32>
Asana 1/…: | asana-token | 1/<d:16>:<h:32>
ClickUp pk_ | clickup-token | pk_<d:8>_<A36:32>
Trello ATTA | trello-token | ATTA<h:64><H:8>
Typeform tfp_ | typeform-token | tfp_<62:44>_<62:14>
Contentful CFPAT- | contentful-token | CFPAT-<u:43>
Dropbox sl. | dropbox-access-token | sl.<u:136>
CircleCI CCIPAT_ | circleci-token | CCIPAT_<62:22>_<h:40>
Buildkite bkua_ | buildkite-token | bkua_<h:40>
Buildkite bkua_ with an ID | buildkite-token | bkua_MTA.<h:40>
Buildkite bkaj_ | buildkite-token | bkaj_<jwt>
Confluent cflt | confluent-api-secret-2025 | <cflt>
Snyk snyk_uat. | snyk-access-token | snyk_uat.<h:8>.<u:80>.<u:43>
SonarQube squ_ | sonarqube-token | squ_<h:40>
JFrog AKCp | jfrog-api-key | AKCp<62:69>
JFrog cmVmdGtuO | jfrog-reference-token | cmVmdGtuO<62:55>
Sourcegraph sgp_ 40 | sourcegraph-token | sgp_<h:40>
Sourcegraph with instance | sourcegraph-token | sgp_<h:16>_<h:40>
Doppler dp.pt. | doppler-token | dp.pt.<62:43>
1Password ops_eyJ | 1password-service-account-token | ops_eyJ<62:400>
1Password A3- secret key | 1password-secret-key | A3-<A36:6>-<A36:6>-<A36:5>-<A36:5>-<A36:5>-<A36:5>
Infracost ico- | infracost-api-key | ico-<62:32>
Prefect pnu_ | prefect-api-key | pnu_<62:36>
Octopus Deploy API- | octopus-deploy-api-key | API-<A36:28>
Harness pat. | harness-token | pat.<u:22>.<h:24>.<62:20>
Tailscale tskey-auth- | tailscale-key | tskey-auth-<62:17>-<62:32>
Clerk sk_live_ | stripe-secret-key | sk_live_<62:43>
Supabase sbp_ | supabase-access-token | sbp_<h:40>
Supabase sb_secret_ | supabase-secret-key | sb_secret_<u:31>
PlanetScale pscale_pw_ | planetscale-token | pscale_pw_<u:43>
PlanetScale pscale_tkn_ | planetscale-token | pscale_tkn_<u:43>
Neon napi_ | neon-api-key | napi_<36:64>
MongoDB Atlas mdb_sa_sk_ | mongodb-atlas-service-account-secret | mdb_sa_sk_<u:40>
CockroachDB CCDB1_ | cockroachdb-api-key | CCDB1_<62:22>_<62:40>
Airbyte/dbt dbtc_ | dbt-cloud-token | dbtc_<u:46>
Facebook EAA page token | facebook-access-token | EAA<62:180>
Twitter/X bearer AAAA | twitter-bearer-token | AAAAAAAAAAAAAAAAAAAAAA<62:90>
Instagram IGQV | instagram-access-token | IGQV<62:140>
Mapbox sk.eyJ | mapbox-secret-token | sk.eyJ1Ijoi<62:80>.<u:22>
Cloudinary cloudinary:// | cloudinary-url | cloudinary://<d:15>:<u:27>@cloud
Langfuse sk-lf- | langfuse-secret-key | sk-lf-<uuid>
LlamaCloud llx- | llama-cloud-api-key | llx-<62:48>
Runpod rpa_ | runpod-api-key | rpa_<A36:46>
Devin apk_user_ | devin-api-key | apk_user_<62:140>
Devin cog_ | devin-api-key | cog_<32l:52>
Brave Search BSA | brave-search-api-key | BSA<62:28>
Cartesia sk_car_ | cartesia-api-key | sk_car_<62:22>
Apify apify_api_ | apify-api-token | apify_api_<62:36>
Firecrawl fc- | firecrawl-api-key | fc-<h:32>
Browserbase bb_live_ | browserbase-api-key | bb_live_<62:27>
Voyage pa- | voyage-api-key | pa-<u:43>
Inngest signkey-prod- | inngest-signing-key | signkey-prod-<h:64>
Composio ak_ | composio-api-key | ak_<62:20>
Deno ddp_ | deno-access-token | ddp_<62:36>
Deno ddo_ | deno-access-token | ddo_<62:36>
Aikido AIK_SECRET_ | aikido-token | AIK_SECRET_<62:64>
Aikido AIK_CI_ | aikido-token | AIK_CI_<62:32>
Authress sc_ | authress-access-key | sc_<36:16>.<36:5>.acc-<36:16>.<62:60>
DataStax AstraCS: | datastax-astra-token | AstraCS:<L:24>:<h:64>
ClickHouse 4b1d | clickhouse-cloud-api-secret | 4b1d<62:38>
ConfigCat configcat-sdk-1/ | configcat-sdk-key | configcat-sdk-1/<u:22>/<u:22>
DevCycle dvc_server_ | devcycle-server-sdk-key | dvc_server_<62:30>
Ionic ion_ | ionic-personal-access-token | ion_<62:42>
Lichess lip_ | lichess-token | lip_<62:20>
Lichess lio_ | lichess-token | lio_<62:32>
MaxMind _mmk | maxmind-license-key | <62:6>_<62:29>_mmk
Mergify mergify_application_key_ | mergify-application-key | mergify_application_key_<62:60>
Miro eyJtaXJv | miro-access-token | eyJtaXJv<62:30>_<62:27>
Nylas nyk_ | nylas-api-key | nyk_<62:67>
OneSignal os_v2_app_ | onesignal-api-key | os_v2_app_<32l:103>
Polar polar_oat_ | polar-access-token | polar_oat_<62:37><crc37>
ReadMe rdme_ | readme-api-key | rdme_<36:70>
Rootly rootly_ | rootly-api-key | rootly_<h:64>
Samsara samsara_api_ | samsara-api-token | samsara_api_<62:30>
Scalingo tk-us- | scalingo-api-token | tk-us-<u:48>
SettleMint sm_pat_ | settlemint-access-token | sm_pat_<62:16>
Thunderstore tss_ | thunderstore-api-token | tss_<62:30><crc>
Unkey unkey_ | unkey-root-key | unkey_<62:22>
UpCloud ucat_ | upcloud-api-token | ucat_<A36:26>
Val Town vtwn_ | val-town-api-token | vtwn_<62:27>
WakaTime waka_ | wakatime-api-key | waka_<uuid>
Workato wrkaeu- | workato-api-token | wrkaeu-<jwt><62:24>
Zuplo zpka_ | zuplo-api-key | zpka_<36:32>_<h:8>
TrueNAS 1- | truenas-api-key | 12-<62:64>
Frame.io fio-u- | frame-io-token | fio-u-<u:64>
Canva cnvca | canva-client-secret | cnvca<62:51>
Adobe p8e- | adobe-client-secret | p8e-<62:32>
42 Intra s-s4t2ud- | intra42-client-secret | s-s4t2ud-<h:64>
Pinterest pina_ | pinterest-access-token | pina_<62:80>
Cloudsmith csa_ | cloudsmith-api-key | csa_<h:30><62:6>
Tableau ==: | tableau-access-token | <62:22>==:<62:32>
PASETO v4.local. | paseto-token | v4.local.<62:120>
Asaas $aact_prod_ | asaas-api-key | $aact_prod_<62:80>
Duffel duffel_live_ | duffel-access-token | duffel_live_<u:43>
Mercury mercury_production_ | mercury-api-token | mercury_production_rma_<62:44>_yrucrem
Onfido api_live. | onfido-api-token | api_live.<62:11>.<62:32>
Paddle pdl_live_apikey_ | paddle-api-key | pdl_live_apikey_<36:26>_<62:22>_<62:3>
Persona persona_production_ | persona-api-key | persona_production_<uuid>
Ramp ramp_sec_ | ramp-client-secret | ramp_sec_<62:48>
Xendit xnd_production_ | xendit-secret-key | xnd_production_<62:60>
Facebook app token | facebook-app-token | <d:15>|<u:27>
GitLab session cookie | gitlab-session-cookie | _gitlab_session=<h:32>
Postman PMAT- | postman-api-key | PMAT-<A36:26>
MiniMax sk-api- | minimax-api-key | sk-api-<u:119>
Keys like those of OpenAI | sk-api-key | sk-<62:48>
JWT signed | jwt | <jwt>
NATS NKEY seed SU | private-key-nats | <nkey>
age AGE-SECRET-KEY-1 | private-key-age | AGE-SECRET-KEY-1<bech32:58>
age AGE-SECRET-KEY-PQ-1 | private-key-age | AGE-SECRET-KEY-PQ-1<bech32:58>
URL postgres password | basic-auth-url | postgres://app:<62:14>@db.internal:5432/app
URL password of an example host | basic-auth-url-local | https://app:<62:14>@www.example.com/
URL password on localhost | basic-auth-url-local | postgres://app:<62:14>@localhost:5432/app
URL user token only | token-url | https://<62:32>@git.internal/team/repo.git
Generic htpasswd bcrypt | bcrypt-hash | user:$2y$10$<62:53>
Generic htpasswd of Apache | crypt-hash | user:$apr1$<62:8>$<62:22>
Generic htpasswd in Docker Compose | crypt-hash | users=user:$$apr1$$<62:8>$$<62:22>
Generic htpasswd in a shell | bcrypt-hash | "user:\\$2y\\$10\\$<62:53>"
Generic Cisco IOS secret | crypt-hash | enable secret 5 $1$<62:4>$<62:22>
Generic shadow SHA-256 | crypt-hash | root:$5$rounds=5000$<62:16>$<62:43>
Generic shadow SHA-512 | crypt-hash | root:$6$<62:8>$<62:86>
Generic shadow yescrypt | crypt-hash | root:$y$j9T$<62:22>$<62:43>
Generic Argon2 | argon2-hash | $argon2id$v=19$m=65536,t=3,p=4$<62:22>$<62:43>
Aiven AVNS_ | aiven-service-password | AVNS_<u:19>
Aiven aivenv1 | aiven-token | Authorization: aivenv1 <64:372>
Neon npg_ | neon-password | npg_<62:12>
Adafruit aio_ | adafruit-io-key | aio_<62:28>
Alchemy in an address | alchemy-api-key | https://eth-mainnet.g.alchemy.com/v2/<u:32>
Infura in an address | infura-project-id | https://mainnet.infura.io/v3/<h:32>
GC Notify gcntfy- | gc-notify-api-key | gcntfy-my-service-<uuid>-<uuid>
Mem0 m0- | mem0-api-key | m0-<62:40>
Midtrans Mid-server- | midtrans-server-key | Mid-server-<u:24>
Midtrans SB-Mid-server- | midtrans-server-key | SB-Mid-server-<u:24>
RapidAPI msh jsn | rapidapi-key | <h:10>msh<h:15>p1<h:5>jsn<h:12>
Telnyx KEY | telnyx-api-key | KEY<H:32>_<62:22>
WooCommerce ck_ | woocommerce-api-key | ck_<h:40>
WooCommerce cs_ | woocommerce-api-key | cs_<h:40>
Zoho 1000. | zoho-token | 1000.<h:32>.<h:32>
Appwrite standard_ | appwrite-api-key | standard_<h:256>
Axiom xaat- | axiom-token | xaat-<uuid>
Axiom xapt- | axiom-token | xapt-<uuid>
Context7 ctx7sk- | context7-api-key | ctx7sk-<uuid>
ImageKit private_ | imagekit-private-key | private_<62:27>=
Jina jina_ | jina-api-key | jina_<h:32><u:28>
PubNub sec-c- | pubnub-secret-key | sec-c-<62:48>
E2B e2b_ | e2b-key | e2b_<h:40>
E2B access token | e2b-key | sk_e2b_<h:40>
Daytona dtn_ | daytona-api-key | dtn_<h:64>
Helicone sk-helicone- | helicone-api-key | sk-helicone-eu-<36:7>-<36:7>-<36:7>-<36:7>
Helicone proxy key | helicone-api-key | sk-helicone-proxy-<36:7>-<36:7>-<36:7>-<36:7>-<uuid>
Trigger.dev tr_prod_ | trigger-dev-key | tr_prod_<62:24>
Trigger.dev tr_pat_ | trigger-dev-key | tr_pat_<58:40>
Convex prod: eyJ2 | convex-deploy-key | prod:happy-otter-123|eyJ2<62:76>
Convex admin key | convex-deploy-key | bold-otter-681|01<h:84>
Convex hexadecimal | convex-deploy-key | preview:team:app|01<h:84>
Logfire pylf_v1_ | logfire-token | pylf_v1_us_<62:44>
Logfire pylf_v2_ | logfire-token | pylf_v2_eu_<uuid>_<62:44>
Kaggle KGAT_ | kaggle-api-token | KGAT_<h:32>
Zep z_1dWlkIjoi | zep-api-key | z_1dWlkIjoi<62:49>In0.<u:86>
Baidu bce-v3 | baidu-qianfan-api-key | bce-v3/ALTAK-<62:21>/<h:40>
Voiceflow VF.DM. | voiceflow-api-key | VF.DM.<h:24>.<62:16>
Matrix syt_ | matrix-access-token | syt_<62:12>_<L:20>_<crcall>
Matrix mat_ | matrix-access-token | mat_<62:30>_<crcall>
Portainer ptr_ | portainer-access-token | ptr_<64:43>=
NetBird nbp_ | netbird-access-token | nbp_<62:30><crc>
K3s K10 | k3s-token | K10<h:64>::server:<h:32>
K3s bootstrap token | k3s-token | K10<h:64>::<36:6>.<36:16>
Rancher token- | rancher-api-key | token-<36:5>:<rancher:54>
Proxmox PVEAPIToken | proxmox-api-token | PVEAPIToken=root@pam!ci=<uuid>
Proxmox token of a tool | proxmox-api-token | root@pam!terraform=<uuid>
YouTrack perm: | youtrack-token | perm:<62:12>.<62:16>.<62:30>
YouTrack perm- | youtrack-token | perm-<62:11>=.<62:8>.<62:30>
TeamCity TCV2 | teamcity-access-token | eyJ0eXAiOiAiVENWMiJ9.<62:36>.<62:48>
Open VSX ovsxat_ | open-vsx-token | ovsxat_<uuid>
kubeadm join | kubernetes-bootstrap-token | kubeadm join 10.0.0.1:6443 --token <36:6>.<36:16>
Bitwarden 0. | bitwarden-access-token | 0.<uuid>.<62:30>:<62:22>==
Infisical st. | infisical-service-token | st.<h:24>.<h:32>.<h:32>
Ory ory_st_ | ory-token | ory_st_<62:32>
Ory ory_at_ | ory-token | ory_at_<u:43>.<u:43>
Ory ory_pat_ | ory-token | ory_pat_<62:32>
Xata xau_ | xata-api-key | xau_<62:33>
Socket sktsec_ | socket-api-token | sktsec_<62:40>_api
Chromatic chpt_ | chromatic-project-token | chpt_<h:15>
Tinybird p.eyJ1IjogI | tinybird-token | p.eyJ1IjogI<62:120>.<u:43>
Retool retool_01 | retool-api-token | retool_01<crockford:24>
Lightdash ldpat_ | lightdash-access-token | ldpat_<h:32>
WorkOS sk_live_a2V5X | workos-api-key | sk_live_a2V5X<64:70>
WorkOS sk_a2V5X | workos-api-key | sk_a2V5X<62:70>
Stytch secret-live- | stytch-secret | secret-live-<u:35>=
Laravel Sanctum | laravel-sanctum-token | <d:2>|<62:40><crc40>
Mercado Pago APP_USR- | mercado-pago-access-token | APP_USR-<d:16>-<d:6>-<h:32>-<d:9>
Mercado Pago TEST- | mercado-pago-access-token | TEST-<d:16>-<d:6>-<h:32>__LA_LD__-<d:9>
Omise skey_ | omise-secret-key | skey_<36:19>
Omise skey_test_ | omise-secret-key | skey_test_<36:19>
Paystack sk_live_ | paystack-secret-key | sk_live_<h:40>
Paystack sk_test_ | paystack-test-key | sk_test_<h:40>
Amazon LWA client secret | amazon-lwa-client-secret | amzn1.oa2-cs.v1.<h:64>
Amazon LWA refresh token | amazon-lwa-token | Atzr|<u:320>
Riot Games RGAPI- | riot-games-api-key | RGAPI-<uuid>
Roblox cookie | roblox-session-cookie | _|WARNING:-DO-NOT-SHARE-THIS.--Sharing-this-will-allow-someone-to-log-in.|_<H:640>
ArcGIS AAPK | arcgis-api-key | AAPK<h:32><u:64>
ArcGIS AAPT | arcgis-api-key | AAPTxy<u:150>..<u:8>
Close api_ | close-api-key | api_<62:22>.<62:22>
Lob live_ | lob-api-key | live_<h:35>
Databento db- | databento-api-key | db-<62:29>
DingTalk robot | dingtalk-webhook | https://oapi.dingtalk.com/robot/send?access_token=<h:64>
Feishu bot | feishu-webhook | https://open.feishu.cn/open-apis/bot/v2/hook/<uuid>
WeCom robot | wecom-webhook | https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=<uuid>
Google Chat webhook | google-chat-webhook | https://chat.googleapis.com/v1/spaces/<62:11>/messages?key=AIza<u:35>&token=<u:43>%3D
Make webhook | make-webhook | https://hook.eu2.make.com/<36:32>
IFTTT key | ifttt-webhook-key | https://maker.ifttt.com/trigger/lights/with/key/<u:43>
Zapier webhook | zapier-webhook | https://hooks.zapier.com/hooks/catch/<d:7>/b7<36:5>/
Bitcoin xprv | bitcoin-extended-private-key | <xprv>
Nostr nsec1 | nostr-private-key | <nsec>
Stellar seed | stellar-secret-key | <stellar>
One-time password | otpauth-secret | otpauth://totp/Acme:jane?secret=<32:32>&issuer=Acme
One-time passwords, exported | otpauth-secret | otpauth-migration://offline?data=<62:80>%3D
RFC 8959 secret-token: | secret-token-uri | secret-token:<62:40>
Honeycomb hcamk_ | honeycomb-management-key | hcamk_<36:26>:<62:32>
Datadog ddapp_ | datadog-token | ddapp_<62:34>
Datadog ddpat_ | datadog-token | ddpat_<62:22>_<62:40>
Yandex t1. | yandex-iam-token | t1.<u:60>.<u:86>
crates.io cio_tp_ | crates-io-token | cio_tp_<62:32>
Docker dckr_oat_ of 27 | docker-access-token | dckr_oat_<u:27>
1Password ops_ in URL-safe Base64 | 1password-service-account-token | ops_eyJ<u:400>
Cerebras csk_ | cerebras-api-key | csk_<36:48>
Cartesia sk_car_ in two parts | cartesia-api-key | sk_car_<62:36>.<62:22>
Composio uak_ | composio-api-key | uak_<u:43>
Composio oak_ | composio-api-key | oak_<u:20>
Chutes cpk_ | chutes-api-key | cpk_<h:32>.<h:32>.<62:32>
Nomic nk- | nomic-api-key | nk-<u:43>
Letta sk-let- | letta-api-key | sk-let-<62:90>==
Browser Use bu_ | browser-use-api-key | bu_<u:43>
Hyperbrowser hb_ | hyperbrowser-api-key | hb_<h:28>
Steel ste- | steel-api-key | ste-<62:64>
Supermemory sm_ | supermemory-api-key | sm_<62:22>_<62:52>
Lambda Cloud secret_ | lambda-cloud-api-key | secret_mine_<h:32>.<62:32>
Runway key_ | runway-api-key | key_<h:128>
Retell key_ | retell-api-key | key_<h:28>
Upstage up_ | upstage-api-key | up_<62:29>
turbopuffer tpuf_ | turbopuffer-api-key | tpuf_<62:32>
Statsig secret- | statsig-secret-key | secret-<62:43>
GrowthBook secret_admin_ | growthbook-secret-key | secret_admin_<62:43>
Cal.com cal_live_ | cal-com-api-key | cal_live_<h:32>
Cal.com cal_ | cal-com-api-key | cal_<h:32>
Unleash | unleash-api-token | default:production.<h:56>
Unleash of all projects | unleash-api-token | *:development.<h:56>
Flagsmith ser. | flagsmith-server-key | ser.<62:22>
Keygen prod- | keygen-token | prod-<h:64>v3
Builder.io bpk- | builder-io-private-key | bpk-<h:32>
Bannerbear bb_pr_ | bannerbear-api-key | bb_pr_<h:30>
Courier pk_prod_ | courier-api-key | pk_prod_<A36:28>
Kit kit_ | kit-api-key | kit_<h:32>
Mandrill md- | mandrill-api-key | md-<62:22>
SMTP2GO api- | smtp2go-api-key | api-<H:32>
SignalWire PT | signalwire-api-token | PT<h:50>
Webex | webex-access-token | <62:64>_PF84_<uuid>
Nightfall NF- | nightfall-api-key | NF-<62:32>
Ubidots BBFF- | ubidots-token | BBFF-<62:30>
UptimeRobot u | uptimerobot-api-key | uptimerobot_api_key = u<d:7>-<h:24>
StackHawk hawk. | stackhawk-api-key | hawk.<u:20>.<u:20>
Plex token in an address | plex-token | http://plex:32400/status?X-Plex-Token=<u:20>
Tatum t- | tatum-api-key | t-<h:24>-<h:24>
QuickNode endpoint | quicknode-endpoint | https://cool-node.quiknode.pro/<h:40>/
Defined Networking dnkey- | defined-networking-api-key | dnkey-<32:26>-<32:52>
Endor Labs endr+ | endor-labs-api-key | endr+<62:16>
Kong kpat_ | kong-access-token | kpat_<62:49>
Akamai akab- | akamai-edgegrid-token | akab-<36:26>-<36:6>
Volcano Engine AKLT | volcengine-access-key-id | AKLT<62:43>
CodeSandbox csb_v1_ | codesandbox-api-key | csb_v1_<u:43>
Gitpod gitpod_pat_ | gitpod-access-token | gitpod_pat_<u:43>.<u:40>
Boundary at_ | boundary-auth-token | at_<62:10>_s1<58:100>
Liveblocks sk_dev_ | liveblocks-secret-key | sk_dev_<u:64>
Cloudflare tunnel | cloudflare-tunnel-token | eyJhIjoi<62:176>
Vercel Blob | vercel-blob-token | vercel_blob_rw_<62:16>_<62:30>
PagerDuty pdus+ | pagerduty-oauth-token | pdus+_0XBPWQQ_<uuid>
Shopify prtapi_ | shopify-token | prtapi_<h:32>
Linear lin_wh_ | linear-api-key | lin_wh_<62:40>
LaunchDarkly rel- | launchdarkly-sdk-key | rel-<uuid>
Voyage al- | voyage-api-key | al-<u:43>
Kimi sk-kimi- | kimi-code-api-key | sk-kimi-<62:64>
Luma luma- | luma-api-key | luma-<uuid>-<uuid>
Chroma ck- | chroma-api-key | ck-<58all:44>
You.com ydc-sk- | you-com-api-key | ydc-sk-<h:16>-<62:32>-<h:8>
Cursor crsr_ | cursor-token | crsr_<h:64>
Windsurf sk-ws-01- | windsurf-api-key | sk-ws-01-<u:94>
Amp sgamp_user_ | amp-access-token | sgamp_user_01<A36:24>_<h:64>
Modal as- | modal-token-secret | as-<62:22>
Cashfree cfsk_ma_ | cashfree-client-secret | cfsk_ma_prod_<h:32>_<h:8>
Checkly cu_ | checkly-api-key | cu_<h:32>
Crossmint sk_production_ | crossmint-api-key | sk_production_<58all:150>
Dynatrace dt0s16. | dynatrace-token | dt0s16.<A36:8>.<A36:64>
Buildkite bkct_ in URL-safe Base64 | buildkite-token | bkct_<u:73>
Buildkite bkpt_ in URL-safe Base64 | buildkite-token | bkpt_<u:199>
"""
