"""Kind ``pii``: identifiers of persons found in a text, by type and text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from agents.evaluation.dataset import Case
from agents.evaluation.kinds import Tools
from agents.evaluation.outcome import Outcome, harmonic, ratio, ratios
from app.security.digits import ascii_digits
from app.security.pii_scanner import mask

FIGURE: Final = "recall"
_SAME: Final[Mapping[str, str]] = {
    "mobile": "phone", "telephone": "phone", "phone_number": "phone", "mobile_number": "phone",
    "upi_id": "upi", "vpa": "upi", "mail": "email", "email_address": "email",
    "credit_card": "card", "debit_card": "card", "card_number": "card",
    "bank_account": "account", "account_number": "account", "aadhar": "aadhaar",
    "pan_card": "pan",
}  # fmt: skip
"""Other names of our types, as datasets may write them."""


async def judge(case: Case, tools: Tools) -> Outcome:
    """Scan the text as somebody else's, whose every identifier is found."""
    del tools
    text = str(case.input.get("text", ""))
    expected = Counter(
        (_type(str(entity.get("type", ""))), _bare(str(entity.get("text", ""))))
        for entity in case.expect.get("entities") or ()
    )
    entities = mask(text, speaker="other").entities
    got = Counter((str(entity.kind), _bare(text[entity.start : entity.end])) for entity in entities)
    right = float((expected & got).total())
    shares = {}
    if got:
        shares["precision"] = right, float(got.total())
    if expected:
        shares["recall"] = right, float(expected.total())
    return Outcome(
        case.id, case.language, expected == got, case.expect.get("entities"),
        [{"type": e.kind, "text": text[e.start : e.end]} for e in entities], shares,
    )  # fmt: skip


def metrics(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """``precision`` and ``recall`` over entities, type and text both right; ``f1`` of the two."""
    f1 = harmonic(ratio(outcomes, "precision"), ratio(outcomes, "recall"))
    return ratios(outcomes, "precision", "recall") | ({} if f1 is None else {"f1": f1})


def _type(name: str) -> str:
    key = name.strip().lower().replace(" ", "_").replace("-", "_")
    return _SAME.get(key, key)


def _bare(value: str) -> str:
    """The identifier without spaces and dashes, which people set as they like."""
    plain = ascii_digits(value).strip().lower()
    return plain.replace(" ", "").replace("-", "").removeprefix("+91")
