// What all guards are made of. A guard takes what JSON.parse gives and agrees with the Python models:
// nothing is coerced, lengths are in code points, whole numbers stay within what a double holds.

/** Whether a value is a T; afterwards the compiler knows it too. */
export type Guard<T> = (value: unknown) => value is T;

interface Field<T> {
  readonly required: boolean;
  readonly guard: Guard<T>;
}

type Fields<T> = { readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> };

interface Range {
  readonly min?: number;
  readonly max?: number;
}

const SURROGATE_HALF = new RegExp("\\p{Cs}", "u");
const UUID_DIGITS = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
const UUID = new RegExp(
  `^(?:[0-9a-fA-F]{32}|${UUID_DIGITS}|\\{${UUID_DIGITS}\\}|urn:uuid:${UUID_DIGITS})$`,
);
const MOMENT = new RegExp(
  "^([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,6})?" +
    "(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$",
);

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function within(count: number, range: Range): boolean {
  return (
    (range.min === undefined || count >= range.min) &&
    (range.max === undefined || count <= range.max)
  );
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function has(object: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, name);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && !SURROGATE_HALF.test(value);
}

function text(limits: Range & { readonly pattern?: RegExp } = {}): Guard<string> {
  return (value): value is string =>
    isText(value) &&
    (limits.min === undefined && limits.max === undefined
      ? true
      : within(codePoints(value), limits)) &&
    (limits.pattern === undefined || limits.pattern.test(value));
}

function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) return false;
  const [year = 0, month = 0, day = 0] = value.split("-").map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1 && day >= 1 && day <= (lengths[month - 1] ?? 0);
}

const isMoment: Guard<string> = (value): value is string => {
  const match = typeof value === "string" ? MOMENT.exec(value) : null;
  return match !== null && isDay(match[1]);
};

const isUuid: Guard<string> = (value): value is string =>
  typeof value === "string" && UUID.test(value);

const isFlag: Guard<boolean> = (value): value is boolean => typeof value === "boolean";

const isNull: Guard<null> = (value): value is null => value === null;

function whole(range: Range = {}): Guard<number> {
  return (value): value is number => Number.isSafeInteger(value) && within(value as number, range);
}

function real(range: Range = {}): Guard<number> {
  return (value): value is number =>
    typeof value === "number" && !Number.isNaN(value) && within(value, range);
}

function oneOf<const T extends string | number | boolean>(...values: readonly T[]): Guard<T> {
  return (value): value is T => (values as readonly unknown[]).includes(value);
}

function either<T extends readonly unknown[]>(
  ...guards: { readonly [K in keyof T]: Guard<T[K]> }
): Guard<T[number]> {
  return (value): value is T[number] => guards.some((guard) => guard(value));
}

function list<T>(item: Guard<T>, range: Range = {}): Guard<T[]> {
  return (value): value is T[] =>
    Array.isArray(value) && within(value.length, range) && value.every((each) => item(each));
}

function tuple<T extends readonly unknown[]>(
  ...items: { readonly [K in keyof T]: Guard<T[K]> }
): Guard<T> {
  return (value): value is T =>
    Array.isArray(value) &&
    value.length === items.length &&
    items.every((item, place) => item(value[place]));
}

function map<T>(item: Guard<T>): Guard<Record<string, T>> {
  return (value): value is Record<string, T> =>
    isObject(value) && Object.keys(value).every((name) => isText(name) && item(value[name]));
}

const isAnything: Guard<unknown> = (value): value is unknown =>
  typeof value === "string"
    ? isText(value)
    : Array.isArray(value)
      ? value.every((each) => isAnything(each))
      : !isObject(value) || isObjectOfAnything(value);

const isObjectOfAnything: Guard<Record<string, unknown>> = map(isAnything);

function required<T>(guard: Guard<T>): Field<T> {
  return { required: true, guard };
}

function optional<T>(guard: Guard<T>): Field<T> {
  return { required: false, guard };
}

function record<T>(fields: Fields<T>): Guard<T> {
  const known = Object.entries<Field<unknown>>(fields);
  return (value): value is T =>
    isObject(value) &&
    Object.keys(value).every((name) => has(fields, name)) &&
    known.every(([name, field]) => {
      const item = has(value, name) ? value[name] : undefined;
      return item === undefined ? !field.required : field.guard(item);
    });
}
