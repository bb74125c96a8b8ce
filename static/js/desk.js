// What all pages of the desk share. Menus, and what opens in the bar of a review, close when something else is clicked,
// and by Escape, which gives the focus back to what opened them.
const menus = [...document.querySelectorAll("details.menu, .bar details")];
document.addEventListener("click", (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && menus.find((menu) => menu.open);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// What a button led to has the focus: the first field that is wrong, or else what was said. Tab goes on from there, and
// whoever listens hears it. Where the address names a place on the page, that has it.
function focusOutcome() {
  const wrong = document.querySelector("#content [aria-invalid=true]");
  const message = document.querySelector(".errornote, .errorlist, .bar .said > p, .messagelist");
  const told = message?.closest(".said") ?? message;
  if (wrong) wrong.focus();
  else if (told && document.activeElement === document.body && ["", "#bar"].includes(location.hash)) {
    told.tabIndex = -1;
    told.focus({ preventScroll: told.matches(".said") });
  }
}
// Browsers take the focus away for the place that an address names, when they have read the page to its end.
if (document.readyState === "complete") focusOutcome();
else addEventListener("load", () => setTimeout(focusOutcome));

// What the admin leaves without a name for those who listen: its search fields for one of many, and headings of columns
// that have none, which are no headings.
function headingOf(cell) {
  return cell?.closest("table").querySelector(`thead .${cell.className.replace("field-", "column-")}`)?.textContent;
}

function nameAll() {
  for (const heading of document.querySelectorAll("thead th")) {
    if (heading.textContent.trim() || heading.querySelector("input")) continue;
    const cell = Object.assign(document.createElement("td"), { className: heading.className });
    heading.replaceWith(cell);
  }
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const named = select.getAttribute("aria-label") ?? select.labels[0]?.textContent;
    const label = named ?? headingOf(select.closest("td")) ?? "";
    const parts = select.nextElementSibling?.querySelectorAll(".select2-selection, .select2-selection__rendered") ?? [];
    for (const part of parts) part.setAttribute("aria-label", label.trim());
  }
}
nameAll();
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true }); // rows are added, too
