// On a page of results: a button that keeps the search, with the state of the corpus that its results were found in.
import { tell } from "./basket.js";
import { byName, change, keep, mine, searches } from "./saved.js";

const told = document.querySelector(".results > .told");
const words = document.querySelector(".hits[data-state]").dataset;
const feed = document.querySelector('link[rel=alternate][type="application/atom+xml"]');
const asked = new URL(feed.href).search.slice(1);

const place = document.createElement("span");
const button = document.createElement("button");
const link = document.createElement("a");
place.className = "keeping";
button.type = "button";
link.href = words.saved;
link.textContent = words.all;
place.append(button, " ", link);

let isKept = false;
let token = "";

function show(kept) {
  isKept = kept;
  button.textContent = kept ? words.kept : words.keep;
  button.setAttribute("aria-pressed", String(kept));
  link.hidden = !kept;
}

async function begin() {
  if (byName) {
    const own = await mine(words.saved);
    token = own.token;
    show(own.searches.includes(asked));
  } else {
    show(searches().some((one) => one.asked === asked));
  }
  (told.querySelector(":scope > p.quiet") ?? told).append(" ", place);
}

function changeHere() {
  const others = searches().filter((one) => one.asked !== asked);
  if (isKept) return keep(others, words.unkept);
  if (others.length < Number(words.most)) return keep([...others, { asked, seen: words.state }], words.unkept);
  tell(words.full);
  return false;
}

button.addEventListener("click", async () => {
  const act = isKept ? "forget" : "keep";
  const done = byName ? await change(words.saved, { act, asked, seen: words.state, token }) : changeHere();
  if (done) show(!isKept);
});
begin();
