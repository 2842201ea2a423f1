"""The gate is alive: what breaks the product turns a set red."""

import pytest

from agents.evaluation.dataset import Dataset, load_dataset
from agents.evaluation.faults import faults
from agents.evaluation.mutation import LEAST_NOTICED, Planted, mutate, share_noticed, together
from agents.evaluation.planting import Fault, in_place_of
from agents.evaluation.runner import NEEDS_TURNS, evaluate
from tests.evaluation.test_shipped_sets import FILES
from tests.evaluation.tools import dataset, tools
from tests.fixtures.counts import FULL

SAMPLE = 7
"""Every so many faults are planted in a sampled run; each kind has some among them."""


def shipped() -> list[Dataset]:
    sets = [load_dataset(path) for path in FILES]
    return [each for each in sets if each.kind not in NEEDS_TURNS]


async def test_planted_faults_turn_the_gate_red() -> None:
    found = faults(tools())
    results = await mutate(shipped(), tools(), found if FULL else found[::SAMPLE])
    unnoticed = [result.fault for result in results if result.noticed_by is None]
    assert len(results) >= (100 if FULL else 10)
    assert share_noticed(results) >= LEAST_NOTICED, unnoticed


def test_every_kind_of_break_is_among_the_faults() -> None:
    planted = faults(tools())
    names = [fault.name for fault in planted]
    assert len(names) == len(set(names))
    for broken in (
        "skill removed: review_reply", "language not heard: te", "language not read: ta",
        "slot lost: festival", "number off by one: amount_inr", "defect missed: health_claim",
        "answers not kept: city", "figure not seen: percent", "identifier not seen: pan",
        "figures lost from the draft",
    ):  # fmt: skip
        assert broken in names
    assert any(name.startswith("skills exchanged: ") for name in names)


async def test_a_fault_is_there_only_as_long_as_its_block() -> None:
    cases = dataset(
        "pii", {"input": {"text": "pan ABCPK1234F"}, "expect": {"entities": [
            {"type": "pan", "text": "ABCPK1234F"}]}}, floor=1.0,
    )  # fmt: skip
    blind = next(fault for fault in faults(tools()) if fault.name == "identifier not seen: pan")
    with blind.plant(tools()) as broken:
        assert (await evaluate(cases, broken)).under_floor
    assert not (await evaluate(cases, tools())).under_floor
    assert await mutate([cases], tools(), [blind]) == [
        Planted("identifier not seen: pan", "small pii: recall")
    ]


async def test_an_error_puts_the_right_part_back() -> None:
    def failing(_: object) -> object:
        return None

    fault = Fault("x", ("pii",), in_place_of("agents.evaluation.pii:mask", wrong=failing))
    with pytest.raises(TypeError), fault.plant(tools()) as broken:
        await evaluate(dataset("pii", {"input": {"text": "x"}, "expect": {}}), broken)
    report = await evaluate(dataset("pii", {"input": {"text": "x"}, "expect": {}}), tools())
    assert report.metrics == {}


def test_what_one_set_misses_another_may_notice() -> None:
    merged = together(
        [
            [Planted("a", None), Planted("b", "one: recall")],
            [Planted("a", "two: accuracy"), Planted("b", None), Planted("c", None)],
        ]
    )
    assert merged == [
        Planted("a", "two: accuracy"), Planted("b", "one: recall"), Planted("c", None),
    ]  # fmt: skip
    assert share_noticed(merged) == pytest.approx(2 / 3)
    assert share_noticed([]) == 0
