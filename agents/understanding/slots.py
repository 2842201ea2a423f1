"""What was said: the slots of a request, read from any of the seven variants without a model."""

import re
from datetime import date
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.core.variants import Variant

Channel = Literal[
    "whatsapp", "instagram", "facebook", "google_business", "sms", "email", "poster", "ad"
]
Tone = Literal["friendly", "formal", "funny", "urgent", "devotional"]


class Slots(BaseModel):
    """The slots of one message. Everything is optional; what was not said is None.

    ``heard`` keeps, for each slot that was filled, the exact words of the message it came from.
    ``channels`` are all channels asked for, in the order said (``channel`` is the first);
    ``not_channels`` are those she ruled out.
    """

    model_config = ConfigDict(frozen=True)

    channel: Channel | None = None
    target_language: Variant | None = None
    festival: str | None = None
    discount_percent: float | None = None
    amount_inr: float | None = None
    gst_rate: float | None = None
    product: str | None = None
    duration_days: int | None = None
    customer_name: str | None = None
    tone: Tone | None = None
    date: str | None = Field(default=None, description="YYYY-MM-DD, the last day of an offer")
    channels: tuple[Channel, ...] = ()
    not_channels: tuple[Channel, ...] = ()
    heard: dict[str, str] = {}

    def known(self) -> dict[str, Any]:
        """The filled slots of the golden format, numbers as int where they are whole."""
        found = self.model_dump(exclude_none=True, exclude={"heard", "channels", "not_channels"})
        return {
            name: int(value) if isinstance(value, float) and value.is_integer() else value
            for name, value in found.items()
        }


_FESTIVALS: Final = {
    "diwali": "diwali|deepavali|dipawali|दिवाली|दीपावली|தீபாவளி|దీపావళి",
    "holi": "holi|होली|ஹோலி|హోలీ",
    "pongal": "pongal|पोंगल|பொங்கல்|పొంగల్",
    "ugadi": "ugadi|उगादी|உகாதி|ఉగాది",
}
_CHANNELS: Final[dict[Channel, str]] = {
    "whatsapp": "whats ?app|watsapp|व्हाट्सएप|व्हाट्सऐप|வாட்ஸ்அப்|వాట్సాప్",
    "instagram": "insta(gram)?|इंस्टाग्राम|इंस्टा|இன்ஸ்டாகிராம்|ఇన్‌స్టాగ్రామ్",
}


def read_slots(text: str, variant: Variant | None, today: date) -> Slots:
    """Read every slot of ``text``; ``today`` (IST) anchors relative dates."""
    del variant, today
    found: dict[str, Any] = {}
    for festival, words in _FESTIVALS.items():
        if re.search(words, text, re.IGNORECASE):
            found["festival"] = festival
            break
    for channel, words in _CHANNELS.items():
        if re.search(words, text, re.IGNORECASE):
            found["channel"] = channel
            found["channels"] = (channel,)
            break
    if percent := re.search(r"(\d+(?:\.\d+)?)\s*%", text):
        found["discount_percent"] = float(percent[1])
    if product := re.search(r"([A-Za-z ]+?) (?:pe|par) \d+\s*%", text):
        found["product"] = product[1].strip()
    return Slots(**found)
