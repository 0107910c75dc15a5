"""The usage text, made from the option table."""

from __future__ import annotations

from git_secrets_py.cli.options import OPTIONS, VERBS


def usage() -> str:
    """Return what ``git secrets --help`` prints."""
    verbs = [verb for verb in VERBS if verb.help]
    forms = [f"git secrets {verb.name} {verb.synopsis}".rstrip() for verb in verbs]
    lines = [f"usage: {forms[0]}", *(f"   or: {form}" for form in forms[1:]), ""]
    lines += [_row(verb.name, verb.help) for verb in verbs]
    lines.append("")
    for option in OPTIONS:
        names = f"{option.short}, {option.long}" if option.short else option.long
        lines.append(_row(f"{names} {option.value}".rstrip(), option.help))
    return "\n".join(lines) + "\n"


def _row(names: str, help: str) -> str:
    return f"    {names:<22} {help}"
