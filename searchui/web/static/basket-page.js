// The page of the basket: shows what this browser keeps, as the server says that it stands now; passages are moved, taken out
// and written to where they stand. Under a link it shows what that names, and offers to take it over.
import { put, store, stored, take, tell } from "./basket.js";

const holder = document.querySelector(".gathered");
const words = holder.dataset;
const isOwn = words.linked === "off";

function button(text, act, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (label) made.setAttribute("aria-label", label + " " + text);
  made.addEventListener("click", act);
  return made;
}

function passages() {
  return [...holder.querySelectorAll(".passage")];
}

function say(text) {
  holder.querySelector(":scope > [role=status]").textContent = text;
}

// The link to what is shown, as it is shown now.
function renew() {
  const places = passages().map((each) => ["place", each.dataset.place]);
  const named = new URLSearchParams(places).toString();
  const isLong = named.length > Number(words.longest);
  const told = holder.querySelector(".link");
  told.querySelector("a").href = location.pathname + "?" + named;
  told.querySelector("a").hidden = isLong;
  told.querySelector(".too-long").hidden = !isLong;
}

// What is kept, in the order of the page; what another page has put in meanwhile comes last.
function keepOrder() {
  const order = passages().map((each) => each.dataset.place);
  const kept = stored();
  const place = (one) => (order.includes(one.place) ? order.indexOf(one.place) : order.length);
  return store([...kept].sort((a, b) => place(a) - place(b)));
}

function move(passage, step, pressed) {
  const all = passages();
  const to = all.indexOf(passage) + step;
  if (!all[to]) return;
  if (step < 0) all[to].before(passage);
  else all[to].after(passage);
  keepOrder();
  renew();
  pressed.focus(); // moving lets go of it
  say(words.at.replace("##", all.length).replace("#", to + 1));
}

async function out(passage) {
  const all = passages();
  const place = all.indexOf(passage);
  take(passage.dataset.place);
  await show();
  (passages()[Math.min(place, all.length - 2)]?.querySelector(".acts button") ?? document.getElementById("main")).focus();
}

function edit(passage) {
  const acts = document.createElement("p");
  acts.className = "acts";
  const named = passage.querySelector(".path, .gone").textContent;
  const up = button(words.up, () => move(passage, -1, up), named);
  const down = button(words.down, () => move(passage, 1, down), named);
  acts.append(up, down, button(words.out, () => out(passage), named));
  passage.append(acts);
  const note = passage.querySelector("textarea");
  note.addEventListener("input", () => {
    store(stored().map((one) => (one.place === passage.dataset.place ? { ...one, note: note.value } : one)));
  });
}

function offerLink() {
  const link = holder.querySelector(".link a");
  if (navigator.clipboard) {
    const copy = button(words.copy, async () => {
      await navigator.clipboard.writeText(link.href);
      tell(words.copied);
    });
    link.after(" ", copy);
  }
}

function offer() {
  if (!passages().length) return;
  offerLink();
  const taking = holder.querySelector(".taking");
  if (!isOwn) {
    taking.append(button(words.take, () => {
      const some = passages().map((each) => ({ place: each.dataset.place, asked: "", note: "" }));
      if (put(some)) location.assign(location.pathname);
    }));
    return;
  }
  passages().forEach(edit);
  taking.append(button(words.empty, () => { if (confirm(words.sure) && store([])) show(); }));
}

// Ask the server what stands at the addresses that are kept.
async function show() {
  const body = new URLSearchParams();
  for (const { place, asked, note } of stored()) {
    body.append("place", place);
    body.append("asked", asked ?? "");
    body.append("note", note ?? "");
  }
  const answer = await fetch(location.pathname, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = page.querySelector(".gathered, .message");
  holder.replaceChildren(...shown.childNodes);
  offer();
}

if (isOwn && stored().length) show();
else offer();
addEventListener("storage", (event) => { if (isOwn && event.key === "basket" && !holder.contains(document.activeElement)) show(); });
