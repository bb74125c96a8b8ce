// A number leads to its paragraph without loading the page anew, and J and K go from paragraph to paragraph.
const text = document.querySelector(".document > .text");
const links = [...text.querySelectorAll(".permalink")];
const withKeys = (event) => event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;

// The link is to these words for good, and this page has them: only the address changes, and which paragraph it means.
text.addEventListener("click", (event) => {
  const link = event.target.closest(".permalink");
  if (!link || event.button || withKeys(event)) return;
  event.preventDefault();
  history.replaceState(history.state, "", location.pathname + location.search);
  location.hash = link.hash;
  history.replaceState(history.state, "", link.href);
  link.focus({ preventScroll: true }); // what one can do with the paragraph is where Tab leads next
});

const current = () => {
  const focused = document.activeElement.closest(".paragraph") ?? text.querySelector(".paragraph:target");
  return focused ? links.indexOf(focused.querySelector(".permalink")) : -1;
};
const start = (step) => {
  const below = links.findIndex((link) => link.getBoundingClientRect().top >= 0);
  return step > 0 ? below : (below < 0 ? links.length : below) - 1;
};
const go = (step) => {
  const at = current();
  const link = links[at < 0 ? start(step) : at + step];
  if (!link) return;
  link.focus({ preventScroll: true });
  link.parentElement.scrollIntoView({ block: "start" });
  clearTimeout(go.soon); // browsers refuse addresses that change many times a second
  go.soon = setTimeout(() => history.replaceState(history.state, "", link.hash), 200);
};

// Single keys can be turned off (WCAG 2.1.4): who speaks to a computer may write them without wanting to.
const KEPT = "paragraph-keys-off";
const choice = document.querySelector(".keys");
const isOn = () => choice && choice.querySelector("input").checked && choice.getClientRects().length > 0;
const remember = (on) => (on ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, "1"));
const recall = () => {
  try {
    return !localStorage.getItem(KEPT);
  } catch {
    return true; // a browser that keeps nothing
  }
};
if (choice) {
  choice.hidden = false;
  choice.querySelector("input").checked = recall();
  choice.addEventListener("change", (event) => {
    try {
      remember(event.target.checked);
    } catch {} // it holds for this page
  });
}

const STEPS = { j: 1, k: -1 };
document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key.toLowerCase()];
  if (!step || withKeys(event) || event.isComposing || event.target.closest("input, textarea, select") || !isOn()) return;
  go(step);
});
