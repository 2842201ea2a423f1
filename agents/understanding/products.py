"""What a message is selling: a known thing, or whatever stands where the thing on offer stands."""

from typing import Any, Final

from agents.understanding.reading import Reading
from agents.understanding.school_classes import with_class_ahead, with_class_behind
from agents.understanding.words import (
    is_product,
    markers,
    phrases,
    product_sounds,
    products,
    stopwords,
)
from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Hit, bare_forms

_LONGEST: Final = 4
_MODIFIERS: Final = 2
_SEVERAL: Final = 2
_FAR: Final = 10**6
_MOST_ALONE: Final = 3
_SHORTEST_ALONE: Final = 4
_NEAR: Final = 2
# What a listed thing may be the first half of: a sofa cover, a computer class, AC service.
_HEAD_WORDS: Final = """
cover covers class classes course courses service servicing repair repairs repairing change cleaning
wash washing stitching fitting rental set sets material materials training coaching
box boxes hamper hampers powder thool thul podi kuzhambu kulambu curry fry juice oil cake cakes
polish
कवर क्लास क्लासेस कोर्स सर्विस रिपेयर रिपेयरिंग सिलाई फिटिंग सेट ट्रेनिंग कोचिंग
डिब्बा डिब्बे पाउडर तेल जूस केक
தூள் பொடி குழம்பு வறுவல் ஜூஸ் எண்ணெய் கேக் பாக்ஸ் பெட்டி
పొడి కూర వేపుడు జ్యూస్ నూనె కేక్ బాక్స్
கவர் கிளாஸ் வகுப்பு கோர்ஸ் சர்வீஸ் ரிப்பேர் செட் பயிற்சி தையல்
కవర్ క్లాస్ క్లాసులు కోర్సు సర్వీస్ రిపేర్ సెట్ శిక్షణ కుట్టు
"""
_HEADS: Final = frozenset(_HEAD_WORDS.split())
# 25% off the making charges is not 25% off the gold, wherever the gold stands.
_PARTS: Final = frozenset({"making charges"})
# Case endings that an unknown Tamil or Telugu noun may carry; the rest of `bare_forms` is only
# safe against a list.
_JOINED_ON: Final = {
    "ta": (("த்துக்கு", "ம்"), ("ுக்கு", "ு"), ("க்கு", ""), ("யில", ""), ("ில்", "்")),
    "te": (("లపై", "లు"), ("లకు", "లు"), ("లకి", "లు"), ("పై", ""), ("కి", ""), ("కు", "")),
    "latin": (("lapai", "lu"), ("pai", ""), ("kku", ""), ("ukku", "u")),
}


def read_product(reading: Reading) -> dict[str, Any]:
    """``product`` as it was typed, without a case ending."""
    marked = _before_marker(reading) or _after_marker(reading)
    known = _known(reading, marked) or _alone(reading, marked)
    if known and (marked is None or not _overlap(known, marked) or _holds(known, marked)):
        first, after = known
    elif marked:
        first, after = marked
    else:
        return {}
    first, after = with_class_ahead(reading, first), with_class_behind(reading, after)
    name = _name(reading, first, after)
    if not name:
        return {}
    reading.take("product", first, after)
    return {"product": name}


def _alone(reading: Reading, marked: tuple[int, int] | None) -> tuple[int, int] | None:
    """The one run of words beside a figure that nothing else explains: "shampoo 10% kammi"."""
    priced = {"discount_percent", "amount_inr"} & reading.heard.keys()
    if marked or not priced or "gst_rate" in reading.heard:
        return None
    hits = phrases("money").find(reading.message)
    of_money = {place for hit in hits for place in range(hit.first, hit.after)}
    runs: list[tuple[int, int]] = []
    for place in range(len(reading.tokens)):
        if not _open(reading, place) or place in of_money:
            continue
        if runs and runs[-1][1] == place:
            runs[-1] = runs[-1][0], place + 1
        else:
            runs.append((place, place + 1))
    if len(runs) > 1:
        # "sadya 399, booking till …": of several, the one the figure stands right behind.
        starts = {reading.spans[name][0] for name in priced}
        runs = [run for run in runs if run[1] in starts]
    if len(runs) != 1 or runs[0][1] - runs[0][0] > _MOST_ALONE:
        return None
    (first, after) = runs[0]
    numbered = reading.word(after).isdigit() and after not in reading.taken  # redmi note 13
    letters = sum(map(len, reading.words(first, after)))
    beside = any(_beside(reading, runs[0], reading.spans[name]) for name in priced)
    return runs[0] if beside and not numbered and letters >= _SHORTEST_ALONE else None


def _beside(reading: Reading, run: tuple[int, int], figure: tuple[int, int]) -> bool:
    between = reading.words(min(run[1], figure[1]), max(run[0], figure[0]))
    return len(between) <= _NEAR and "," not in between


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _holds(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]


def _open(reading: Reading, place: int) -> bool:
    """Whether the token may be part of a product's name."""
    if not 0 <= place < len(reading.tokens) or place in reading.taken:
        return False
    token = reading.tokens[place]
    return token.script in ("latin", "hi", "ta", "te") and not _is_stopword(reading, place)


def _is_stopword(reading: Reading, place: int) -> bool:
    token, known = reading.tokens[place], stopwords(reading.variant)
    if token.script in ("ta", "te"):
        return any(form in known for form in bare_forms(token.text, token.script))
    return token.text in known


def _known(reading: Reading, marked: tuple[int, int] | None) -> tuple[int, int] | None:
    """The longest listed product, with the words that describe it before it.

    One that stands where the thing on offer stands (``marked``) comes before all others.
    """
    hits = [
        hit
        for hit in products().find(reading.message)
        if reading.free(hit.first, hit.after)
        and (hit.after - hit.first > 1 or not _is_stopword(reading, hit.first))
    ]
    hits += _by_sound(reading)
    if not hits:
        return None
    everything, hits = hits, _priced(reading, hits)
    hits = [hit for hit in hits if marked and _overlap((hit.first, hit.after), marked)] or hits
    hits = [hit for hit in everything if hit.value in _PARTS] or hits
    best = max(hits, key=lambda hit: (hit.after - hit.first, -hit.first))
    first, after = best.first, best.after
    while first > 0 and best.first - first < _MODIFIERS and _open(reading, first - 1):
        first -= 1
    if best.value in _PARTS:
        first = _whole_ahead(reading, first, everything)
    while (more := _continuation(reading, after, hits)) is not None:
        after = more
    if reading.word(after) in _HEADS and reading.free(after, after + 1):
        after += 1
    return first, after


def _whole_ahead(reading: Reading, first: int, hits: list[Hit[str]]) -> int:
    """Where "सोने की" begins in "सोने की मेकिंग"."""
    whole = next((hit for hit in hits if hit.after == first - 1), None)
    return whole.first if whole and reading.word(first - 1) in markers("of_it") else first


def _priced(reading: Reading, hits: list[Hit[str]]) -> list[Hit[str]]:
    """Of a list, "facial 499, hair spa 799", those that stand beside the amount that was chosen."""
    anchor = reading.spans.get("amount_inr")
    if anchor is None or len(reading.prices) < _SEVERAL or len(hits) < _SEVERAL:
        return hits
    earlier = max((after for _, after in reading.prices if after <= anchor[0]), default=0)
    later = min((first for first, _ in reading.prices if first >= anchor[1]), default=_FAR)
    before = [hit for hit in hits if earlier <= hit.first and hit.after <= anchor[0]]
    behind = [hit for hit in hits if anchor[1] <= hit.first and hit.after <= later]
    leads = any(hit.after <= min(reading.prices)[0] for hit in hits)
    return (before if leads else behind) or before or behind or hits


def _continuation(reading: Reading, place: int, hits: list[Hit[str]]) -> int | None:
    """Another listed name right behind, ``gold ring`` + ``making charge``: where it ends."""
    found = next((hit for hit in hits if hit.first == place), None)
    return found.after if found and reading.free(found.first, found.after) else None


def _by_sound(reading: Reading) -> list[Hit[str]]:
    sounds = product_sounds()
    found = []
    for first in range(len(reading.tokens)):
        for after in range(min(len(reading.tokens), first + 2), first, -1):
            if all(_open(reading, place) for place in range(first, after)):
                key = phonetic_key(reading.message.said(first, after))
                if key in sounds:
                    found.append(Hit(sounds[key], first, after, exact=False))
                    break
    return found


def _before_marker(reading: Reading) -> tuple[int, int] | None:
    """The words before ``pe``, ``पर``, ``-க்கு``, ``పై`` when the offer stands behind them."""
    for place in range(len(reading.tokens)):
        joined = place not in reading.taken and _has_joined_marker(reading, place)
        if reading.word(place) not in markers("on_after") and not joined:
            continue
        after = place + 1 if joined else place
        if not _offer_near(reading, place + 1):
            continue
        first = after
        while first > 0 and after - first < _LONGEST and _open(reading, first - 1):
            first -= 1
        if first < after:
            return first, after
    return None


def _has_joined_marker(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    endings = _JOINED_ON.get(token.script, ())
    return any(
        token.text.endswith(ending) and len(token.text) > len(ending) + 1 for ending, _ in endings
    )


def _offer_near(reading: Reading, place: int) -> bool:
    offer = {"discount_percent", "amount_inr"} & reading.heard.keys()
    return bool(offer) and any(near in reading.taken for near in range(place, place + 4))


def _after_marker(reading: Reading) -> tuple[int, int] | None:
    """The words after ``on`` and ``for``: "20% off on silk sarees"."""
    for place in range(len(reading.tokens)):
        if reading.word(place) not in markers("on_before"):
            continue
        first = place + 1
        while first < len(reading.tokens) and _skippable(reading, first):
            first += 1
        after = first
        while after - first < _LONGEST and _open(reading, after):
            after += 1
        if first < after and {"discount_percent", "amount_inr", "gst_rate"} & reading.heard.keys():
            return first, after
    return None


def _skippable(reading: Reading, place: int) -> bool:
    return reading.word(place) in ("all", "our", "my", "the", "new", "every", "any", "a", "an")


def _name(reading: Reading, first: int, after: int) -> str:
    said = reading.message.said(first, after)
    last = reading.tokens[after - 1]
    if last.script not in _JOINED_ON or is_product(said):
        return said
    head = said[: len(said) - (last.end - last.start)]
    tail = said[len(head) :]
    known = [form for form in bare_forms(tail, last.script) if is_product(head + form)]
    known += [form for form in bare_forms(tail, last.script) if is_product(form)]
    if reading.variant == "te-Latn" and tail.endswith("la") and is_product(f"{tail[:-1]}u"):
        return f"{said[:-1]}u"  # cheerala meeda, of cheeralu
    if known and last.script == "latin" and tail.lower() == f"{known[0].lower()}s":
        return said  # an English plural is a name, not an ending
    if known:
        return head + known[0]
    for ending, bare in _JOINED_ON[last.script]:
        if last.script != "latin" and tail.endswith(ending) and len(tail) > len(ending) + 1:
            return head + tail[: -len(ending)] + bare
    return said
