// Adds a button beside each citation that copies it.
import { copy } from "./clipboard.js";

const list = document.querySelector("[data-copy]");
for (const each of list?.querySelectorAll("dd") ?? []) {
  const words = each.firstElementChild?.href ?? each.textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = list.dataset.copy;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await copy(words);
      button.textContent = list.dataset.copied;
    } catch {
      button.textContent = list.dataset.uncopied;
    }
    setTimeout(() => (button.textContent = list.dataset.copy), 2000);
  });
  each.append(" ", button);
}
