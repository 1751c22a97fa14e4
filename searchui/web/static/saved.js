// Saved searches, as [{asked, seen}]: the parameters of each, and the state of the corpus that its reader has seen. This browser
// keeps them; where people log in, the site does, for each. It is only imported.
import { tell } from "./basket.js";

const KEY = "saved";
export const byName = document.body.dataset.login === "on";

export function searches() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(list) ? list.filter((one) => typeof one?.asked === "string") : [];
  } catch {
    return [];
  }
}

export function keep(list, unkept = "") {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
    return true;
  } catch {
    tell(unkept);
    return false;
  }
}

// What the site keeps for who has logged in: the searches, and what a page has to send along to change them.
export async function mine(address) {
  const answer = await fetch(address + "/mine");
  return answer.ok ? answer.json() : { searches: [], token: "" };
}

// Whether the site did what is asked; else it has said why not.
export async function change(address, fields) {
  const answer = await fetch(address + "/mine", { method: "POST", body: new URLSearchParams(fields) });
  if (!answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    tell(page.querySelector(".message p")?.textContent ?? "");
  }
  return answer.ok;
}
