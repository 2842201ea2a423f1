"""Goods are the same by ear: what she adds or takes away is found however it is spelt."""

from agents.products.account.flow import _near, _same

GOODS = ["kaju katli", "paneer tikka", "kurta"]


def test_another_spelling_is_the_same_thing() -> None:
    assert _same("काजू कतली", GOODS) == ["kaju katli"]
    assert _same("kaju kathli", GOODS) == ["kaju katli"]
    assert _same("kurti", GOODS) == []
    assert _same("paneer tikki", GOODS) == []


def test_what_sounds_nearly_so_is_meant_only_when_it_is_alone() -> None:
    assert _near("kaju kattali", GOODS) == ["kaju katli"]
    assert _near("samosa", GOODS) == []
    assert _near("panir tika", ["paneer tikka", "paneer tikkaa"]) == []
