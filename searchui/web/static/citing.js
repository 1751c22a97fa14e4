// Citing a passage where it stands: its citations in a dialog, and its text with its source on the clipboard.
// Without this script every "cite" is a link to a page of its own.

import { askedIn, basketButton, placeOf } from "./basket.js";

const status = document.createElement("p");
status.className = "told-copied";
status.setAttribute("role", "status");
document.body.append(status);

let telling = 0;
function say(text) {
  status.textContent = text;
  clearTimeout(telling);
  telling = setTimeout(() => { status.textContent = ""; }, 2000);
}

// Safari copies only what is promised while the press is being handled.
export async function copy(text, copied) {
  const blob = text.then((said) => new Blob([said], { type: "text/plain" }));
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  say(copied);
}

// The passage and its source, by the address of its page of citations.
export async function quotation(address) {
  const answer = await fetch(address.replace("/cite/", "/api/cite/"));
  return (await answer.json()).quotation;
}

// The page of citations, shown here; `back` has the focus afterwards.
export async function showCitations(address, close, back) {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const dialog = document.createElement("dialog");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "close";
  button.textContent = close;
  const shown = page.querySelector(".cites");
  shown.querySelector("h1").id = "cites-title";
  dialog.setAttribute("aria-labelledby", "cites-title");
  const into = new URL(address, location.href).searchParams.get("paragraph");
  const asked = askedIn(location.search);
  if (into) shown.querySelector("section").before(basketButton(() => ({ place: placeOf(address), asked })));
  dialog.append(shown, button);
  button.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dialog.remove(); back.focus(); });
  document.body.append(dialog);
  dialog.showModal();
}

export function isPlainClick(event) {
  return !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

// On pages of results: a button that copies beside each link that cites, and the citations without leaving the page.
const hits = document.querySelector(".hits[data-copied]");
if (hits) {
  const words = hits.dataset;
  for (const link of navigator.clipboard ? hits.querySelectorAll("a.cite") : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.copy;
    button.addEventListener("click", () => copy(quotation(link.href), words.copied));
    link.after(button);
  }
  hits.addEventListener("click", (event) => {
    const link = event.target.closest("a.cite");
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    showCitations(link.href, words.close, link);
  });
}
