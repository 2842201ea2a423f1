"""The names that phrases and plans may lean on; the composer must be able to supply each."""

from typing import Final

SLOTS: Final = frozenset(
    {
        "abilities",
        "address",
        "amount",
        "back",
        "business",
        "cgst",
        "city",
        "closed",
        "customer",
        "cut",
        "cut_said",
        "date",
        "days",
        "details",
        "days_said",
        "festival",
        "festival_date",
        "greeting",
        "half_rate",
        "hours",
        "hours_short",
        "igst",
        "opens_day",
        "opens_place",
        "outlet",
        "phone",
        "place",
        "price",
        "price_said",
        "product",
        "products",
        "rate",
        "sgst",
        "shut_at",
        "shut_day",
        "shut_hours",
        "shut_span",
        "spend",
        "spend_said",
        "starts",
        "taxable",
        "till",
        "total",
        "total_said",
        "usp",
        "vpa",
        "weekly",
    }
)
"""Facts that can be written into a sentence, each already in the draft's script."""

FLAGS: Final = frozenset(
    {
        # what kind of business it is; exactly one of shop and service holds
        "beauty",
        "fit",
        "food",
        "learn",
        "medical",
        "mobile",
        "service",
        "shop",
        "sweet",
        "wear",
        # it is open on all seven days
        "daily",
        # she has a page of her own
        "website",
        # how a price is said, and how the whole text speaks
        "per_unit",
        "spoken",
        "written",
        # how the festival is kept, and whether its day is near
        "devotional",
        "joyful",
        "occasion",
        "patriotic",
        "solemn",
        "soon",
        # what the owner said is going on
        "admission",
        "bogo",
        "booking",
        "delivery",
        "last_day",
        "new_stock",
        # a notice: shut on some days, or a new shop or branch
        "notice",
        "opened",
        "opens",
        "shut",
        "shut_today",
        # what a review says
        "complaint",
        "dirty",
        "costly",
        "late",
        "likes_clean",
        "likes_price",
        "likes_quality",
        "likes_speed",
        "likes_staff",
        "poor",
        "praise",
        "rude",
        # what a customer asks
        "asks",
        "asks_delivery",
        "asks_offer",
        "asks_open",
        "asks_order",
        "asks_place",
        "asks_price",
        "asks_stock",
        "asks_when",
        # how a price is taxed
        "inclusive",
        "nil",
        "interstate",
        # what is said to us
        "asks_ability",
        "pasted",
        "greets",
        "thanks",
    }
)
"""Facts that only decide which sentence fits."""

FORMS: Final = frozenset({"oblique", "dative", "compound"})
"""Grammatical forms a slot can take, where its language has them."""
