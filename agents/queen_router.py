"""The Queen Router: which skill a message wants, learnt from the skills' own examples.

A linear model over hashed n-grams, the notions of a message and the slots that were read. It is
trained in a thread when the examples change, kept under ``DATA_DIR/cache`` by their hash, and asked
in pure numpy. Its confidence is a probability at a temperature fitted on left-out examples.
"""

import asyncio
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from agents.router_training import Example, train
from agents.understanding.concepts import find_concepts
from agents.understanding.fact_readers import contacts_told
from agents.understanding.slots import Slots, read_slots
from agents.understanding.waking import wake
from agents.understanding.words import phrases
from app.core.variants import Variant, as_variant
from integrations.languages.identify import latin_words
from integrations.languages.ngrams import LinearModel, grams, softmax
from integrations.languages.text import read

FLOOR: Final = 0.45
"""Under this confidence the caller asks with buttons instead of guessing."""
_VERSION: Final = 4
_WORD_LISTS: Final = Path(__file__).parent / "understanding" / "data"
_BUCKETS: Final = 2**14
_LONGEST_GRAM: Final = 4
_LEAST_CUE_WEIGHT: Final = 2
_CUE_SHARE: Final = 40
_SHORT: Final = 4
_ALTERNATIVES: Final = 3
# What a plainly named channel or task adds to its skill's score.
_NAMED: Final = 2.5
_REFUSED: Final = 4.0
_COURTESY: Final = 8.0
_COURTESIES: Final = frozenset({"greet", "thanks"})
_OPENINGS: Final = frozenset({"greet", "help"})
_FEW: Final = 2
_CHAT: Final = "general_help"
CHANNEL_SKILLS: Final[dict[str, str]] = {
    "whatsapp": "whatsapp_broadcast",
    "instagram": "instagram_caption",
    "facebook": "facebook_post",
    "google_business": "google_business_post",
    "sms": "sms_promo",
    "email": "email_campaign",
    "poster": "poster_text",
    "ad": "ad_copy",
}
# Skills that write for another purpose than the channel alone: a channel word does not pull away.
_ABOUT: Final = frozenset(
    {
        *("review_reply", "gst_quote", "festival_greeting", "translate_copy", "reel_script"),
        *("campaign_plan", "festival_campaign", "weekly_moves"),
        *("ad_copy", "customer_reply", "product_description"),
    }
)
_PLANS: Final = ("campaign_plan", "festival_campaign")
_WEEK: Final = "weekly_moves"
_GROWTH: Final = "growth_strategy"
# Notions of a thing that is written, and how many words a plain wish for one has.
_WRITTEN: Final = frozenset({"wish", "only_wish", "caption", "photo", "review", "reel", "poster"})
_SHORT_TASK: Final = 12


@dataclass(frozen=True, slots=True)
class Route:
    """The chosen skill, how likely it is right (0 to 1), and the next likeliest with theirs."""

    skill: str
    confidence: float
    alternatives: list[tuple[str, float]]


class RoutableSkill(Protocol):
    """What the router reads of a compiled skill."""

    @property
    def id(self) -> str:
        """The skill's name."""
        ...

    @property
    def examples(self) -> Mapping[Variant, Sequence[str]]:
        """Utterances by variant."""
        ...


class SkillSource(Protocol):
    """What the router needs of the registry."""

    def all(self) -> Sequence[RoutableSkill]:
        """Every skill that can be chosen."""
        ...


class QueenRouter:
    """Chooses a skill for a message.

    ``await warm()`` at start and after the library changed; ``route`` then only does arithmetic.
    A ``route`` on a cold router learns on the spot, on the caller's time: for scripts and tests.
    """

    def __init__(self, registry: SkillSource, cache_dir: Path | None = None) -> None:
        self._registry = registry
        self._cache_dir = cache_dir
        self._model: LinearModel | None = None
        self._learnt = ""
        self._lock = asyncio.Lock()
        self._waking: asyncio.Future[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether weights are loaded."""
        return self._model is not None

    async def warm(self) -> None:
        """Load or learn the weights for the registry's present examples; cheap when unchanged.

        While it learns, the weights of before keep serving. The word lists of understanding are
        read beside it, without being waited for.
        """
        async with self._lock:
            examples = self._examples()
            fingerprint = _fingerprint(examples)
            if fingerprint != self._learnt:
                self._model = await asyncio.to_thread(self._load_or_train, examples, fingerprint)
                self._learnt = fingerprint
            if self._waking is None:
                self._waking = asyncio.get_running_loop().run_in_executor(None, wake)

    def route(self, text: str, *, variant: Variant | None, slots: Slots) -> Route:
        """Choose the skill of ``text``; the candidates come likeliest first."""
        model = self._model
        if model is None:
            examples = self._examples()
            self._learnt = _fingerprint(examples)
            model = self._model = self._load_or_train(examples, self._learnt)
        del variant
        scores = model.scores_of(features(text, slots)).copy()
        _weigh_plans(scores, model.classes, slots, text)
        _weigh_cues(scores, model.classes, slots, find_concepts(text))
        if _is_courtesy(text, slots) and _CHAT in model.classes:
            scores[model.classes.index(_CHAT)] += np.float32(_COURTESY)
        shares = softmax(scores)
        order = [int(place) for place in np.argsort(-shares)]
        ranked = [(model.classes[place], round(float(shares[place]), 4)) for place in order]
        return Route(ranked[0][0], ranked[0][1], ranked[1 : 1 + _ALTERNATIVES])

    def _examples(self) -> list[tuple[str, str, str]]:
        return sorted(
            (skill.id, variant, text)
            for skill in self._registry.all()
            for variant, texts in skill.examples.items()
            for text in texts
        )

    def _load_or_train(
        self, examples: Sequence[tuple[str, str, str]], fingerprint: str
    ) -> LinearModel:
        path = self._cache_dir / f"router-{fingerprint[:32]}.npz" if self._cache_dir else None
        if path and path.exists():
            return LinearModel.load(path)
        model = train([_example(*each) for each in examples], _BUCKETS)
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written aside and moved, so that another process never reads half a file.
            aside = path.with_name(f"{path.stem}.{id(self)}.tmp.npz")
            model.save(aside)
            aside.replace(path)
        return model


def _fingerprint(examples: Iterable[tuple[str, str, str]]) -> str:
    """The hash of all that the weights follow from: the examples, and the words we know."""
    content = json.dumps([_VERSION, _BUCKETS, _word_lists(), list(examples)], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


@cache
def _word_lists() -> str:
    found = hashlib.sha256()
    for path in sorted(_WORD_LISTS.iterdir()):
        if path.is_file():
            found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def _example(skill: str, variant: str, text: str) -> Example:
    slots = read_slots(text, as_variant(variant), date(2026, 1, 5))
    return Example(skill, features(text, slots))


def features(text: str, slots: Slots) -> list[int]:
    """Hashed n-grams of the words, and what the message is about as cues that weigh more."""
    words = latin_words(text)
    found = grams(words, _LONGEST_GRAM)
    weight = max(_LEAST_CUE_WEIGHT, len(found) // _CUE_SHARE)
    concepts = [*find_concepts(text)]
    if len(words) > _SHORT and (slots.known() or len(concepts) > _FEW):
        # "hi, need help with …": what the message wants is said behind it.
        concepts = [name for name in concepts if name not in _OPENINGS]
    if "review" not in concepts and _is_where_written(text, slots):
        concepts.append("review")
    for cue in _cues(slots, concepts, contacts_told(text), len(words)):
        found += [zlib.crc32(f"#{cue}".encode())] * weight
    return found


def _is_where_written(text: str, slots: Slots) -> bool:
    """Whether Google is named only as the place where somebody wrote of the shop."""
    if "google_business" in (*slots.channels, *slots.not_channels):
        return False
    return any(hit.value == "google_business" for hit in phrases("channels").find(read(text)))


def _cues(slots: Slots, concepts: Sequence[str], contacts: Sequence[str], length: int) -> list[str]:
    named = slots.known()
    cues = [f"has {name}" for name in named if name not in ("channel", "tone")]
    cues += [f"channel {name}" for name in slots.channels]
    cues += [f"not {name}" for name in slots.not_channels]
    cues += [f"about {name}" for name in concepts]
    cues += [f"gives {name}" for name in contacts]
    if len(concepts) == 1 and length <= _SHORT:
        cues.append(f"only {concepts[0]}")
    selling = bool({"discount_percent", "product", "amount_inr"} & named.keys())
    selling = selling or ("offer" in concepts and "only_wish" not in concepts)
    if slots.festival:
        cues.append("festival sale" if selling else "festival alone")
    if len(slots.festivals) > 1:
        cues.append("many festivals")
    return cues


def _is_courtesy(text: str, slots: Slots) -> bool:
    """Thanks or a greeting and nothing else."""
    concepts = find_concepts(text)
    short = len(latin_words(text)) <= _SHORT
    return short and not slots.known() and len(concepts) == 1 and concepts[0] in _COURTESIES


def _weigh_cues(
    scores: NDArray[np.float32], classes: Sequence[str], slots: Slots, concepts: Sequence[str]
) -> None:
    """Let a plainly named channel decide among the channel skills, unless the task is another."""
    likeliest = classes[int(np.argmax(scores))]
    places = {
        channel: classes.index(skill)
        for channel, skill in CHANNEL_SKILLS.items()
        if skill in classes
    }
    for channel in slots.not_channels:
        if channel in places:
            scores[places[channel]] -= np.float32(_REFUSED)
    # The words under a reel are a caption, those spoken in it a script.
    captioned = likeliest == "reel_script" and "caption" in concepts
    if slots.channel in places and (captioned or likeliest not in _ABOUT):
        # However much the rest of the message sounds like another channel's examples: she named it.
        best = max(scores[place] for place in places.values())
        scores[places[slots.channel]] = best + np.float32(_NAMED)


def _weigh_plans(
    scores: NDArray[np.float32], classes: Sequence[str], slots: Slots, text: str
) -> None:
    """Keep answers to "what shall I do" from messages that say what is to be written.

    Of two kinds of plan the festival she named decides, however both of them sound.
    """
    if set(_PLANS) <= set(classes):
        plain, festive = (classes.index(name) for name in _PLANS)
        wrong, right = (plain, festive) if slots.festival else (festive, plain)
        if scores[wrong] > scores[right]:
            scores[[wrong, right]] = scores[[right, wrong]]
        scores[wrong] -= np.float32(_REFUSED)
        if slots.festival and classes[int(np.argmax(scores))] == _GROWTH:
            # How to sell more, for a festival: that is what its campaign answers.
            scores[festive] = scores.max() + np.float32(_NAMED)
    likeliest = int(np.argmax(scores))
    name = classes[likeliest]
    if name not in (*_PLANS, _WEEK):
        return
    named, words = set(find_concepts(text)), len(latin_words(text))
    written = named & _WRITTEN or ("message" in named and words <= _SHORT_TASK)
    offered = slots.amount_inr or slots.discount_percent or slots.product
    if (name in _PLANS and written and "plan" not in named) or (
        name == _WEEK and (written or offered or "message" in named)
    ):
        scores[likeliest] -= np.float32(_COURTESY)
