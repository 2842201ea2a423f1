"""Invoices and credit notes to test with, and a reader of the pictures typst makes."""

import struct
import zlib
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.billing.invoice_document import Original, Party, Sale, compose
from app.core.variants import Shell
from integrations.india.gst_service import charge
from integrations.india.place_of_supply import place_of_supply
from integrations.india.state_codes import state_named

DAY = date(2026, 11, 23)
SELLER_STATE = state_named("KA")
SELLER = Party(
    "RaptorFlow Technologies Private Limited",
    "12, MG Road, Bengaluru",
    SELLER_STATE,
    "29ABCCD1234E1Z1",
    "560001",
)
BUYERS: dict[Shell, tuple[str, str, str]] = {
    "en": ("Gupta Sweets", "LA", "RaptorFlow, Starter plan"),
    "hi": ("गुप्ता मिष्ठान्न भंडार (प्रो. श्री कृष्ण)", "UP", "RaptorFlow, स्टार्टर प्लान"),
    "ta": ("ஸ்ரீ மீனாட்சி சில்க்ஸ் & க்ஷத்ரியா ஸ்டோர்ஸ்", "TN", "RaptorFlow, ஸ்டார்ட்டர் பிளான்"),
    "te": ("శ్రీ లక్ష్మీ స్వీట్స్ అండ్ కిరాణా", "KA", "RaptorFlow, స్టార్టర్ ప్లాన్"),
}


def paper(language: Shell = "hi", name: str | None = None, **changes: Any) -> dict[str, Any]:
    """A bill of the Starter plan in that language, for a shop with a name in its script."""
    buyer_name, state, line = BUYERS[language]
    buyer_state = state_named(state)
    supply = place_of_supply(SELLER_STATE, buyer_state)
    sale = Sale(
        "RaptorFlow, Starter plan",
        line,
        "998314",
        charge(299_900, Decimal(18), supply),
        supply,
        (DAY, date(2026, 12, 22)),
    )
    credit = language == "te"
    kept: dict[str, Any] = {
        "number": "RF2627/000123",
        "day": DAY,
        "seller": SELLER,
        "buyer": Party(name or buyer_name, "14, Hazratganj", buyer_state, None, "226001"),
        "sale": sale,
        "language": language,
        "practice": language == "hi",
        "payment": {"paid_on": "2026-11-23", "mode": "UPI", "reference": "512345678901"},
        "original": Original("RF2627/000122", date(2026, 11, 1)) if credit else None,
        "reason": "Given back within 7 days" if credit else None,
    }
    return compose("credit_note" if credit else "invoice", **{**kept, **changes})


def pixels(png: bytes) -> NDArray[np.int16]:
    """Grey values of an 8-bit RGB or RGBA picture, row by row."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert depth == 8
    channels = {2: 3, 6: 4}[colour]
    data, at = b"", 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    raw = zlib.decompress(data)
    stride = width * channels
    rows = np.zeros((height, stride), dtype=np.uint8)
    above = np.zeros(stride, dtype=np.uint8)
    for y in range(height):
        start = y * (stride + 1)
        rows[y] = above = _unfiltered(
            raw[start], np.frombuffer(raw, np.uint8, stride, start + 1), above, channels
        )
    colours = rows.reshape(height, width, channels)[:, :, :3].astype(np.int16)
    return colours.mean(axis=2).astype(np.int16)


def _unfiltered(
    kind: int, line: NDArray[np.uint8], above: NDArray[np.uint8], channels: int
) -> NDArray[np.uint8]:
    """One row without its PNG filter (PNG specification, 9.2)."""
    if kind == 0:
        return line.copy()
    if kind == 2:
        return line + above
    out = np.zeros_like(line)
    for x in range(len(line)):
        left = int(out[x - channels]) if x >= channels else 0
        corner = int(above[x - channels]) if x >= channels else 0
        up = int(above[x])
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + up) // 2
        else:
            near = left + up - corner
            guess = min((abs(near - left), 0, left), (abs(near - up), 1, up),
                        (abs(near - corner), 2, corner))[2]  # fmt: skip
        out[x] = (int(line[x]) + guess) & 255
    return out
