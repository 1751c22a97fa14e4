// Single keys: each does what a press on the element that names it in aria-keyshortcuts does; and the help on them.
// A reader can turn them off (data-keys), since speech input may type them. Without this script all is reachable by links.
const help = document.getElementById("keys");

function meant(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return false;
  if (document.body.dataset.keys === "off" || document.querySelector("dialog[open]")) return false;
  return !event.target.closest?.("input, textarea, select, [contenteditable]");
}

addEventListener("keydown", (event) => {
  if (!meant(event) || event.key.length !== 1) return;
  const named = document.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
  if (!named) {
    document.dispatchEvent(new CustomEvent("plain-key", { detail: event.key })); // for what is no element
    return;
  }
  event.preventDefault();
  if (named.matches("input")) {
    named.focus();
    named.select();
  } else {
    named.click();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest('a[href="#keys"]')) {
    event.preventDefault();
    help.showModal();
  } else if (event.target.closest("dialog .close")) {
    event.preventDefault();
    event.target.closest("dialog").close();
  }
});
if (location.hash === "#keys") help.showModal();
