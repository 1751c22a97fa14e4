// On pages of results and lines: a button beside each passage that puts it into the basket; on all, how many are in it.
import { KEY, askedIn, basketButton, count, placeOf } from "./basket.js";

for (const cite of document.querySelectorAll(".hits .acts > a.cite")) {
  const shown = cite.closest(".hit, .line")?.querySelector(".path a, a.match");
  const asked = askedIn(shown ? new URL(shown.href).search : "");
  const place = placeOf(cite.href);
  cite.parentElement.append(basketButton(() => ({ place, asked })));
}

count();
addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  count();
  for (const button of document.querySelectorAll("button.into")) button.show();
});
