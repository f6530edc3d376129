// Long lists, a page at a time.

/** Buttons for the page before and the page after, and where in `total` rows the page `page` is. */
function pager(page, size, total, noun, go) {
  const last = Math.max(0, Math.ceil(total / size) - 1);
  const [from, to] = [Math.min(total, page * size + 1), Math.min(total, (page + 1) * size)];
  const where = total > size ? `${from.toLocaleString("en")}–${to.toLocaleString("en")} of ${count(total, noun)}` : count(total, noun);
  const button = (text, target, disabled) => element("button", { type: "button", disabled, onclick: () => go(target) }, text);
  return element(
    "div",
    { class: "pager" },
    element("span", { role: "status" }, where),
    total > size ? button("← Previous", page - 1, page <= 0) : null,
    total > size ? button("Next →", page + 1, page >= last) : null,
  );
}

/** A list with a box to search it: `items` have a `text` to find and make their `entry` when they are shown. */
function searchableList(label, items, size = 100) {
  const list = element("ol");
  const more = element("button", { type: "button" });
  const box = element("input", { type: "search", autocomplete: "off" });
  let found = items;
  let shown = 0;
  const extend = () => {
    list.append(...found.slice(shown, shown + size).map((item) => element("li", {}, item.entry())));
    shown = Math.min(found.length, shown + size);
    more.hidden = shown >= found.length;
    more.textContent = `Show more: ${(found.length - shown).toLocaleString("en")} are left`;
  };
  const search = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = items.filter((item) => words.every((word) => item.text.includes(word)));
    list.replaceChildren();
    shown = 0;
    extend();
  };
  more.addEventListener("click", extend);
  box.addEventListener("input", settled(search));
  extend();
  return element("div", { class: "list" }, labelled(label, box), list, more);
}
