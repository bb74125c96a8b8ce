// Words that are selected in a text are copied byte for byte, with their citation and a link that leads to them.
const quoting = JSON.parse(document.getElementById("quoting").textContent);
const text = document.querySelector(".document > .text");
const button = document.createElement("button");
button.type = "button";
button.className = "quote-button";
button.hidden = true;
document.body.append(button);
const label = text.dataset.quote;

// The selected words of each paragraph: of its text alone, not of the numbers in the margin.
const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return [];
  const chosen = selection.getRangeAt(0);
  return [...text.querySelectorAll(".paragraph")].flatMap((paragraph) => {
    const words = paragraph.querySelector(".words");
    if (!chosen.intersectsNode(words)) return [];
    const range = document.createRange();
    range.selectNodeContents(words);
    if (words.contains(chosen.startContainer)) range.setStart(chosen.startContainer, chosen.startOffset);
    if (words.contains(chosen.endContainer)) range.setEnd(chosen.endContainer, chosen.endOffset);
    const found = range.toString();
    return found.trim() ? [{ key: paragraph.id, words: found }] : [];
  });
};

// https://wicg.github.io/scroll-to-text-fragment/#syntax: a dash, a comma and an ampersand mean something there.
const encode = (words) => encodeURIComponent(words).replaceAll("-", "%2D");
const fragment = (parts) => {
  const first = parts[0].words.trim().split(/\s+/u);
  const last = parts.at(-1).words.trim().split(/\s+/u);
  if (parts.length === 1 && first.length <= 12) return encode(first.join(" "));
  return `${encode(first.slice(0, 5).join(" "))},${encode(last.slice(-5).join(" "))}`;
};

const span = (values) => (values[0] === values.at(-1) ? values[0] : `${values[0]}–${values.at(-1)}`);
const citation = (parts) => {
  const speakers = new Set(parts.map((part) => quoting.turns[part.key]));
  const head = (speakers.size === 1 && quoting.heads[[...speakers][0]]) || quoting.head;
  const places = `${quoting.paragraph} ${span(parts.map((part) => quoting.places[part.key]))}`;
  const pages = parts.map((part) => quoting.pages[part.key]).filter(Boolean);
  const page = pages.length ? `, ${quoting.page} ${span(pages)}` : "";
  return `${head}, ${places}${page}. ${quoting.address}#${parts[0].key}:~:text=${fragment(parts)}`;
};

const hide = () => { button.hidden = true; };
const offer = () => {
  const parts = selected();
  if (!parts.length) return hide();
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  button.textContent = label;
  button.hidden = false;
  const left = Math.min(box.left, document.documentElement.clientWidth - button.offsetWidth - 8);
  button.style.insetInlineStart = `${Math.max(8, left) + scrollX}px`;
  button.style.insetBlockStart = `${box.bottom + scrollY + 8}px`;
};

document.addEventListener("selectionchange", () => {
  clearTimeout(offer.soon);
  offer.soon = setTimeout(offer, 200);
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
button.addEventListener("click", async () => {
  const parts = selected();
  if (!parts.length) return;
  const [open, close] = quoting.quotes;
  const words = parts.map((part) => part.words).join("\n\n");
  await navigator.clipboard.writeText(`${open}${words}${close}\n${citation(parts)}`);
  button.textContent = text.dataset.quoted;
  button.setAttribute("aria-live", "polite");
  setTimeout(hide, 2000);
});
