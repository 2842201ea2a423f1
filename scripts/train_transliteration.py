"""Train transliteration: integrations/languages/data/{hi,ta,te}.{native,latin}.npz.

    python scripts/train_transliteration.py DATA_FOLDER [native|latin]

DATA_FOLDER holds ``dakshina/`` (Dakshina v1.0, CC BY-SA 4.0): its lexicons' training split is
learnt from, with names of our own (``names.txt`` and the skills' list of places). Its development
split is measured and never learnt from. Only weights are written.
"""

import gzip
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
from align_letters import Shares, cut, learn
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from integrations.languages.transducer import Transducer, around, behind, hashes

ROOT: Final = Path(__file__).parent.parent
OUT: Final = ROOT / "integrations" / "languages" / "data"
OWN: Final = (
    OUT / "names.txt",
    ROOT / "skills" / "lexicon" / "places.yaml",
)
LANGUAGES: Final = ("hi", "ta", "te")
DIRECTIONS: Final = {"native": 3, "latin": 4}
"""What is written, and the longest piece that one letter gives."""

ALIGNED: Final = 6000
OWN_TIMES: Final = 25
RAREST_PIECE: Final = 5
RAREST_FEATURE: Final = 3
NO_FEATURE: Final = 0
"""Fills the rows up to one length: a word that is no name has fewer features."""

MOST_PIECES: Final = 32
KEPT: Final = 100_000
STRENGTH: Final = 0.3
Row = tuple[str, str, int]
Cut = tuple[str, list[str], int]


def attested(folder: Path, language: str, split: str) -> list[Row]:
    """(native, Latin, how many people wrote it so)."""
    path = folder / "dakshina" / f"{language}.lexicon.{split}.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        cells = [line.rstrip("\n").split("\t") for line in file]
    return [(unicodedata.normalize("NFC", n), latin.lower(), int(c)) for n, latin, c in cells]


def own(language: str) -> Iterator[Row]:
    """Names of our own, word by word where both have as many words."""
    column = LANGUAGES.index(language) + 1
    for path in OWN:
        for line in path.read_text("utf-8").splitlines():
            cells = [cell.strip(" -|") for cell in line.split(" | ")]
            if line.startswith("#") or len(cells) < 4:
                continue
            latin, native = cells[0].title().split(), cells[column].split()
            if len(latin) == len(native):
                for word, spelt in zip(latin, native, strict=True):
                    if word.isalpha():
                        yield unicodedata.normalize("NFC", spelt), word, OWN_TIMES


def turned(rows: list[Row], direction: str) -> list[Row]:
    """(source, target, count) for the direction."""
    return [
        (latin, n, c) if direction == "native" else (n, latin.lower(), c) for n, latin, c in rows
    ]


def cuts(rows: list[Row], longest: int) -> list[Cut]:
    """The rows with the target cut into what each letter gives; what cannot be cut is left out."""
    sample = Random(1).sample(rows, ALIGNED)  # noqa: S311 - the same sample every time
    shares: Shares = learn([(source.lower(), target) for source, target, _ in sample], longest)
    found = ((x, cut(x.lower(), target, shares, longest), n) for x, target, n in rows)
    return [(source, pieces, n) for source, pieces, n in found if pieces is not None]


class Letter:
    """The examples of one letter: hashed features, the piece it gave, and a weight."""

    def __init__(self) -> None:
        self.features: list[list[int]] = []
        self.given: list[str] = []
        self.weights: list[float] = []

    def add(self, features: list[int], piece: str, weight: float) -> None:
        """One more example."""
        self.features.append(features)
        self.given.append(piece)
        self.weights.append(weight)


def examples(data: list[Cut]) -> dict[str, Letter]:
    """Every letter's examples; pieces hardly ever given are noise, and their words are left out."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for source, pieces, count in data:
        for letter, piece in zip(source.lower(), pieces, strict=True):
            counts[letter][piece] += count
    allowed = {
        letter: {piece for piece, n in given.most_common(MOST_PIECES) if n >= RAREST_PIECE}
        for letter, given in counts.items()
    }
    letters: dict[str, Letter] = defaultdict(Letter)
    for typed, pieces, count in data:
        name, source = typed[0].isupper(), typed.lower()
        if any(piece not in allowed[x] for x, piece in zip(source, pieces, strict=True)):
            continue
        written = ""
        for place, (letter, piece) in enumerate(zip(source, pieces, strict=True)):
            features = hashes(around(source, place, name=name)) + hashes(
                behind(source, place, written)
            )
            letters[letter].add(features, piece, count**0.5)
            written += piece
    return letters


def fit_letter(
    letter: Letter,
) -> tuple[tuple[str, ...], NDArray[np.float32], NDArray[np.uint32], NDArray[np.float32]]:
    """(pieces, bias, keys of features, their weights) of one letter."""
    pieces = tuple(sorted(set(letter.given)))
    widest = max(map(len, letter.features))
    rows = [found + [NO_FEATURE] * (widest - len(found)) for found in letter.features]
    table = np.array(rows, dtype=np.uint32)
    if len(pieces) == 1:
        return pieces, np.zeros(1, np.float32), table[0, :0], np.zeros((0, 1), np.float32)
    keys, inverse, counts = np.unique(table, return_inverse=True, return_counts=True)
    kept = (counts >= RAREST_FEATURE) & (keys != NO_FEATURE)
    column = (np.cumsum(kept) - 1)[inverse.reshape(-1)]
    used = kept[inverse.reshape(-1)]
    row = np.repeat(np.arange(len(table)), table.shape[1])
    ones = np.ones(int(used.sum()), np.float32)
    grid = csr_matrix((ones, (row[used], column[used])), shape=(len(table), int(kept.sum())))
    learner = LogisticRegression(C=STRENGTH, max_iter=50, tol=2e-3)
    learner.fit(grid, letter.given, sample_weight=letter.weights)
    weights, bias = learner.coef_.T, learner.intercept_
    if weights.shape[1] == 1:
        weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    classes = tuple(map(str, learner.classes_))
    return classes, bias.astype(np.float32), keys[kept], weights.astype(np.float32)


def fit(data: list[Cut]) -> Transducer:
    """The transducer, with the features that weigh most, in 8 bits."""
    pieces: dict[str, tuple[str, ...]] = {}
    bias: dict[str, NDArray[np.float32]] = {}
    keys: list[NDArray[np.uint32]] = []
    blocks: list[NDArray[np.float32]] = []
    for name, letter in examples(data).items():
        pieces[name], bias[name], found, weights = fit_letter(letter)
        block = np.zeros((len(found), MOST_PIECES), np.float32)
        block[:, : weights.shape[1]] = weights
        keys.append(found)
        blocks.append(block)
    every, weights = np.concatenate(keys), np.concatenate(blocks)
    heavy = np.argsort(-np.abs(weights).max(axis=1))[:KEPT]
    order = heavy[np.argsort(every[heavy])]
    scale = float(np.abs(weights).max()) / 127
    small = np.round(weights[order] / scale).astype(np.int8)
    return Transducer(pieces, bias, every[order], small, scale)


def accuracy(model: Transducer, rows: list[Row], direction: str) -> str:
    """Words right at first guess: every attested pair to native, every native word to Latin."""
    if direction == "native":
        right = [model.best(latin) == native for native, latin, _ in rows]
        return f"{sum(right) / len(right):.3f} of {len(right)} attested spellings"
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for native, latin, count in rows:
        spellings[native][latin] += count
    best = {native: model.best(native) for native in spellings}
    some = sum(best[native] in ways for native, ways in spellings.items())
    most = sum(ways[str(best[n])] == max(ways.values()) for n, ways in spellings.items())
    size = len(spellings)
    return f"{some / size:.3f} written by somebody, {most / size:.3f} by most, of {size} words"


def main() -> None:
    """Train all, write them, report."""
    folder = Path(sys.argv[1])
    for language in LANGUAGES:
        held = attested(folder, language, "dev")
        unseen = {native for native, _, _ in held}
        rows = attested(folder, language, "train")
        rows += [row for row in own(language) if row[0] not in unseen]
        for direction in sys.argv[2:] or DIRECTIONS:
            longest = DIRECTIONS[direction]
            fit(cuts(turned(rows, direction), longest)).save(OUT / f"{language}.{direction}.npz")
            model = Transducer.load(OUT / f"{language}.{direction}.npz")
            print(language, direction, accuracy(model, held, direction), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
