"""What people type to say who they are: an e-mail address or an Indian mobile number.

Numbers are read as people write them: Indic digits, blanks, dashes, a leading 0, 91 or +91.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from app.core.errors import InputError
from app.security.digits import ascii_digits

EMAIL_MAX: Final = 254  # RFC 5321, 4.5.3.1.3: a path of 256 octets with its two brackets
_MOBILE_DIGITS: Final = 10
_FILLING: Final = re.compile(r"[\s()\-.\u2010-\u2015\u200b-\u200f\u2060]+")
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._%+\-]{0,62}[A-Za-z0-9_%+\-])?@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)


@dataclass(frozen=True, slots=True)
class LoginName:
    """A login in the one spelling that is stored: lower-case e-mail, or E.164 number."""

    kind: Literal["email", "phone"]
    value: str

    @property
    def shown(self) -> str:
        """As people read it: ``98450 12345``, or what stands before the @."""
        if self.kind == "email":
            return self.value.partition("@")[0]
        digits = self.value[-_MOBILE_DIGITS:]
        return f"{digits[:5]} {digits[5:]}"


def read_login(typed: str) -> LoginName:
    """The login that was typed.

    Raises InputError ``login_missing``, ``email_invalid``, ``phone_digits`` (with ``n``) or
    ``phone_invalid``.
    """
    text = ascii_digits(unicodedata.normalize("NFKC", typed)).strip()
    if not text:
        raise InputError("login_missing", detail="no e-mail address or mobile number was given")
    if "@" in text or re.search(r"[A-Za-z]", text):
        return _read_email(text)
    return _read_mobile(text)


def _read_email(text: str) -> LoginName:
    if len(text) > EMAIL_MAX or not _EMAIL.fullmatch(text) or ".." in text:
        raise InputError("email_invalid", detail="write the e-mail address as name@example.in")
    return LoginName("email", text.lower())


def _read_mobile(text: str) -> LoginName:
    digits = _FILLING.sub("", text)
    for prefix in ("+91", "0091", "91", "0"):
        rest = digits.removeprefix(prefix)
        if rest != digits and len(rest) == _MOBILE_DIGITS:
            digits = rest
            break
    bare = digits.removeprefix("+91").removeprefix("+").lstrip("0")
    if not bare.isdecimal():
        raise InputError("phone_invalid", detail="a mobile number has digits only")
    if len(bare) != _MOBILE_DIGITS:
        raise InputError(
            "phone_digits",
            params={"n": len(bare)},
            detail=f"an Indian mobile number has ten digits, this one has {len(bare)}",
        )
    if not _is_mobile(bare):
        raise InputError("phone_invalid", detail="not a number of an Indian mobile operator")
    return LoginName("phone", f"+91{bare}")


def _is_mobile(digits: str) -> bool:
    # phonenumbers costs 60 ms to import; the server must be ready without it.
    import phonenumbers

    number = phonenumbers.parse(digits, "IN")
    # 9.0.43 calls 5876543210 valid as a fixed line, so the type is asked for as well.
    return bool(phonenumbers.is_valid_number(number)) and phonenumbers.number_type(number) in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
