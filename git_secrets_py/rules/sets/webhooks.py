"""Webhooks: URLs that post messages or start a flow."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, UUID
from git_secrets_py.rules.rule import Rule

RULES = {
    "dingtalk": (
        Rule(
            "dingtalk-webhook",
            rb"oapi\.dingtalk\.com/robot/send\?access_token=(?P<secret>[0-9a-f]{64})",
            "The token of a DingTalk robot. Delete the robot in the settings of the group.",
            "https://open.dingtalk.com/document/robots/custom-robot-access",
            before=ANYTHING,
        ),
    ),
    "feishu": (
        Rule(
            "feishu-webhook",
            rb"open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/(?P<secret>" + UUID + b")",
            "The token of a Feishu or Lark bot. Delete the bot in the settings of the group.",
            "https://www.feishu.cn/hc/en-US/articles/360024984973",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "wecom": (
        Rule(
            "wecom-webhook",
            rb"qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=(?P<secret>" + UUID + b")",
            "The key of a WeCom group robot. Remove the robot from the group.",
            "https://developer.work.weixin.qq.com/document/path/91770",
            before=ANYTHING,
        ),
    ),
    "google-chat": (
        Rule(
            "google-chat-webhook",
            rb"chat\.googleapis\.com/v1/spaces/[A-Za-z0-9_-]{6,24}/messages\?(?:[^\s\"'<>]"
            rb"{1,80}&)?(?P<secret>key=[A-Za-z0-9_-]{20,60}&(?:amp;)?token=[A-Za-z0-9_%-]{30,90})",
            "A Google Chat webhook URL: anyone who has it can post messages. Delete the webhook "
            "in the space under Apps & integrations.",
            "https://github.com/googleworkspace/google-chat-samples/blob/main/python/webhook/quickstart.py",
            before=ANYTHING,
            documented=True,
        ),
    ),
    "make": (
        Rule(
            "make-webhook",
            rb"hook\.(?:[a-z]{2}[0-9]{1,2}\.make|integromat)\.(?:com|celonis\.com)/"
            rb"(?P<secret>[0-9a-z]{32})",
            "A Make webhook URL: anyone who has it can start the scenario. Delete it in the "
            "organization under Webhooks.",
            "https://help.make.com/webhooks",
            before=ANYTHING,
            check="random",
            severity=MEDIUM,
        ),
    ),
    "ifttt": (
        Rule(
            "ifttt-webhook-key",
            rb"""maker\.ifttt\.com/(?:trigger/[^\s"'/]{1,80}/(?:json/)?with/key|use)/"""
            rb"(?P<secret>[A-Za-z0-9_-]{20,60})",
            "The key of the Webhooks service of an IFTTT account. Regenerate it in the settings of "
            "the service.",
            "https://help.ifttt.com/hc/en-us/articles/115010230347-Webhooks-service-FAQ",
            before=ANYTHING,
            check="random",
        ),
    ),
    "zapier": (
        Rule(
            "zapier-webhook",
            rb"hooks\.zapier\.com/hooks/(?:catch|standard)/"
            # Not that of examples.
            rb"(?!12345[0-9]{0,4}/abc)(?P<secret>[0-9]{5,9}/(?=[a-z]{0,8}[0-9])[a-z0-9]{6,9})",
            "A Zapier webhook URL: anyone who has it can start the Zap. Replace its trigger in "
            "the Zap.",
            "https://help.zapier.com/hc/en-us/articles/8496083355661",
            before=ANYTHING,
            severity=MEDIUM,
            documented=True,
        ),
    ),
}
