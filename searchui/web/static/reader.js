// The reading view, made more comfortable: the outline follows the reading, ticks at the right edge show where the marks are,
// keys go from mark to mark and from paragraph to paragraph, and a paragraph can be copied where it stands.
// Without this script the page is whole: every step is a link.
import { askedIn, basketButton, placeOf } from "./basket.js";
import { copy, isPlainClick, quotation, showCitations } from "./citing.js";

const reader = document.querySelector(".reader");
const article = reader.querySelector("article");
const aside = reader.querySelector(".aside");
const words = reader.dataset;

// The outline: the section being read is the last whose heading has passed the upper third of the window.
const links = new Map();
for (const link of document.querySelectorAll(".outline a")) {
  links.set(decodeURIComponent(link.hash.slice(1)), link);
}

function follow() {
  let current = null;
  for (const [anchor, link] of links) {
    const heading = document.getElementById(anchor);
    if (heading && heading.getBoundingClientRect().top < innerHeight / 3) current = link;
  }
  for (const link of links.values()) {
    if (link === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  // A long outline has a scroll of its own: keep the place in view.
  if (current && aside.scrollHeight > aside.clientHeight) {
    aside.scrollTop = current.offsetTop - aside.clientHeight / 2;
  }
}

let waiting = false;
addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; follow(); });
}, { passive: true });
follow();

// The marks: ticks at the edge, and steps from one to the next.
const marks = [...article.querySelectorAll("mark[id]")];
const steps = document.querySelector(".steps");

function drawTicks() {
  document.querySelector(".ticks")?.remove();
  if (!marks.length) return;
  const ticks = document.createElement("div");
  ticks.className = "ticks";
  ticks.setAttribute("aria-hidden", "true");
  const height = document.documentElement.scrollHeight;
  for (const mark of marks) {
    const tick = document.createElement("a");
    tick.href = "#" + mark.id;
    tick.tabIndex = -1;
    tick.style.top = (100 * (mark.getBoundingClientRect().top + scrollY)) / height + "%";
    ticks.append(tick);
  }
  document.body.append(ticks);
}

function target() {
  return document.getElementById(decodeURIComponent(location.hash.slice(1)));
}

// Which mark the address stands at: the one that it names, or the first in the paragraph that it names.
function marked() {
  const place = target();
  if (!place) return Number(steps.dataset.at) - 1;
  return marks.findIndex((mark) => place === mark || place.contains(mark));
}

let at = -1;
function tell(place) {
  at = place;
  if (at >= 0) steps.querySelector(".at").textContent = steps.dataset.told.replace("#", at + 1);
}

// The mark before or after the present one; without one, the nearest to what is on the screen.
function beside(forward) {
  if (at >= 0) return (at + (forward ? 1 : -1) + marks.length) % marks.length;
  const passed = marks.filter((mark) => mark.getBoundingClientRect().top < innerHeight / 3).length;
  return (forward ? passed : passed - 1 + marks.length) % marks.length;
}

if (marks.length) {
  drawTicks();
  addEventListener("resize", drawTicks);
  tell(marked());
  addEventListener("hashchange", () => tell(marked()));
  steps.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.replace("#" + marks[beside(link.rel === "next")].id);
  });
}

// The paragraphs: j and k go on and back, and what can be done with one appears beside it.
const paragraphs = [...article.querySelectorAll(":scope > [id]:not(.gap)")];

function beyond(step) {
  const standing = target()?.closest("article > [id]");
  const read = paragraphs.findLastIndex((each) => each.getBoundingClientRect().top < innerHeight / 3);
  const seen = standing && Math.abs(standing.getBoundingClientRect().top) < innerHeight;
  const next = (seen ? paragraphs.indexOf(standing) : read) + step;
  if (paragraphs[next]) location.replace("#" + paragraphs[next].id);
}

document.addEventListener("plain-key", (event) => {
  if (event.detail === "j") beyond(1);
  if (event.detail === "k") beyond(-1);
});

function citeAddress(holder) {
  const anchor = holder.querySelector(".self").search.replace("?cite=", "?paragraph=");
  return location.pathname.replace("/speech/", "/cite/") + anchor;
}

function cite(holder) {
  return showCitations(citeAddress(holder), words.close, holder.querySelector(".self"));
}

const acts = document.createElement("span");
acts.className = "acts";
for (const [name, act] of [
  ["link", (holder) => copy(Promise.resolve(location.origin + location.pathname + "#" + holder.id), words.copied)],
  ["copy", (holder) => copy(quotation(citeAddress(holder)), words.copied)],
  ["cite", cite],
]) {
  if (name !== "cite" && !navigator.clipboard) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words[name];
  button.addEventListener("click", () => act(acts.parentElement));
  acts.append(button);
}
const asked = askedIn(location.search);
const into = basketButton(() => ({ place: acts.parentElement ? placeOf(citeAddress(acts.parentElement)) : "", asked }));
acts.append(into);

function offer(event) {
  const holder = event.target.closest("article > [id]:not(.gap)");
  if (!holder || holder === acts.parentElement || holder.contains(acts)) return;
  holder.append(acts);
  into.show();
}
article.addEventListener("pointerover", offer);
// Where nothing hovers, a press on a paragraph shows its sign, and another one hides it.
article.addEventListener("click", (event) => {
  const holder = event.target.closest("article > [id]:not(.gap)");
  if (!holder || event.target.closest("a, button, summary") || !getSelection().isCollapsed) return;
  const asked = !holder.classList.contains("asked");
  article.querySelector(".asked")?.classList.remove("asked");
  holder.classList.toggle("asked", asked);
});
article.addEventListener("focusin", offer);
article.addEventListener("click", (event) => {
  const link = event.target.closest(".self");
  if (!link || !isPlainClick(event)) return;
  event.preventDefault();
  cite(link.parentElement);
});

// What changes how the page looks keeps the place.
reader.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-stays]");
  if (!link) return;
  const read = paragraphs.findLast((each) => each.getBoundingClientRect().top < innerHeight / 3);
  if (read) link.hash = read.id;
});
