// Copies the words selected in a text byte for byte, with their citation and a link that leads to them.
import { copy, escape, link } from "./clipboard.js";

const quoting = JSON.parse(document.getElementById("quoting").textContent);
const text = document.querySelector(".document > .text");
const { quote: label, quoted: done, unquoted: failed } = text.dataset;
const button = document.createElement("button");
button.type = "button";
button.className = "quote-button";
button.setAttribute("aria-live", "polite");
const tools = document.createElement("div");
tools.className = "quote-tools";
tools.hidden = true;
tools.append(button);
// Where there is a translation, the page that cites the paragraph has both, and says who paired them.
const both = text.dataset.translated && document.createElement("a");
if (both) {
  both.textContent = text.dataset.translated;
  both.lang = document.documentElement.lang;
  tools.append(both);
}

// The selected words of each paragraph, without the numbers in the margin: the paragraph's whole text, where the words
// start and end in it, and whose words are quoted there.
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
    if (!found.trim()) return [];
    const before = document.createRange();
    before.selectNodeContents(words);
    before.setEnd(range.startContainer, range.startOffset);
    const quotations = [...words.querySelectorAll(".quotation")].filter((each) => range.intersectsNode(each));
    const names = quotations.map((each) => each.title);
    const [lead, trail] = [/^\s*/u.exec(found)[0].length, /\s*$/u.exec(found)[0].length];
    const [start, end] = [before.toString().length + lead, before.toString().length + found.length - trail];
    return [{ key: paragraph.id, whole: words.textContent, start, end, words: found.trim(), names, language: words.closest("[lang]").lang }];
  });
};

// As in citing/fragments.py: whole words, with a few from the same paragraph before and after them.
const parted = (words) => words.split(/\s+/u).filter(Boolean);
const escaped = (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`; // a dash means something there; mail programs cut at (
const encode = (words) => encodeURIComponent(words.join(" ")).replace(/[-'()!*]/g, escaped);
const fragment = (parts) => {
  const [first, last] = [parts[0], parts.at(-1)];
  const before = first.whole.slice(0, first.start).replace(/\S+$/u, "");
  const after = last.whole.slice(last.end).replace(/^\S+/u, "");
  const end = last.whole.length - after.length;
  const all = parts.length === 1 ? parted(first.whole.slice(before.length, end)) : [];
  const whole = parts.length === 1 && all.length <= 12;
  const ends = [parted(first.whole.slice(before.length)).slice(0, 5), parted(last.whole.slice(0, end)).slice(-5)];
  const directive = whole ? [encode(all)] : ends.map(encode);
  if (before.trim()) directive.unshift(`${encode(parted(before).slice(-3))}-`);
  if (after.trim()) directive.push(`-${encode(parted(after).slice(0, 3))}`);
  return directive.join(",");
};

const span = (values) => (values[0] === values.at(-1) ? values[0] : `${values[0]}–${values.at(-1)}`);
const citation = (parts) => {
  const speakers = new Set(parts.map((part) => quoting.turns[part.key]));
  const head = (speakers.size === 1 && quoting.heads[[...speakers][0]]) || quoting.head;
  const numbers = parts.map((part) => quoting.places[part.key]);
  const places = `${numbers.length > 1 ? quoting.paragraphs : quoting.paragraph} ${span(numbers)}`;
  const pages = parts.map((part) => quoting.pages[part.key]).filter(Boolean);
  const several = new Set(pages).size > 1;
  const page = pages.length ? `, ${several ? quoting.pages_of : quoting.page} ${span(pages)}` : "";
  const names = [...new Set(parts.flatMap((part) => part.names))].map((name) => quoting.quoted[name]);
  const quoted = names.length ? `, ${quoting.quoting} ${names.join("; ")}` : "";
  return `${head}, ${places}${page}${quoted}.`;
};

// Plain words, and the same as rich text: there the link shows as the address of the paragraph, and leads to the words.
const compose = (parts) => {
  const [open, close] = quoting.quotes;
  const named = quoting.in_parts ? `${quoting.address.includes("?") ? "&" : "?"}at=${parts[0].key}` : "";
  const paragraph = `${quoting.address}${named}#${parts[0].key}`;
  const address = `${paragraph}:~:text=${fragment(parts)}`;
  const told = citation(parts);
  const marked = (part, at) => `${at ? "" : open}${part.words}${at === parts.length - 1 ? close : ""}`;
  const rich = parts.map((part, at) => `<p lang="${part.language}">${escape(marked(part, at)).replaceAll("\n", "<br>")}</p>`);
  return [
    `${open}${parts.map((part) => part.words).join("\n\n")}${close}\n${told} ${address}`,
    `${rich.join("")}<p>${escape(told)} ${link(address, paragraph)}</p>`,
  ];
};

const hide = () => { tools.hidden = true; };
const offer = () => {
  const parts = selected();
  if (!parts.length) return hide();
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  button.textContent = label;
  tools.hidden = false;
  if (both) both.href = `${text.dataset.cite}${parts[0].key}/${text.dataset.version}#translations`;
  document.getElementById(parts.at(-1).key).querySelector(".words").after(tools); // where Tab leads next
  const left = Math.min(box.left, document.documentElement.clientWidth - tools.offsetWidth - 8);
  const frame = tools.offsetParent.getBoundingClientRect();
  tools.style.insetInlineStart = `${Math.max(8, left) - frame.left}px`;
  tools.style.insetBlockStart = `${box.bottom - frame.top + 8}px`;
};

document.addEventListener("selectionchange", () => {
  clearTimeout(offer.soon);
  if (!tools.contains(document.activeElement)) offer.soon = setTimeout(offer, 200);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
  if (event.key !== "Tab" || event.shiftKey || tools.hidden || tools.contains(document.activeElement)) return;
  button.focus();
  event.preventDefault();
});
tools.addEventListener("focusout", (event) => !tools.contains(event.relatedTarget) && hide());
tools.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
button.addEventListener("click", async () => {
  const parts = selected();
  if (!parts.length) return;
  try {
    await copy(...compose(parts));
    button.textContent = done;
  } catch {
    button.textContent = failed;
  }
  setTimeout(hide, 2000);
});
