r"""Patterns that mean the same everywhere: in pydantic, in JSON Schema and in TypeScript.

Pydantic matches with Rust's ``regex``, the others with ECMAScript's, and the two read many signs
differently: ``\d`` is every script's digits in one and 0-9 in the other, ``.`` stops at other line
ends. A pattern of a skill keeps to what both have, and is written out for ECMAScript here.

Source of the two grammars: docs.rs/regex (syntax) and ECMA-262 section 22.2.1, both 2026-11-23.
"""

import re
from typing import Final

_WHITE: Final = {"s": r"\p{White_Space}", "S": r"\P{White_Space}"}
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v"}
_UNEQUAL: Final = {
    "d": "write [0-9]",
    "D": "write [^0-9]",
    "w": "write [A-Za-z0-9_]",
    "W": "write [^A-Za-z0-9_]",
    "b": "write out what may stand before or after",
    "B": "write out what may stand before or after",
    "A": "write ^",
    "z": "write $",
    "p": "write out the characters",
    "P": "write out the characters",
}
_SYNTAX: Final = frozenset("^$\\.*+?()[]{}|/")
_IN_CLASS: Final = frozenset("\\]^-[")
_COUNT: Final = re.compile(r"\{\d+(?:,\d*)?\}")
_CODE: Final = re.compile(r"(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|[xu]\{([0-9A-Fa-f]{1,6})\})")


def to_ecma(pattern: str) -> str:
    """The same pattern for ECMAScript with the ``u`` flag.

    Raises ValueError, saying what to write instead, when the two would not agree on it.
    """
    return _Reader(pattern).read()


class _Reader:
    """One pattern on its way through, sign by sign."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def fail(self, sign: str, mend: str) -> ValueError:
        return ValueError(f"`{sign}` in a pattern does not mean the same everywhere: {mend}")

    def peek(self, width: int = 1) -> str:
        return self.pattern[self.at : self.at + width]

    def take(self) -> str:
        sign = self.peek()
        if not sign:
            raise self.fail(self.pattern, "it ends too early")
        self.at += 1
        return sign

    def read(self) -> str:
        out: list[str] = []
        repeatable = False
        while self.at < len(self.pattern):
            counted = _COUNT.match(self.pattern, self.at)
            if counted or self.peek() in ("*", "+", "?"):
                if not repeatable:
                    raise self.fail(self.peek(), "it stands behind nothing that it could repeat")
                out.append(self._repetition(counted))
                repeatable = False
                continue
            sign = self.take()
            out.append(self._one(sign))
            repeatable = sign not in ("^", "$", "|", "(")
        return "".join(out)

    def _repetition(self, counted: re.Match[str] | None) -> str:
        sign = counted[0] if counted else self.peek()
        self.at += len(sign)
        if self.peek() == "?":
            self.at += 1
            sign += "?"
        return sign

    def _one(self, sign: str) -> str:
        if sign == "\\":
            return self._escape(in_class=False)
        if sign == "[":
            return self._class()
        if sign == ".":
            return r"[^\n]"
        if sign == "(":
            if self.peek() == "?" and self.peek(2) != "?:":
                raise self.fail(f"({self.peek(2)}", "use a plain group, ( or (?:")
            if self.peek() == "?":
                self.at += 2
                return "(?:"
            return sign
        if sign == "{":
            raise self.fail(sign, r"write \{, or {2} or {2,} or {2,5} behind what it repeats")
        return sign if sign in ("^", "$", "|", ")") else _literal(sign, in_class=False)

    def _escape(self, *, in_class: bool) -> str:
        code = _CODE.match(self.pattern, self.at)
        if code:
            self.at += len(code[0])
            return _literal(chr(int(code[1] or code[2] or code[3], 16)), in_class=in_class)
        sign = self.take()
        if sign in _WHITE:
            return _WHITE[sign]
        if sign in _UNEQUAL:
            raise self.fail(f"\\{sign}", _UNEQUAL[sign])
        if sign in _CONTROLS:
            return _literal(_CONTROLS[sign], in_class=in_class)
        if sign.isascii() and not sign.isalnum() and sign.isprintable() and sign not in "<> ":
            return _literal(sign, in_class=in_class)
        raise self.fail(f"\\{sign}", "only signs like \\. and \\- are escaped")

    def _class(self) -> str:
        out = ["["]
        if self.peek() == "^":
            out.append(self.take())
        if self.peek() == "]":
            raise self.fail("[]", "write \\] for a bracket in a class")
        first, ranged = True, False
        while (sign := self.take()) != "]":
            if sign == "[" or sign + self.peek() in ("&&", "--", "~~"):
                raise self.fail(sign, "a class in a class is no common ground; write one class")
            if sign == "-" and not first and self.peek() != "]":
                if ranged or out[-1] in _WHITE.values():
                    raise self.fail("-", "write \\- for a hyphen in the middle of a class")
                out.append("-")
                ranged = True
                continue
            escaped = sign == "\\"
            out.append(self._escape(in_class=True) if escaped else _literal(sign, in_class=True))
            if ranged and out[-2] == "-" and out[-1] in _WHITE.values():
                raise self.fail("-", "a range ends in one character")
            ranged = ranged and out[-2] == "-"
            first = False
        return "".join(out) + "]"


def _literal(sign: str, *, in_class: bool) -> str:
    special = _IN_CLASS if in_class else _SYNTAX
    if sign in special:
        return f"\\{sign}"
    return sign if sign.isascii() and sign.isprintable() else f"\\u{{{ord(sign):X}}}"
