// Suggestions under the search box, as a combobox with a list (WAI-ARIA 1.2). Without this script the box is whole.
const box = document.getElementById("q");
const holder = box.parentElement;
const list = document.createElement("ul");
const WAIT = 80; // milliseconds without a key, before what was typed is asked for

let chosen = -1;
let typed = box.value;
let waiting = 0;
let asked = 0; // the number of the last question: answers to earlier ones come too late

list.id = "suggestions";
list.className = "suggestions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", holder.dataset.suggestions);
list.hidden = true;
holder.append(list);
for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
  box.setAttribute(name, value);
}

function close() {
  clearTimeout(waiting);
  asked += 1;
  choose(-1);
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
}

function choose(place) {
  list.children[chosen]?.setAttribute("aria-selected", "false");
  chosen = place;
  const option = list.children[chosen];
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
    box.value = option.dataset.query;
  } else {
    box.removeAttribute("aria-activedescendant");
  }
}

function part(kind, text) {
  const span = document.createElement("span");
  span.className = kind;
  span.textContent = text;
  return span;
}

function counted(paragraphs) {
  return paragraphs === 1 ? holder.dataset.one : holder.dataset.many.replace("#", paragraphs);
}

function show(suggestions) {
  list.replaceChildren(...suggestions.map((suggestion, place) => {
    const option = document.createElement("li");
    option.id = "suggestion-" + place;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.query = suggestion.query;
    option.append(part("said", suggestion.text), part("kind", holder.dataset[suggestion.kind] ?? ""), part("count", counted(suggestion.paragraphs)));
    return option;
  }));
  chosen = -1;
  list.hidden = !suggestions.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
}

async function ask() {
  const mine = ++asked;
  typed = box.value;
  if (!typed.trim()) return close();
  try {
    const answer = await fetch("/api/suggest?" + new URLSearchParams({ q: typed }));
    const suggestions = answer.ok ? (await answer.json()).suggestions : [];
    if (mine === asked && document.activeElement === box) show(suggestions);
  } catch {
    if (mine === asked) close(); // the server is away: there is the box
  }
}

function take(option) {
  box.value = option.dataset.query;
  close();
  holder.requestSubmit();
}

box.addEventListener("input", (event) => {
  if (event.isComposing) return; // half of a character of an input method
  clearTimeout(waiting);
  waiting = setTimeout(ask, WAIT);
});
box.addEventListener("compositionend", () => { clearTimeout(waiting); waiting = setTimeout(ask, WAIT); });
box.addEventListener("keydown", (event) => {
  if (event.isComposing || list.hidden) return;
  const count = list.children.length;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = ((chosen + 1 + step + count + 1) % (count + 1)) - 1; // before the first is what was typed
    choose(next);
    if (next < 0) box.value = typed;
  } else if (event.key === "Escape") {
    event.preventDefault();
    close();
    box.value = typed;
  }
});
box.addEventListener("blur", close);
list.addEventListener("pointerdown", (event) => {
  event.preventDefault(); // the box keeps the focus
  const option = event.target.closest("[role=option]");
  if (option && event.button === 0) take(option);
});
