"""The generated files, by their paths in the repository."""

from __future__ import annotations

from pathlib import Path

from tools.manual import bash, fish, man, tables, zsh


def contents() -> dict[str, str]:
    """Return the content of each file that is generated as a whole."""
    return {
        "man/git-secrets-py.1": man.page(),
        "man/git-secrets.1": man.alias(),
        "completions/bash/git-secrets-py": bash.script(),
        "completions/bash/git-secrets": bash.alias(),
        "completions/zsh/_git-secrets-py": zsh.script(),
        "completions/zsh/_git-secrets": zsh.alias(),
        "completions/fish/git-secrets-py.fish": fish.script(),
        "completions/fish/git-secrets.fish": fish.alias(),
        "docs/rules.md": tables.rules_page(),
    }


def write(root: Path) -> None:
    """Write every file below ``root``, and the tables of a README there."""
    for name, text in _expected(root).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def stale(root: Path) -> list[str]:
    """Return the names of the files below ``root`` that are missing or outdated."""
    return [name for name, text in _expected(root).items() if _content(root / name) != text]


def _expected(root: Path) -> dict[str, str]:
    expected, readme = contents(), _content(root / "README.md")
    if readme is not None:
        expected["README.md"] = tables.with_settings(readme)
    return expected


def _content(path: Path) -> str | None:
    # Universal newlines: a checkout with core.autocrlf is not stale.
    return path.read_text(encoding="utf-8") if path.is_file() else None
