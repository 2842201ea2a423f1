"""What the tests of the chat say again and again, and how a page is told in short."""

from tests.chat.wire import Wire

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"


async def drafted(page: Wire) -> dict[str, object]:
    """From an empty page to a draft card: the request and two answers."""
    await page.say(ASK)
    await page.say("Gupta Sweets")
    await page.say("98390 12345")
    return page.cards("DraftCard")[-1]


def outline(page: Wire) -> list[str]:
    """What stands on the page, top down, in a word each."""
    named = {card["forId"]: card["name"] for card in page.front.elements.values()}
    return [
        named.get(m["id"], {"user_message": "her", "run": "step"}.get(m["type"], "line"))
        for m in page.front.messages
    ]
