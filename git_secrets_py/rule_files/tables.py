"""Reading tables of TOML: each value has its type, and no key is ignored."""

from __future__ import annotations

from git_secrets_py.errors import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_TYPES = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    list: "an array",
    dict: "a table",
}


class Table:
    """A table of a rule file, whose values are taken one after another.

    ``place`` names it in errors: ``.gitsecrets.toml: rule 'acme'``. The methods that take a value
    raise ``ConfigurationError`` for a value of another type.
    """

    def __init__(self, values: dict[str, Any], place: str, *, any_case: bool = False) -> None:
        """``any_case`` is for formats in which the case of keys does not matter."""
        self.place = place
        self._fold = str.lower if any_case else str
        self._any_case = any_case
        self._values = {self._fold(key): value for key, value in values.items()}
        self._known: list[str] = []

    def error(self, message: str) -> ConfigurationError:
        """Return the error ``message`` about this table."""
        return ConfigurationError(f"{self.place}: {message}")

    def text(self, key: str, default: str = "") -> str:
        """Take a string."""
        value: str = self._take(key, str, default)
        return value

    def rule_id(self, number: int, file: str) -> str:
        """Take the ID of a rule, the table ``number`` of ``file``; errors name the rule then."""
        self.place = f"{file}: rule {number}"
        rule_id = self.text("id")
        if not rule_id:
            raise self.error("it has no id")
        self.place = f"{file}: rule '{rule_id}'"
        return rule_id

    def number(self, key: str) -> float:
        """Take a number, 0 by default."""
        return float(self._take(key, float, 0.0))

    def integer(self, key: str, default: int | None = 0) -> Any:
        """Take an integer that is not negative."""
        value = self._take(key, int, default)
        if value is not None and value < 0:
            raise self.error(f"{key} must not be negative")
        return value

    def flag(self, key: str) -> bool:
        """Take a boolean, false by default."""
        return bool(self._take(key, bool, False))

    def texts(self, key: str) -> list[str]:
        """Take an array of strings."""
        values: list[str] = self._take(key, list, [])
        if not all(isinstance(one, str) for one in values):
            raise self.error(f"{key} must be an array of strings")
        return values

    def table(self, key: str) -> Table | None:
        """Take a table; ``None`` if there is none."""
        values = self._take(key, dict, None)
        return None if values is None else Table(values, self.place, any_case=self._any_case)

    def tables(self, key: str) -> list[Table]:
        """Take an array of tables."""
        values = self._take(key, list, [])
        if not all(isinstance(one, dict) for one in values):
            raise self.error(f"{key} must be an array of tables")
        return [Table(one, self.place, any_case=self._any_case) for one in values]

    def has(self, key: str) -> bool:
        """Return whether there is the key ``key``."""
        return self._fold(key) in self._values

    def finish(self, unsupported: Iterable[tuple[str, str]] = ()) -> None:
        """Raise ``ConfigurationError`` if a key was not taken.

        ``unsupported`` are keys with the reasons why they cannot be honored.
        """
        reasons = {self._fold(key): (key, reason) for key, reason in unsupported}
        known = {self._fold(key) for key in self._known}
        for key in self._values:
            if key in reasons:
                raise self.error("{} is not supported: {}".format(*reasons[key]))
            if key not in known:
                raise self.error(f"unknown key '{key}'{self._suggestion(key)}")

    def _suggestion(self, key: str) -> str:
        from difflib import get_close_matches

        close = get_close_matches(key, self._known, n=1)
        return f". Did you mean {close[0]}?" if close else f"; valid are {', '.join(self._known)}"

    def _take(self, key: str, kind: type, default: Any) -> Any:
        self._known.append(key)
        value = self._values.get(self._fold(key), default)
        if value is default:
            return value
        is_number = kind is float and isinstance(value, int)
        is_boolean = isinstance(value, bool) and kind is not bool
        if is_boolean or not (isinstance(value, kind) or is_number):
            raise self.error(f"{key} must be {_TYPES[kind]}")
        return value
