// The page of saved searches: asks the server what of each is new since the state that was seen, and notes what is seen now.
import { byName, keep, searches } from "./saved.js";

const holder = document.querySelector(".saved-searches");
const words = { ...holder.dataset };
let now = words.now;

function button(text, act, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (label) made.setAttribute("aria-label", label + " " + text);
  made.addEventListener("click", act);
  return made;
}

// Note the state that the page shows, not the one that the corpus may be in by now.
async function see(some) {
  keep(searches().map((one) => (some.includes(one.asked) ? { ...one, seen: now } : one)));
  await show();
}

async function forget(asked) {
  keep(searches().filter((one) => one.asked !== asked));
  await show();
}

function offer() {
  const all = [...holder.querySelectorAll(":scope > ol > li")];
  for (const each of all) {
    const acts = document.createElement("p");
    const named = each.querySelector(".path").textContent;
    const asked = each.dataset.asked;
    acts.className = "acts";
    if (each.querySelector(".new, .unknown-state")) acts.append(button(words.seen, () => see([asked]), named));
    acts.append(button(words.out, () => forget(asked), named));
    each.append(acts);
  }
  if (holder.querySelector(".new, .unknown-state") && all.length > 1) {
    const every = document.createElement("p");
    every.className = "taking";
    every.append(button(words.all, () => see(all.map((each) => each.dataset.asked))));
    holder.append(every);
  }
}

async function show() {
  const body = new URLSearchParams();
  for (const { asked, seen } of searches()) {
    body.append("asked", asked);
    body.append("seen", seen ?? "");
  }
  const answer = await fetch(location.pathname, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = page.querySelector(".gathered, .message");
  now = shown.dataset.now ?? now;
  const hadFocus = holder.contains(document.activeElement);
  holder.replaceChildren(...shown.childNodes);
  offer();
  if (hadFocus) (holder.querySelector(".acts button") ?? document.getElementById("main")).focus();
}

if (!byName && searches().length) show(); // of who has logged in the page has all, with forms
