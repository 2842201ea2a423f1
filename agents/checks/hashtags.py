"""A caption's hashtags: enough to be found, few enough to be read."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "hashtags"
NEEDS: Final = frozenset({"text", "params", "extras"})

FEWEST: Final = 3
MOST: Final = 10
_TAG: Final = re.compile(r"#[\w\u0900-\u0dff]+")


def check(subject: Subject) -> Finding:
    """Fails outside ``minimum`` and ``maximum`` of the rubric line."""
    tags = subject.extras.get("hashtags")
    listed = len(tags) if isinstance(tags, list | tuple) else 0
    count = max(listed, len(_TAG.findall(subject.text)))
    fewest = int(subject.params.get("minimum", FEWEST))
    most = int(subject.params.get("maximum", MOST))
    if fewest <= count <= most:
        return right(NAME)
    return wrong(NAME, weight="look", count=count, low=fewest, high=most)
