// Elements of the page. Whatever comes from a text goes in as text, never as HTML.

/** An element with attributes, listeners (`onclick`) and children; children that are null are left out. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** A labelled control. */
function labelled(text, control, style = null) {
  return element("label", { class: style }, text, control);
}

/** Pairs of a name and what it is; those that are empty are left out. */
function definitions(pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return element("dl", { class: "facts" }, known.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}

/** Calls `action` when nothing has called for it for a moment, as while somebody types. */
function settled(action, milliseconds = 120) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
}

/** Whether a list has room beside what is chosen from it, as the style sheet has it. */
function isRoomy() {
  return matchMedia("(min-width: 50.01rem)").matches;
}
