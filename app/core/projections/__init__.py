"""Rows that derive from events: turns, questions, drafts and their versions.

``record`` is the one way those rows change (except a turn's lease); ``apply`` is the pure rule that
``record`` and ``rebuild`` share, so that a rebuilt row equals the recorded one.
"""

from app.core.projections.applying import apply
from app.core.projections.rebuilding import Rebuild, erase, rebuild
from app.core.projections.recording import Known, record
from app.core.projections.row import Row

__all__ = ["Known", "Rebuild", "Row", "apply", "erase", "rebuild", "record"]
