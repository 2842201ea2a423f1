"""``/docs``: the operations of the API as a page of ours, without anybody's CDN or script."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.api.pages import page

router = APIRouter(include_in_schema=False)

_METHODS: Final = ("get", "post", "put", "patch", "delete")


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """The API for people; programs read /openapi.json."""
    schema: dict[str, Any] = request.app.openapi()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, item in schema["paths"].items():
        for method in _METHODS:
            if method in item:
                operation = _describe(schema, method, path, item[method])
                groups.setdefault(operation["tag"], []).append(operation)
    return page(
        "docs.html",
        "en",
        title=f"RaptorFlow API {schema['info']['version']}",
        groups=groups.items(),
    )


def _describe(
    schema: dict[str, Any], method: str, path: str, operation: dict[str, Any]
) -> dict[str, Any]:
    return {
        "tag": (operation.get("tags") or ["other"])[0],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("description") or operation.get("summary", ""),
        "parameters": [
            (parameter["name"], parameter["in"], bool(parameter.get("required")))
            for parameter in operation.get("parameters", ())
        ],
        "body": _body_of(schema, operation),
        "answers": ", ".join(operation.get("responses", {})),
    }


def _body_of(schema: dict[str, Any], operation: dict[str, Any]) -> list[tuple[str, str, bool]]:
    content = operation.get("requestBody", {}).get("content", {})
    body = _resolve(schema, content.get("application/json", {}).get("schema", {}))
    required = set(body.get("required", ()))
    return [
        (name, _type_of(schema, field), name in required)
        for name, field in body.get("properties", {}).items()
    ]


def _type_of(schema: dict[str, Any], field: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " | ".join(_type_of(schema, choice) for choice in field["anyOf"])
    if "enum" in field:
        return " | ".join(map(str, field["enum"]))
    found = _resolve(schema, field)
    return str(found.get("format") or found.get("type") or "object")


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    reference = node.get("$ref", "")
    if not reference:
        return node
    found: dict[str, Any] = schema["components"]["schemas"][reference.rpartition("/")[2]]
    return found
