// Puts a button beside each field for a date that opens the browser's calendar; the day chosen is copied into the field.
const written = new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, {
  dateStyle: "long",
  timeZone: "UTC",
});

const add = (field) => {
  const calendar = document.createElement("input");
  calendar.type = "date";
  calendar.value = field.dataset.day;
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "calendar";
  button.title = field.dataset.choose;
  button.setAttribute("aria-label", field.dataset.choose);
  button.addEventListener("click", () => calendar.showPicker());
  calendar.addEventListener("change", () => {
    if (!calendar.value) return;
    field.value = written.format(calendar.valueAsDate);
    field.focus();
  });
  field.closest(".date-field").append(button, calendar);
};

const addAll = () => {
  for (const field of document.querySelectorAll(".date-field:not(:has(.calendar)) input[data-day]")) add(field);
};

if ("showPicker" in HTMLInputElement.prototype) {
  addAll();
  new MutationObserver(addAll).observe(document.getElementById("main"), { childList: true });
}
