"""The registry of skills: what can be written."""

import asyncio
from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from agents.codegen import TYPESCRIPT, generate
from app.api.deps import SignedIn, TheServices
from skills.compiler import CompiledSkill

router = APIRouter(prefix="/skills", tags=["skills"])


class SkillSummary(BaseModel):
    """A skill in a list."""

    id: str
    version: int
    hash: str
    product: str
    title: dict[str, str]
    description: str
    channel: str | None
    languages: list[str]


class SkillDetail(SkillSummary):
    """A skill with the shape of what goes in and comes out, as JSON Schema."""

    approval: str
    max_chars: int | None
    inputs: dict[str, Any]
    outputs: dict[str, Any]


class SkillList(BaseModel):
    """All skills."""

    skills: list[SkillSummary]


@router.get("")
async def list_skills(_principal: SignedIn, services: TheServices) -> SkillList:
    """All skills, by id."""
    found = services.registry.all()
    return SkillList(skills=[SkillSummary(**summary_of(skill)) for skill in found])


@router.get("/types.ts", response_class=PlainTextResponse)
async def read_types(_principal: SignedIn, services: TheServices) -> PlainTextResponse:
    """TypeScript types and guards of every skill and event, as they are served now."""
    files = await asyncio.to_thread(generate, services.registry.all())
    return PlainTextResponse(files[TYPESCRIPT])


@router.get("/{skill_id}")
async def read_skill(skill_id: str, _principal: SignedIn, services: TheServices) -> SkillDetail:
    """One skill. 404 ``skill`` when there is none of that id."""
    skill = services.registry.get(skill_id)
    return SkillDetail(
        **summary_of(skill),
        approval=skill.approval,
        max_chars=skill.max_chars,
        inputs=skill.inputs_model.model_json_schema(),
        outputs=skill.outputs_model.model_json_schema(),
    )


def summary_of(skill: CompiledSkill) -> dict[str, Any]:
    """The short form of a skill, as the API and the command line list it."""
    return {
        "id": skill.id,
        "version": skill.version,
        "hash": skill.hash,
        "product": skill.product,
        "title": dict(skill.title),
        "description": skill.description,
        "channel": skill.channel,
        "languages": sorted(skill.examples),
    }
