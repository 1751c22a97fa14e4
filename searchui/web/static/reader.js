// The reading view, made a little more comfortable: the outline follows the reading, and ticks at the
// right edge show where the marks are. Without this script the page is whole.
"use strict";

const article = document.querySelector("article");
const aside = document.querySelector(".aside");
const links = new Map();
for (const link of document.querySelectorAll(".outline a")) {
  links.set(decodeURIComponent(link.hash.slice(1)), link);
}

// The section being read is the last whose heading has passed the upper third of the window.
function follow() {
  let current = null;
  for (const [anchor, link] of links) {
    const heading = document.getElementById(anchor);
    if (heading && heading.getBoundingClientRect().top < window.innerHeight / 3) current = link;
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

function drawTicks() {
  document.querySelector(".ticks")?.remove();
  const marks = article.querySelectorAll("mark");
  if (!marks.length) return;
  const ticks = document.createElement("div");
  ticks.className = "ticks";
  ticks.setAttribute("aria-hidden", "true");
  const height = document.documentElement.scrollHeight;
  for (const mark of marks) {
    const tick = document.createElement("a");
    const holder = mark.closest("[id]");
    if (holder) tick.href = "#" + holder.id;
    tick.tabIndex = -1;
    tick.style.top = (100 * (mark.getBoundingClientRect().top + window.scrollY)) / height + "%";
    ticks.append(tick);
  }
  document.body.append(ticks);
}

let waiting = false;
addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; follow(); });
}, { passive: true });
addEventListener("resize", drawTicks);
follow();
drawTicks();
