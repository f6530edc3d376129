// The table of observations: filtered, sorted, a page at a time. All of it is in the address, so that it can be shared.

const PAGE = 50;
// `style` is the class of the column's cells; a narrow screen leaves the secondary ones to the opened row.
const COLUMNS = [
  { name: "indicator", title: "indicator", style: "name" },
  { name: "value", title: "value", style: "figure" },
  { name: "unit", title: "unit", style: "unit" },
  { name: "measure", title: "measure", style: "secondary" },
  { name: "time_period", title: "period", style: "place" },
  { name: "ref_area", title: "area", style: "place secondary" },
  { name: "obs_status", title: "status", style: "place secondary" },
  { name: "source", title: "document", style: "source secondary" },
];

class Observations {
  constructor(release, place) {
    this.release = release;
    this.body = element("tbody");
    this.pager = element("div");
    this.controls = this.#controls();
    this.heads = COLUMNS.map((column) => this.#head(column));
    const table = element("table", { class: "rows" }, element("thead", {}, element("tr", {}, this.heads)), this.body);
    place.replaceChildren(this.#form(), this.pager, table);
  }

  /** Show what the address asks for. */
  show(_, query) {
    this.state = Object.fromEntries(query);
    for (const [name, control] of Object.entries(this.controls)) control.value = this.state[name] ?? "";
    this.#render();
  }

  #form() {
    const { search, indicator, unit, period, area, measure, status } = this.controls;
    const controls = [
      labelled("Search sentences", search, "wide"), labelled("Indicator", indicator), labelled("Unit", unit),
      labelled("Period", period, "short"), labelled("Area", area, "short"), labelled("Measure", measure, "short"),
      labelled("Status", status, "short"),
    ];
    const units = element("datalist", { id: "units" }, this.#values("unit").map((value) => element("option", { value })));
    const clear = element("button", { type: "reset" }, "Clear");
    const form = element("form", { class: "controls", role: "search", "aria-label": "Filter observations" }, controls, units, clear);
    form.addEventListener("input", settled(() => this.#filter()));
    form.addEventListener("reset", () => setTimeout(() => this.#filter()));
    form.addEventListener("submit", (event) => event.preventDefault());
    return form;
  }

  #controls() {
    const typed = (attributes = {}) => element("input", { type: "search", autocomplete: "off", ...attributes });
    const chosen = (name) => {
      const options = this.#values(name).map((value) => element("option", { value }, plain(value)));
      return element("select", {}, element("option", { value: "" }, "any"), options);
    };
    return {
      search: typed(), indicator: typed(), unit: typed({ list: "units" }), period: typed({ placeholder: "2024-01" }),
      area: chosen("ref_area"), measure: chosen("measure"), status: chosen("obs_status"),
    };
  }

  /** The values of a column, the most frequent first. */
  #values(name) {
    const counts = new Map();
    for (const number of this.release.observations) {
      const value = this.release.numbers.get(name, number);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].sort((one, other) => other[1] - one[1]).map(([value]) => value);
  }

  #head(column) {
    const button = element("button", { type: "button", onclick: () => this.#sort(column.name) }, column.title);
    return element("th", { scope: "col", class: column.style }, button);
  }

  #filter() {
    const { sort, order } = this.state;
    const given = Object.entries(this.controls).map(([name, control]) => [name, control.value.trim()]);
    this.state = Object.fromEntries(given.filter(([, value]) => value));
    if (sort) Object.assign(this.state, { sort, order });
    this.#went();
  }

  #sort(name) {
    const again = this.state.sort === name;
    this.state = { ...this.state, sort: name, order: again && this.state.order === "up" ? "down" : "up" };
    delete this.state.page;
    this.#went();
  }

  #went() {
    const query = new URLSearchParams(this.state).toString();
    history.replaceState(null, "", `#/observations${query ? `?${query}` : ""}`);
    this.#render();
  }

  #render() {
    const rows = this.#sorted(this.release.observations.filter((number) => this.#matches(number)));
    const page = Math.max(0, Math.min(Number(this.state.page ?? 0) || 0, Math.ceil(rows.length / PAGE) - 1));
    const go = (target) => {
      this.state = { ...this.state, page: String(target) };
      this.#went();
    };
    this.pager.replaceChildren(pager(page, PAGE, rows.length, "observation", go));
    this.body.replaceChildren(...rows.slice(page * PAGE, (page + 1) * PAGE).map((number) => this.#row(number)));
    this.heads.forEach((head, index) => {
      const sorted = this.state.sort === COLUMNS[index].name;
      if (sorted) head.setAttribute("aria-sort", this.state.order === "down" ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  #matches(number) {
    const { search, indicator, unit, period, area, measure, status } = this.state;
    const get = (name) => this.release.numbers.get(name, number);
    return (
      (!area || get("ref_area") === area) &&
      (!measure || get("measure") === measure) &&
      (!status || get("obs_status") === status) &&
      (!period || (get("time_period") ?? "").startsWith(period)) &&
      (!unit || (get("unit") ?? "").toLowerCase().startsWith(unit.toLowerCase())) &&
      (!indicator || (get("indicator") ?? "").toLowerCase().includes(indicator.toLowerCase())) &&
      (!search || this.release.sentence(number).toLowerCase().includes(search.toLowerCase()))
    );
  }

  #sorted(rows) {
    const { sort, order } = this.state;
    if (!COLUMNS.some((column) => column.name === sort)) return rows;
    const sign = order === "down" ? -1 : 1;
    const keys = new Map(rows.map((number) => [number, this.#key(sort, number)]));
    // What a row does not say comes last, whichever way the others are sorted.
    return rows.sort((one, other) => {
      const [a, b] = [keys.get(one), keys.get(other)];
      if (a === null || b === null) return (a === null) - (b === null);
      return sign * (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0);
    });
  }

  #key(name, number) {
    const { numbers, documents } = this.release;
    if (name === "source") return documents.get("source_uri", numbers.get("document", number));
    if (name === "time_period") return numbers.get("period_start", number);
    if (name === "value") return numbers.get("value", number) ?? numbers.get("lower", number) ?? numbers.get("upper", number);
    const value = numbers.get(name, number);
    return typeof value === "string" ? value.toLowerCase() : value;
  }

  #row(number) {
    const { numbers, documents } = this.release;
    const name = numbers.get("indicator", number) ?? "not named";
    const button = element("button", { type: "button", class: "plain", "aria-expanded": "false" }, name);
    const value = [amount(numbers, number), element("small", { class: "narrow" }, numbers.get("unit", number) ?? "")];
    const cells = {
      value, unit: numbers.get("unit", number), measure: measured(numbers, number),
      time_period: numbers.get("time_period", number), ref_area: numbers.get("ref_area", number),
      obs_status: numbers.get("obs_status", number), source: documents.get("source_uri", numbers.get("document", number)),
    };
    const others = COLUMNS.slice(1).map((column) => element("td", { class: column.style }, cells[column.name] ?? ""));
    const row = element("tr", { class: "row" }, element("td", { class: "name" }, button), others);
    row.addEventListener("click", () => this.#toggle(row, button, number));
    return row;
  }

  #toggle(row, button, number) {
    const open = row.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    if (!open) {
      row.nextElementSibling.remove();
      return;
    }
    const cell = element("td", { colspan: COLUMNS.length }, quote(this.release, number), facts(this.release, number), ways(this.release, number));
    row.after(element("tr", { class: "opened" }, cell));
  }
}
