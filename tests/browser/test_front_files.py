"""What can be known of the front end without a browser: words, fonts, sizes, contrast."""

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from scripts.build_fonts import FAMILIES
from tests.browser.walker import ALLOWED, LATIN, SCRIPTS

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = ROOT / "public"
TRANSLATIONS = ROOT / ".chainlit" / "translations"
ELEMENTS = sorted((PUBLIC / "elements").glob("*.jsx"))
# Never seen as words: a key on the keyboard, and what stands for a provider's name.
NOT_WORDS = {"navigation.user.menu.settingsKey"}
BLANK = {"chat.messages.status.used", "chat.messages.status.using"}


def leaves(tree: dict[str, Any], path: str = "") -> dict[str, str]:
    """Every string of a translation file by its dotted path."""
    found: dict[str, str] = {}
    for key, value in tree.items():
        here = f"{path}.{key}" if path else key
        found |= leaves(value, here) if isinstance(value, dict) else {here: value}
    return found


def said(language: str) -> dict[str, str]:
    """The strings of one of our translations."""
    return leaves(json.loads((TRANSLATIONS / f"{language}.json").read_text("utf-8")))


@pytest.mark.parametrize("language", ["en-US", "hi", "ta", "te"])
def test_every_string_of_the_host_is_said(language: str) -> None:
    host = find_spec("chainlit")
    assert host
    assert host.origin
    source = (Path(host.origin).parent / "translations" / "en-US.json").read_text("utf-8")
    ours = said(language)
    assert set(ours) == set(leaves(json.loads(source)))
    assert {path for path, text in ours.items() if not text} == BLANK


@pytest.mark.parametrize("language", ["hi", "ta", "te"])
def test_no_english_is_left_in_a_native_translation(language: str) -> None:
    for path, text in said(language).items():
        if path in NOT_WORDS:
            continue
        latin = set(LATIN.findall(text.replace("{{provider}}", ""))) - ALLOWED
        assert not latin, f"{path}: {text}"
        for script, pattern in SCRIPTS.items():
            assert script == language or not pattern.search(text), f"{path}: {text}"


@pytest.mark.parametrize("language", ["hi", "ta", "te"])
def test_our_own_script_says_everything_in_each_language(language: str) -> None:
    source = (PUBLIC / "rf.js").read_text("utf-8")
    tables = {
        name: dict(re.findall(r"(\w+): '([^']*)'", body))
        for name, body in re.findall(r"^    (en|hi|ta|te): \{(.*?)^    \}", source, re.S | re.M)
    }
    assert set(tables) == {"en", "hi", "ta", "te"}
    assert tables[language].keys() == tables["en"].keys()
    for key, text in tables[language].items():
        assert not set(LATIN.findall(text.replace("{mb}", ""))) - ALLOWED, f"{key}: {text}"
        assert SCRIPTS[language].search(text), f"{key}: {text}"


def test_font_faces_cover_what_the_subsets_hold() -> None:
    style = (PUBLIC / "rf.css").read_text("utf-8")
    faces = re.findall(r"@font-face \{(.*?)\}", style, re.S)
    assert len(faces) == 8
    for name, (_, ranges) in FAMILIES.items():
        for weight in (400, 700):
            file = f"fonts/noto-sans-{name}-{weight}.woff2"
            (face,) = [face for face in faces if file in face]
            assert ranges.upper() in face
            assert face.index("local(") < face.index("url(")
            assert (PUBLIC / file).is_file()
    assert "SIL OPEN FONT LICENSE" in (PUBLIC / "fonts" / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "limit"),
    [("latin", 20_000), ("devanagari", 46_000), ("tamil", 15_000), ("telugu", 36_000)],
)
def test_fonts_stay_small(name: str, limit: int) -> None:
    for weight in (400, 700):
        assert (PUBLIC / "fonts" / f"noto-sans-{name}-{weight}.woff2").stat().st_size <= limit


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda path: path.name)
def test_cards_are_small_and_hold_no_words(element: Path) -> None:
    source = element.read_text("utf-8")
    assert len(source.encode()) <= 12 * 1024
    code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("//"))
    assert not re.findall(r">\s*[A-Za-z][a-z]+(?: [a-z]+)*\s*</", code)
    assert not re.findall(r'(?:aria-label|placeholder|title|alt)="', code)
    for pattern in SCRIPTS.values():
        assert not pattern.search(code)


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [":root", ".dark"])
def test_colours_can_be_read(theme: str) -> None:
    style = (PUBLIC / "rf.css").read_text("utf-8")
    (line,) = [line for line in style.splitlines() if line.startswith(theme + "{--rf-bg")]
    token = dict(re.findall(r"--rf-([\w-]+):(#\w{6})", line))
    text = [("fg", "bg"), ("fg", "card"), ("dim", "bg"), ("dim", "card"), ("dim", "soft")]
    text += [("on-main", "main"), ("bubble-ink", "bubble"), ("main", "card"), ("main", "bg")]
    text += [(name, f"{name}-bg") for name in ("ok", "warn", "bad", "info")]
    for ink, ground in text:
        assert contrast(token[ink], token[ground]) >= 4.5, (ink, ground)
    for edge, ground in [("edge", "card"), ("edge", "bg"), ("main", "bg")]:
        assert contrast(token[edge], token[ground]) >= 3, (edge, ground)


def test_avatars_are_the_four_agents() -> None:
    names = {path.stem for path in (PUBLIC / "avatars").glob("*.svg")}
    assert names == {"queen", "swarm", "critic", "overseer"}


def test_nothing_of_ours_names_another_host() -> None:
    for path in [*PUBLIC.glob("*.css"), *PUBLIC.glob("*.js"), *ELEMENTS, PUBLIC / "theme.json"]:
        for host in re.findall(r"https?://([\w.-]+)", path.read_text("utf-8")):
            # Opened by her tap, never loaded.
            assert host == "wa.me", f"{path.name}: {host}"
