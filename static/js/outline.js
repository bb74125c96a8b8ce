// On narrow screens, where the outline lies over the text, it shuts once somebody has chosen where to go.
const outline = document.querySelector(".outline details");
outline?.addEventListener("click", (event) => {
  if (event.target.closest("a")) outline.open = false;
});
