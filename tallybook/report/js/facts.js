// All that is known of one number, and the sentence that it stands in.

/** The facts of a number as a list of names and values. */
function facts(release, number) {
  const numbers = release.numbers;
  const half = halfDigit(numbers, number);
  const get = (name) => numbers.get(name, number);
  return definitions([
    ["kind", get("kind")],
    ["rounded to", half === null ? null : `± ${figure(half)}`],
    ["indicator", get("indicator")],
    ["measure", get("measure") === null ? null : measured(numbers, number)],
    ["period", get("time_period")],
    ["area", get("ref_area")],
    ["status", get("obs_status")],
    ["stated by", get("attributed_to")],
    ["to know", get("flags")?.split(" ").map(plain).join(", ")],
    ["rule", element("code", {}, get("rule"))],
  ]);
}

/** The sentence of a number, with the number marked. */
function quote(release, number) {
  const { numbers } = release;
  const place = numbers.get("document", number);
  const [start, end] = [numbers.get("start", number), numbers.get("end", number)];
  const from = numbers.get("sentence_start", number) ?? start;
  const to = numbers.get("sentence_end", number) ?? end;
  const marked = element("mark", {}, release.slice(place, start, end));
  return element("blockquote", { class: "quote" }, release.slice(place, from, start), marked, release.slice(place, end, to));
}

/** Where one can go from a number: its document, and its series if it has one. */
function ways(release, number) {
  const line = release.numbers.get("line", number);
  const place = release.numbers.get("document", number);
  return element(
    "p",
    { class: "links" },
    element("a", { href: release.address(number) }, `In the document: ${release.title(place)}`),
    line === null ? null : element("a", { href: seriesAddress(release, line) }, "In its series"),
  );
}
