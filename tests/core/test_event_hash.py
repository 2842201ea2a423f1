"""The chain's arithmetic: any change to what was recorded shows."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError, OurBug
from app.core.event_hash import GENESIS, canonical, digest_of, hash_of
from app.core.event_verify import ChainCheck

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
PAYLOADS = st.dictionaries(TEXT, JSON, max_size=5)

HEADER: dict[str, Any] = {
    "previous_hash": GENESIS,
    "stream_id": UUID(int=1),
    "stream_kind": "turn",
    "version": 1,
    "tenant_id": UUID(int=2),
    "turn_id": UUID(int=1),
    "conversation_id": UUID(int=3),
    "name": "message.received",
    "schema": 1,
    "recorded_at": datetime(2026, 10, 26, 5, tzinfo=UTC),
    "digest": digest_of(b"salt", b"{}"),
}
OTHER: dict[str, Any] = {
    "previous_hash": bytes(31) + b"\1",
    "stream_id": UUID(int=9),
    "stream_kind": "draft",
    "version": 2,
    "tenant_id": UUID(int=9),
    "turn_id": None,
    "conversation_id": None,
    "name": "message.understood",
    "schema": 2,
    "recorded_at": HEADER["recorded_at"] + timedelta(microseconds=1),
    "digest": digest_of(b"salt", b"[]"),
}


@given(PAYLOADS)
def test_the_spelling_does_not_depend_on_order_or_reading_back(payload: dict[str, Any]) -> None:
    spelled = canonical(payload)
    assert canonical(dict(reversed(payload.items()))) == spelled
    assert canonical(orjson.loads(spelled)) == spelled


def test_whole_numbers_have_one_spelling() -> None:
    assert canonical({"a": 1.0, "b": [1e2], "c": (3,)}) == canonical({"a": 1, "b": [100], "c": [3]})
    assert canonical({"a": 0.5}) != canonical({"a": 0})


@pytest.mark.parametrize("value", [-(2.0**63), -(2.0**63) * 1.5, 2.0**64, 2.0**64 - 2.0**12, 1e300])
def test_huge_numbers_keep_their_spelling(value: float) -> None:
    spelled = canonical({"value": value})
    digits = f'{{"value":{int(value)}}}'.encode()  # as jsonb gives them back
    assert canonical(orjson.loads(digits)) == spelled


def test_ids_and_times_are_spelled_as_text() -> None:
    at = HEADER["recorded_at"]
    assert orjson.loads(canonical({"id": UUID(int=7), "at": at})) == {
        "id": "00000000-0000-0000-0000-000000000007",
        "at": "2026-10-26T05:00:00+00:00",
    }


@pytest.mark.parametrize("text", ["a\0b", "\0", "half \ud83d pair"])
def test_text_that_postgres_cannot_hold_is_the_callers_to_mend(text: str) -> None:
    for payload in ({"text": text}, {"deep": [{"text": text}]}):
        with pytest.raises(InputError) as refused:
            canonical(payload)
        assert refused.value.code == "text_unreadable"


def test_an_escaped_backslash_is_no_nul() -> None:
    assert orjson.loads(canonical({"text": "\\u0000"})) == {"text": "\\u0000"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1: "a"}])
def test_what_is_no_json_is_our_bug(value: object) -> None:
    with pytest.raises(OurBug):
        canonical({"value": value})


@pytest.mark.parametrize("part", sorted(HEADER))
def test_every_part_of_the_header_is_covered(part: str) -> None:
    assert hash_of(**{**HEADER, part: OTHER[part]}) != hash_of(**HEADER)


def test_parts_cannot_slide_into_one_another() -> None:
    one = hash_of(**{**HEADER, "stream_kind": "turna", "name": "b"})
    other = hash_of(**{**HEADER, "stream_kind": "turn", "name": "ab"})
    assert one != other


def chain(payloads: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of one stream with these payloads."""
    rows: list[dict[str, Any]] = []
    previous = GENESIS
    for version, payload in enumerate(payloads, start=1):
        salt = bytes([version]) * 16
        header = {
            **HEADER,
            "previous_hash": previous,
            "version": version,
            "digest": digest_of(salt, canonical(payload)),
        }
        previous = hash_of(**header)
        rows.append({**header, "payload": payload, "salt": salt, "hash": previous})
    return rows


def check(rows: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """The breaks that are found in rows of one stream."""
    walk = ChainCheck()
    for row in rows:
        walk.take(row)
    return [(found.version, found.reason) for found in walk.finish([]).breaks]


@given(st.lists(PAYLOADS, min_size=1, max_size=5))
def test_an_untouched_chain_verifies(payloads: list[dict[str, Any]]) -> None:
    assert check(chain(payloads)) == []


@given(st.lists(PAYLOADS, min_size=1, max_size=5), st.data())
def test_any_tampering_is_found_where_it_was_done(
    payloads: list[dict[str, Any]], data: st.DataObject
) -> None:
    rows = chain(payloads)
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(["payload", "salt", "hash", *sorted(HEADER)]))
    replacements = {**OTHER, "payload": {"tampered": True}, "salt": b"x" * 16, "hash": b"h" * 32}
    if column == "version":
        rows[at]["version"] += 100
    elif column == "stream_id":
        rows[at]["stream_id"] = UUID(int=at + 1000)
    else:
        rows[at][column] = replacements[column]
    breaks = check(rows)
    assert breaks
    assert min(version for version, _ in breaks) <= rows[at]["version"]


@given(st.lists(PAYLOADS, min_size=2, max_size=5), st.data())
def test_a_missing_or_repeated_event_is_found(
    payloads: list[dict[str, Any]], data: st.DataObject
) -> None:
    rows = chain(payloads)
    at = data.draw(st.integers(0, len(rows) - 2))
    assert check(rows[:at] + rows[at + 1 :])[0][1] == "version_missing"
    assert check([*rows[: at + 1], rows[at], *rows[at + 1 :]])[0][1] == "version_missing"


def test_a_cut_off_end_is_known_from_the_row() -> None:
    rows = chain([{}, {}, {}])
    walk = ChainCheck()
    for row in rows[:2]:
        walk.take(row)
    found = walk.finish([(HEADER["stream_id"], 3)])
    assert [(b.version, b.reason) for b in found.breaks] == [(3, "end_missing")]


def test_an_erased_event_verifies_and_a_half_erased_one_does_not() -> None:
    rows = chain([{"phone": "+919800000000"}, {}])
    rows[0] |= {"payload": None, "salt": None}
    assert check(rows) == []
    rows = chain([{"phone": "+919800000000"}, {}])
    rows[0] |= {"payload": None}
    assert check(rows) == [(1, "half_erased")]
