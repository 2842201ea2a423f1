"""Callbacks: every documented shape is read, both proofs hold, and the simulator sends the same."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import FrozenClock
from integrations.payments.phonepe_gateway import MandateTerms
from integrations.payments.phonepe_verification import (
    KEY_ID_HEADER,
    SIGNATURE_HEADER,
    CallbackSecrets,
    basic_header,
    signature,
    verify,
)
from integrations.payments.schemas import read_callback
from tests.payments.world import BACK, SECRETS, World

FOLDER = Path(__file__).parents[1] / "data" / "phonepe" / "callbacks"
DOCUMENTED = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))
}
BOTH = CallbackSecrets("raptorflow", "Callback123", "key-1", "hmac-secret")
BODY = b'{"event": "checkout.order.completed", "payload": {}}'


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_documented_callback_is_read(name: str) -> None:
    case = DOCUMENTED[name]
    read = read_callback(json.dumps(case["body"]).encode())
    said = {"event": read.event, "kind": read.kind, "merchant_id": read.merchant_id,
            "state": read.state}  # fmt: skip
    assert said == case["expected"]
    assert "su****@ybl" not in json.dumps(read.facts)


def test_every_documented_event_has_a_file() -> None:
    assert len(DOCUMENTED) == 23


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b'"x"', b"{", b"\xff\xfe", b"null"])
def test_what_is_no_callback_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="callback"):
        read_callback(body)


@given(
    st.dictionaries(
        st.text(max_size=20),
        st.none()
        | st.booleans()
        | st.integers()
        | st.text()
        | st.lists(st.integers())
        | st.dictionaries(st.text(), st.text()),
    )
)
def test_odd_payloads_are_read_without_harm(payload: dict[str, Any]) -> None:
    read = read_callback(
        json.dumps({"event": "checkout.order.completed", "payload": payload}).encode()
    )
    assert read.kind in ("order", "refund", "mandate", "unknown")


def hmac_headers(body: bytes, secrets: CallbackSecrets = BOTH) -> dict[str, str]:
    """As the vendor signs."""
    assert secrets.key_id
    assert secrets.hmac_secret
    return {KEY_ID_HEADER: secrets.key_id, SIGNATURE_HEADER: signature(body, secrets.hmac_secret)}


def test_a_known_hash() -> None:
    """From `printf raptorflow:Callback123 | sha256sum`."""
    known = "01ff2b8b3065e67b57dff0696882438e2acebbfd506b1fd9bf52d06aaa62ae75"
    assert basic_header("raptorflow", "Callback123") == known


@pytest.mark.parametrize("prefix", ["", "SHA256 ", "sha256 "])
def test_the_constant_header_proves(prefix: str) -> None:
    given_ = {"authorization": prefix + basic_header("raptorflow", "Callback123")}
    assert verify(given_, BODY, SECRETS) == "basic"
    assert verify(given_, BODY, CallbackSecrets()) is None


@pytest.mark.parametrize(
    "header",
    ["", "SHA256", "Basic cmFwdG9yZmxvdzpDYWxsYmFjazEyMw==", "0" * 64, "é" * 64,
     basic_header("raptorflow", "Callback123").upper(), basic_header("raptorflow", "other")],
)  # fmt: skip
def test_another_header_does_not(header: str) -> None:
    assert verify({"authorization": header}, BODY, SECRETS) is None


def test_the_signature_binds_the_body() -> None:
    assert verify(hmac_headers(BODY), BODY, BOTH) == "hmac"
    assert verify(hmac_headers(BODY), BODY + b" ", BOTH) is None
    assert verify({**hmac_headers(BODY), KEY_ID_HEADER: "key-2"}, BODY, BOTH) is None
    assert verify({SIGNATURE_HEADER: hmac_headers(BODY)[SIGNATURE_HEADER]}, BODY, BOTH) is None


def test_a_wrong_signature_does_not_fall_back() -> None:
    basic = {"authorization": basic_header("raptorflow", "Callback123")}
    assert verify(basic, BODY, BOTH) == "basic"
    assert verify({**hmac_headers(b"other"), **basic}, BODY, BOTH) is None


def shape(value: Any) -> Any:
    """Names and kinds of values, lists by their first item."""
    if isinstance(value, Mapping):
        return {name: shape(inner) for name, inner in value.items()}
    return type(value).__name__


def assert_documented(body: bytes) -> str:
    """The simulator's callback says nothing the document does not, with the same kinds."""
    sent = json.loads(body)
    event = sent["event"]
    document = DOCUMENTED[event]["body"]
    assert set(sent) == set(document)
    for name, value in sent["payload"].items():
        assert name in document["payload"], (event, name)
        if not isinstance(value, dict | list):
            assert shape(value) == shape(document["payload"][name]), (event, name)
    return str(event)


async def test_the_simulator_sends_what_is_documented(world: World, clock: FrozenClock) -> None:
    """A whole life: paid, refunded, failed; mandate, notified, debited, paused, revoked."""
    gateway, simulator = world.gateway, world.simulator
    terms = MandateTerms("RFM-1", 400_000, "MONTHLY", clock.now() + timedelta(days=3650))
    opened = await gateway.pay("RF-1", 353882, BACK, expire_after_seconds=600, terms=terms)
    await world.press(opened.page_url, "success")
    await gateway.refund("RFR-1", "RF-1", 1000)
    opened = await gateway.pay("RF-2", 100, BACK, expire_after_seconds=600)
    await world.press(opened.page_url, "failure")
    await gateway.notify("RF-3", "RFM-1", 353882)
    clock.advance(timedelta(seconds=6))
    await world.callbacks()
    clock.advance(timedelta(hours=30))
    await world.callbacks()
    for act in ("pause", "unpause", "revoke"):
        assert simulator.book.customer(simulator.book.mandates["RFM-1"], act)
    sent = [assert_documented(delivery.body) for delivery in await world.callbacks()]
    assert sent == [
        "checkout.order.completed", "pg.refund.accepted", "pg.refund.completed",
        "checkout.order.failed", "subscription.notification.completed",
        "subscription.redemption.transaction.completed", "subscription.redemption.order.completed",
        "subscription.paused", "subscription.unpaused", "subscription.revoked",
    ]  # fmt: skip
    for delivery in world.sent:
        assert verify(delivery.headers, delivery.body, SECRETS) == "basic"


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("lost", 0), ("doubled", 2), ("reordered", 2), ("late", 0), ("normal", 1)],
)
async def test_callbacks_go_astray_on_command(world: World, mode: str, expected: int) -> None:
    await world.control(callbacks=mode)
    for order in ("RF-1", "RF-2")[: 2 if mode == "reordered" else 1]:
        opened = await world.gateway.pay(order, 100, BACK, expire_after_seconds=600)
        await world.press(opened.page_url, "success")
    sent = await world.callbacks()
    assert len(sent) == expected
    if mode == "reordered":
        assert [json.loads(d.body)["payload"]["merchantOrderId"] for d in sent] == ["RF-2", "RF-1"]
    await world.control(advance_seconds=91)
    assert len(await world.callbacks()) == (1 if mode == "late" else expected)
