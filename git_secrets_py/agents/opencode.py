"""opencode, by Anomaly.

Reference: "Plugins", https://opencode.ai/docs/plugins, and the type ``Hooks`` of
https://www.npmjs.com/package/@opencode-ai/plugin, looked up 2026-11-28:

- Plugins are modules in ``.opencode/plugins`` of a project and ``~/.config/opencode/plugins`` of
  the user. Ours starts the program with the event, and throws unless the answer lets it continue.
- ``chat.message``: an error stops the prompt. ``tool.execute.before``: the tool is not called,
  and the model gets the error. ``tool.execute.after``: the error takes the place of the result.
- ``experimental.chat.messages.transform`` has all that is sent to the model, including the errors
  of failed tools, which no other event covers. Parts with a secret are replaced.
  ``experimental.chat.system.transform`` has the instructions, among them ``AGENTS.md``.

Tried with opencode 1.18.33 on 2026-11-28.
"""

from __future__ import annotations

import json

from git_secrets_py.agents.agent import CALL, PROMPT, RESULT, Agent, Answer, Surface

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from git_secrets_py.agents.agent import Event, Messages

_STOPPED = 2


def _stop_prompt(event: Event, messages: Messages) -> Answer:
    return Answer({"reason": messages.user}, messages.user, _STOPPED)


def _stop(event: Event, messages: Messages) -> Answer:
    return Answer({"reason": messages.model}, messages.user, _STOPPED)


def _entry(event: str, command: str) -> Any:
    return command


def _render(entries: Mapping[str, Any]) -> dict[str, str]:
    return {"git-secrets.js": _PLUGIN.replace("COMMANDS", json.dumps(entries, indent=2))}


_PLUGIN = """\
// Written by git-secrets; removed by: git secrets --uninstall --agent opencode
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { fileURLToPath } from "node:url"

const commands = COMMANDS
const limit = 30_000 // milliseconds; the program ends itself earlier
const failed = "git secrets: the check of this event failed, so it is stopped"

// Resolves to an empty text if the event may continue, otherwise to the reason for the model.
const check = (name, event, notify) =>
  new Promise((resolve) => {
    const child = spawn("sh", ["-c", commands[name]], { cwd: event.cwd, timeout: limit })
    const output = { stdout: "", stderr: "" }
    for (const stream of ["stdout", "stderr"]) {
      child[stream].setEncoding("utf8")
      child[stream].on("data", (text) => (output[stream] += text))
    }
    child.stdin.on("error", () => {})
    child.on("error", (error) => resolve(`${failed}: ${error.code}`))
    child.on("close", (status) => {
      if (status === 0) return resolve("")
      notify(output.stderr)
      try {
        resolve(JSON.parse(output.stdout).reason || failed)
      } catch {
        resolve(output.stderr || failed)
      }
    })
    child.stdin.end(JSON.stringify(event))
  })

const attached = (part) => {
  try {
    return { path: fileURLToPath(part.url.split("?")[0]) }
  } catch {
    return { text: part.url }
  }
}

const replace = (part, reason) => {
  if (part.type === "text") part.text = reason
  else if (part.type === "tool" && part.state?.status === "completed") part.state.output = reason
  else if (part.type === "tool" && part.state?.status === "error") part.state.error = reason
  else throw new Error(reason)
  if (part.state) Object.assign(part.state, { input: {}, metadata: {}, attachments: undefined })
}

export const GitSecrets = async ({ client, directory }) => {
  const seen = new Set()
  const notify = (message) => {
    if (process.argv.includes("run")) console.error(message) // without an interface
    Promise.resolve(client?.tui?.showToast({ body: { message, variant: "error" } })).catch(() => {})
  }
  const stop = async (name, event) => {
    const reason = await check(name, { cwd: directory, ...event }, notify)
    if (reason) throw new Error(reason)
  }
  return {
    "chat.message": async (input, output) => {
      const texts = output.parts.map((part) => part.text).filter(Boolean)
      const files = output.parts.filter((part) => part.type === "file").map(attached)
      await stop("chat.message", { prompt: texts.join("\\n"), attachments: files })
    },
    "tool.execute.before": (input, output) =>
      stop("tool.execute.before", { tool_name: input.tool, tool_input: output.args ?? {} }),
    "tool.execute.after": (input, output) =>
      stop("tool.execute.after", {
        tool_name: input.tool,
        tool_input: input.args,
        tool_response: output ?? {},
      }),
    "experimental.chat.system.transform": async (input, output) => {
      for (const [place, text] of output.system.entries()) {
        if (seen.has(text)) continue
        const sent = { cwd: directory, tool_response: text }
        const reason = await check("experimental.chat.system.transform", sent, notify)
        if (reason) output.system[place] = reason
        else seen.add(text)
      }
    },
    "experimental.chat.messages.transform": async (input, output) => {
      const name = "experimental.chat.messages.transform"
      const id = (part) => createHash("sha256").update(JSON.stringify(part)).digest("hex")
      const parts = output.messages.flatMap((one) => one.parts)
      const fresh = parts.filter((part) => !seen.has(id(part)))
      const sent = (parts) => ({ cwd: directory, tool_response: parts })
      if (fresh.length && (await check(name, sent(fresh), () => {})))
        for (const part of fresh) {
          const reason = await check(name, sent([part]), notify)
          if (reason) replace(part, reason)
        }
      for (const part of fresh) seen.add(id(part))
    },
  }
}
"""

AGENT = Agent(
    "opencode",
    "opencode",
    {
        "chat.message": Surface(PROMPT, "prompt", _stop_prompt),
        "tool.execute.before": Surface(CALL, "tool_input", _stop),
        "tool.execute.after": Surface(RESULT, "tool_response", _stop),
        "experimental.chat.messages.transform": Surface(RESULT, "tool_response", _stop),
        "experimental.chat.system.transform": Surface(RESULT, "tool_response", _stop),
    },
    entry=_entry,
    render=_render,
    event_field="",
    program="opencode",
    project=".opencode/plugins/git-secrets.js",
    user=".config/opencode/plugins/git-secrets.js",
    folder=".config/opencode",
)
