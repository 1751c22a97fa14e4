// The table of files: what was changed is marked, Enter leads to the next thing to be checked, Ctrl+Enter saves.
// Without this script the boxes are boxes, and the buttons do the same.
const table = document.querySelector(".files form.table");

function next(input) {
  const boxes = [...table.querySelectorAll(".doubtful input[type=text]")];
  const here = boxes.findIndex((box) => box === input || box.compareDocumentPosition(input) & Node.DOCUMENT_POSITION_PRECEDING);
  const following = boxes[here] === input ? boxes[here + 1] : boxes[here];
  (following ?? table.querySelector(".do button")).focus();
  following?.select();
}

// Whoever goes on from the last doubtful box of a row has looked at all of them.
function confirmRow(input) {
  const row = input.closest(".file");
  const doubtful = [...row.querySelectorAll(".doubtful input[type=text]")];
  const box = row.querySelector(".ok input");
  if (box && doubtful.at(-1) === input) box.checked = true;
}

table?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches(".facts input")) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) {
    table.requestSubmit();
  } else {
    confirmRow(event.target);
    next(event.target);
  }
});

table?.addEventListener("input", (event) => {
  if (event.target.matches(".facts input")) event.target.classList.toggle("changed", event.target.value !== event.target.defaultValue);
});

// After a change: tell when the index has followed: it has all files that are there, and no others; and after a correction
// it says what was corrected, or is another one than when this page was made.
const made = document.querySelector(".made");
const LOOKS = 300; // a second each

async function follow(left) {
  const address = `${table.dataset.state}${location.search.replace(/^.*?(since=\d+).*$/, "?$1")}`;
  const state = await fetch(address).then((answer) => answer.ok && answer.json()).catch(() => null); // the page is left
  if (!state?.watched || !left) return;
  if ((state.behind || (state.generation === table.dataset.generation && !state.reflected)) && !state.failed) {
    setTimeout(() => follow(left - 1), 1000);
    return;
  }
  const line = document.createElement("p");
  line.className = "followed";
  const again = document.createElement("a");
  const here = new URL(location.href);
  here.searchParams.delete("since");
  again.href = here.href;
  again.textContent = table.dataset.again;
  line.append(`${state.failed || table.dataset.done} `, again);
  made.append(line);
}
if (made && table) follow(LOOKS);
