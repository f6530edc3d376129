// What rows say, in words.

const figures = new Intl.NumberFormat("en", { maximumFractionDigits: 12 });
const FREQUENCIES = { A: "yearly", S: "half-yearly", Q: "quarterly", M: "monthly", W: "weekly", D: "daily" };
const SIGNS = { "~": "about ", ">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most " };
const DIRECTIONS = { up: "▲", down: "▼", flat: "▬" };

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });
const LARGE = { K: "k", M: " m", B: " bn", T: " tn" };

/** A code of the tables as words: `year_on_year` is "year on year". */
function plain(code) {
  return code === null ? null : code.replaceAll("_", " ");
}

function figure(value) {
  return value === null ? "" : figures.format(value);
}

/** The value of a quantity without its unit: a range stays a range. */
function amount(numbers, number) {
  const comparator = numbers.get("comparator", number);
  if (comparator === "range") return `${figure(numbers.get("lower", number))}–${figure(numbers.get("upper", number))}`;
  const value = numbers.get("value", number);
  return value === null ? "" : `${SIGNS[comparator] ?? ""}${figure(value)}`;
}

/** A value with its unit in as few letters as a chart has room for: "1.9 bn USD", "8%". */
function brief(numbers, number) {
  const [value, unit] = [numbers.get("value", number), numbers.get("unit", number)];
  if (value === null) return amount(numbers, number);
  const short = compact.format(value).replace(/[KMBT]$/, (letter) => LARGE[letter]);
  return unit === "percent" ? `${short}%` : [short, unit].filter(Boolean).join(" ");
}

/** The value of a number; one that is no quantity is told by its date, or by itself. */
function stated(release, number) {
  return amount(release.numbers, number) || release.numbers.get("iso", number) || release.surface(number);
}

/** The same with its unit. */
function valued(release, number) {
  return [stated(release, number), release.numbers.get("unit", number)].filter(Boolean).join(" ");
}

/** Level or change, and of which basis: "▲ up, year on year". */
function measured(numbers, number) {
  const measure = numbers.get("measure", number);
  const direction = numbers.get("direction", number);
  const basis = plain(numbers.get("basis", number));
  const what = direction ? `${DIRECTIONS[direction]} ${direction}` : measure;
  return [what, basis].filter(Boolean).join(", ");
}

/** Half of the last digit that the text wrote. */
function halfDigit(numbers, number) {
  const resolution = numbers.get("resolution", number);
  return resolution === null ? null : Number(resolution) / 2;
}

function count(rows, one, many = `${one}s`) {
  return `${rows.toLocaleString("en")} ${rows === 1 ? one : many}`;
}
