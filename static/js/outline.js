// On narrow screens, where the outline covers the text, it closes once the reader has chosen where to go.
const outline = document.querySelector(".outline details");
outline?.addEventListener("click", (event) => {
  if (event.target.closest("a")) outline.open = false;
});
