"""``ask``: one turn in the terminal, through the same pipeline as the chat."""

import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from app.cli_output import NOT_SATISFIED, WRONG_USE, emit, fail, run, say, show
from app.cli_platform import member_for
from app.cli_words import name_of, words

if TYPE_CHECKING:
    from agents.turn_runner import TurnRunner
    from app.core.platform import Platform


def ask(
    text: Annotated[
        str | None, typer.Argument(help="What to write, in any way of writing; - reads stdin.")
    ] = None,
    tenant: Annotated[
        str | None, typer.Option(help="Business id, or `local`; else a throw-away one is made.")
    ] = None,
    json_output: Annotated[bool, typer.Option("--json", help="One object on stdout.")] = False,
    stream: Annotated[bool, typer.Option(help="Every event as a line of JSON, then the end.")] = (
        False
    ),
    batch: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="JSON lines; one result a line."),
    ] = None,
) -> None:
    """Draft with what is known; what is missing is listed, never waited for."""
    if (text is None) == (batch is None):
        fail(words("cli.ask.one_text"), WRONG_USE)
    questions = list(_batch(batch)) if batch else [sys.stdin.read() if text == "-" else text or ""]
    satisfied = run(_ask_all(questions, tenant, as_json=json_output or bool(batch), stream=stream))
    if not satisfied:
        raise typer.Exit(NOT_SATISFIED)


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks, for which business."""

    runner: "TurnRunner"
    platform: "Platform"
    tenant_id: UUID
    user_id: UUID


async def _ask_all(texts: list[str], tenant: str | None, *, as_json: bool, stream: bool) -> bool:
    satisfied = True
    async with _opened(tenant) as asker:
        for text in texts:
            result = await _ask_one(asker, text, stream=stream)
            satisfied = satisfied and result.get("blocked") is None
            _print_result(result, as_json=as_json or stream)
    return satisfied


async def _ask_one(asker: _Asker, text: str, *, stream: bool) -> dict[str, Any]:
    from agents.turn_context import TurnRequest
    from app.core.ids import turn_id_for, uuid7
    from memory.conversation import ConversationStore

    conversation_id, message_id = uuid7(), uuid7().hex
    database, clock = asker.platform.database, asker.platform.clock
    async with database.transaction(asker.tenant_id, asker.user_id) as session:
        store = ConversationStore(session, asker.tenant_id, clock)
        await store.create(conversation_id, asker.user_id, "cli")
    turn = TurnRequest(
        tenant_id=asker.tenant_id,
        user_id=asker.user_id,
        conversation_id=conversation_id,
        turn_id=turn_id_for(conversation_id, message_id),
        client_message_id=message_id,
        text=text,
        source="cli",
        asks=False,
    )
    async for event in (await asker.runner.start(turn)).events():
        if stream:
            emit({"name": event.name.value, **event.model_dump(mode="json")})
    return await asker.runner.result(turn.turn_id, asker.tenant_id)


@asynccontextmanager
async def _opened(tenant: str | None) -> AsyncIterator[_Asker]:
    from agents.services import build_services
    from agents.turn_runner import TurnRunner
    from app.core.config import get_settings
    from app.core.platform import open_platform

    async with open_platform(get_settings()) as platform:
        member = await member_for(platform, tenant)
        runner = TurnRunner(await build_services(platform))
        try:
            yield _Asker(runner, platform, member.tenant_id, member.user_id)
        finally:
            await runner.stop()


def _batch(path: Path) -> Iterator[str]:
    """The texts of a file of JSON lines: objects with ``text``, or plain strings."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            fail(words("cli.ask.no_json", place=place, why=error.msg), WRONG_USE)
        text = item.get("text") if isinstance(item, dict) else item
        if not isinstance(text, str):
            fail(words("cli.ask.no_text", place=place), WRONG_USE)
        yield text


def _print_result(result: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        emit(result)
        return
    from integrations.india.upi import qr_text

    drafts = result.get("drafts") or []
    for draft in drafts:
        show(draft["text"])
        if link := (draft.get("extras") or {}).get("upi_link"):
            show(f"\n{link}\n\n{qr_text(link)}")
    if not drafts and result.get("reply"):
        show(str(result["reply"]))
    missed = [item for item in result.get("findings") or [] if not item["passed"]]
    failed = [str(item.get("detail") or item["check"]) for item in missed]
    say(f"-- {result.get('skill')} · {result.get('language')} · {result.get('score')}")
    if failed:
        say(f"-- {words('cli.ask.to_look_at', checks=' '.join(failed))}")
    if result.get("questions"):
        fields = ", ".join(map(_field_of, result["questions"]))
        say(f"-- {words('cli.ask.not_known', fields=fields)}")


def _field_of(question: Any) -> str:
    field = question.get("field", question) if isinstance(question, dict) else question
    return name_of(str(field), "chat.fact", "chat.rule")
