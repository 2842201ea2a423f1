"""Her rules: how she wants things written and what must wait for her, each with its sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.database import driver_connection
from app.core.errors import InputError
from app.core.ids import uuid7

Emoji = Literal["none", "few", "many"]
ApprovalRule = Literal["always", "risky_only"]

KINDS: Final = (
    "never_say",
    "always_say",
    "tone",
    "emoji",
    "discount_cap_percent",
    "approval",
)

_LOAD: Final = """
    SELECT kind, value, sentence FROM constitution_rules
    WHERE tenant_id = $1 AND superseded_at IS NULL ORDER BY created_at, id
"""
_SUPERSEDE: Final = """
    UPDATE constitution_rules SET superseded_at = $3
    WHERE tenant_id = $1 AND kind = $2 AND superseded_at IS NULL
"""
_INSERT: Final = """
    INSERT INTO constitution_rules (id, tenant_id, kind, value, sentence, source_id, created_at)
    VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7)
"""


@dataclass(frozen=True, slots=True)
class Constitution:
    """The rules in force. ``sentences`` has the words that made each rule, by its kind."""

    never_say: tuple[str, ...] = ()
    always_say: tuple[str, ...] = ()
    tone: str | None = None
    emoji: Emoji = "few"
    discount_cap_percent: float | None = None
    approval: ApprovalRule = "always"
    sentences: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, values: Mapping[str, Any], sentences: Mapping[str, str] | None = None
    ) -> "Constitution":
        """The rules from plain values by kind, as stored or as the golden format writes them."""
        emoji, approval = values.get("emoji"), values.get("approval")
        cap = values.get("discount_cap_percent")
        return cls(
            never_say=_texts(values.get("never_say")),
            always_say=_texts(values.get("always_say")),
            tone=values.get("tone"),
            emoji=cast(Emoji, emoji) if emoji in ("none", "few", "many") else "few",
            discount_cap_percent=float(cap) if cap is not None else None,
            approval="risky_only" if approval == "risky_only" else "always",
            sentences=dict(sentences or {}),
        )

    def lines(self) -> list[str]:
        """The rules in words: the sentence that made each, else ``kind: value``."""
        values: dict[str, Any] = {
            "never_say": ", ".join(self.never_say),
            "always_say": ", ".join(self.always_say),
            "tone": self.tone,
            "discount_cap_percent": self.discount_cap_percent,
        }
        return [
            self.sentences.get(kind) or f"{kind}: {value}"
            for kind, value in values.items()
            if value
        ]


class ConstitutionStore:
    """The rules of one business, inside a transaction scoped to it."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock

    async def load(self) -> Constitution:
        """The rules in force."""
        connection = await driver_connection(self._session)
        rows = await connection.fetch(_LOAD, self._tenant_id)
        return Constitution.of(
            {row["kind"]: row["value"] for row in rows},
            {row["kind"]: row["sentence"] for row in rows if row["sentence"]},
        )

    async def put(
        self,
        kind: str,
        value: Any,
        sentence: str | None = None,
        source_id: UUID | str | None = None,
    ) -> None:
        """Set a rule; the one before it of the same kind stays as history.

        Raises:
            InputError: ``unknown_rule`` when there is no such kind.
        """
        if kind not in KINDS:
            raise InputError(
                "unknown_rule",
                params={"kind": kind},
                detail=f"no rule is called {kind!r}; use one of {', '.join(KINDS)}",
            )
        now = self._clock.now()
        connection = await driver_connection(self._session)
        await connection.execute(_SUPERSEDE, self._tenant_id, kind, now)
        await connection.execute(
            _INSERT,
            uuid7(),
            self._tenant_id,
            kind,
            orjson.dumps(value).decode(),
            sentence,
            str(source_id) if source_id is not None else None,
            now,
        )


def _texts(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)
