// Previous and next among the words found in a text, beside the list that works without scripts.
const form = document.querySelector(".find form");
const bars = [...document.querySelectorAll(".steps[data-places]")]; // one for each layout
const marks = [...document.querySelectorAll(".text mark:not(.goes-on)")];
const TYPED = "found-by-typing";

let at = -1;
const go = (step) => {
  marks[at]?.classList.remove("here");
  at = at < 0 ? nearest(step) : (at + step + marks.length) % marks.length;
  marks[at].classList.add("here");
  marks[at].scrollIntoView({ block: "center" });
  for (const bar of bars) bar.lastElementChild.textContent = `${at + 1} / ${marks.length}`;
};
const nearest = (step) => {
  const below = marks.findIndex((mark) => mark.getBoundingClientRect().top >= 0);
  return step > 0 ? Math.max(below, 0) : (below > 0 ? below : marks.length) - 1;
};
const button = (sign, label, step) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.title = label;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", () => go(step));
  return made;
};

// Whoever typed into the box goes on to the first place, and Enter leads to the next, as in the browser's own search.
const typed = () => {
  try {
    const was = sessionStorage.getItem(TYPED) === location.pathname;
    sessionStorage.removeItem(TYPED);
    return was && !location.hash;
  } catch {
    return false; // a browser that keeps nothing
  }
};
form.addEventListener("submit", () => {
  try {
    sessionStorage.setItem(TYPED, location.pathname);
  } catch {} // the reader presses Next
});
const fill = (bar) => {
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.textContent = bar.closest(".panel") ? "" : bar.dataset.places; // the panel says it in a heading
  bar.append(button("↑", bar.dataset.previous, -1), button("↓", bar.dataset.next, 1), status); // their space is reserved
};
const goesOn = typed();
bars.forEach(fill);
if (goesOn && bars.length) {
  go(1);
  const shown = bars.find((bar) => bar.getClientRects().length);
  shown?.children[1].focus({ preventScroll: true });
}
