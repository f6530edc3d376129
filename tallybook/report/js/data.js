// The data of the page: columns in compressed JSON, unpacked once.

/** The bytes of a packed script element, as text. */
async function unpacked(id) {
  const packed = atob(document.getElementById(id).textContent);
  const bytes = new Uint8Array(packed.length);
  for (let index = 0; index < packed.length; index += 1) bytes[index] = packed.charCodeAt(index);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

const LONGEST_TITLE = 72;

/** Rows of named columns; a column of texts that repeat holds each text once. */
class Table {
  constructor(columns) {
    this.columns = columns;
    this.length = Math.max(0, ...Object.values(columns).map((column) => (column.codes ?? column).length));
  }

  get(name, row) {
    const column = this.columns[name];
    if (!column.codes) return column[row];
    const code = column.codes[row];
    return code === null ? null : column.values[code];
  }
}

/** What the page shows of the release: its documents, numbers and series, and where each document's numbers start. */
class Release {
  constructor(tables) {
    this.documents = new Table(tables.documents);
    this.numbers = new Table(tables.numbers);
    this.series = new Table(tables.series);
    this.firsts = this.#firsts();
    this.observations = [];
    this.members = new Map();
    for (let number = 0; number < this.numbers.length; number += 1) this.#file(number);
    this.places = new Map();
    for (let place = 0; place < this.documents.length; place += 1) this.places.set(this.documents.get("document_id", place), place);
    this.characters = new Map();
  }

  #firsts() {
    const firsts = new Array(this.documents.length + 1).fill(0);
    for (let number = 0; number < this.numbers.length; number += 1) firsts[this.numbers.get("document", number) + 1] += 1;
    for (let place = 1; place < firsts.length; place += 1) firsts[place] += firsts[place - 1];
    return firsts;
  }

  #file(number) {
    if (this.numbers.get("measure", number) === null) return;
    this.observations.push(number);
    const line = this.numbers.get("line", number);
    if (line === null) return;
    if (!this.members.has(line)) this.members.set(line, []);
    this.members.get(line).push(number);
  }

  /** Part of a text. Offsets count characters as Unicode does; a text beyond its first plane is cut into them once. */
  slice(place, start, end) {
    if (!this.characters.has(place)) {
      const text = this.documents.get("text", place);
      this.characters.set(place, /[\u{10000}-\u{10ffff}]/u.test(text) ? Array.from(text) : text);
    }
    const part = this.characters.get(place).slice(start, end);
    return typeof part === "string" ? part : part.join("");
  }

  surface(number) {
    return this.slice(this.numbers.get("document", number), this.numbers.get("start", number), this.numbers.get("end", number));
  }

  sentence(number) {
    const start = this.numbers.get("sentence_start", number);
    return start === null ? this.surface(number) : this.slice(this.numbers.get("document", number), start, this.numbers.get("sentence_end", number));
  }

  file(place) {
    return this.documents.get("source_uri", place).split("/").pop();
  }

  /** What to call a document: its title, or its first words. */
  title(place) {
    const title = this.documents.get("title", place);
    if (title !== null) return title;
    const start = this.documents.get("text", place).slice(0, 200).trim().replace(/\s+/g, " ");
    return start.length > LONGEST_TITLE ? `${start.slice(0, LONGEST_TITLE).replace(/\s\S*$/, "")}\u00a0…` : start || this.file(place);
  }

  /** Where a number stands, as a place in this page. */
  address(number) {
    const id = this.documents.get("document_id", this.numbers.get("document", number));
    return `#/documents/${id}@${this.numbers.get("start", number)}`;
  }
}

const about = JSON.parse(document.getElementById("about").textContent);
