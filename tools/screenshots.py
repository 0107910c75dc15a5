"""The pictures in README: real runs in a scratch repository, exported as SVG.

``python -m tools.screenshots`` writes ``docs/images/*.svg``. Each picture is the output of the
program on a pseudo-terminal. The repository, its dates and the fake key are the same in every
run, and durations are replaced, so a picture changes only if the output does.
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import tempfile
import termios
from html import unescape
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
WIDTH = 96
HEIGHT = 50

# Put together here, so that no scanner finds it in this file.
FAKE_KEY = "AKIA" + "J4OTJ62S7WNHEXFE"

ERASE_LINE = "\x1b[2K"
SPACE = "&#160;"
TEXT_ELEMENT = (
    r'(<text class="[\w-]+-r\d+") x="([\d.]+)"([^>]*)textLength="([\d.]+)"([^>]*>)'
    r"((?:&#160;)*)([^<]*)</text>"
)

CONFIG = """\
[user]
    name = Ada Lovelace
    email = ada@example.org
[init]
    defaultBranch = main
"""


class Scratch:
    """A repository in a home directory of its own."""

    def __init__(self, home: Path) -> None:
        self.path = home / "project"
        programs = home / "bin"
        programs.mkdir()
        program = programs / "git-secrets"
        python = shlex.quote(sys.executable)
        program.write_text(f'#!/bin/sh\nexec {python} -m git_secrets_py "$@"\n')
        program.chmod(0o755)
        (home / ".gitconfig").write_text(CONFIG)
        self._day = 1
        self._environment = {
            "HOME": str(home),
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
        }
        self.path.mkdir()
        self.run("git init --quiet")

    def write(self, name: str, *lines: str) -> None:
        """Write a file of the work tree."""
        path = self.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines))

    def run(self, command: str) -> None:
        """Run a command, which has to succeed."""
        subprocess.run(
            shlex.split(command), cwd=self.path, env=self._dated(), check=True, capture_output=True
        )

    def commit(self, message: str) -> None:
        """Commit all files, past the hooks, a day after the commit before."""
        self.run("git add --all")
        self.run(f"git commit --quiet --no-verify -m {shlex.quote(message)}")
        self._day += 1

    def show(self, command: str) -> bytes:
        """Run a command on a pseudo-terminal; return its output."""
        terminal, its_end = pty.openpty()
        fcntl.ioctl(its_end, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        process = subprocess.Popen(
            shlex.split(command),
            cwd=self.path,
            env=self._dated(),
            stdin=its_end,
            stdout=its_end,
            stderr=its_end,
        )
        os.close(its_end)
        with os.fdopen(terminal, "rb", buffering=0) as reader:
            output = _all_of(reader)
        process.wait()
        return output

    def _dated(self) -> dict[str, str]:
        date = f"2026-03-{self._day:02}T09:30:00+00:00"
        return {**self._environment, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}


def _all_of(reader: io.FileIO) -> bytes:
    output = b""
    while True:
        try:
            chunk = reader.read(4096)
        except OSError:  # Linux raises EIO when the last process has closed its end.
            return output
        if not chunk:
            return output
        output += chunk


def blocked_commit(scratch: Scratch) -> str:
    """Stage a fake key, and try to commit it; return the picture."""
    scratch.write("README.md", "# Invoices")
    scratch.commit("Begin")
    scratch.run("git secrets --register-aws")
    scratch.run("git secrets --install")
    scratch.write("config/settings.py", *_settings(f'"{FAKE_KEY}"'))
    scratch.run("git add --all")
    return picture("blocked-commit", scratch, 'git commit -m "Add the settings"')


def audit(scratch: Scratch) -> str:
    """Commit a fake key, remove it again, and audit the history; return the picture."""
    scratch.write("README.md", "# Invoices")
    scratch.commit("Begin")
    scratch.write("config/settings.py", *_settings(f'"{FAKE_KEY}"'))
    scratch.commit("Add the settings")
    scratch.write("config/settings.py", *_settings('os.environ["AWS_KEY"]', "import os", ""))
    scratch.commit("Read the key from the environment")
    return picture("audit", scratch, "git secrets --scan-history --rules all")


def _settings(key: str, *head: str) -> list[str]:
    return [*head, 'REGION = "eu-west-1"', 'BUCKET = "invoices"', "", f"aws_key = {key}"]


def picture(name: str, scratch: Scratch, command: str) -> str:
    """Return an SVG of a command and its output."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False
    )
    console.print(Text.assemble(("$ ", "green"), (command, "bold")))
    for line in Text.from_ansi(steady(scratch.show(command))).split("\n", allow_blank=True):
        for part in line.divide(range(WIDTH, len(line), WIDTH)):  # as a terminal folds it
            console.print(part, soft_wrap=True)
    console.print()  # Rich cuts off the lower edge of the last line
    return portable(console.export_svg(title="", unique_id=name))


def steady(output: bytes) -> str:
    """Return the text that ``output`` leaves on the screen, with a fixed duration."""
    text = output.decode().replace("\r\n", "\n")
    text = text.rpartition(ERASE_LINE)[2].rstrip("\n")  # without the progress bar
    return re.sub(r"in \d+\.\d s", "in 0.1 s", text)


def portable(svg: str) -> str:
    """Return an export of Rich without web fonts, which a picture in a page may not load.

    Spaces around a text element become part of its position, since some renderers drop them.
    """
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"(<text[^>]*>)\n</text>", r"\1</text>", svg)
    svg = re.sub(TEXT_ELEMENT, _shifted, svg)
    return "".join(f"{line.rstrip()}\n" for line in svg.splitlines())


def _shifted(element: re.Match[str]) -> str:
    head, x, middle, length, rest, spaces, text = element.groups()
    kept = re.sub(f"({SPACE})+$", "", text)
    if not kept:
        return ""
    left = spaces.count(SPACE)
    width = float(length) / len(unescape(spaces + text))
    start = float(x) + left * width
    return (
        f'{head} x="{start:.6g}"{middle}textLength="{len(unescape(kept)) * width:.6g}"'
        f"{rest}{kept}</text>"
    )


def main() -> None:
    """Write every picture."""
    IMAGES.mkdir(exist_ok=True)
    for name, scene in (("blocked-commit", blocked_commit), ("audit", audit)):
        with tempfile.TemporaryDirectory() as home:
            svg = scene(Scratch(Path(home)))
        if FAKE_KEY in svg:
            raise SystemExit(f"{name}: the report does not mask the fake key")
        (IMAGES / f"{name}.svg").write_text(svg)


if __name__ == "__main__":
    main()
