"""What one answer tells: of its question's facts, of others that are sure, and what follows."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from agents.understanding.answers import read_answer
from agents.understanding.categories import category_of_goods, find_categories, read_category
from agents.understanding.contacts import read_phone
from agents.understanding.fact_readers import GSTIN, WEBSITE
from agents.understanding.rule_answers import (
    read_approval,
    read_cap,
    read_emoji,
    read_phrases,
    read_tone,
)
from agents.understanding.shop_answers import (
    bare_reason,
    range_of,
    read_languages,
    read_products,
    split_people_and_reason,
)
from agents.understanding.shop_names import is_only_trade, read_shop_name
from agents.understanding.word_groups import has_any, phrases_of
from agents.understanding.words import markers
from app.core.variants import Variant
from integrations.india.gstin import check_gstin
from integrations.india.vpa import check_vpa
from integrations.languages.text import latin_digits, read


def contacts(said: str) -> dict[str, Any]:
    """Numbers and addresses that cannot be anything else, wherever they are told."""
    found: dict[str, Any] = {}
    plain = latin_digits(said)
    rest = plain
    if match := GSTIN.search(plain):
        code = check_gstin(match.group())
        if code.valid:
            found["gstin"] = code.gstin
            rest = rest.replace(match.group(), " ")
    for word in rest.split():
        if "@" in word[1:-1] and (upi := check_vpa(word.strip(".,;:!?()'\""))).valid:
            found["vpa"] = upi.vpa
            rest = rest.replace(word, " ")
    if match := WEBSITE.search(rest):
        found["website"] = match.group().rstrip(".").lower()
        rest = rest.replace(match.group(), " ")
    phone = read_phone(rest)
    if phone.number:
        found["phone"] = phone.number
    return found


def derived(
    asked: str, said: str, talk: Variant | None, found: Mapping[str, Any]
) -> dict[str, Any]:
    """What follows from what was told: the trade a name says, the span of the prices."""
    follows: dict[str, Any] = {}
    name = found.get("business_name")
    if isinstance(name, str) and "category" not in found:
        trade = read_category(name)
        goods = trade[0] if trade else category_of_goods(read_shop_name(said)[1])
        if goods:
            follows["category"] = goods
    if asked == "products" and (span := range_of(read_products(said, talk)[1])):
        follows["price_range"] = span
    return follows


def _shop(said: str, talk: Variant | None) -> dict[str, Any]:
    found = dict(read_answer("business_name", said, talk).values)
    name, rest = read_shop_name(said)
    del name
    if hits := find_categories(read(rest)):
        best = max(hits, key=lambda hit: hit.after - hit.first)
        if best.after - best.first > 1 or _told_as_trade(rest, best.first, best.after):
            found["category"] = best.value
    elif "business_name" not in found and (trade := read_category(said)):
        found["category"] = trade[0]
    if find_categories(read(str(found.get("area", "")))):
        del found["area"]  # what the shop is, told before its town
    if is_only_trade(str(found.get("business_name", ""))):
        # "ladies boutique chalate hain": what it is, not what it is called.
        found["category"] = read_category(str(found.pop("business_name")))[0]  # type: ignore[index]
    return found


def _told_as_trade(rest: str, first: int, after: int) -> bool:
    """One word for a trade counts when it is a clause of its own."""
    message = read(rest)
    before = message.tokens[first - 1] if first else None
    behind = message.tokens[after] if after < len(message.tokens) else None
    return (before is None or before.script == "other" or _leads_to_trade(before.text)) or (
        behind is not None and behind.text in ("shop", "ki", "ka", "hai", "hain", "है", "की", "का")
    )


def _leads_to_trade(word: str) -> bool:
    return word in markers("name_lead") or phrases_of("trade_grammar").get(word) is not None


def _customers(said: str, talk: Variant | None) -> dict[str, Any]:
    people, reason = split_people_and_reason(said)
    found: dict[str, Any] = {}
    if people and (value := read_answer("audience", people, talk).values.get("audience")):
        found["audience"] = value
    if reason and (why := bare_reason(reason)):
        found["usp"] = why
    return found


def _style(said: str, talk: Variant | None) -> dict[str, Any]:
    del talk
    found: dict[str, Any] = {}
    if tone := read_tone(said):
        found["tone"] = tone
    if languages := read_languages(said):
        found["languages"] = languages
    if emoji := read_emoji(said, asked=False):
        found["emoji"] = emoji
    return found


def _limits(said: str, talk: Variant | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    cap = read_cap(said, talk, asked=True)
    if cap is not None:
        found["discount_cap_percent"] = cap
    approval = read_approval(said, asked=True)
    if approval is not None:
        found["approval"] = approval
    return found


def _words(said: str, talk: Variant | None) -> dict[str, Any]:
    del talk
    found = dict(read_phrases(said, "never_say").values)
    if emoji := read_emoji(said, asked=False):
        found["emoji"] = emoji
        found["never_say"] = [w for w in found.get("never_say", ()) if not _is_emoji(w)]
        if not found["never_say"]:
            del found["never_say"]
    return found


def _is_emoji(words: str) -> bool:
    return has_any(read(words), "emoji")


COMBINED: Final[Mapping[str, Callable[[str, Variant | None], dict[str, Any]]]] = {
    "business_name": _shop,
    "audience": _customers,
    "tone": _style,
    "discount_cap_percent": _limits,
    "never_say": _words,
}
