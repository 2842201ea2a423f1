"""Loaded by Chainlit: answers every message with the same words, once."""

import chainlit as cl


@cl.on_message
async def echo(message: cl.Message) -> None:
    """One message in, one message out: what any Chainlit application pays at least."""
    await cl.Message(content=message.content).send()  # type: ignore[no-untyped-call]
