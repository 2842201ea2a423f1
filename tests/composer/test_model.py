"""The composer as a chat model: bound, streamed in few chunks, free, and stopped when told."""

import asyncio
import time

import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage

from agents.providers.composer.compose import compose
from agents.providers.offline_composer import MAX_CHUNKS, OfflineComposer
from app.core.errors import OurBug
from app.core.variants import VARIANTS, Variant
from tests.composer.shops import CAPTIONS, OFFERS, composition

MESSAGES = [HumanMessage("ignored: the composition carries everything")]


@pytest.mark.parametrize("variant", VARIANTS)
async def test_it_streams_the_draft_in_few_chunks(variant: Variant) -> None:
    """The pieces add up to the whole; what goes with it comes last."""
    made = composition(CAPTIONS[0], variant)
    model = OfflineComposer().bind(composition=made)
    chunks = [chunk async for chunk in model.astream(MESSAGES)]
    whole = compose(made)
    written = [chunk for chunk in chunks if chunk.content]
    assert len(written) <= MAX_CHUNKS
    assert "".join(str(chunk.content) for chunk in chunks) == whole.text
    carried: dict[str, object] = {}
    for chunk in chunks:
        carried |= chunk.additional_kwargs
    assert carried["extras"] == whole.extras
    assert carried["sources"] == whole.sources


async def test_it_answers_whole_and_costs_nothing() -> None:
    """invoke and ainvoke give the same text and count no token."""
    made = composition(OFFERS[0], "hi")
    model = OfflineComposer().bind(composition=made)
    answer = await model.ainvoke(MESSAGES)
    assert answer.content == compose(made).text == model.invoke(MESSAGES).content
    assert answer.usage_metadata == {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
    assert "".join(str(chunk.content) for chunk in model.stream(MESSAGES)) == answer.content


async def test_it_stops_between_chunks() -> None:
    """A turn that was stopped gets no further words."""
    model = OfflineComposer().bind(composition=composition(OFFERS[0], "ta"))
    heard: list[AIMessageChunk] = []
    first = asyncio.Event()

    async def listen() -> None:
        async for chunk in model.astream(MESSAGES):
            heard.append(chunk)  # type: ignore[arg-type]
            first.set()
            await asyncio.sleep(3600)

    task = asyncio.create_task(listen())
    await first.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(heard) == 1


def test_without_a_composition_it_says_what_is_missing() -> None:
    """A caller that forgot to bind is told so."""
    with pytest.raises(OurBug, match="bind"):
        OfflineComposer().invoke(MESSAGES)


def test_a_warm_composition_takes_milliseconds() -> None:
    """At most three of processor time, on average over shops and variants."""
    made = [composition(wish, variant) for wish in OFFERS for variant in VARIANTS]
    for each in made:
        compose(each)
    before = time.process_time()
    for each in made:
        compose(each)
    assert (time.process_time() - before) / len(made) < 0.003
