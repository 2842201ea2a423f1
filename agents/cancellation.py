"""The token that a Stop reaches: every stage asks it before it begins something."""


class TurnStopped(Exception):
    """The owner stopped the turn; not an error, and shown as such."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(f"stopped by {by}")


class TurnLost(Exception):
    """Another process has taken the turn over, so nothing more of it may be stored here."""


class CancellationToken:
    """Set once, asked often. ``by`` says who stopped the turn."""

    def __init__(self) -> None:
        self._by: str | None = None
        self._sealed = False

    @property
    def by(self) -> str | None:
        """Who stopped the turn, or None while it may go on."""
        return self._by

    @property
    def cancelled(self) -> bool:
        """Whether the turn was stopped."""
        return self._by is not None

    def cancel(self, by: str) -> bool:
        """Stop the turn; False when it was stopped before, or is past stopping."""
        if self._by is not None or self._sealed:
            return False
        self._by = by
        return True

    def seal(self) -> None:
        """From here on the turn is stored as it is. Raises TurnStopped when it was stopped."""
        self.check()
        self._sealed = True

    def check(self) -> None:
        """Raise TurnStopped when the turn was stopped."""
        if self._by is not None:
            raise TurnStopped(self._by)
