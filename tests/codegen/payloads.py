"""JSON texts that nearly fit a schema: right, off by one, or wrong in the ways JSON allows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

Schema = Mapping[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]
Text = st.SearchStrategy[str]

SAMPLES = (
    "diwali", "a_1", "#हीरे", "#a b", "#\u2028", "#\ufeff", "9845012345", "९८४५०१२३४५",
    "98450 12345", "9845012345\n", "", "kaju katli", "a-b", "A", "]", "\\", "é", "\x00", "cash",
    "axb", "a\nb", "a\u2028b", "@shop.in", "/]}xx", "aaz", "a-",
)  # fmt: skip
HALVES = ("\ud83d", "\udc80", "a\udfff")
ASTRAL = "😀🪔𝐀"
NUMBERS = (
    "0", "-0", "1", "1.0", "-1", "-1.0", "0.5", "1e2", "1E-2", "9007199254740991",
    "9007199254740992", "9007199254740993", "-9007199254740993", "9007199254740991.4",
    "123456789012345678901234567890", "1e308", "1e309", "-1e400", "5e-324", "1e-400",
    "100.00000001",
)  # fmt: skip
DAYS = (
    "2026-11-08", "2024-02-29", "2023-02-29", "2000-02-29", "1900-02-29", "0001-01-01",
    "0000-01-01", "9999-12-31", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-1",
    "2026-11-08T00:00:00", " 2026-11-08", "2026-11-08\n", "२०२६-११-०८", "20261108",
    "+2026-11-08", "1762560000",
)  # fmt: skip
MOMENTS = (
    "2026-11-08T05:30:00Z", "2026-11-08T05:30:00.123456Z", "2026-11-08T05:30:00+05:30",
    "2026-11-08T05:30:00-23:59", "2026-11-08T05:30:00+24:00", "2026-11-08T24:00:00Z",
    "2026-11-08T05:30:60Z", "2026-11-08 05:30:00Z", "2026-11-08T05:30Z", "2026-02-30T05:30:00Z",
    "2026-11-08T05:30:00", "2026-11-08t05:30:00z", "0001-01-01T00:00:00+23:59", "2026-11-08",
    "2026-11-08T05:30:00.1234567Z", "0000-01-01T00:00:00Z", "1762560000",
)  # fmt: skip
UUIDS = (
    "01932c07-9a3e-7b5c-8f00-000000000001", "01932C07-9A3E-7B5C-8F00-000000000001",
    "01932c079a3e7b5c8f00000000000001", "{01932c07-9a3e-7b5c-8f00-000000000001}",
    "urn:uuid:01932c07-9a3e-7b5c-8f00-000000000001", "{01932c079a3e7b5c8f00000000000001}",
    "URN:UUID:01932c07-9a3e-7b5c-8f00-000000000001", "01932c07-9a3e-7b5c-8f00-00000000000",
    "01932c07-9a3e-7b5c-8f00-00000000000g", "01932c07-9a3e7b5c-8f00-000000000001", "",
    " 01932c07-9a3e-7b5c-8f00-000000000001", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip


def quoted(text: str) -> str:
    """A JSON string; halves of surrogate pairs stay halves."""
    return json.dumps(text)


JUNK: Text = st.one_of(
    st.sampled_from(("null", "true", "false", "[]", "{}", '""', '"1"', '"true"', "[null]")),
    st.sampled_from(NUMBERS),
    st.sampled_from(HALVES).map(quoted),
    st.text(max_size=4).map(quoted),
)
KEYS = ("a", "b", "__proto__", "constructor", "\udc00", "ключ")


@dataclass(frozen=True)
class Writer:
    """Writes one text, drawing its choices; nearly every value of it is meant to fit."""

    draw: Draw
    definitions: Mapping[str, Schema]

    def once_in(self, times: int) -> bool:
        return self.draw(st.integers(1, times)) == times

    def any_of(self, values: Sequence[str]) -> str:
        return self.draw(st.sampled_from(values))

    def value(self, schema: Schema) -> str:
        """A text for the schema, or now and then for none."""
        return self.draw(JUNK) if self.once_in(16) else self._fitting(schema)

    def anything(self, depth: int = 2) -> str:
        """Whatever JSON can say."""
        kind = self.draw(st.integers(0, 3)) if depth else 0
        if kind == 1:
            return _array([self.anything(depth - 1) for _ in range(self.draw(st.integers(0, 2)))])
        if kind == 2:
            return _object([(self.any_of(KEYS), self.anything(depth - 1))])
        return self.draw(JUNK)

    def _fitting(self, schema: Schema) -> str:
        if "$ref" in schema:
            return self._fitting(self.definitions[schema["$ref"].removeprefix("#/$defs/")])
        if "anyOf" in schema:
            return self._fitting(self.draw(st.sampled_from(schema["anyOf"])))
        if "const" in schema or "enum" in schema:
            values = schema.get("enum", [schema.get("const")])
            near = [str(values[0]).upper(), f"{values[0]} ", str(values[0])[:-1]]
            return quoted(self.any_of(near)) if self.once_in(8) else quoted(self.any_of(values))
        match schema.get("type"):
            case "string":
                return quoted(self._text(schema))
            case "integer" | "number":
                return self._number(schema)
            case "boolean":
                return self.any_of(("true", "false"))
            case "null":
                return "null"
            case "array":
                return self._items(schema)
            case "object" if "properties" in schema:
                return self._fields(schema)
            case "object":
                rows = range(self.draw(st.integers(0, 2)))
                return _object([(self.any_of(KEYS), self.anything()) for _ in rows])
        return self.anything()

    def _text(self, schema: Schema) -> str:
        named = {"date": DAYS, "date-time": MOMENTS, "uuid": UUIDS}.get(schema.get("format", ""))
        if named:
            # The first is right; most are, or no whole event would ever fit.
            return self.any_of(named) if self.once_in(3) else named[0]
        longest = schema.get("maxLength", 6)
        match self.draw(st.integers(0, 7)):
            case 0:
                length = longest + self.draw(st.integers(-1, 1))
                return (ASTRAL * length)[: max(0, length)]
            case 1:
                return self.draw(st.text(max_size=8))
            case 2:
                return self.any_of(HALVES)
            case 3 | 4:
                return self.any_of(SAMPLES)
        return SAMPLES[0]

    def _number(self, schema: Schema) -> str:
        ends = [schema[end] for end in ("minimum", "maximum") if end in schema]
        near = [repr(end + step) for end in ends for step in (-1, 0, 1) if abs(end) < 2**53]
        near += [f"{int(end)}.0" for end in ends if abs(end) < 2**53]
        near += [repr(end + 0.5) for end in ends if abs(end) < 2**40]
        match self.draw(st.integers(0, 4)):
            case 0:
                return self.any_of(NUMBERS)
            case 1:
                return self.any_of([*near, "1"])
            case 2:
                return repr(self.draw(st.floats(allow_nan=False, allow_infinity=False)))
        return str(self.draw(st.integers(1, 50)))

    def _items(self, schema: Schema) -> str:
        if "prefixItems" in schema:
            items = [self.value(each) for each in schema["prefixItems"]]
            if self.once_in(4):
                items = items[:-1] if self.once_in(2) else [*items, items[-1]]
            return _array(items)
        length = self.draw(st.integers(0, min(schema.get("maxItems", 3), 8) + 1))
        return _array([self.value(schema.get("items", {})) for _ in range(length)])

    def _fields(self, schema: Schema) -> str:
        needed = set(schema.get("required", ()))
        rows = []
        for name, inner in schema["properties"].items():
            present = not self.once_in(40) if name in needed else self.once_in(8)
            if present:
                rows.append((name, self.value(inner)))
        if self.once_in(12):
            rows.append((self.any_of(("", "more", "toString", *KEYS)), self.anything(1)))
        return _object(rows)


def _array(items: Sequence[str]) -> str:
    return f"[{','.join(items)}]"


def _object(rows: Sequence[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{quoted(name)}:{text}" for name, text in rows) + "}"
