// Says a date in words beside its field while it is typed; where 03/04/2024 may be two days, a click chooses one.
const waiting = new WeakMap();

function showReadings(field, { readings, error }) {
  const output = field.parentElement.querySelector(".date-words");
  field.parentElement.querySelector(".readings")?.remove();
  output.classList.toggle("wrong", Boolean(error));
  output.replaceChildren(error || (readings.length === 1 ? readings[0].words : ""));
  for (const reading of readings.length > 1 ? readings : []) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: reading.words });
    button.addEventListener("click", () => {
      field.value = reading.edtf;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
    output.append(button, " ");
  }
}

async function explain(field) {
  const typed = field.value;
  const answer = await fetch(`${field.dataset.date}?typed=${encodeURIComponent(typed)}`);
  if (answer.ok && field.value === typed) showReadings(field, await answer.json());
}

document.addEventListener("input", (event) => {
  const field = event.target.closest("input[data-date]");
  if (!field) return;
  clearTimeout(waiting.get(field));
  waiting.set(field, setTimeout(() => explain(field), 200));
});
