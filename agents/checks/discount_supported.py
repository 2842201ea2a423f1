"""Every percentage is one she gave or a tool worked out."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "discount_supported"
NEEDS: Final = frozenset({"text", "said", "foundation", "slots", "computed"})


def check(subject: Subject) -> Finding:
    """Fails on a percentage that nothing stands for, and when the one she gave is missing."""
    loose = subject.unsupported("percent")
    if loose:
        return wrong(NAME, weight="stop", words=loose[0].text.strip())
    given = subject.slots.get("discount_percent")
    if given and subject.author == "assistant":
        plain = f"{given:g}"
        if not any(f.value == plain for f in subject.figures if f.kind in ("percent", "number")):
            return wrong(NAME, "missing", weight="look", percent=plain)
    return right(NAME)
