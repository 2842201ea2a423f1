"""What each agent is worth: the golden drafts again, with one of them taken out in turn.

The composer alone makes few mistakes to find, so the writer here is a careless one: the composer
with one fault put into every first attempt, as models make them. Everything else is the product.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

from agents import critic
from agents.evaluation.dataset import Case, Dataset, load_dataset
from agents.evaluation.draft import problems
from agents.evaluation.turns import Turns
from agents.model_calls import ModelAnswer, ModelCall, ModelChunk
from agents.queen_router import Route
from agents.services import Services, build_services
from app.cli_platform import member_for
from app.core.clock import FrozenClock
from app.core.config import get_settings
from app.core.platform import open_platform

FAULTS: Final = ("\n[business name]", "\n87% off", "\n98989 89898", "\nIndia's no. 1, guaranteed")
PARTS: Final = ("nothing", "router", "critic", "revision", "memory")
USUAL: Final = "whatsapp_broadcast"
_MORNING: Final = time(5, tzinfo=UTC)
START, END = "<!-- ablation -->", "<!-- /ablation -->"


@dataclass(frozen=True, slots=True)
class Row:
    """One part taken out. ``left`` of the planted faults reached the card, ``unmarked`` unseen."""

    without: str
    cases: int
    right: int
    left: int
    unmarked: int


@dataclass
class _Careless:
    """The model client with a fault in every first attempt; which one, the seed says."""

    real: Any
    written: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    async def stream(self, call: ModelCall) -> AsyncIterator[ModelChunk]:
        async for chunk in self.real.stream(call):
            if isinstance(chunk, ModelAnswer) and not call.composition.findings:
                fault = FAULTS[self.written % len(FAULTS)]
                self.written += 1
                yield replace(chunk, text=chunk.text + fault)
            else:
                yield chunk


@dataclass
class _OneWay:
    """A router that sends every message to what most shops want."""

    real: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def route(self, *_: Any, **__: Any) -> Route:
        return Route(USUAL, 1.0, [])


@contextmanager
def _without(part: str) -> Iterator[None]:
    """The critic finds nothing, or nothing is written again, inside."""
    review: Callable[..., critic.Review] = critic.review
    most = critic.MOST_REVISIONS
    if part == "critic":
        critic.review = lambda *_: critic.Review((), 100)
    if part == "revision":
        critic.MOST_REVISIONS = 0  # type: ignore[misc]
    try:
        yield
    finally:
        critic.review, critic.MOST_REVISIONS = review, most  # type: ignore[misc]


async def measure(data_dir: Path, golden: Path, most: int) -> list[Row]:
    """A row a part, each over the same first ``most`` cases of the golden drafts."""
    dataset = load_dataset(golden)
    settings = get_settings().model_copy(
        update={"model_cascade": ("offline",), "data_dir": data_dir}
    )
    day = dataset.today or datetime.now(UTC).date()
    clock = FrozenClock(datetime.combine(day, _MORNING))
    async with open_platform(settings, clock=clock) as platform:

        async def new_business() -> Any:
            member = await member_for(platform, None)
            return member.tenant_id, member.user_id

        services = await build_services(platform)
        rows = []
        for part in PARTS:
            with _without(part):
                rows.append(await _row(services, new_business, part, dataset, most))
        return rows


async def _row(
    services: Services, new_business: Any, part: str, dataset: Dataset, most: int
) -> Row:
    own = replace(services, models=_Careless(services.models))  # type: ignore[arg-type]
    if part == "router":
        own = replace(own, router=_OneWay(services.router))  # type: ignore[arg-type]
    turns = Turns(own, new_business)
    right = left = unmarked = 0
    cases: Sequence[Case] = dataset.cases[:most]
    try:
        for case in cases:
            known = {} if part == "memory" else case.input
            facts, rules = known.get("foundation") or {}, known.get("constitution") or {}
            result = await turns.play(str(case.input.get("text", "")), dict(facts), dict(rules))
            draft: Mapping[str, Any] = result.get("draft") or {}
            faulty = any(fault.strip() in str(draft.get("text") or "") for fault in FAULTS)
            marked = any(not each["passed"] for each in draft.get("findings") or ())
            right += not faulty and not problems(case.expect, result)
            left += faulty
            unmarked += faulty and not marked
    finally:
        await turns.stop()
    return Row(part, len(cases), right, left, unmarked)


def write(page: Path, rows: Sequence[Row]) -> None:
    """Put the table between its marks in the page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(START)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{START}\n{table(rows)}\n{END}{after}", encoding="utf-8")


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = [
        "| without | drafts right | faults left | left and unmarked |",
        "| --- | --- | --- | --- |",
    ]
    for row in rows:
        shares = (row.right, row.left, row.unmarked)
        cells = " | ".join(f"{share / max(1, row.cases):.3f}" for share in shares)
        lines.append(f"| {row.without} | {cells} |")
    return "\n".join(lines)
