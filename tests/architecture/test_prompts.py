"""No literal reaches a model: whatever it reads is rendered from a skill or told by a tool."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.test_code_rules import called_name, calls
from tests.architecture.tree import name_of, sources, syntax

PROMPTS = frozenset({"SystemMessage", "HumanMessage", "ChatMessage"})
"""What tells a model what to do: rendered, wherever it is made."""

SPOKEN = PROMPTS | {"AIMessage", "AIMessageChunk", "ToolMessage", "ToolSpec", "FunctionMessage"}
"""All that a model reads. What is not rendered here is what models and tools said themselves."""

TEMPLATES = frozenset({"PromptTemplate", "ChatPromptTemplate", "SystemMessagePromptTemplate"})
ASKS = frozenset({"astream", "ainvoke", "agenerate", "abatch", "invoke", "astream_events"})
CLIENTS = frozenset({"ChatOpenAI", "ChatGoogleGenerativeAI", "AsyncOpenAI", "OpenAI"})
THE_ONLY_ASKER = "agents/model_asking.py"
PROVIDERS = "agents/providers/"
RENDERING = frozenset({"skills/compiled.py", "agents/model_messages.py"})


def text_in(node: ast.AST) -> Iterator[str]:
    """Every literal text within an expression; keys, names of attributes and "" are none."""
    if isinstance(node, ast.Subscript):
        yield from text_in(node.value)
        return
    if isinstance(node, ast.Call) and called_name(node) in {"system_template", "json.dumps"}:
        return  # the name of a file of skills/system; a value as the wire writes it
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from text_in(child)


def assigned(tree: ast.AST) -> dict[str, ast.expr]:
    """What plain names stand for, as far as a file says so itself."""
    found: dict[str, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            found |= {t.id: node.value for t in node.targets if isinstance(t, ast.Name)}
        target = getattr(node, "target", None)
        if isinstance(node, ast.NamedExpr | ast.AnnAssign) and isinstance(target, ast.Name):
            found |= {target.id: node.value} if node.value else {}
    return found


def is_rendered(node: ast.AST) -> bool:
    return any(called_name(call).split(".")[-1] == "render" for call in calls(node))


def content_of(call: ast.Call) -> list[ast.expr]:
    """The arguments that hold what is read: names, ids and states of a message are no words."""
    if called_name(call).endswith("ToolSpec"):  # its name and schema are no words
        return [*call.args[1:2], *(w.value for w in call.keywords if w.arg == "description")]
    labels = {"name", "id", "tool_call_id", "status", "response_metadata", "usage_metadata"}
    return [*call.args, *(word.value for word in call.keywords if word.arg not in labels)]


def problems(tree: ast.AST, file: str) -> list[str]:
    """What of a file could put words of Python before a model."""
    wrong = []
    names = assigned(tree)
    for call in calls(tree):
        name = called_name(call).split(".")[-1]
        if name in SPOKEN and not file.startswith(PROVIDERS):
            parts = content_of(call)
            meant = [names.get(p.id, p) if isinstance(p, ast.Name) else p for p in parts]
            wrong += [f"{name} of {word!r}" for part in meant for word in text_in(part)]
            if name in PROMPTS and not any(is_rendered(part) for part in meant):
                wrong.append(f"{name} of what was not rendered")
        if name in TEMPLATES:
            wrong.append(name)
        if name in ASKS and file != THE_ONLY_ASKER:
            wrong.append(f"asks a model: {name}")
        if name in CLIENTS and not file.startswith(PROVIDERS):
            wrong.append(f"makes a client: {name}")
        if name == "from_string" and file.startswith("agents/") and file not in RENDERING:
            wrong.append("makes a template outside of skills")
        if name == "from_string" and any(text for arg in call.args for text in text_in(arg)):
            wrong += [] if file == "agents/model_messages.py" else ["a template of a literal"]
    return wrong


def test_no_words_of_python_reach_a_model() -> None:
    found = {name_of(path): problems(syntax(path), name_of(path)) for path in sources()}
    assert {file: wrong for file, wrong in found.items() if wrong} == {}


def test_the_only_asker_asks() -> None:
    [asker] = [path for path in sources() if name_of(path) == THE_ONLY_ASKER]
    assert any(called_name(call).endswith(".astream") for call in calls(syntax(asker)))


@pytest.mark.parametrize(
    "code",
    [
        'SystemMessage("You write.")',
        'HumanMessage(content=f"Write {what}")',
        'words = "You write."\nSystemMessage(words)',
        "HumanMessage(request.text)",
        'HumanMessage(skill.prompt.render() + " Be kind.")',
        'SystemMessage(skill.prompt.render(hint="Be kind."))',
        'ToolSpec("look_up", "Looks things up", {})',
        'ToolMessage(content="nothing found", tool_call_id=ask.id)',
        'ChatPromptTemplate.from_messages([("system", "You write.")])\nChatPromptTemplate()',
        "await model.ainvoke(messages)",
        "ChatOpenAI(model=name)",
        'sandbox({}).from_string("You write.")',
    ],
)
def test_what_would_be_found(code: str) -> None:
    assert problems(ast.parse(code), "agents/somewhere.py")


@pytest.mark.parametrize(
    "code",
    [
        "SystemMessage(tokens.hide(skill.system.render(**names)))",
        "ToolSpec(self.name, words.description, parameters)",
        'ToolMessage(content=told, tool_call_id=ask.id, status="error")',
        'AIMessage(content="", tool_calls=calls)',
    ],
)
def test_what_is_right(code: str) -> None:
    assert problems(ast.parse(code), "agents/somewhere.py") == []
