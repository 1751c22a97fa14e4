// Files for the folder of speeches: dropped or chosen, folders too, sent one after the other with how far that is.
// Without this script the form sends them all at once, and a page tells what became of each.
const form = document.querySelector("form.upload");
const words = form?.dataset;

function made(kind, text, ...inside) {
  const element = document.createElement(kind);
  element.textContent = text;
  element.append(...inside);
  return element;
}

const bar = document.createElement("progress");
const result = made("div", "");
result.className = "result";
result.setAttribute("role", "status");
form?.append(result);

// The files of what was dropped, those in folders with their paths.
async function filesOf(entry, path = "") {
  if (entry.isFile) {
    const file = await new Promise((found, failed) => entry.file(found, failed));
    return [{ file, path: path + entry.name }];
  }
  const reader = entry.createReader();
  const inside = [];
  for (let some; (some = await new Promise((found, failed) => reader.readEntries(found, failed))).length;) inside.push(...some);
  const found = await Promise.all(inside.map((one) => filesOf(one, `${path}${entry.name}/`)));
  return found.flat();
}

function send(item, existing, told) {
  const body = new FormData();
  body.append("path", item.path);
  body.append("existing", existing);
  body.append("folder", form.elements.folder.value);
  body.append("file", item.file);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${form.action}&format=json`);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => told(event.loaded));
    request.addEventListener("load", () => done(request.status === 200 ? request.response : refused(item, refusal(request))));
    request.addEventListener("error", () => done(refused(item, words.failed)));
    request.send(body);
  });
}

function refusal(request) {
  return `${words.failed}（${request.status}）`;
}

function refused(item, reason) {
  return [{ name: item.path, fate: "refused", reason }];
}

async function sendAll(items, existing) {
  const whole = items.reduce((sum, item) => sum + item.file.size, 0);
  bar.max = Math.max(whole, 1);
  let before = 0;
  const came = [];
  for (const item of items) {
    if (item.file.size > Number(words.most)) {
      came.push(...refused(item, words.tooLarge));
    } else {
      for (const one of await send(item, existing, (loaded) => { bar.value = before + loaded; })) came.push({ ...one, item });
    }
    before += item.file.size;
    bar.value = before;
  }
  return came;
}

function tell(came) {
  const counts = Object.groupBy ? Object.groupBy(came, (one) => one.fate) : came.reduce((all, one) => ({ ...all, [one.fate]: [...(all[one.fate] ?? []), one] }), {});
  result.append(made("p", Object.entries(counts).map(([fate, some]) => `${words[fate]} ${some.length}`).join(" · ")));
  const problems = came.filter((one) => one.reason);
  if (problems.length) result.append(made("ul", "", ...problems.map((one) => made("li", `${one.name}：${one.reason}`))));
}

function ask(existing) {
  const line = made("p", `${words.ask}${existing.map((one) => one.name).join("、")} `);
  line.className = "asked";
  const replace = made("button", words.replace);
  const keep = made("button", words.keep);
  for (const button of [replace, keep]) button.type = "button";
  line.append(replace, keep);
  result.append(line);
  replace.focus();
  keep.addEventListener("click", () => line.remove());
  replace.addEventListener("click", () => { line.remove(); run([...new Set(existing.map((one) => one.item))], "replace"); });
}

// Of the index; of one that does not answer, or of a page that is left, nothing.
function stateNow() {
  const address = document.querySelector(".files form.table").dataset.state;
  return fetch(address).then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({}));
}

// Until the index has what came: then the list can be made anew.
async function follow(told, first) {
  const state = await stateNow();
  if (!state.watched) { told.remove(); return; }
  if (state.generation === first || state.behind) {
    if (!state.failed) setTimeout(() => follow(told, first), 1000);
    else told.textContent = state.failed;
    return;
  }
  const link = made("a", words.show);
  link.href = location.pathname;
  told.textContent = `${words.ready} `;
  told.append(link);
}

// A form that takes all of it back: what was added goes to the trash, what was replaced is back.
function undoing(changes) {
  const back = made("form", "", made("button", words.undo));
  Object.assign(back, { method: "post", action: words.undoing });
  for (const [name, value] of [["token", words.token], ...changes.map((number) => ["number", number])]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    back.append(field);
  }
  return back;
}

async function run(items, existing = "ask") {
  if (!items.length) return;
  const state = await stateNow();
  result.replaceChildren(bar);
  const came = await sendAll(items, existing);
  bar.remove();
  tell(came);
  const changes = came.map((one) => one.change).filter(Boolean);
  const there = came.filter((one) => one.fate === "exists");
  if (there.length) ask(there);
  if (changes.length) {
    const told = made("p", words.sent);
    result.append(told, undoing(changes));
    follow(told, state.generation);
  }
}

if (form) {
  const chooser = form.elements.file;
  const folders = document.createElement("input");
  Object.assign(folders, { type: "file", webkitdirectory: true, hidden: true });
  const button = made("button", words.folder);
  button.type = "button";
  button.addEventListener("click", () => folders.click());
  folders.addEventListener("change", () => run([...folders.files].map((file) => ({ file, path: file.webkitRelativePath }))));
  form.querySelector(".fields").append(button, folders, made("span", words.drop));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run([...chooser.files].map((file) => ({ file, path: file.name })), form.elements.existing.value);
    chooser.value = "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
    });
  }
  form.addEventListener("drop", async (event) => {
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = [...event.dataTransfer.files].map((file) => ({ file, path: file.name }));
    run(entries.length ? (await Promise.all(entries.map((entry) => filesOf(entry)))).flat() : files);
  });
}
