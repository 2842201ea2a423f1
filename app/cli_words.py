"""The command line's own sentences, in the language of the terminal: the catalog ``cli``.

``--language`` before the command says which; else the terminal's own, as gettext reads it. What
machines read (JSON on stdout) keeps its keys and codes in every language.
"""

import os
import unicodedata
from collections.abc import Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.core.errors import RaptorError
    from app.core.variants import Shell

DEFAULT: Final = "en"
_NO_LANGUAGE: Final = ("C", "POSIX")
_WIDTHLESS: Final = ("Mn", "Me", "Cf")

_chosen: ContextVar["Shell | None"] = ContextVar("chosen_language", default=None)


def choose(name: str) -> bool:
    """Speak the named language from now on; False when it is none of the four."""
    from app.core.variants import as_shell

    shell = as_shell(name)
    _chosen.set(shell)
    return shell is not None


def language() -> "Shell":
    """The language chosen, else the terminal's, else English."""
    return _chosen.get() or terminal_language(os.environ)


def terminal_language(environment: Mapping[str, str]) -> "Shell":
    """The first of our languages that the terminal asks for.

    As gettext has it: of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` the first that is set is the
    locale, and the list in ``LANGUAGE`` comes before it unless the locale is C or POSIX.
    """
    from app.core.variants import as_shell

    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "").partition(".")[0]
    if locale in _NO_LANGUAGE:
        return DEFAULT
    wanted = [*environment.get("LANGUAGE", "").split(":"), locale]
    shells = (as_shell(name.partition(".")[0].partition("@")[0]) for name in wanted)
    return next((shell for shell in shells if shell), DEFAULT)


def words(key: str, /, **params: object) -> str:
    """The sentence of ``key`` for the person at the terminal; KeyError when nobody wrote it."""
    from integrations.languages.messages import text

    return text(language(), key, **params)


def name_of(code: str, *prefixes: str) -> str:
    """What a code is called under the first of the key prefixes that knows it, else the code."""
    from integrations.languages.messages import has

    keys = (f"{prefix}.{code}" for prefix in prefixes)
    return next((words(key) for key in keys if has(key, language())), code)


def told(error: "RaptorError") -> str:
    """What a person reads about an error of ours: its code, and how to mend it.

    In English that is the line for the log. Another language has the sentence for people; where
    only the log's line can name the place, such as a line of a file, that line follows it.
    """
    from app.core.errors import ConfigurationError
    from integrations.languages.messages import has

    if language() == DEFAULT:
        return f"{error.code}: {error}"
    if isinstance(error, ConfigurationError) and "settings" in error.params:
        return f"{error.code}: {words('cli.wrong.settings', **error.params)}\n{error.detail}"
    if has(error.message_key, language()):
        return f"{error.code}: {words(error.message_key, **error.params)}"
    return f"{error.code}: {words(f'account.problem.{error.status}')}\n{error.detail}".rstrip()


def column(text: str, width: int, *, right: bool = False) -> str:
    """The text filled up to so many places of the terminal: marks on a letter take none."""
    shown = sum(unicodedata.category(letter) not in _WIDTHLESS for letter in text)
    room = " " * max(0, width - shown)
    return room + text if right else text + room
