"""Her rules: how she wants things written and what must wait for her, each with its sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, cast
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.database import driver_connection
from app.core.errors import InputError
from app.core.ids import uuid7
from app.core.statements import Statement
from integrations.languages.text import squeeze

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
    SELECT kind, value, sentence, source_id, created_at FROM constitution_rules
    WHERE tenant_id = $1 AND superseded_at IS NULL ORDER BY created_at, id
"""
_BEFORE: Final = """
    SELECT kind, value, sentence, source_id, created_at FROM constitution_rules
    WHERE tenant_id = $1 AND kind = $2 AND superseded_at = (
        SELECT min(created_at) FROM constitution_rules
        WHERE tenant_id = $1 AND kind = $2 AND source_id = ANY($3::text[])
    )
    ORDER BY created_at DESC, id DESC LIMIT 1
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
class Rule:
    """One rule as stored: ``sentence`` are her words, one line for each thing she said of it."""

    kind: str
    value: Any
    sentence: str | None
    source_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Constitution:
    """The rules in force. ``sentences`` has the words that made each rule, by its kind.

    A rule to which she added later ("and never say cheap") has a line for each thing she said.
    """

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

    def plain(self) -> dict[str, Any]:
        """The rules as plain values by kind, as :meth:`of` takes them."""
        return {
            "never_say": list(self.never_say),
            "always_say": list(self.always_say),
            "tone": self.tone,
            "emoji": self.emoji,
            "discount_cap_percent": self.discount_cap_percent,
            "approval": self.approval,
        }

    def sentence(self, kind: str, words: str = "") -> str:
        """What she said that made the rule; of several sentences the one with ``words`` in it."""
        said = [line for line in self.sentences.get(kind, "").splitlines() if line.strip()]
        if not said:
            return ""
        wanted = squeeze(words)
        return next(
            (line for line in reversed(said) if wanted and wanted in squeeze(line)), said[-1]
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


def rules_in_force(tenant_id: UUID) -> Statement:
    """To read the rules of a business; :func:`rules_of` takes the rows."""
    return Statement(_LOAD, (tenant_id,))


def rules_of(rows: Iterable[Sequence[Any]]) -> list[Rule]:
    """Rules as stored."""
    return [Rule(*row) for row in rows]


def constitution_of(rules: Iterable[Rule]) -> Constitution:
    """Stored rules put together."""
    stored = list(rules)
    return Constitution.of(
        {rule.kind: rule.value for rule in stored},
        {rule.kind: rule.sentence for rule in stored if rule.sentence},
    )


class ConstitutionStore:
    """The rules of one business, inside a transaction scoped to it."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock

    async def load(self) -> Constitution:
        """The rules in force."""
        return constitution_of(await self.rules())

    async def rules(self) -> list[Rule]:
        """The rules in force as stored, the oldest first; a rule at its default may be missing."""
        connection = await driver_connection(self._session)
        query = rules_in_force(self._tenant_id)
        return rules_of(await connection.fetch(query.sql, *query.arguments))

    async def before(self, kind: str, sources: Iterable[UUID | str]) -> Rule | None:
        """The rule that those of these sources took the place of."""
        connection = await driver_connection(self._session)
        own = [str(source) for source in sources]
        row = await connection.fetchrow(_BEFORE, self._tenant_id, kind, own)
        return Rule(*row) if row else None

    async def withdraw(self, kind: str) -> None:
        """Go back to the default of a kind; the rule stays as history."""
        connection = await driver_connection(self._session)
        await connection.execute(_SUPERSEDE, self._tenant_id, kind, self._clock.now())

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
