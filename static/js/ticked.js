// How many documents are ticked, and when they would be public, as the ticks change.
const said = document.querySelector("output.ticked");
const boxes = [...document.querySelectorAll(".candidates input[name=document]")];

function count() {
  const ticked = boxes.filter((box) => box.checked);
  const later = ticked.filter((box) => "later" in box.dataset).length;
  const all = document.querySelectorAll(".candidates tbody tr").length;
  const numbers = { now: ticked.length - later, later, all, n: ticked.length };
  said.textContent = said.dataset.words.replace(/\{(\w+)\}/g, (part, name) => numbers[name]);
}

if (said && boxes.length) {
  said.hidden = false;
  document.addEventListener("change", count);
  count();
}
