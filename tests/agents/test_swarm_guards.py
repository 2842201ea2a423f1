"""A tree of nodes ends within its limits whatever its models ask for; a sensible one never meets
them."""

import asyncio
import random
from collections.abc import Iterator, Sequence

import pytest

from agents.swarm_guards import Limits, Place, Spent, admit, canonical, count
from agents.tools import base
from skills.tool_words import ToolWords
from tests.agents.swarm import PAISE_A_CALL, SKILLS, Ask, Script, Swarm
from tests.fixtures.counts import examples


@pytest.fixture(autouse=True)
def words_for_every_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tools of a script are in no file."""
    said = ToolWords(description="", arguments={"n": "", "note": "", "skill": "", "inputs": ""})
    monkeypatch.setattr(base, "tool_words", lambda: dict.fromkeys(TOOLS, said))


TOOLS = ("look", "flaky", "web", "use_skill")
LIMITS = Limits(paise=200)
STEPS_OF_A_VALID_RUN = 15


def use(skill: str, **inputs: object) -> Ask:
    return "use_skill", {"skill": skill, "inputs": inputs}


def look(n: object) -> Ask:
    return "look", {"n": n}


def everywhere(*asks: Ask) -> Script:
    """Every model asks for the same, for ever."""
    return lambda _skill, _round: asks


def numbered(*tools: str, width: int = 1) -> Script:
    """Ever new arguments."""
    return lambda skill, round_: [
        (tool, {"n": f"{skill}-{round_}-{each}"}) for each in range(width) for tool in tools
    ]


def next_skill(step: int, width: int = 1) -> Script:
    """Each skill calls the ones after it, round and round."""

    def script(skill: str, round_: int) -> Sequence[Ask]:
        at = SKILLS.index(skill)
        return [use(SKILLS[(at + step + n) % len(SKILLS)], r=round_) for n in range(width)]

    return script


def cycle(length: int) -> Script:
    return lambda skill, round_: [use(SKILLS[(SKILLS.index(skill) + 1) % length], r=round_)]


def at_random(seed: int) -> Script:
    """Whatever comes, sensible or not, and never an end."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible graph

    def one() -> Ask:
        match chance.randrange(6):
            case 0 | 1:
                return use(chance.choice(SKILLS), r=chance.randrange(4))
            case 2:
                return chance.choice(["nothing", "change_facts", "approve"]), {"tenant_id": "x"}
            case 3:
                return "look", {"n": chance.randrange(3), "tenant_id": "other"}
            case 4:
                return "flaky", {"n": chance.randrange(2)}
            case _:
                return look(chance.randrange(5))

    return lambda _skill, _round: [one() for _ in range(chance.randrange(1, 13))]


def spellings(_skill: str, round_: int) -> Sequence[Ask]:
    """One call in many spellings."""
    forms: list[Ask] = [
        ("look", {"n": 5, "note": "Diwali"}),
        ("look", {"note": " diwali ", "n": 5.0}),
        ("look", {"n": 5, "note": "DIWALI"}),
    ]
    return [forms[round_ % 3]]


def adversaries() -> Iterator[tuple[str, Script, bool]]:
    """(name, script, whether it asks even where it is offered no tools)."""
    named: dict[str, Script] = {
        "self call": everywhere(use(SKILLS[0])),
        "self call, new inputs": lambda skill, r: [use(skill, r=r)],
        "ping-pong": cycle(2),
        "three-cycle": cycle(3),
        "five-cycle": cycle(5),
        "fan-out bomb": next_skill(1, width=8),
        "fan-out beyond the width": next_skill(1, width=11),
        "deep chain": next_skill(1),
        "the same call for ever": everywhere(look(1)),
        "the same call, wide": everywhere(*[look(1)] * 40),
        "one call in many spellings": spellings,
        "ever new calls": numbered("look"),
        "ever new calls, wide": numbered("look", "flaky", width=30),
        "tools that do not exist": everywhere(("rm", {}), ("approve", {"draft": 1})),
        "another tenant": everywhere(("look", {"tenant_id": "other"})),
        "broken arguments": everywhere(("use_skill", {"skill": 5}), ("use_skill", {})),
        "failing for ever": everywhere(("flaky", {"n": "never"})),
        "reads the web and goes on": lambda _s, r: [("web", {"n": r}), use(SKILLS[3], r=r)],
    }
    for name, script in named.items():
        yield name, script, True
        yield f"{name}, deaf", script, False
    for seed in range(20):
        yield f"at random {seed}", at_random(seed), seed % 2 == 0


ADVERSARIES = list(adversaries())


@pytest.mark.parametrize(
    ("name", "script", "obeys"), ADVERSARIES, ids=[name for name, _, _ in ADVERSARIES]
)
async def test_no_graph_runs_past_its_limits(name: str, script: Script, obeys: bool) -> None:
    swarm = Swarm(script, LIMITS, obeys, fails={"never": 10**9, 0: 10**9, 1: 1})
    await swarm.run()
    ran = [each for each in swarm.ran if each.error != "arguments"]
    assert len(swarm.ran) + len(swarm.stopped) > 0, name
    assert len(ran) <= LIMITS.steps
    assert swarm.deepest <= LIMITS.depth
    assert max(swarm.keys.values(), default=0) <= LIMITS.repeats
    assert swarm.paise <= (LIMITS.paise or 0)
    # Each node asks a last time without tools, and one that is deaf is answered offline.
    assert swarm.calls <= 3 * LIMITS.steps + 2
    assert not any("tenant_id" in each.arguments for each in swarm.ran if each.error is None)


def test_there_are_fifty_adversaries() -> None:
    assert len(ADVERSARIES) >= 50


@pytest.mark.parametrize("paise", [0, 1, PAISE_A_CALL, 10, 50])
async def test_a_tree_never_costs_a_paisa_more_than_it_may(paise: int) -> None:
    swarm = Swarm(next_skill(1, width=6), Limits(paise=paise))
    await swarm.run()
    assert swarm.paise <= paise


def valid_run(seed: int) -> tuple[Script, dict[object, int]]:
    """A campaign of fifteen steps: it reads, calls channels that read too, and retries a failure
    now and then."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible run
    channels = chance.sample(SKILLS[1:], chance.randrange(2, 5))
    asks: dict[str, list[list[Ask]]] = {SKILLS[0]: [[look(1), look(2)]]}
    fails: dict[object, int] = {}
    left = STEPS_OF_A_VALID_RUN - 2
    if chance.random() < 0.3:
        fails["busy"] = 1
        asks[SKILLS[0]] += [[("flaky", {"n": "busy"})], [("flaky", {"n": "busy"})]]
        left -= 2
    batches = [channels] if chance.random() < 0.5 else [[each] for each in channels]
    asks[SKILLS[0]] += [[use(each) for each in batch] for batch in batches]
    left -= len(channels)
    for place in range(left):
        skill = chance.choice([SKILLS[0], *channels])
        rounds = asks.setdefault(skill, [])
        if rounds and chance.random() < 0.5 and len(rounds[-1]) < 6:
            rounds[-1].append(look(100 + place))
        else:
            rounds.append([look(100 + place)])
    return lambda skill, r: asks.get(skill, [])[r] if r < len(asks.get(skill, [])) else [], fails


async def test_valid_runs_are_not_stopped() -> None:
    stopped, runs = 0, examples(50)
    for seed in range(runs):
        script, fails = valid_run(seed)
        swarm = Swarm(script, fails=fails)
        await swarm.run()
        assert len(swarm.ran) + len(swarm.stopped) == STEPS_OF_A_VALID_RUN
        stopped += bool(swarm.stopped)
    assert stopped <= runs * 0.01


async def test_who_has_read_the_web_asks_for_nothing_more() -> None:
    swarm = Swarm(lambda _s, r: [("web", {"n": 1})] if r == 0 else [use(SKILLS[1])])
    await swarm.run()
    assert [each.tool for each in swarm.ran] == ["web"]
    assert swarm.deepest == 0


async def test_the_same_question_is_not_asked_of_the_world_twice() -> None:
    swarm = Swarm(lambda _s, r: [look(1)] if r < 2 else [])
    await swarm.run()
    assert len(swarm.ran) == 2
    assert swarm.keys.total() == 1


async def test_tools_of_one_round_run_side_by_side() -> None:
    met = asyncio.Barrier(3)
    swarm = Swarm(lambda _s, r: [look(1), look(2), look(3)] if r == 0 else [])

    async def wait_for_the_others(wanted: object, context: object) -> dict[str, int]:
        del wanted, context
        await met.wait()
        return {}

    object.__setattr__(swarm.tools["look"], "run", wait_for_the_others)
    async with asyncio.timeout(2):
        await swarm.run()
    assert [each.error for each in swarm.ran] == [None] * 3


async def test_a_tool_that_hangs_is_left_and_its_sisters_answers_stand() -> None:
    swarm = Swarm(lambda _s, r: [look(1), ("flaky", {"n": 2})] if r == 0 else [])

    async def hang(wanted: object, context: object) -> dict[str, int]:
        del wanted, context
        await asyncio.Event().wait()
        return {}

    object.__setattr__(swarm.tools["look"], "run", hang)
    object.__setattr__(swarm.tools["look"], "timeout_seconds", 0.01)
    await swarm.run()
    assert [each.error for each in swarm.ran] == ["timeout", None]


def test_arguments_that_mean_the_same_are_the_same() -> None:
    one = canonical({"b": [1.0, " A  b "], "a": {"x": None, "y": True}})
    assert one == canonical({"a": {"y": True}, "b": [1, "a B"]})
    assert one != canonical({"a": {"y": True}, "b": [2, "a B"]})
    assert canonical({"n": True}) != canonical({"n": 1})


def test_every_limit_has_its_reason() -> None:
    root, limits = Place(("a",)), Limits(depth=1, steps=2, width=2, repeats=1, paise=5)
    assert admit(root, "t", {}, Spent(), limits).allowed
    assert admit(root, "t", {}, Spent(), limits, position=2).reason == "width"
    assert admit(root, "use_skill", {"skill": "a"}, Spent(), limits).reason == "ancestor"
    deep = root.below("b")
    assert admit(deep, "use_skill", {"skill": "c"}, Spent(), limits).reason == "depth"
    assert admit(root, "t", {}, Spent(paise=5), limits).reason == "money"
    spent = Spent()
    count(root, "t", {"n": 1}, spent)
    assert admit(root, "t", {"n": 1.0}, spent, limits).reason == "repeat"
    assert admit(root, "t", {"n": 2}, spent, limits).allowed
    count(root, "t", {"n": 2}, spent)
    assert admit(root, "t", {"n": 3}, spent, limits).reason == "steps"
