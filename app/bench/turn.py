"""One user, one turn after another: how long until the draft card, and what it costs the server."""

from pathlib import Path

from app.bench import accounts, servers
from app.bench.measures import Figures, Result, Target, latencies, percentile
from app.bench.session import ChatSession, Turn

LIMIT_P95_MS = 250.0
LIMIT_CPU_RATIO = 10.0

REQUEST = "diwali ke liye whatsapp message chahiye, {product} pe {percent}% off"
PRODUCTS = ("kaju katli", "besan laddu", "soan papdi", "mysore pak", "motichoor laddu", "peda")
WARM_UP_TURNS = 5
BLOCK = 20
ECHOES_PER_TURN = 3  # an echo takes less than a tick of 10 ms, which not every system goes below


class NoDraft(RuntimeError):
    """The chat answered with something other than a draft card; its words are in the message."""


def request(number: int) -> str:
    """The message of the journey; the same words return after 240 others."""
    return REQUEST.format(product=PRODUCTS[number % len(PRODUCTS)], percent=5 + number // 6 % 40)


async def _block(session: ChatSession, count: int, from_number: int) -> list[Turn]:
    return [await session.say(request(from_number + n)) for n in range(count)]


async def measure(folder: Path, *, turns: int) -> Result:
    """Serves both applications at once and talks to them in alternating blocks.

    An owner may write 30 messages a minute, so every block has an owner of its own.
    """
    ports = servers.free_port(), servers.free_port()
    echo_dir, our_dir = folder / "echo", folder / "turn"
    root = {"CHAINLIT_APP_ROOT": str(echo_dir)}
    blocks = [BLOCK] * (turns // BLOCK) or [turns]
    warm, *cookies = await accounts.make(our_dir, len(blocks) + 1)
    heard: dict[str, list[Turn]] = {"echo": [], "ours": []}
    spent = {"echo": 0.0, "ours": 0.0, "database": 0.0}
    async with (
        servers.serving(servers.echo(ports[0]), ports[0], echo_dir, root) as echo,
        servers.serving(servers.raptorflow(ports[1]), ports[1], our_dir) as ours,
        ChatSession(echo.url) as echo_session,
    ):
        await _block(echo_session, WARM_UP_TURNS, 0)
        async with ChatSession(ours.url, cookie=warm) as session:
            await _block(session, WARM_UP_TURNS, 0)
        for number, (count, cookie) in enumerate(zip(blocks, cookies, strict=True)):
            before = echo.cpu_seconds()
            heard["echo"] += await _block(echo_session, count * ECHOES_PER_TURN, number)
            spent["echo"] += echo.cpu_seconds() - before
            async with ChatSession(ours.url, cookie=cookie) as session:
                await session.say(request(number))  # what a first message loads is not a turn's
                before, base = ours.cpu_seconds(), ours.database_cpu_seconds()
                heard["ours"] += await _block(session, count, number * count)
                spent["ours"] += ours.cpu_seconds() - before
                spent["database"] += ours.database_cpu_seconds() - base
    return _result(heard, spent)


def _per_turn_ms(seconds: float, turns: list[Turn]) -> float:
    return round(seconds * 1000 / max(1, len(turns)), 2)


def _result(heard: dict[str, list[Turn]], spent: dict[str, float]) -> Result:
    ours, echo = heard["ours"], heard["echo"]
    drafts = [turn.draft for turn in ours if turn.draft is not None]
    if len(drafts) < len(ours):
        silent = next(turn for turn in ours if turn.draft is None)
        raise NoDraft(" / ".join(silent.said) or "(silence)")
    whole = [turn.whole for turn in ours]
    our_cpu, echo_cpu = _per_turn_ms(spent["ours"], ours), _per_turn_ms(spent["echo"], echo)
    rows: dict[str, Figures] = {
        "draft ready": latencies(drafts),
        "whole turn": latencies(whole) | {"cpu_ms_per_turn": our_cpu},
        "bare Chainlit echo": latencies([turn.whole for turn in echo])
        | {"cpu_ms_per_turn": echo_cpu},
        "embedded database and Redis": {
            "cpu_ms_per_turn": _per_turn_ms(spent["database"], ours),
        },
    }
    return Result(
        bench="turn",
        settings={"turns": len(ours), "echoes": len(echo), "users": 1},
        rows=rows,
        targets=(
            Target("whole turn p95", round(percentile(whole, 0.95) * 1000, 1), LIMIT_P95_MS, "ms"),
            Target("server CPU, turn / echo", round(our_cpu / echo_cpu, 2), LIMIT_CPU_RATIO, "×"),
        ),
        notes=(
            "From the message leaving the client to the event reaching it. Both servers ran at "
            "once and were spoken to in turns. Server CPU is that of the serving process.",
        ),
    )
