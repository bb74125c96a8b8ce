// Keyboard work on paragraphs: J and K move to the next and the previous one, E opens the tools, M joins, D drops; in
// the field, Enter splits. None of them changes anything public: the server asks first.
const paragraphs = [...document.querySelectorAll(".made .paragraph")];
let current = paragraphs.findIndex((each) => `#${each.id}` === location.hash);
document.addEventListener("focusin", (event) => {
  const focused = paragraphs.indexOf(event.target.closest(".made .paragraph"));
  if (focused >= 0) current = focused;
});

function go(step) {
  current = Math.min(Math.max(current + step, 0), paragraphs.length - 1);
  paragraphs[current]?.focus();
  paragraphs[current]?.scrollIntoView({ block: "nearest" });
}

function press(action) {
  paragraphs[current]?.querySelector(`button[value="${action}"]`)?.click();
}

function edit() {
  const tools = paragraphs[current]?.querySelector("details");
  if (!tools) return;
  tools.open = !tools.open;
  if (tools.open) setTimeout(() => tools.querySelector("input[name=before]")?.focus());
}

// Single-letter keys can be turned off (WCAG 2.1.4): a word dictated, or typed without looking, would drop paragraphs.
const KEPT = "desk-keys-off";
const choice = document.getElementById("keys");
const byKeys = choice?.querySelector("input");
if (choice) {
  choice.hidden = false;
  byKeys.checked = !localStorage.getItem(KEPT);
  byKeys.addEventListener("change", () => (byKeys.checked ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, "1")));
}

const keys = { e: edit, j: () => go(1), k: () => go(-1), m: () => press("merge"), d: () => press("drop") };
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (!byKeys?.checked || typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  keys[event.key]?.();
});

// Where a selection begins in a paragraph's words, in code points, as the archive counts; "" if it is outside them.
function offset(range, words) {
  const text = words.firstChild;
  if (range.startContainer !== text || range.endContainer !== text) return "";
  const before = text.data.slice(0, range.startOffset);
  const space = text.data.slice(range.startOffset).match(/^\s*/)[0];
  return [...before, ...space].length;
}

// The words selected in a paragraph are those that will begin its second half.
document.addEventListener("input", (event) => {
  if (event.target.name === "before") event.target.form.elements.at.value = "";
});
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const item = selection.anchorNode?.parentElement?.closest(".made .paragraph");
  const words = selection.toString().trim();
  if (!item || !words) return;
  item.querySelector("details").open = true;
  item.querySelector("input[name=before]").value = words;
  item.querySelector("input[name=at]").value = offset(selection.getRangeAt(0), item.querySelector(".words"));
});

// Facts that were typed but not saved are sent along with whichever button is pressed.
const facts = document.getElementById("facts");
let typed = false;
facts?.addEventListener("input", (event) => {
  typed = typed || Boolean(event.target.closest("ul"));
});
document.addEventListener("submit", (event) => {
  if (!typed || event.target === facts) return;
  const own = new Set([...event.target.elements].map((each) => each.name));
  for (const [name, value] of new FormData(facts)) {
    if (own.has(name)) continue;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    event.target.append(field);
  }
});
