"""Rows that derive from events: turns, questions, drafts and their versions.

``record`` is the one way those rows change (except a turn's lease); ``apply`` is the pure rule that
``record`` and ``rebuild`` share, so that a rebuilt row equals the recorded one.
"""

from app.core.projections.apply import Row, apply
from app.core.projections.rebuild import Rebuild, erase, rebuild
from app.core.projections.record import record

__all__ = ["Rebuild", "Row", "apply", "erase", "rebuild", "record"]
