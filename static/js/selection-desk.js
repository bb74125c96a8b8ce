// The words selected in a paragraph of the review: they begin its second half if it is split, and are those that
// somebody is quoted with, once it is said who.

// How many characters, in code points as the archive counts, stand before a selection, spaces at its beginning included.
function countBefore(range, words) {
  const before = document.createRange();
  before.selectNodeContents(words);
  before.setEnd(range.startContainer, range.startOffset);
  return [...before.toString(), ...range.toString().match(/^\s*/)[0]].length;
}

function fill(form, name, words, placeName, place) {
  form.elements[name].value = words;
  form.elements[placeName].value = place;
}

// What is typed by hand is looked for anywhere in the paragraph.
const PLACES = { before: "at", quoted: "quoted-at" };
document.addEventListener("input", (event) => {
  const place = PLACES[event.target.name];
  if (place) event.target.form.elements[place].value = "";
});

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const item = selection.anchorNode?.parentElement?.closest(".made .paragraph");
  const split = item?.querySelector("input[name=before]")?.form;
  const selected = selection.toString().trim();
  if (!split || !selected) return;
  const words = item.querySelector(".words");
  const range = selection.getRangeAt(0);
  const isInside = words.contains(range.startContainer) && words.contains(range.endContainer);
  const place = isInside ? countBefore(range, words) : "";
  item.querySelector("details").open = true;
  fill(split, "before", selected, "at", place);
  const quote = item.querySelector("form.quote");
  if (quote && isInside) fill(quote, "quoted", selected, "quoted-at", place);
});
