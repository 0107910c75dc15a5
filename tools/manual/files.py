"""Every generated file, by its path in the repository."""

from __future__ import annotations

from pathlib import Path

from tools.manual import bash, fish, man, rules_table, zsh


def contents() -> dict[str, str]:
    """Return what each generated file has to hold."""
    return {
        "man/git-secrets-py.1": man.page(),
        "man/git-secrets.1": man.alias(),
        "completions/bash/git-secrets-py": bash.script(),
        "completions/bash/git-secrets": bash.alias(),
        "completions/zsh/_git-secrets-py": zsh.script(),
        "completions/zsh/_git-secrets": zsh.alias(),
        "completions/fish/git-secrets-py.fish": fish.script(),
        "completions/fish/git-secrets.fish": fish.alias(),
        "docs/rules.md": rules_table.page(),
    }


def write(root: Path) -> None:
    """Write every file below ``root``."""
    for name, text in contents().items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def stale(root: Path) -> list[str]:
    """Return the names of the files below ``root`` that are missing or hold something else."""
    return [name for name, text in contents().items() if _content(root / name) != text.encode()]


def _content(path: Path) -> bytes | None:
    # A checkout with core.autocrlf is not stale for that.
    return path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else None
