// Which section shows: the address after # says it, so that every state can be linked and the back button works.

const SECTIONS = ["summary", "observations", "series", "documents", "rejects"];
const VIEWS = { observations: Observations, series: Series, documents: Documents };
const views = {};
const loading = unpacked("data").then((text) => new Release(JSON.parse(text)));

/** The parts of the address: `#/documents/ID@START?search=…`. */
function asked() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...rest] = path.split("/");
  return { name: SECTIONS.includes(name) ? name : "summary", path: decoded(rest.join("/")), query: new URLSearchParams(query) };
}

/** A part of the address as it was before it was escaped; one that somebody has cut short leads nowhere. */
function decoded(escaped) {
  try {
    return decodeURIComponent(escaped);
  } catch {
    return "";
  }
}

async function go(event) {
  if (event && location.hash === "#main") return;
  const { name, path, query } = asked();
  for (const section of SECTIONS) document.getElementById(section).hidden = section !== name;
  for (const link of document.querySelectorAll("nav[aria-label='Sections'] a")) {
    if (link.getAttribute("href") === `#/${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const placed = await show(name, path, query);
  if (event && !placed) top(name);
}

/** Have a section show what is asked for; whether it has put the focus somewhere itself. */
async function show(name, path, query) {
  if (!VIEWS[name]) return false;
  const release = await loading;
  views[name] ??= new VIEWS[name](release, document.querySelector(`[data-view="${name}"]`));
  return views[name].show(path, query);
}

function top(name) {
  document.getElementById(`${name}-title`).focus({ preventScroll: true });
  window.scrollTo({ top: 0, behavior: "instant" });
}

window.addEventListener("hashchange", go);
go();
