"""Rules in an owner's own words, in all seven ways of writing."""

from typing import Any

import pytest

from agents.understanding.told_rules import read_rules

RULES: list[tuple[str, list[tuple[str, str, Any]]]] = [
    ("never say cheap", [("never_say", "add", "cheap")]),
    ("kabhi sasta mat likhna", [("never_say", "add", "sasta")]),
    ("कभी सस्ता मत लिखना", [("never_say", "add", "सस्ता")]),
    ("மலிவு என்று எழுதாதீங்க", [("never_say", "add", "மலிவு")]),
    ("cheap nu podadheenga", [("never_say", "add", "cheap")]),
    ("చౌక అనే మాట రాయకండి", [("never_say", "add", "చౌక")]),
    ("chavaka ane maata rayakandi", [("never_say", "add", "chavaka")]),
    (
        "never use the word best or number one in my posts",
        [("never_say", "add", "best"), ("never_say", "add", "number one")],
    ),
    ("always write GST extra at the end", [("always_say", "add", "GST extra")]),
    ("hamesha 'GST extra' likho", [("always_say", "add", "GST extra")]),
    ("हमेशा \"GST अलग\" लिखो", [("always_say", "add", "GST अलग")]),
    ("எப்பவும் GST தனி னு போடுங்க", [("always_say", "add", "GST தனி")]),
    ("eppavum free home delivery nu podunga", [("always_say", "add", "free home delivery")]),
    ("ఎప్పుడూ GST అదనం అని రాయండి", [("always_say", "add", "GST అదనం")]),
    ("eppudu GST extra ani rayandi", [("always_say", "add", "GST extra")]),
    (
        "kabhi sasta mat likhna, hamesha GST extra likho",
        [("never_say", "add", "sasta"), ("always_say", "add", "GST extra")],
    ),
    ("max discount 25 percent", [("discount_cap_percent", "set", 25.0)]),
    ("30% se zyada discount mat dena", [("discount_cap_percent", "set", 30.0)]),
    ("30% से ज़्यादा छूट मत देना", [("discount_cap_percent", "set", 30.0)]),
    ("30%க்கு மேல தள்ளுபடி குடுக்காதீங்க", [("discount_cap_percent", "set", 30.0)]),
    ("30% ku mela discount kudukadheenga", [("discount_cap_percent", "set", 30.0)]),
    ("30% కంటే ఎక్కువ డిస్కౌంట్ ఇవ్వకండి", [("discount_cap_percent", "set", 30.0)]),
    ("30% kante ekkuva discount ivvakandi", [("discount_cap_percent", "set", 30.0)]),
    ("dont use emojis", [("emoji", "set", "none")]),
    ("emoji mat use karo", [("emoji", "set", "none")]),
    ("इमोजी मत लगाओ", [("emoji", "set", "none")]),
    ("எமோஜி வேண்டாம்", [("emoji", "set", "none")]),
    ("ఎమోజీ వద్దు", [("emoji", "set", "none")]),
    ("emoji thode use karo", [("emoji", "set", "few")]),
    ("emoji khoob lagao", [("emoji", "set", "many")]),
    ("bina pooche approve karo", [("approval", "set", "risky_only")]),
    ("बिना पूछे पक्का कर दो", [("approval", "set", "risky_only")]),
    ("என்கிட்ட கேக்காமலே அப்ரூவ் பண்ணுங்க", [("approval", "set", "risky_only")]),
    ("నన్ను అడగకుండా అప్రూవ్ చేయండి", [("approval", "set", "risky_only")]),
    ("you can approve without asking me", [("approval", "set", "risky_only")]),
    ("without asking me don't approve", [("approval", "set", "always")]),
    ("mujhse pooch ke hi bhejna", [("approval", "set", "always")]),
    ("hamesha formal likho", [("tone", "set", "formal")]),
    ("discount limit hata do", [("discount_cap_percent", "clear", None)]),
    ("sasta wala rule hata do", [("never_say", "remove", "sasta")]),
    ("ab sasta likh sakte ho", [("never_say", "remove", "sasta")]),
    (
        "emoji kam rakho aur 25% se zyada discount mat dena",
        [("emoji", "set", "few"), ("discount_cap_percent", "set", 25.0)],
    ),
    (
        "ghatiya aur sasta dono mat likhna",
        [("never_say", "add", "ghatiya"), ("never_say", "add", "sasta")],
    ),
    ("is message me sasta mat likhna", []),
    ("never mind", []),
    ("always in hindi", []),
    ("diwali ke liye message likho, 20% off", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rules"), RULES, ids=[text for text, _ in RULES])
def test_a_rule_is_read_as_it_is_stored(text: str, rules: list[tuple[str, str, Any]]) -> None:
    read = read_rules(text, None, never=("sasta",))
    assert [(rule.kind, rule.change, rule.value) for rule in read] == rules
