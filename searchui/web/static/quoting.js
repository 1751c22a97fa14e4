// What is copied from a speech has its source with it, where the reader has not switched that off; where nothing is chosen, the
// paragraph that the address names is copied whole. Without this script a browser copies what it always does.
const LEAST = 10; // characters: who copies less copies a name or a word, not a quotation

const article = document.querySelector(".reader article");
const paragraphs = "article > [id]:not(.gap)";

function within(range) {
  return [...article.querySelectorAll(":scope > [id]:not(.gap)")].filter((each) => range.intersectsNode(each));
}

// The text of a paragraph without what can be done with it.
function textOf(paragraph) {
  const copy = paragraph.cloneNode(true);
  for (const each of copy.querySelectorAll(".self, .acts")) each.remove();
  return copy.textContent;
}

// All speak as one, or it is the speech that is quoted.
function sourceOf(some) {
  const sources = new Set(some.map((each) => each.dataset.source ?? article.dataset.source));
  return sources.size === 1 ? [...sources][0] : article.dataset.source;
}

function quoted() {
  const selection = getSelection();
  if (selection.isCollapsed) {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(paragraphs);
    return named ? [textOf(named), sourceOf([named])] : null;
  }
  const range = selection.getRangeAt(0);
  const text = selection.toString().trim();
  if (!article.contains(range.commonAncestorContainer) || text.length < LEAST) return null;
  return [text, sourceOf(within(range))];
}

document.addEventListener("copy", (event) => {
  if (event.target.closest?.("input, textarea, dialog")) return;
  const made = quoted();
  if (!made) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", made.join("\n"));
});
