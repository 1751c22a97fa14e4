// Buttons that copy the text they stand by. They show only where the browser lets a page copy; the text can be marked by hand.
const HELD = 2000; // milliseconds that a button says that it has copied

if (navigator.clipboard) document.documentElement.classList.add("copies");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const holder = button.closest(".cites");
  await navigator.clipboard.writeText(holder.querySelector("#" + button.dataset.of).textContent);
  const name = button.textContent;
  button.textContent = holder.querySelector("[role=status]").textContent = button.dataset.copied;
  button.disabled = true;
  setTimeout(() => { button.textContent = name; button.disabled = false; }, HELD);
});
