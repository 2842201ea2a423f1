"""The Queen Router: learnt from examples, cached by their hash, sure only where it may be."""

import asyncio
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agents.queen_router import QueenRouter, Route
from agents.router_training import train
from agents.understanding.slots import read_slots
from app.core.variants import VARIANTS, Variant
from skills.registry import SkillRegistry

DAY = date(2026, 10, 14)


@dataclass
class FewSkills:
    """A source of a few skills that a test can change."""

    skills: list["FewExamples"] = field(default_factory=list)

    def all(self) -> Sequence["FewExamples"]:
        return self.skills


@dataclass
class FewExamples:
    id: str
    examples: Mapping[Variant, Sequence[str]]


def library() -> FewSkills:
    return FewSkills(
        [
            FewExamples(
                "whatsapp_broadcast",
                {"hi-Latn": ["sabko batana hai naya stock aaya", "offer ka message"]},
            ),
            FewExamples(
                "gst_quote",
                {"hi-Latn": ["gst ke saath bill banao", "quotation chahiye 18 percent gst"]},
            ),
            FewExamples("general_help", {"hi-Latn": ["namaste", "kya kya kar sakte ho"]}),
        ]
    )


def ask(router: QueenRouter, text: str, variant: Variant = "hi-Latn") -> Route:
    return router.route(text, variant=variant, slots=read_slots(text, variant, DAY))


async def test_learns_from_examples_and_carries_over_to_other_variants() -> None:
    router = QueenRouter(library())
    await router.warm()
    assert router.ready
    assert ask(router, "5000 ka bill gst jod ke").skill == "gst_quote"
    assert ask(router, "జీఎస్టీ తో బిల్లు కావాలి", "te").skill == "gst_quote"
    assert ask(router, "வணக்கம்", "ta").skill == "general_help"


async def test_confidences_are_shares_in_order() -> None:
    router = QueenRouter(library())
    await router.warm()
    route = ask(router, "naya stock aaya hai sabko bolo")
    shares = [route.confidence, *(share for _, share in route.alternatives)]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1.0, abs=0.01)


def kept(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_weights_are_kept_by_the_hash_of_the_examples(tmp_path: Path) -> None:
    skills = library()
    await QueenRouter(skills, tmp_path).warm()
    first = kept(tmp_path)
    again = QueenRouter(skills, tmp_path)
    await again.warm()
    assert kept(tmp_path) == first
    assert len(first) == 1
    skills.skills.append(
        FewExamples("review_reply", {"en": ["reply to this review", "answer a bad rating"]})
    )
    await again.warm()
    assert len(kept(tmp_path)) == 2
    assert ask(again, "rating ka jawab", "hi-Latn").skill == "review_reply"


async def test_old_weights_serve_while_new_ones_are_learnt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skills = library()
    router = QueenRouter(skills, tmp_path)
    await router.warm()
    learns, may_learn = threading.Event(), threading.Event()

    def slow(*given: Any) -> Any:
        learns.set()
        assert may_learn.wait(10)
        return train(*given)

    monkeypatch.setattr("agents.queen_router.train", slow)
    skills.skills.append(FewExamples("review_reply", {"en": ["reply to this review"]}))
    warming = asyncio.create_task(router.warm())
    await asyncio.to_thread(learns.wait, 10)
    assert ask(router, "reply to this review", "en").skill != "review_reply"
    may_learn.set()
    await warming
    assert ask(router, "reply to this review", "en").skill == "review_reply"


async def test_other_words_make_other_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is learnt follows from the lists of words as much as from the examples."""
    await QueenRouter(library(), tmp_path).warm()
    monkeypatch.setattr("agents.queen_router._word_lists", lambda: "others")
    await QueenRouter(library(), tmp_path).warm()
    assert len(kept(tmp_path)) == 2


async def test_routing_takes_two_milliseconds_at_most() -> None:
    """Of processor time: the machine may be busy with other things."""
    router = shipped()
    asked = [(text, read_slots(text, "hi-Latn", DAY)) for text in _different(300)]
    ask(router, "namaste")
    began = time.process_time()
    for text, slots in asked:
        router.route(text, variant="hi-Latn", slots=slots)
    assert (time.process_time() - began) / len(asked) <= 0.002


def _different(count: int) -> list[str]:
    return [
        f"diwali ke liye {place} message chahiye, kaju katli {place + 99} mein, kal tak hi hai"
        for place in range(count)
    ]


async def test_a_named_channel_decides_and_a_refused_one_is_out() -> None:
    skills = library()
    skills.skills.append(
        FewExamples("instagram_caption", {"en": ["caption with hashtags for my photo"]})
    )
    router = QueenRouter(skills)
    await router.warm()
    assert ask(router, "insta pe naya stock daalo").skill == "instagram_caption"
    assert ask(router, "insta mat karo, sirf whatsapp").skill == "whatsapp_broadcast"


async def test_one_skill_is_always_the_answer_and_none_is_said() -> None:
    alone = QueenRouter(FewSkills(library().skills[:1]))
    await alone.warm()
    assert ask(alone, "anything at all").skill == "whatsapp_broadcast"
    with pytest.raises(ValueError, match="no skill has examples"):
        await QueenRouter(FewSkills()).warm()


async def test_the_shipped_library_routes_what_its_examples_left_out(tmp_path: Path) -> None:
    """Every third utterance is learnt from no variant: its translations are left out as well."""
    skills = SkillRegistry.load().all()
    learnt = FewSkills([FewExamples(s.id, _some(s.examples, left_out=False)) for s in skills])
    router = QueenRouter(learnt, tmp_path)
    await router.warm()
    right = [
        ask(router, text, variant).skill == skill.id
        for skill in skills
        for variant, texts in _some(skill.examples, left_out=True).items()
        for text in texts
    ]
    assert len(right) > 100
    assert sum(right) / len(right) >= 0.85


def _some(examples: Mapping[Variant, Sequence[str]], *, left_out: bool) -> dict[Variant, list[str]]:
    return {
        variant: [text for at, text in enumerate(examples[variant]) if (at % 3 == 1) is left_out]
        for variant in VARIANTS
    }


@cache
def shipped() -> QueenRouter:
    """A router that learnt the whole library, once."""
    return QueenRouter(SkillRegistry.load())


async def test_the_story_of_the_product_is_a_whatsapp_message() -> None:
    router = shipped()
    route = ask(router, "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off")
    assert route.skill == "whatsapp_broadcast"
    assert route.confidence > 0.9
    assert ask(router, "bahut dhanyavad").skill == "general_help"


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("instagram caption for new silk sarees, friday se 500 off", "en"),
        ("insta ke liye likho naya stock aa gaya sabko batana hai", "hi-Latn"),
        ("இன்ஸ்டாகிராம்ல போட புது புடவை 500 தள்ளுபடி", "ta"),
    ],
)
async def test_a_named_channel_beats_words_that_sound_like_another(
    text: str, variant: Variant
) -> None:
    assert ask(shipped(), text, variant).skill == "instagram_caption"
