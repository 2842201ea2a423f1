"""A review that she tells in her own words, and what she says while one is asked for."""

import pytest

from agents import events as ev
from agents.providers.composer.review import told_review
from tests.acceptance.talk import Talk

TOLD = (
    "गूगल पर किसी ने एक तारा दिया, लिखा मिठाई बासी थी, जवाब लिखो",
    "google la oruthar 2 star pottu saapadu sari illa nu sollirukaar, badhil venum",
    "someone gave 1 star and wrote staff is rude, answer it",
)
SPOKEN_OF = (
    "reply to a bad review",
    "kharab review aaya hai uska jawab",
    "ரிவ்யூக்கு பதில் எழுதுங்க",
    "రివ్యూకి జవాబు రాయండి",
    "got 5 star review, write a reply",
)


@pytest.mark.parametrize("said", TOLD)
async def test_a_review_told_in_passing_is_not_asked_for(known: Talk, said: str) -> None:
    heard = await known.say(said)
    assert heard.all(ev.QuestionAsked) == []
    assert heard.draft.skill == "review_reply"
    assert told_review(said) == said


@pytest.mark.parametrize("said", SPOKEN_OF)
def test_what_only_speaks_of_one_tells_none(said: str) -> None:
    assert told_review(said) is None


async def test_one_that_is_only_spoken_of_is_asked_for(known: Talk) -> None:
    heard = await known.say("kisi ne google par kharab review diya, jawab likho")
    assert heard.last(ev.QuestionAsked).field == "review_text"


async def test_another_wish_is_no_review(known: Talk) -> None:
    asked = await known.say("review ka jawab do")
    assert asked.last(ev.QuestionAsked).field == "review_text"
    heard = await known.say("insta aur poster dono banao, gulab jamun 400 rs kilo")
    assert {draft.channel for draft in await known.drafts()} == {"instagram", "poster"}
    assert heard.last(ev.PlanMade)


async def test_a_review_may_speak_of_a_poster(known: Talk) -> None:
    await known.say("review ka jawab do")
    heard = await known.say("food was cold and staff is rude, saw the poster outside")
    assert heard.draft.skill == "review_reply"
