"""The generated files: up to date, strict, and tight enough to be of use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from agents.codegen import JSON_SCHEMA, TYPESCRIPT, generate, stale, write
from agents.wire import read_event, to_wire
from app.core.errors import OurBug
from app.core.event_names import MONEY, EventName
from skills.codegen.definitions import Definitions
from skills.codegen.typescript import declare
from skills.registry import SkillRegistry
from tests.agents.test_events import sample
from tests.codegen.node import ROOT, compile_typescript, find_node

USE = """
import { eventGuards, isRaptorEvent, skillGuards } from "./raptorflow.js";
import type { GstQuoteInputs, RaptorEvent, SkillId, SkillTypes } from "./raptorflow.js";

export const quote: GstQuoteInputs = { amount_inr: 1180, gst_rate: 18, inclusive: null };
// @ts-expect-error an amount is a number
export const words: GstQuoteInputs = { amount_inr: "1180", gst_rate: 18 };
// @ts-expect-error the rate is needed
export const bare: GstQuoteInputs = { amount_inr: 1180 };
// @ts-expect-error no such field
export const more: GstQuoteInputs = { amount_inr: 1180, gst_rate: 18, colour: "red" };
// @ts-expect-error no such skill
export const nobody: SkillId = "palm_reading";

export function told(event: RaptorEvent): string {
  switch (event.name) {
    case "draft.written":
      return event.text;
    case "turn.failed":
      return event.code;
    default:
      // @ts-expect-error not every event has a text
      return event.text;
  }
}

export function read(value: unknown): number | string {
  if (skillGuards.gst_quote.inputs(value)) return value.amount_inr;
  if (eventGuards["draft.written"](value)) return value.text;
  return isRaptorEvent(value) ? value.turn_id : 0;
}

export type Caption = SkillTypes["instagram_caption"]["outputs"];
export const caption: Caption = { text: "नई साड़ियाँ", hashtags: ["#saree"] };
"""


def test_the_committed_files_are_those_of_today() -> None:
    files = generate(SkillRegistry.load().all())
    mend = "run `raptorflow skills types` (or `make format`) and commit `generated`"
    assert stale(files, ROOT / "generated") == [], mend


def test_generating_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    files = generate(SkillRegistry.load().all())
    assert write(files, tmp_path / "new") == [TYPESCRIPT, JSON_SCHEMA]
    assert write(files, tmp_path / "new") == []
    (tmp_path / "new" / JSON_SCHEMA).unlink()
    assert stale(files, tmp_path / "new") == [JSON_SCHEMA]


def test_the_types_are_strict_and_tight(tmp_path: Path) -> None:
    files = generate(SkillRegistry.load().all())
    write(files, tmp_path)
    (tmp_path / "use.ts").write_text(USE, encoding="utf-8")
    assert compile_typescript(find_node(), tmp_path, TYPESCRIPT, "use.ts") == ""


def test_the_lock_of_npm_names_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)


@pytest.mark.parametrize("name", sorted(set(EventName) - MONEY))
def test_an_event_goes_out_and_comes_back(name: EventName) -> None:
    """What the API streams is what the generated types say."""
    from agents.events import EVENT_TYPES

    event = sample(EVENT_TYPES[name])
    line = to_wire(event)
    assert read_event(json.dumps(line)) == event
    document = json.loads(generate(())[JSON_SCHEMA])
    schema = {"$defs": document["$defs"], **document["events"][name.value]}
    jsonschema_rs.validator_for(schema).validate(line)


@pytest.mark.parametrize(
    "text",
    ["[]", "null", "{}", '{"name": 1}', '{"name": "turn.lost"}', '{"name": "turn.failed"}', "{"],
)
def test_what_is_no_event_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_event(text)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "email"},
        {"type": "integer", "multipleOf": 5},
        {"type": "object", "properties": {}, "additionalProperties": True},
        {"type": "array", "prefixItems": [{}, {}], "minItems": 1, "maxItems": 2},
        {"type": "tuple"},
        {"not": {}},
    ],
    ids=str,
)
def test_a_rule_it_does_not_know_stops_the_generation(schema: dict[str, Any]) -> None:
    with pytest.raises(OurBug):
        declare("Odd", schema, {})


def test_names_that_meet_are_told_apart() -> None:
    definitions = Definitions()
    one = {"type": "object", "properties": {"a": {}}, "additionalProperties": False}
    two = {"type": "object", "properties": {"b": {}}, "additionalProperties": False}
    assert [definitions.add(name, one) for name in ("x_1", "x1")] == ["X1", "X1"]
    assert definitions.add("x_1", two) == "X12"
    nested = {"properties": {"c": {"$ref": "#/$defs/x1"}}, "$defs": {"x1": two}}
    outer = {"type": "object", "additionalProperties": False, **nested}
    assert definitions.add("outer", outer) == "Outer"
    assert "c?: X12;" in definitions.typescript()


def test_what_holds_itself_is_refused() -> None:
    endless = {"properties": {"again": {"$ref": "#/$defs/node"}}, "type": "object"}
    with pytest.raises(OurBug, match="holds itself"):
        Definitions().add("tree", {**endless, "$defs": {"node": endless}})
