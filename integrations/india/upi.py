"""UPI for a shop: the link that asks a customer to pay to her UPI id, and the QR of that link.

Link: NPCI UPI Linking Specification 1.6 (Nov 2017, the public draft; checked 23 Nov 2026):
``upi://pay`` with ``pa`` payee VPA, ``pn`` payee name, ``am`` rupees with a dot and two decimals,
``cu`` INR, ``tn`` a note. Such a link tells nobody whether it was paid.
"""

from io import BytesIO
from typing import Any, Final
from urllib.parse import quote

from app.core.money import Paise
from integrations.india.vpa import check_vpa

MOST_PAISE: Final = Paise(1_00_000_00)
"""What one payment between people may be at most (NPCI: ₹1,00,000; checked 23 Nov 2026)."""
LONGEST_NOTE: Final = 50
LONGEST_NAME: Final = 99

_QR_SCALE: Final = 8
_QR_BORDER: Final = 4


def pay_link(
    vpa: str, name: str | None = None, paise: int | None = None, note: str | None = None
) -> str:
    """``upi://pay?pa=…`` with every value percent-encoded; without ``paise`` the payer types it.

    Raises ValueError for what is no VPA, and for an amount that is not above nothing.
    """
    if not check_vpa(vpa).valid:
        msg = f"{vpa!r} is no UPI id; it looks like name@bank"
        raise ValueError(msg)
    if paise is not None and paise <= 0:
        msg = f"an amount of {paise} paise cannot be asked for"
        raise ValueError(msg)
    values = {
        "pa": vpa,
        "pn": _cut(name or "", LONGEST_NAME),
        "am": f"{paise // 100}.{paise % 100:02d}" if paise is not None else "",
        "cu": "INR",
        "tn": _cut(note or "", LONGEST_NOTE),
    }
    # The at sign may stand in a query as it is (RFC 3986), and old apps look for it.
    pairs = (f"{key}={quote(value, safe='@')}" for key, value in values.items() if value)
    return "upi://pay?" + "&".join(pairs)


def qr_png(link: str) -> bytes:
    """The link as a QR picture, about 400 pixels wide, readable from a phone's screen."""
    out = BytesIO()
    _qr(link).save(out, kind="png", scale=_QR_SCALE, border=_QR_BORDER)
    return out.getvalue()


def qr_data_uri(link: str) -> str:
    """The same picture as a ``data:`` address, about a kilobyte, for a page with no second call."""
    uri: str = _qr(link).png_data_uri(scale=_QR_SCALE, border=_QR_BORDER)
    return uri


def qr_text(link: str) -> str:
    """The QR in block characters, for a terminal."""
    rows = [list(row) for row in _qr(link).matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    # A terminal's ground is dark as a rule: what is light in the code is drawn.
    marks = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    return "\n".join(
        "".join(marks[bool(upper), bool(lower)] for upper, lower in zip(one, two, strict=True))
        for one, two in zip(rows[::2], rows[1::2], strict=True)
    )


def _qr(link: str) -> Any:
    import segno

    return segno.make_qr(link, error="m")


def _cut(text: str, longest: int) -> str:
    return " ".join(text.split())[:longest].strip()
