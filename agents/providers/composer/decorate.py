"""Emoji and hashtags: things beside the words, never in place of one."""

from typing import Final

from agents.providers.composer.facts import Facts
from agents.providers.composer.fit import FEWEST_TAGS, Sentence
from app.core.variants import base_of, is_native
from skills.wordlists import word_list

_COUNTS: Final = {"none": 0, "few": 2, "many": 5}
_FEW: Final = _COUNTS["few"]
_BULLETS: Final = frozenset({"action", "keep", "sign", "till", "caption_action"})
_MOST_TAGS: Final = 8
_LATIN_BESIDE_NATIVE: Final = 3
_LATIN_SHARE: Final = 0.6


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


def hashtags(facts: Facts, turn: int, body: str) -> list[str]:
    """Five to eight tags: Latin ones, and in a native variant most of them in its script."""
    named = [_tag(facts.values.get(name, "")) for name in ("festival", "product", "city")]
    shop = _tag(facts.values.get("business", ""))
    own = [tag for tag in (*named, shop) if tag and not tag.isascii()]
    latin = [tag for tag in (shop, *named) if tag and tag.isascii()]
    groups = _word_groups(facts)
    latin += _in_turn([words["latin"] for words in groups], turn)
    if not is_native(facts.variant):
        return list(dict.fromkeys(latin))[: max(_MOST_TAGS - 1, FEWEST_TAGS)]
    own += _in_turn([words[base_of(facts.variant)] for words in groups], turn)
    latin, own = list(dict.fromkeys(latin)), list(dict.fromkeys(own))
    kept = latin[:_LATIN_BESIDE_NATIVE]
    # What a reader sees stays in the script: a short caption bears fewer Latin tags.
    while len(kept) > 1 and _letters("".join(kept)) > _letters(body) * _LATIN_SHARE:
        kept.pop()
    return [*own[: max(_MOST_TAGS // 2, FEWEST_TAGS - len(kept))], *kept]


def _word_groups(facts: Facts) -> list[dict[str, list[str]]]:
    lists = word_list("hashtags")
    flags = [flag for flag in lists["by_flag"] if flag in facts.values]
    return [*(lists["by_flag"][flag] for flag in flags), lists["any"]]


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _in_turn(groups: list[list[str]], turn: int) -> list[str]:
    """Two words of every group, others at every turn; then the rest, should more be wanted."""
    turned = [words[2 * turn % len(words) :] + words[: 2 * turn % len(words)] for words in groups]
    first = [word for words in turned for word in words[:2]]
    rest = [word for words in turned for word in words[2:]]
    return [f"#{word}" for word in (first + rest)[: max(len(first), FEWEST_TAGS)]]


def _tag(text: str) -> str | None:
    joined = "".join(
        word[:1].upper() + word[1:] if word.isascii() else word for word in text.split()
    )
    kept = "".join(char for char in joined if char.isalnum() or _is_mark(char))
    return f"#{kept}" if 3 <= len(kept) <= 30 and not kept.isdigit() else None


def _is_mark(char: str) -> bool:
    """Vowel signs and viramas belong to a word; ``isalnum`` does not count them."""
    return "\u0900" <= char <= "\u0dff"
