"""A quantity said with the thing it is of: ``500 g plum cake``, ``3 महीने जिम मेंबरशिप``."""

from typing import Final

from app.core.variants import Variant
from skills.wordlists import word_list

_LONGEST: Final = 20


def with_pack(name: str, pack: object, variant: Variant) -> str:
    """The name with its pack before it; a unit that cannot be said in the variant leaves it bare.

    ``pack`` is a number with a unit's code behind it (``500 gram``) or alone (``3``).
    """
    if not isinstance(pack, str) or len(pack) > _LONGEST:
        return name
    number, _, code = pack.partition(" ")
    unit = word_list("packs").get(code, {}).get(variant, "") if code else ""
    if code and not unit:
        return name
    return f"{number} {unit} {name}" if unit else f"{number} {name}"
