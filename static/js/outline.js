// On narrow screens, where what the bar opens covers the text, it closes once the reader has chosen where to go.
for (const details of document.querySelectorAll(".bar details")) {
  details.addEventListener("click", (event) => {
    if (event.target.closest("a[href^='#']")) details.open = false;
    if (event.target.closest("summary") && !details.open) setTimeout(() => details.querySelector("input")?.focus());
  });
}
