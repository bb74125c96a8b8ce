// Copies words to the clipboard, and beside them the same as rich text, with links, for programs that take it.
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escape = (text) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
export const link = (address, text) => `<a href="${escape(address)}">${escape(text)}</a>`;

export const copy = async (words, rich) => {
  if (navigator.clipboard && globalThis.ClipboardItem) {
    const kinds = { "text/plain": words, "text/html": rich };
    const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
    return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  }
  if (navigator.clipboard) return navigator.clipboard.writeText(words);
  copySelected(words, rich);
};

// Without the clipboard API, as on plain http, the browser copies a field's selection.
const copySelected = (words, rich) => {
  const selection = getSelection();
  const chosen = selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = words;
  field.className = "visually-hidden";
  field.addEventListener("copy", (event) => {
    event.clipboardData.setData("text/plain", words);
    event.clipboardData.setData("text/html", rich);
    event.preventDefault();
  });
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  focused?.focus({ preventScroll: true });
  selection.removeAllRanges();
  if (chosen) selection.addRange(chosen);
  if (!copied) throw new Error("The browser does not let a page copy.");
};
