"""The tools that a skill's model may ask for: what there is, and one run for the caller's shop."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from agents import tool_desk
from app.api.deps import SignedIn, TheOnce, TheServices
from app.core.variants import Variant

router = APIRouter(prefix="/tools", tags=["tools"])


class ToolShown(BaseModel):
    """A tool: when a model asks for it, and the JSON schema of its arguments."""

    name: str
    description: str
    parameters: dict[str, Any]


class ToolsShown(BaseModel):
    """Every tool."""

    tools: list[ToolShown]


class ToolResult(BaseModel):
    """What a tool found out."""

    tool: str
    result: dict[str, Any]


@router.get("")
async def list_tools(_principal: SignedIn) -> ToolsShown:
    """Every tool with its arguments."""
    return ToolsShown(tools=[ToolShown(**each) for each in tool_desk.listed()])


@router.post("/{name}", response_model=ToolResult)
async def run_tool(
    principal: SignedIn,
    services: TheServices,
    once: TheOnce,
    name: Annotated[str, Path(max_length=64)],
    arguments: Annotated[dict[str, Any], Body(max_length=40)],
    lang: Annotated[Variant, Query(description="of names and texts in the answer")] = "en",
) -> JSONResponse:
    """Run a tool for your own business. It reads or composes; nothing is changed, nothing costs."""

    async def run() -> ToolResult:
        found = await tool_desk.run_one(
            services, principal.tenant_id, principal.user_id, name, arguments, lang
        )
        return ToolResult(tool=name, result=found)

    return await once.run(run)
