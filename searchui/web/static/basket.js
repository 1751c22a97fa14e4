// The basket: passages that a reader gathers across searches. This browser keeps their addresses, by which query each was
// found, and what was written to it; never their texts. Without this script all that was found can be taken away by links.
// It is only imported, so that there is one of it, whatever page wants it.
export const KEY = "basket";
const link = document.querySelector(".bar .basket");
const words = link.dataset;
const MOST = Number(words.most);
const MARKING = ["q", "synonyms", "exact", "loose", "numbers"]; // the parameters that decide what is marked

const told = document.createElement("p");
told.className = "told-copied";
told.setAttribute("role", "status");
document.body.append(told);

let telling = 0;
export function tell(text) {
  told.textContent = text;
  clearTimeout(telling);
  telling = setTimeout(() => { told.textContent = ""; }, 2500);
}

// What is kept, as [{place, asked, note}]; nothing where it cannot be read.
export function stored() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(list) ? list.filter((one) => typeof one?.place === "string") : [];
  } catch {
    return [];
  }
}

// Whether it could be kept: some browsers keep nothing, and none keeps everything.
export function store(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    tell(words.unkept);
    return false;
  }
  count();
  return true;
}

export function count() {
  const number = stored().length;
  link.querySelector(".count").textContent = number ? " " + number : "";
  link.hidden = !number;
}

export function has(place) {
  return stored().some((one) => one.place === place);
}

// Put passages in that are not there yet; whether all are there now.
export function put(some) {
  const list = stored();
  const fresh = some.filter((one) => !list.some((each) => each.place === one.place));
  if (list.length + fresh.length > MOST) {
    tell(words.full);
    return false;
  }
  return store([...list, ...fresh]);
}

export function take(place) {
  return store(stored().filter((one) => one.place !== place));
}

// The address of a passage, ID#ANCHOR, from that of its page of citations.
export function placeOf(address) {
  const cited = new URL(address, location.href);
  return decodeURIComponent(cited.pathname.split("/cite/")[1]) + "#" + cited.searchParams.get("paragraph");
}

// What of the parameters of a page says by which query a passage was found.
export function askedIn(search) {
  const all = new URLSearchParams(search);
  const kept = new URLSearchParams();
  for (const name of MARKING) if (all.get(name)) kept.set(name, all.get(name));
  return kept.get("q") ? kept.toString() : "";
}

// A button that puts a passage in, or takes it out again; `passage` says which, as {place, asked}.
export function basketButton(passage) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "into";
  button.show = () => {
    const inside = has(passage().place);
    button.textContent = inside ? words.inside : words.put;
    button.setAttribute("aria-pressed", String(inside));
    button.title = inside ? words.out : words.into;
  };
  button.addEventListener("click", () => {
    const { place, asked } = passage();
    if (has(place)) take(place);
    else if (put([{ place, asked, note: "" }])) tell(words.now.replace("#", stored().length));
    button.show();
  });
  button.show();
  return button;
}
