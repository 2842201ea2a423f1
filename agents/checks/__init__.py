"""The critic's checks, one a file; this is the visible list of them."""

from collections.abc import Mapping
from typing import Final, cast

from agents.checks import (
    ad_limits,
    always_say,
    business_name,
    call_to_action,
    contact_right,
    discount_cap,
    discount_supported,
    email_parts,
    emoji,
    empty,
    fake_urgency,
    festival_date,
    festival_right,
    google_post,
    hashtags,
    health_claim,
    language,
    length,
    never_say,
    number_supported,
    offer_end,
    opt_out,
    pii,
    placeholder,
    poster_lines,
    price_supported,
    reel_shots,
    respect,
    script,
    sell_free,
    sms_parts,
    superlative,
    tone,
    translation_kept,
    unsaid_fault,
)
from agents.checks.base import Check

_MODULES: Final = (
    empty, placeholder, language, script, business_name, festival_right, festival_date,
    sell_free, price_supported, discount_supported, discount_cap, number_supported,
    contact_right, pii, call_to_action, offer_end, length, poster_lines, hashtags, emoji, opt_out,
    always_say, never_say, superlative, health_claim, fake_urgency, respect, tone,
    reel_shots, translation_kept, sms_parts, google_post, ad_limits, email_parts, unsaid_fault,
)  # fmt: skip


def _named() -> dict[str, Check]:
    checks: dict[str, Check] = {}
    for module in _MODULES:
        each = cast(Check, module)
        if each.NAME in checks:
            msg = f"two checks are called {each.NAME}; give each file its own NAME"
            raise RuntimeError(msg)
        checks[each.NAME] = each
    return checks


CHECKS: Final[Mapping[str, Check]] = _named()
"""Every check by name, in the order they run and are shown."""
