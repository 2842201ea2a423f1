"""A draft as the turn that just wrote it tells it, so that its card needs no reading of its row.

Equal to what the projection makes of the same events; ``tests/chat`` compare the two.
"""

from uuid import UUID

from agents.products.muse.schemas import DraftStatus, DraftView, VersionView
from app.chat.turn_state import Paper, TurnState
from app.core.variants import as_variant

_STATUS: dict[str, DraftStatus] = {"pending": "pending", "auto": "approved", "none": "shown"}


def fresh_view(turn: TurnState, draft_id: UUID) -> DraftView | None:
    """The draft, when this turn wrote it and asked for its approval; None before that."""
    paper = turn.papers.get(draft_id)
    if paper is None or paper.requested is None:
        return None
    return _view(turn, paper, _STATUS[paper.requested.mode])


def _view(turn: TurnState, paper: Paper, status: DraftStatus) -> DraftView:
    written, checked = paper.written, paper.checked
    language = as_variant(written.language) or turn.talk
    version = VersionView(
        version=written.version,
        text=written.text,
        extras=written.extras,
        language=language,
        author=written.author,
        findings=checked.findings if checked else [],
        score=checked.score if checked else None,
        sources=written.sources,
        provider=written.provider,
        created_at=turn.began,
    )
    approved = status == "approved"
    return DraftView(
        id=written.draft_id,
        conversation_id=turn.conversation_id,
        turn_id=turn.turn_id,
        skill=written.skill,
        channel=written.channel,
        status=status,
        language=language,
        version=written.version,
        versions=[version],
        decided_version=written.version if approved else None,
        decided_at=turn.began if approved else None,
        parent_id=written.parent_id,
        created_at=turn.began,
        updated_at=turn.began,
    )
