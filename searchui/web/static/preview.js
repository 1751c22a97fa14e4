// On a wide screen a hit is shown in its context beside the list: the first one, then the one that is pressed or has the focus.
// Without this script, or where there is no room, every hit is a link to its place in the speech.
const wide = matchMedia("(min-width: 88rem)");
const results = document.querySelector(".results");
const hits = [...results.querySelectorAll(".hit")];
const shown = new Map(); // what was fetched, by its address
let panel, current;

function contextAddress(hit) {
  const place = new URL(hit.querySelector(".path a").href);
  const asked = place.searchParams;
  asked.delete("back");
  asked.set("paragraph", decodeURIComponent(place.hash.slice(1)));
  return place.pathname.replace("/speech/", "/context/") + "?" + asked;
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.querySelector(".context");
  const title = document.createElement("h2"); // the page of results has a first heading of its own
  title.append(...part.querySelector("h1").childNodes);
  part.querySelector("h1").replaceWith(title);
  for (const heading of part.querySelectorAll("article :is(h2, h3, h4, h5, h6)")) {
    const text = document.createElement("p");
    text.className = heading.className;
    text.append(...heading.childNodes);
    heading.replaceWith(text);
  }
  return part;
}

function makePanel() {
  panel = document.createElement("aside");
  panel.className = "preview";
  panel.setAttribute("aria-label", results.dataset.preview);
  panel.tabIndex = 0; // it scrolls
  const told = document.createElement("p");
  told.className = "how-to";
  told.textContent = results.dataset.how;
  panel.append(told);
  results.append(panel);
  results.classList.add("previewing");
}

async function show(hit) {
  if (!wide.matches || hit === current) return;
  current = hit;
  if (!panel) makePanel();
  const address = contextAddress(hit);
  if (!shown.has(address)) shown.set(address, fetched(address).catch(() => null));
  const part = await shown.get(address);
  if (hit !== current) return;
  for (const each of hits) each.classList.toggle("previewed", each === hit);
  panel.querySelector(".context")?.remove();
  if (!part) { shown.delete(address); return; }
  panel.append(part);
  const here = part.querySelector(".here").offsetTop;
  panel.scrollTop = here > panel.clientHeight / 2 ? here - panel.clientHeight / 3 : 0;
}

for (const hit of hits) {
  hit.addEventListener("focusin", () => show(hit));
  hit.addEventListener("click", (event) => {
    if (!event.target.closest("a, button, summary") && getSelection().isCollapsed) show(hit);
  });
}

function begin() {
  const first = hits.find((hit) => hit.offsetParent); // some are folded away
  if (wide.matches && first && !current) show(first);
}
begin();
wide.addEventListener("change", begin);
