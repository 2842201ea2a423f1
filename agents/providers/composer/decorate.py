"""Emoji and hashtags: things beside the words, never in place of one."""

from typing import Final

from agents.providers.composer.facts import Facts
from agents.providers.composer.fit import Sentence
from app.core.variants import base_of, is_native
from skills.wordlists import word_list

_COUNTS: Final = {"none": 0, "few": 2, "many": 5}
_FEW: Final = _COUNTS["few"]
_BULLETS: Final = frozenset({"action", "keep", "sign", "till", "caption_action"})
_MOST_TAGS: Final = 8


def mark(sentences: list[Sentence], facts: Facts, wish: str, festival_id: str) -> None:
    """Give lines their emoji: at most two for ``few``, one a line, none on a day of mourning."""
    left = 0 if "solemn" in facts.values else _COUNTS.get(wish, _FEW)
    taken: set[int] = set()
    used: set[str] = set()
    for sentence in sentences:
        if left == 0:
            return
        sign = _sign(sentence.kind, facts, festival_id)
        if not sign or sign in used or sentence.line in taken:
            continue
        sentence.mark, sentence.bullet = sign, sentence.kind in _BULLETS
        taken.add(sentence.line)
        used.add(sign)
        left -= 1


def _sign(kind: str, facts: Facts, festival_id: str) -> str:
    festive: list[str] = word_list("festivals")["emoji"].get(festival_id, [])
    if festive and kind in ("wish", "plan", "home", "bless", "caption_hook"):
        return festive[0] if kind in ("wish", "caption_hook") else festive[-1]
    by_flag: dict[str, str] = word_list("emoji").get(kind, {})
    if kind == "sign" and "place" not in facts.values:
        return ""
    if kind in ("action", "keep") and "phone" not in facts.values:
        return ""
    return next((sign for flag, sign in by_flag.items() if flag in facts.values), "") or (
        by_flag.get("any", "")
    )


def hashtags(facts: Facts, seed_turn: int) -> list[str]:
    """Five to eight tags: Latin ones, and in a native variant at least two in its script."""
    lists = word_list("hashtags")
    base = base_of(facts.variant)
    native_first = is_native(facts.variant)
    own: list[str] = []
    latin: list[str] = []
    for name in ("festival", "product", "city", "business"):
        value = facts.values.get(name)
        if value and (tag := _tag(value)):
            (latin if tag.isascii() else own).append(tag)
    flags = [flag for flag in lists["by_flag"] if flag in facts.values]
    if "shop" in facts.values and not flags:
        flags = ["shop"]
    for flag in [*flags, "any"]:
        words = lists["by_flag"].get(flag) or lists["any"]
        latin += [f"#{word}" for word in _turned(words["latin"], seed_turn)]
        if native_first:
            own += [f"#{word}" for word in _turned(words[base], seed_turn)]
    if not native_first:
        own = []
    latin = list(dict.fromkeys(latin))
    own = list(dict.fromkeys(own))[: _MOST_TAGS // 2]
    return [*own, *latin[: max(_MOST_TAGS - 1 - len(own), 3)]][:_MOST_TAGS]


def _turned(words: list[str], turn: int) -> list[str]:
    start = turn % len(words)
    return words[start:] + words[:start]


def _tag(text: str) -> str | None:
    joined = "".join(
        word[:1].upper() + word[1:] if word.isascii() else word for word in text.split()
    )
    kept = "".join(char for char in joined if char.isalnum() or _is_mark(char))
    return f"#{kept}" if 3 <= len(kept) <= 30 and not kept.isdigit() else None


def _is_mark(char: str) -> bool:
    """Vowel signs and viramas belong to a word; ``isalnum`` does not count them."""
    return "\u0900" <= char <= "\u0dff"
