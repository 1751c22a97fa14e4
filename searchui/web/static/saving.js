// On a page of results: a button that keeps the search, with the state of the corpus that its results were found in.
import { keep, searches } from "./saved.js";
import { tell } from "./basket.js";

const told = document.querySelector(".results > .told");
const words = document.querySelector(".hits[data-state]").dataset;
const feed = document.querySelector('link[rel=alternate][type="application/atom+xml"]');
const asked = new URL(feed.href).search.slice(1);

const place = document.createElement("p");
const button = document.createElement("button");
const link = document.createElement("a");
place.className = "keeping";
button.type = "button";
link.href = words.saved;
link.textContent = words.all;
place.append(button, " ", link);

function show() {
  const isKept = searches().some((one) => one.asked === asked);
  button.textContent = isKept ? words.kept : words.keep;
  button.setAttribute("aria-pressed", String(isKept));
  link.hidden = !isKept;
}

button.addEventListener("click", () => {
  const list = searches();
  const others = list.filter((one) => one.asked !== asked);
  if (others.length < list.length) keep(others);
  else if (list.length >= Number(words.most)) tell(words.full);
  else keep([...list, { asked, seen: words.state }], words.unkept);
  show();
});
show();
told.append(place);
