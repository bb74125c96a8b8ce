// A button beside each citation that copies it.
const list = document.querySelector("[data-copy]");
for (const each of list?.querySelectorAll("dd") ?? []) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = list.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(each.firstElementChild?.href ?? each.firstChild.data);
    button.textContent = list.dataset.copied;
    setTimeout(() => (button.textContent = list.dataset.copy), 2000);
  });
  each.append(" ", button);
}
