// The series: a chart of what documents state of one indicator, and the same as a table.

const FORMATS = { A: "%Y", S: "%b %Y", Q: "Q%q %Y", M: "%b %Y", W: "%-d %b %Y", D: "%-d %b %Y" };
const TONES = ["quantity", "date", "label", "ordinal", "score", "time"];
const ARROWS = { ">": "↑", ">=": "↑", "<": "↓", "<=": "↓" };
const SHAPES = { actual: "●", estimate: "■", forecast: "◆", target: "▲" };
const MOST_TICKS = 8;

function seriesKey(release, line) {
  return ["indicator", "ref_area", "unit", "basis", "freq"].map((name) => release.series.get(name, line) ?? "").join("|");
}

function seriesAddress(release, line) {
  return `#/series/${encodeURIComponent(seriesKey(release, line))}`;
}

class Series {
  constructor(release, place) {
    this.release = release;
    this.lines = [...release.members.keys()].sort((one, other) => one - other).filter((line) => this.#levels(line).length > 0);
    this.byKey = new Map(this.lines.map((line) => [seriesKey(release, line), line]));
    this.viewer = element("div");
    this.frame = element("div", { class: "beside" }, this.#list(), this.viewer);
    place.replaceChildren(this.lines.length ? this.frame : element("p", { class: "quiet" }, "Nothing is stated of several periods or by several documents."));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.line !== undefined && this.#draw());
  }

  /** Show the series that the address names; the first one where there is room beside the list. */
  show(path) {
    const asked = this.byKey.get(path);
    this.line = asked ?? (isRoomy() ? this.lines[0] : undefined);
    this.frame.classList.toggle("chosen", asked !== undefined);
    for (const link of this.frame.querySelectorAll(".list a")) {
      if (Number(link.dataset.line) === this.line) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (this.line === undefined) this.viewer.replaceChildren();
    else this.#open();
  }

  #levels(line) {
    return this.release.members.get(line).filter((number) => this.release.numbers.get("measure", number) === "level");
  }

  #told(line) {
    const get = (name) => this.release.series.get(name, line);
    return [get("ref_area"), get("unit"), plain(get("basis")), FREQUENCIES[get("freq")]].filter(Boolean).join(" · ");
  }

  #list() {
    const items = this.lines.map((line) => {
      const [name, told] = [this.release.series.get("indicator", line), this.#told(line)];
      const entry = () => element("a", { href: seriesAddress(this.release, line), "data-line": line }, name, element("small", {}, told));
      return { text: `${name} ${told}`.toLowerCase(), entry };
    });
    return searchableList("Find a series by indicator, area or unit", items);
  }

  #open() {
    const { series } = this.release;
    this.points = this.#points();
    this.caption = element("p", { class: "caption", role: "status" });
    this.drawing = element("div", { class: "drawing" });
    this.viewer.replaceChildren(
      element("a", { class: "back", href: "#/series" }, "← All series"),
      element("h2", {}, series.get("indicator", this.line)),
      element("p", { class: "quiet" }, this.#told(this.line), this.#partial()),
      element("div", { class: "chart" }, this.drawing, this.#key(), this.caption),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The same as a table" }, this.#table()),
    );
    this.#draw();
  }

  #partial() {
    const all = this.release.series.get("documents", this.line);
    const shown = new Set(this.#levels(this.line).map((number) => this.release.numbers.get("document", number))).size;
    return shown < all ? ` · ${shown} of ${count(all, "document")} that state it` : null;
  }

  #points() {
    const levels = this.#levels(this.line);
    const sources = [...new Set(levels.map((number) => this.release.numbers.get("document", number)))];
    this.sources = sources.map((place, index) => ({ place, tone: TONES[index] ?? "quiet" }));
    const path = this.#agreed(levels) ? "whole" : null;
    const told = new Set();
    const points = levels.map((number) => this.#point(number, sources, path, told));
    return points.sort((one, other) => one.start - other.start);
  }

  /** Whether no period has two values: only then may a line join them. */
  #agreed(levels) {
    const { numbers } = this.release;
    const values = new Map();
    return levels.every((number) => {
      const [period, value] = [numbers.get("period_start", number), numbers.get("value", number)];
      const agrees = value !== null && (values.get(period) ?? value) === value;
      values.set(period, value);
      return agrees;
    });
  }

  #point(number, sources, path, told) {
    const { numbers } = this.release;
    const get = (name) => numbers.get(name, number);
    const half = halfDigit(numbers, number);
    const [value, comparator, period] = [get("value"), get("comparator"), get("time_period")];
    const rounded = value !== null && half !== null;
    const first = !told.has(period);
    told.add(period);
    return {
      number, value, period, half,
      path: comparator in ARROWS ? null : path,
      start: Date.parse(get("period_start")),
      low: rounded ? value - half : null,
      high: rounded ? value + half : null,
      lower: comparator === "range" ? get("lower") : null,
      upper: comparator === "range" ? get("upper") : null,
      bound: ARROWS[comparator] ?? "",
      status: get("obs_status"),
      tone: TONES[sources.indexOf(get("document"))] ?? "quiet",
      changes: first && value !== null ? this.#changes(period).join("  ") : "",
      label: `${period}: ${valued(this.release, number)}, ${get("obs_status")}, ${this.release.title(get("document"))}`,
    };
  }

  /** What is said of the change in a period: "▲ 8%". */
  #changes(period) {
    const { numbers } = this.release;
    const changes = this.release.members.get(this.line).filter((number) => numbers.get("measure", number) === "change" && numbers.get("time_period", number) === period);
    return [...new Set(changes.map((number) => `${DIRECTIONS[numbers.get("direction", number)] ?? ""} ${brief(numbers, number)}`.trim()))].slice(0, 2);
  }

  #key() {
    const tone = ({ place, tone: name }) => {
      const dot = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      for (const [attribute, value] of [["width", 10], ["height", 10], ["aria-hidden", "true"]]) dot.setAttribute(attribute, value);
      const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      for (const [attribute, value] of [["cx", 5], ["cy", 5], ["r", 4.5], ["fill", this.#colour(name)]]) circle.setAttribute(attribute, value);
      dot.append(circle);
      return element("li", {}, dot, this.release.title(place));
    };
    const statuses = [...new Set(this.points.map((point) => point.status))].map((status) => element("li", {}, `${SHAPES[status]} ${status}`));
    const others = this.sources.length - TONES.length;
    return element(
      "ul",
      { class: "key", "aria-label": "Key" },
      this.sources.slice(0, TONES.length).map(tone),
      others > 0 ? element("li", {}, `and ${count(others, "more document")}`) : null,
      statuses.length > 1 || this.points[0].status !== "actual" ? statuses : null,
      this.points.some((point) => point.half !== null) ? element("li", {}, "│ as the text rounds it") : null,
    );
  }

  #table() {
    const heads = ["period", "value", "rounded to", "status", "change", "sentence"];
    const rows = this.points.map((point) => {
      const link = element("a", { href: this.release.address(point.number) }, this.release.sentence(point.number).trim());
      const cells = [valued(this.release, point.number), point.half === null ? "" : `± ${figure(point.half)}`, point.status, point.changes, link];
      return element("tr", {}, element("th", { scope: "row" }, point.period), cells.map((cell) => element("td", {}, cell)));
    });
    const head = element("thead", {}, element("tr", {}, heads.map((name) => element("th", { scope: "col" }, name))));
    return element("table", { class: "rows" }, head, element("tbody", {}, rows));
  }

  async #draw() {
    const { line, drawing } = this;
    await charts();
    if (line !== this.line) return;
    const starts = [...new Set(this.points.map((point) => point.start))];
    const step = Math.ceil(starts.length / MOST_TICKS);
    const values = { ticks: starts.filter((_, index) => index % step === 0), period_format: FORMATS[this.release.series.get("freq", line)] ?? "%b %Y" };
    const spec = structuredClone(about.chart);
    spec.params = spec.params.map((param) => ({ ...param, value: values[param.name] ?? param.value }));
    spec.datasets = { points: this.points.map((point) => ({ ...point, colour: this.#colour(point.tone) })) };
    spec.description = `${this.release.series.get("indicator", line)}, ${this.#told(line)}: ${count(this.points.length, "point")}`;
    // `ast` has Vega interpret its expressions: compiling them is what the page's policy forbids.
    // Layers without a point make it warn of an empty extent: only errors are told.
    const options = { actions: false, ast: true, config: this.#config(), defaultStyle: false, logLevel: 1, renderer: "svg", tooltip: false };
    const { view } = await window.vegaEmbed(drawing, spec, options);
    this.#listen(view, drawing);
  }

  #listen(view, drawing) {
    this.#tell(null);
    view.addEventListener("mouseover", (_, item) => this.#tell(item?.datum?.label ?? null));
    view.addEventListener("click", (_, item) => this.#follow(item?.datum));
    for (const symbol of drawing.querySelectorAll("[role='graphics-symbol']")) {
      const datum = symbol.__data__?.datum;
      // A layer without a point is called a symbol, too, and has nothing to be called by.
      if (!symbol.hasAttribute("aria-label")) symbol.removeAttribute("role");
      if (datum?.number === undefined) continue;
      symbol.setAttribute("tabindex", "0");
      symbol.addEventListener("focus", () => this.#tell(datum.label));
      symbol.addEventListener("keydown", (event) => event.key === "Enter" && this.#follow(datum));
    }
  }

  #follow(datum) {
    if (datum?.number !== undefined) location.hash = this.release.address(datum.number);
  }

  #tell(label) {
    this.caption.textContent = label ?? "Every point leads to its sentence: click it, or press Enter on it.";
  }

  #colour(tone) {
    return resolved(`--${tone}`);
  }

  #config() {
    const [ink, quiet, rule, font] = [resolved("--ink"), resolved("--quiet"), resolved("--line"), getComputedStyle(document.body).fontFamily];
    return {
      background: "transparent",
      font,
      view: { stroke: null },
      axis: { labelColor: quiet, labelFontSize: 12, gridColor: rule, domainColor: rule, tickColor: rule, labelPadding: 6 },
      text: { color: ink },
      line: { color: quiet },
    };
  }
}

/** A colour of the style sheet as the browser shows it now, in light or dark. */
function resolved(property) {
  const probe = element("span", { hidden: true });
  document.body.append(probe);
  probe.style.color = `var(${property})`;
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

let drawn;

/** Unpacks and runs the charts' script, once, when the first chart is wanted. */
function charts() {
  drawn ??= unpacked("charts").then((code) => document.head.append(element("script", {}, code)));
  return drawn;
}
