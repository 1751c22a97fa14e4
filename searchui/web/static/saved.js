// Saved searches, kept in this browser as [{asked, seen}]: the parameters of each, and the state of the corpus that its reader
// has seen. It is only imported.
import { tell } from "./basket.js";

export const KEY = "saved";

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
