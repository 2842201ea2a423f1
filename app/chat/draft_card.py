"""Props of the draft card: a view of one draft's row, in the variant of the turn that wrote it.

Names of props are a contract with ``public/elements/DraftCard.jsx`` (see the README there).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from agents.economics.semantic_cache import MEMORY
from agents.events import FindingRecord, SourceRecord
from agents.products.muse.schemas import DraftView, VersionView
from app.chat.cards import VERSION, Props, label, words
from app.chat.steps import finding_text, score_label
from app.core.clock import IST
from app.core.variants import VARIANTS, Variant
from integrations.india.sms import measure
from integrations.india.upi import qr_data_uri
from integrations.languages.formats import clock_time, short_date
from integrations.languages.messages import has, text

# WhatsApp's own servers and old phones cut longer links; an Indic letter takes nine of these bytes.
WA_ME_BYTES: Final = 2_000
MANY_VERSIONS: Final = 5
REASONS: Final = ("wrongFact", "wrongTone", "shorter", "skip")
_MARKS: Final = {"ok": "✓", "fixed": "✓", "look": "!", "stop": "✕"}
_LEVELS: Final = {"ok": "ok", "fixed": "ok", "look": "warn", "stop": "bad"}


@dataclass(frozen=True, slots=True)
class CardFrame:
    """What a card needs to know beside its draft.

    ``stale``: a newer card of the same thing stands below. ``over``: why it can no longer be sent,
    as a ready sentence. ``waved``: the sentence that says by which rule of hers it was approved.
    ``shown``: the version she looks at, None for the newest. ``elsewhere``:
    her tap lost against somebody's decision.
    """

    talk: Variant
    viewer: UUID
    now: datetime
    max_chars: int | None = None
    stale: bool = False
    over: str | None = None
    waved: str | None = None
    shown: int | None = None
    elsewhere: bool = False


def draft_card(view: DraftView, frame: CardFrame) -> Props:
    """All that the card shows."""
    version = _shown(view, frame)
    state = _state(view, frame)
    channel = view.channel or "other"
    if state == "stale":
        return _stub(view, frame, channel)
    stopped = any(finding.severity == "stop" for finding in version.findings)
    buttons = _buttons(view, version, state, stopped)
    findings = [] if state == "approved" else _worth_saying(version.findings, frame.talk)
    return {
        "v": VERSION,
        "id": str(view.id),
        "state": state,
        "talk": frame.talk,
        "version": view.version,
        "versions": [each.version for each in view.versions],
        "shown": version.version,
        "channel": channel,
        "channelName": _channel_name(channel, frame.talk),
        "text": version.text,
        **_beside(version, channel, frame.talk),
        "lang": version.language,
        "langName": text(frame.talk, f"chat.language.{version.language}"),
        "langs": _languages(frame.talk),
        "chars": len(version.text),
        "maxChars": frame.max_chars,
        "score": _score(version, frame.talk),
        "findings": findings,
        "why": [row for source in version.sources if (row := _why(source, frame.talk))],
        "head": _head(view, frame, state),
        "line": _line(view, version, frame, state),
        "waUrl": wa_me_url(version.text),
        "buttons": buttons,
        "reasons": list(REASONS) if "reject" in buttons["row"] else [],
        "t": _words(frame.talk, buttons, pays="upi_link" in version.extras) | _afresh(view, frame),
    }


def _afresh(view: DraftView, frame: CardFrame) -> Props:
    """A draft from memory offers to be written afresh, rather than another of its kind."""
    return {"another": label("afresh", frame.talk)} if view.latest.provider == MEMORY else {}


def _beside(version: VersionView, channel: str, talk: Variant) -> Props:
    """What stands beside the text: a mail's subject, a button, SMS parts, a link and QR to pay."""
    beside = {name: version.extras.get(name) for name in ("subject", "preview")}
    if channel == "sms":
        size = measure(version.text)
        parts = text(talk, "chat.card.segments", count=size.parts, left=size.left)
        beside |= {"segments": parts}
    if link := version.extras.get("upi_link"):
        beside |= {"pay": {"link": link, "qr": qr_data_uri(link)}}
    name = f"chat.button.{version.extras.get('button')}"
    if channel == "google_business" and has(name, talk):
        beside |= {"segments": text(talk, "chat.card.button", name=text(talk, name))}
    return beside


def _stub(view: DraftView, frame: CardFrame, channel: str) -> Props:
    """The one line that is left of a card when a newer one took its place."""
    return {
        "v": VERSION,
        "id": str(view.id),
        "state": "stale",
        "talk": frame.talk,
        "version": view.version,
        "versions": [view.version],
        "shown": view.version,
        "channel": channel,
        "channelName": _channel_name(channel, frame.talk),
        "lang": view.language,
        "head": text(frame.talk, "chat.card.stale"),
        "buttons": {"filled": None, "pair": [], "row": []},
        "t": words(frame.talk, []),
    }


def wa_me_url(message: str) -> str | None:
    """The link that opens WhatsApp with the text; None when it would be too long to survive."""
    encoded = quote(message, safe="")
    return f"https://wa.me/?text={encoded}" if len(encoded) <= WA_ME_BYTES else None


def _shown(view: DraftView, frame: CardFrame) -> VersionView:
    if frame.shown is not None:
        return view.at(frame.shown)
    if view.status in ("approved", "rejected") and view.decided_version is not None:
        return view.at(view.decided_version)
    return view.latest


def _state(view: DraftView, frame: CardFrame) -> str:
    if frame.elsewhere and view.status in ("approved", "rejected"):
        return "elsewhere"
    if view.status != "pending":
        return "stale" if frame.stale and view.status == "shown" else view.status
    if frame.stale:
        return "stale"
    return "expired" if frame.over else "pending"


def _buttons(view: DraftView, version: VersionView, state: str, stopped: bool) -> dict[str, Any]:
    """Filled, outlined pair, text row. What cannot work now is absent."""
    row = ["why"] if version.sources else []
    # A bubble of another channel does not open WhatsApp; its text is copied to where it belongs.
    send = "whatsapp" if view.channel in ("whatsapp", "reply", None) else "copy"
    if state in ("approved", "elsewhere") and view.status == "approved":
        pair = ["copy"] if send == "whatsapp" else ["whatsapp"]
        return {"filled": send, "pair": pair, "row": [*row, "undo"]}
    if state in ("rejected", "elsewhere"):
        return {"filled": None, "pair": [], "row": ["undo"]}
    if version.version != view.version:
        return {"filled": "useThis", "pair": [], "row": row}
    if state == "shown":
        pair = ["another"] if send == "copy" else ["copy", "another"]
        return {"filled": send, "pair": pair, "row": row}
    if state == "expired":
        return {"filled": "another", "pair": ["edit"], "row": ["reject", *row]}
    change = "shorter" if len(view.versions) >= MANY_VERSIONS else "another"
    if stopped:
        return {"filled": "edit", "pair": [change], "row": ["reject", *row]}
    return {"filled": "approve", "pair": ["edit", change], "row": ["reject", *row]}


def _words(talk: Variant, buttons: dict[str, Any], *, pays: bool = False) -> dict[str, str]:
    named = [buttons["filled"], *buttons["pair"], *buttons["row"]]
    keys = {key for key in named if key} | {"copy", "whatsapp"}
    sentences = ["copied", "older", "newer", "language", "checks"]
    if pays:
        keys |= {"saveQr", "copyLink"}
        sentences += ["qr", "payLine"]
    if "edit" in keys:
        keys |= {"save", "cancel", "useThis"}
    if "reject" in keys:
        keys |= set(REASONS)
        sentences += ["note", "notApproved"]
    return words(talk, sorted(keys), *sentences)


def _score(version: VersionView, talk: Variant) -> Props | None:
    if not version.findings:
        return None
    worst = {finding.severity for finding in version.findings}
    level = "bad" if "stop" in worst else "warn" if "look" in worst else "ok"
    checks = [
        {"mark": _MARKS[finding.severity], "text": said}
        for finding in version.findings
        if (said := finding_text(finding, talk))
    ]
    return {"label": score_label(version.findings, talk), "level": level, "checks": checks}


def _worth_saying(findings: list[FindingRecord], talk: Variant) -> list[Props]:
    """At most two: what stops first, then what to look at, then what was mended."""
    rank = {"stop": 0, "look": 1, "fixed": 2}
    said = sorted((f for f in findings if f.severity in rank), key=lambda f: rank[f.severity])
    rows = [
        {"mark": _MARKS[f.severity], "level": _LEVELS[f.severity], "text": finding_text(f, talk)}
        for f in said
    ]
    return [row for row in rows if row["text"]][:2]


def _why(source: SourceRecord, talk: Variant) -> Props | None:
    if source.kind == "rule":
        said = text(talk, "chat.why.rule", rule=source.said or "")
    elif source.kind == "said" and source.at:
        said = text(talk, "chat.why.said", time=clock_time(source.at, talk))
    elif source.kind == "fact" and source.at:
        said = text(talk, "chat.why.fact", date=short_date(source.at.astimezone(IST).date(), talk))
    elif source.kind in ("said", "fact"):
        said = text(talk, "chat.why.told")
    else:
        said = text(talk, f"chat.why.{source.kind}")
    return {"phrase": source.phrase, "text": said}


def _head(view: DraftView, frame: CardFrame, state: str) -> str:
    if state == "expired":
        return frame.over or ""
    if view.decided_at is None or view.status not in ("approved", "rejected"):
        return ""
    time = decided_when(view.decided_at, frame)
    if state == "elsewhere":
        hers = view.decided_by == frame.viewer or not view.decided_by_name
        key = f"chat.card.{view.status}By{'You' if hers else ''}"
        return text(frame.talk, key, name=view.decided_by_name or "", time=time)
    if view.decided_by is None and frame.waved:
        return frame.waved
    return text(frame.talk, f"chat.card.{view.status}", time=time)


def decided_when(at: datetime, frame: CardFrame) -> str:
    """The hour when it was today, else the day: IST."""
    day: date = at.astimezone(IST).date()
    if day == frame.now.astimezone(IST).date():
        return clock_time(at, frame.talk)
    return short_date(day, frame.talk)


def _line(view: DraftView, version: VersionView, frame: CardFrame, state: str) -> str:
    if view.status == "approved":
        return text(frame.talk, "chat.card.youSend")
    if state == "pending" and view.channel == "sms":
        return text(frame.talk, "chat.card.dlt")
    many = len(view.versions) >= MANY_VERSIONS and version.version == view.version
    return text(frame.talk, "chat.card.tellWhat") if many and state == "pending" else ""


def _channel_name(channel: str, talk: Variant) -> str:
    key = f"chat.channel.{channel}"
    return text(talk, key if has(key, talk) else "chat.channel.other")


def _languages(talk: Variant) -> list[list[str]]:
    return [[variant, text(talk, f"chat.language.{variant}")] for variant in VARIANTS]
