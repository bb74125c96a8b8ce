// Keyboard work on paragraphs: J and K move to the next and the previous one, E opens the tools, M joins, D drops; in
// the field, Enter splits; Ctrl+Z undoes. None of them changes anything public, and what they do can be undone.
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
// The choice is the account's, kept as soon as it is made; where it has turned them off, there is no list.
const list = document.getElementById("keys");
const choice = list?.querySelector(".by-letter");
const byKeys = choice?.elements.keys;
async function keepChoice() {
  const answer = await fetch(choice.action, { method: "POST", body: new FormData(choice), redirect: "manual" });
  if (answer.type !== "opaqueredirect") choice.submit(); // which shows why it was not kept
}
if (choice) {
  choice.hidden = false;
  byKeys.checked = true; // browsers fill in again what was chosen on another visit
  byKeys.addEventListener("change", keepChoice);
}

// The list of keys: what the page has at its end, in a dialog.
let dialog;
function showKeys() {
  if (!list) return;
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.className = "keys-dialog desk";
    dialog.setAttribute("aria-label", list.querySelector("summary").textContent);
    dialog.append(...list.querySelectorAll("dl, p, form"));
    const form = Object.assign(document.createElement("form"), { method: "dialog" });
    form.append(Object.assign(document.createElement("button"), { className: "button", textContent: "OK" }));
    dialog.append(form);
    document.body.append(dialog);
    list.querySelector("summary").addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
  }
  dialog.showModal();
}

const undo = document.getElementById("undo");
const keys = { e: edit, j: () => go(1), k: () => go(-1), m: () => press("merge"), d: () => press("drop"), "?": showKeys };
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
  if (typing || event.repeat || event.altKey) return;
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "z" && undo && !undo.disabled) {
    event.preventDefault();
    undo.click();
  }
  if (!byKeys?.checked || event.ctrlKey || event.metaKey) return;
  keys[event.key]?.();
});

// How high the bar is: what is led to stands below it.
const bar = document.getElementById("bar");
if (bar) {
  const measure = () => document.documentElement.style.setProperty("--bar-size", `${bar.offsetHeight}px`);
  new ResizeObserver(measure).observe(bar);
  measure();
  const place = document.getElementById(location.hash.slice(1));
  place?.scrollIntoView({ block: "start" });
  const isFree = document.activeElement === document.body;
  if (place?.tabIndex === -1 && isFree) place.focus({ preventScroll: true }); // the paragraph that was worked on
}

// Escape closes what is open at a paragraph, and gives the focus back to it.
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && event.target.closest(".made details[open]");
  if (!open) return;
  open.open = false;
  (open.closest(".paragraph") ?? open.querySelector("summary")).focus();
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
