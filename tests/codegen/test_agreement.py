"""Python's models, the TypeScript guards and the JSON Schema say the same of the same JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from agents.codegen import JSON_SCHEMA, TYPESCRIPT, generate, write
from agents.wire import read_event
from skills.compiler import CompiledSkill
from skills.registry import SkillRegistry
from skills.values import read_json
from tests.codegen.node import Guards, compile_typescript, find_node
from tests.codegen.payloads import Writer, quoted
from tests.codegen.zoo import zoo
from tests.fixtures.counts import FULL

PAYLOADS = 1000 if FULL else 100
SAMPLES = Path(__file__).parents[1] / "data" / "events"
# The fields of events that hold rows of a fixed length.
WITH_ROWS = {"ReplySent": "choices", "QuestionAsked": "chips", "RouteChosen": "alternatives"}

Read = Callable[[str], object]


@dataclass
class Side:
    """One type: how Python reads it, what its guard is called, and its schema."""

    read: Read
    guard: str
    schema: Mapping[str, Any]


@dataclass
class World:
    """Everything generated, with the guards answering."""

    guards: Guards
    sides: dict[str, Side]
    definitions: Mapping[str, Any]

    def draw(self, data: st.DataObject) -> tuple[Side, str]:
        """A type and a text that nearly fits it."""
        side = self.sides[data.draw(st.sampled_from(sorted(self.sides)))]
        return side, Writer(data.draw, self.definitions).value(side.schema)

    def draw_field(self, data: st.DataObject) -> tuple[Side, str]:
        """The zoo with one field drawn, so that a wrong neighbour hides nothing."""
        side = self.sides["SampleInputs"]
        properties = side.schema["properties"]
        name = data.draw(st.sampled_from(sorted(properties)))
        value = Writer(data.draw, self.definitions).value(properties[name])
        rows = {"name": '"a"', "sure": "true", "shot": '{"text":"t"}', name: value}
        return side, f"{{{','.join(f'{quoted(key)}:{text}' for key, text in rows.items())}}}"

    def draw_row(self, data: st.DataObject) -> tuple[Side, str]:
        """A committed event with one of its fields drawn: what few types have is met here too."""
        event = data.draw(st.sampled_from(sorted(WITH_ROWS)))
        side, field = self.sides[event], WITH_ROWS[event]
        rows = {name: json.dumps(value) for name, value in sample_of(side).items()}
        drawn = Writer(data.draw, self.definitions).value(side.schema["properties"][field])
        return (
            side,
            f"{{{','.join(f'{quoted(k)}:{v}' for k, v in (rows | {field: drawn}).items())}}}",
        )


def sample_of(side: Side) -> dict[str, Any]:
    """The committed sample of an event, as it is streamed."""
    name = side.schema["properties"]["name"]["const"]
    sample = json.loads((SAMPLES / f"{name}.v1.json").read_text("utf-8"))
    ids = dict.fromkeys(("turn_id", "conversation_id"), "0193a5f0-0000-7000-8000-0000000000d1")
    return {"name": name, **ids, **sample["payload"]}


def name_of(reference: Mapping[str, str]) -> str:
    return reference["$ref"].removeprefix("#/$defs/")


def model_of(skill: CompiledSkill, side: str) -> Read:
    model = skill.inputs_model if side == "inputs" else skill.outputs_model
    return lambda text: model.model_validate(read_json(text))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    node, folder = find_node(), tmp_path_factory.mktemp("generated")
    skills = [*SkillRegistry.load().all(), zoo(tmp_path_factory.mktemp("zoo"))]
    files = generate(skills)
    write(files, folder)
    assert compile_typescript(node, folder, TYPESCRIPT) == ""
    document = json.loads(files[JSON_SCHEMA])
    definitions = document["$defs"]
    readers: dict[str, Read] = {
        name_of(reference): model_of(skill, side)
        for skill in skills
        for side, reference in document["skills"][skill.id].items()
    }
    readers |= {name_of(reference): read_event for reference in document["events"].values()}
    sides = {name: Side(read, f"is{name}", definitions[name]) for name, read in readers.items()}
    with Guards(node, folder / "out" / "raptorflow.js") as guards:
        yield World(guards, sides, definitions)


def accepts(read: Read, text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def test_they_agree_on_what_is_valid(world: World) -> None:
    seen: list[bool] = []

    @settings(max_examples=PAYLOADS, deadline=None)
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        side, text = world.draw(data)
        valid = accepts(side.read, text)
        seen.append(valid)
        assert world.guards.accept(side.guard, text) == valid

    agree()
    assert sum(seen) > len(seen) / 10, "hardly anything fits: the payloads prove little"
    assert sum(seen) < len(seen) * 9 / 10, "everything fits: the payloads prove little"


def test_they_agree_on_every_kind_of_field(world: World) -> None:
    """Also on those that no shipped skill has."""

    @settings(max_examples=PAYLOADS * 3, deadline=None)
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        side, text = world.draw_field(data)
        assert world.guards.accept(side.guard, text) == accepts(side.read, text)

    agree()


def test_what_python_takes_fits_the_schema(world: World) -> None:
    """A schema cannot say everything (a 30th of February), but it never refuses what is valid."""
    document = {"$defs": world.definitions}
    validators = {
        side.guard: jsonschema_rs.validator_for({**document, "$ref": f"#/$defs/{name}"})
        for name, side in world.sides.items()
    }

    @settings(max_examples=PAYLOADS, deadline=None)
    @given(st.data())
    def fits(data: st.DataObject) -> None:
        side, text = world.draw(data)
        if accepts(side.read, text):
            validators[side.guard].validate(read_json(text))

    fits()


FAULTS = {
    "lengths in code units": ("within(codePoints(value), limits)", "within(value.length, limits)"),
    "halves of surrogates": ("!SURROGATE_HALF.test(value)", "true"),
    "limits forgotten": ("range.max === undefined || count <= range.max", "true"),
    "patterns forgotten": ("limits.pattern.test(value)", "true"),
    "no calendar": ("(lengths[month - 1] ?? 0)", "31"),
    "unsafe whole numbers": ("Number.isSafeInteger(value)", "Number.isInteger(value)"),
    "others let in": ("Object.keys(value).every((name) => has(fields, name))", "true"),
    "missing let in": ("!field.required", "true"),
    "inherited names": (
        "const item = has(value, name) ? value[name] : undefined",
        "const item = value[name]",
    ),
    "long tuples": ("value.length === items.length", "value.length >= items.length"),
}


@pytest.mark.proof
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(world: World, tmp_path: Path, fault: str) -> None:
    """The agreement is worth something only if a wrong guard breaks it."""
    right, wrong = FAULTS[fault]
    skills = [*SkillRegistry.load().all(), zoo(tmp_path / "zoo")]
    text = generate(skills)[TYPESCRIPT]
    assert text.count(right) == 1
    (tmp_path / TYPESCRIPT).write_text(text.replace(right, wrong), encoding="utf-8")
    node = find_node()
    compile_typescript(node, tmp_path, TYPESCRIPT)
    with Guards(node, tmp_path / "out" / "raptorflow.js") as guards:
        ways = (world.draw, world.draw_field, world.draw_row)

        @settings(max_examples=8000, deadline=None, database=None, phases=[Phase.generate])
        @given(st.data())
        def compare(data: st.DataObject) -> None:
            side, text = data.draw(st.sampled_from(ways))(data)
            assert guards.accept(side.guard, text) == accepts(side.read, text)

        with pytest.raises(AssertionError):
            compare()
