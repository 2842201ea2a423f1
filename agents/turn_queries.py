"""The statements of :mod:`agents.turn_rows`; `$1` is the business, save for a person's own row."""

from typing import Final

_TURN_COLUMNS: Final = (
    "id, conversation_id, user_id, client_message_id, source, text, language, skill, skill_hash, "
    "slots, status, request, lease_until, runner_id, created_at"
)
TURN: Final = f"""
    SELECT {_TURN_COLUMNS} FROM turns WHERE tenant_id = $1 AND id = $2 FOR UPDATE
"""  # noqa: S608  only the constant above
_QUESTION_COLUMNS: Final = "id, turn_id, conversation_id, field, position, total, status, answer"
QUESTION: Final = f"""
    SELECT {_QUESTION_COLUMNS} FROM questions WHERE tenant_id = $1 AND id = $2 FOR UPDATE
"""  # noqa: S608
QUESTIONS_OF_TURN: Final = f"""
    SELECT {_QUESTION_COLUMNS} FROM questions WHERE tenant_id = $1 AND turn_id = ANY($2::uuid[])
    ORDER BY asked_at, position
"""  # noqa: S608
OPEN_QUESTION: Final = f"""
    SELECT {_QUESTION_COLUMNS} FROM questions
    WHERE tenant_id = $1 AND conversation_id = $2 AND status = 'open'
    ORDER BY asked_at DESC LIMIT 1
"""  # noqa: S608
_HEADS: Final = """
    SELECT d.id, d.turn_id, d.skill, d.channel, d.language, d.status, d.version, d.parent_id,
           v.text,
           d.status = 'pending' AND NOT EXISTS (
               SELECT 1 FROM drafts n
               WHERE n.tenant_id = d.tenant_id AND n.parent_id = d.id AND n.language = d.language
           ) AS live,
           (SELECT e.position FROM events e WHERE e.tenant_id = d.tenant_id AND e.stream_id = d.id
            ORDER BY e.version LIMIT 1) AS place
    FROM drafts d
    JOIN draft_versions v ON v.draft_id = d.id AND v.version = d.version
    WHERE d.tenant_id = $1
"""
DRAFTS: Final = f"{_HEADS} AND d.conversation_id = $2 ORDER BY d.updated_at DESC, d.id DESC LIMIT 8"
DRAFT: Final = f"{_HEADS} AND d.id = $2"
ANCESTRY: Final = """
    WITH RECURSIVE chain AS (
        SELECT id, turn_id, parent_id, 0 AS depth FROM drafts WHERE tenant_id = $1 AND id = $2
        UNION ALL
        SELECT d.id, d.turn_id, d.parent_id, c.depth + 1 FROM drafts d
        JOIN chain c ON d.id = c.parent_id WHERE d.tenant_id = $1 AND c.depth < 32
    )
    SELECT t.id, t.text, t.slots, t.created_at FROM chain c
    JOIN turns t ON t.id = c.turn_id AND t.tenant_id = $1 ORDER BY c.depth DESC
"""
DRAFT_TEXTS: Final = """
    SELECT version, text, author FROM draft_versions
    WHERE tenant_id = $1 AND draft_id = $2 ORDER BY version
"""
PLAN_OF_TURN: Final = """
    SELECT payload->'steps' AS steps FROM events
    WHERE tenant_id = $1 AND turn_id = $2 AND name = 'plan.made' ORDER BY position LIMIT 1
"""
LAST_SHOWN: Final = """
    SELECT e.name, e.stream_id, e.payload->>'kind' AS kind, e.turn_id, t.skill FROM events e
    LEFT JOIN turns t ON t.id = e.turn_id AND t.tenant_id = e.tenant_id
    WHERE e.tenant_id = $1 AND e.conversation_id = $2
      AND e.name IN ('draft.written', 'draft.selected', 'approval.requested', 'question.asked',
                     'reply.sent')
      AND COALESCE(e.payload->>'kind', '') NOT IN ('noted', 'changed', 'notice')
    ORDER BY e.position DESC LIMIT 1
"""
SIGN_UP_PHONE: Final = "SELECT phone FROM users WHERE id = $1"
HEARD_BEFORE: Final = """
    SELECT turn_id FROM events
    WHERE tenant_id = $1 AND conversation_id = $2 AND payload->>'client_message_id' = $3
      AND name IN ('question.answered', 'question.skipped', 'reply.sent')
    LIMIT 1
"""
WAITING: Final = f"""
    SELECT {_TURN_COLUMNS} FROM turns
    WHERE tenant_id = $1 AND conversation_id = $2 AND status = 'waiting' AND id <> $3
    ORDER BY created_at DESC LIMIT 1
"""  # noqa: S608
LEASE: Final = """
    UPDATE turns SET lease_until = $3, runner_id = $4 WHERE tenant_id = $1 AND id = $2
"""
RENEW: Final = """
    UPDATE turns SET lease_until = $3
    WHERE tenant_id = $1 AND id = $2 AND runner_id = $4 AND status = 'running' RETURNING id
"""
