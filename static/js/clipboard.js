// Copies words to the clipboard. Without the clipboard API, as on plain http, the browser copies a field's selection.
export const copy = async (words) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(words);
  const selection = getSelection();
  const chosen = selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = words;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  focused?.focus({ preventScroll: true });
  selection.removeAllRanges();
  if (chosen) selection.addRange(chosen);
  if (!copied) throw new Error("The browser does not let a page copy.");
};
