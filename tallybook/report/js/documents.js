// A document with every number in colour; what is known of one shows beside it.

class Documents {
  constructor(release, place) {
    this.release = release;
    this.hiddenKinds = new Set();
    this.reader = element("div");
    this.frame = element("div", { class: "beside" }, this.#list(), this.reader);
    place.replaceChildren(this.#sample(), this.frame);
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  /** Show the document, and the number in it, that the address names: `ID@START`; the first one if there is room. */
  show(path) {
    this.frame.classList.toggle("chosen", path !== "");
    const [id, start] = (path || (isRoomy() ? this.release.documents.get("document_id", 0) ?? "" : "")).split("@");
    const place = this.release.places.get(id);
    if (place === undefined) this.#missing(id);
    else if (place !== this.place) this.#open(place);
    for (const link of this.frame.querySelectorAll(".list a")) {
      if (link.dataset.id === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const number = start === undefined ? undefined : this.marks?.get(Number(start));
    if (place !== undefined && number) number.focus();
    else if (place !== undefined) this.#tell(null);
    return Boolean(number);
  }

  #sample() {
    const [shown, all] = [this.release.documents.length, about.documents];
    const text = shown === all ? `${count(all, "document")}, each with its numbers in colour.` : `${shown.toLocaleString("en")} of ${count(all, "document")}: see the summary for the others.`;
    return element("p", { class: "lead" }, text);
  }

  #list() {
    const { documents, firsts } = this.release;
    const items = Array.from({ length: documents.length }, (_, place) => {
      const [id, source, date] = ["document_id", "source_uri", "published_on"].map((name) => documents.get(name, place));
      const entry = () => {
        const what = [this.release.file(place), date, count(firsts[place + 1] - firsts[place], "number")].filter(Boolean).join(" · ");
        return element("a", { href: `#/documents/${id}`, "data-id": id }, this.release.title(place), element("small", {}, what));
      };
      return { text: `${this.release.title(place)} ${source} ${date ?? ""}`.toLowerCase(), entry };
    });
    return searchableList("Find a document by title, file or date", items);
  }

  #missing(id) {
    this.place = undefined;
    this.marks = new Map();
    const advice = id ? `The document ${id} is not in this page; the readers' database has it if it is in the release.` : "Choose a document.";
    this.reader.replaceChildren(element("p", { class: "quiet" }, advice));
  }

  #open(place) {
    this.place = place;
    this.marks = new Map();
    this.card = element("div", { class: "card", role: "status" });
    const text = element("div", { class: "text" }, this.#pieces(place));
    const steps = element(
      "div",
      { class: "steps" },
      element("button", { type: "button", onclick: () => this.#step(-1) }, "← Previous ", element("kbd", {}, "p")),
      element("button", { type: "button", onclick: () => this.#step(1) }, "Next → ", element("kbd", {}, "n")),
    );
    const aside = element("div", { class: "aside" }, this.card, steps);
    this.reader.replaceChildren(element("article", { class: "reading" }, this.#header(place), text, aside));
    this.#dim();
  }

  #header(place) {
    const { documents, firsts } = this.release;
    const where = [documents.get("source_uri", place), documents.get("published_on", place)].filter(Boolean).join(" · ");
    const kinds = new Map();
    for (let number = firsts[place]; number < firsts[place + 1]; number += 1) {
      const kind = this.release.numbers.get("kind", number);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    const back = element("a", { class: "back", href: "#/documents" }, "← All documents");
    return element("header", {}, back, element("h2", {}, documents.get("title", place) ?? this.release.file(place)), element("p", { class: "quiet" }, where), this.#legend(kinds));
  }

  #legend(kinds) {
    const boxes = Object.keys(about.kinds).filter((kind) => kinds.has(kind)).map((kind) => {
      const box = element("input", { type: "checkbox", checked: !this.hiddenKinds.has(kind) });
      box.addEventListener("change", () => {
        if (box.checked) this.hiddenKinds.delete(kind);
        else this.hiddenKinds.add(kind);
        this.#dim();
      });
      const name = element("span", { class: `kind-${kind}`, title: about.kinds[kind] }, kind);
      return element("label", {}, box, name, element("span", { class: "quiet" }, kinds.get(kind)));
    });
    return element("fieldset", { class: "kinds" }, element("legend", {}, "Numbers in colour, by kind"), boxes);
  }

  /** The text in pieces: words as they are, numbers as links to themselves. */
  #pieces(place) {
    const { numbers, firsts } = this.release;
    const pieces = [];
    let done = 0;
    for (let number = firsts[place]; number < firsts[place + 1]; number += 1) {
      const [start, end] = [numbers.get("start", number), numbers.get("end", number)];
      pieces.push(this.release.slice(place, done, start), this.#mark(number));
      done = end;
    }
    pieces.push(this.release.slice(place, done, undefined));
    pieces[0] = pieces[0].trimStart();
    return pieces;
  }

  #mark(number) {
    const kind = this.release.numbers.get("kind", number);
    const mark = element("a", { class: `number kind-${kind}`, href: this.release.address(number) }, this.release.surface(number));
    mark.addEventListener("focus", () => this.#select(mark, number));
    mark.addEventListener("mouseenter", () => this.#tell(number));
    this.marks.set(this.release.numbers.get("start", number), mark);
    return mark;
  }

  #select(mark, number) {
    this.#current()?.removeAttribute("aria-current");
    mark.setAttribute("aria-current", "true");
    history.replaceState(null, "", this.release.address(number));
    this.#tell(number);
  }

  #current() {
    return this.reader.querySelector(".number[aria-current]");
  }

  #tell(number) {
    if (number === null) {
      this.#current()?.removeAttribute("aria-current");
      this.card.replaceChildren(element("p", { class: "quiet" }, "Point at a number, or walk through them with the keys n and p."));
      return;
    }
    const unit = this.release.numbers.get("unit", number);
    const value = element("p", { class: "amount" }, stated(this.release, number), unit ? element("small", {}, ` ${unit}`) : null);
    const line = this.release.numbers.get("line", number);
    const series = line === null ? null : element("p", {}, element("a", { href: seriesAddress(this.release, line) }, "In its series"));
    this.card.replaceChildren(value, facts(this.release, number), ...(series ? [series] : []));
  }

  #dim() {
    for (const kind of Object.keys(about.kinds)) {
      for (const mark of this.reader.querySelectorAll(`.number.kind-${kind}`)) mark.classList.toggle("dimmed", this.hiddenKinds.has(kind));
    }
  }

  #step(by) {
    const marks = [...this.reader.querySelectorAll(".number:not(.dimmed)")];
    if (!marks.length) return;
    const current = marks.indexOf(this.#current());
    const next = current < 0 ? (by > 0 ? 0 : marks.length - 1) : (current + by + marks.length) % marks.length;
    marks[next].focus();
  }

  #pressed(event) {
    const typing = event.target.closest?.("input, select, textarea");
    const hidden = this.frame.closest("section").hidden || this.place === undefined;
    if (typing || hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") this.#step(1);
    else if (event.key === "p") this.#step(-1);
  }
}
