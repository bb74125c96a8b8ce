// What is typed into a form is sent to the archive two seconds later, and when the page is left: whoever comes back is
// offered it again. Where it cannot be kept, the browser asks before it leaves.
const IDLE = 2_000; // milliseconds
const MOST_ON_LEAVING = 60_000; // characters: browsers send 64 kB at most of a page that is gone
const place = document.getElementById("unsaved");
const form = place && document.getElementById(place.dataset.form);
const warning = place?.querySelector(".warning");
let timer = 0;
let sent = "";
let failed = false;
let leaving = false;

const isKept = (field) =>
  field.name && !["file", "password", "submit", "button"].includes(field.type) && !["csrfmiddlewaretoken", "seen"].includes(field.name);

const isChanged = (field) => {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((each) => each.selected !== each.defaultSelected) && !isFirstChoice(field);
  return field.value !== field.defaultValue;
};

// A select without a chosen option shows its first one.
function isFirstChoice(field) {
  return ![...field.options].some((each) => each.defaultSelected) && field.selectedIndex === 0;
}

const valueOf = (field) => (field.type === "checkbox" ? (field.checked ? "on" : "") : field.value);

function typedFields() {
  const typed = new URLSearchParams();
  for (const field of form.elements) {
    const unchosen = field.type === "radio" && !field.checked;
    if (isKept(field) && !unchosen && isChanged(field)) typed.append(field.name, valueOf(field));
  }
  return typed;
}

async function keep(onLeaving) {
  const typed = typedFields();
  const body = typed.toString();
  if (leaving || body === sent) return;
  const token = form.elements.csrfmiddlewaretoken.value;
  try {
    const answer = await fetch(place.dataset.address, {
      method: "POST",
      body: typed,
      headers: { "X-CSRFToken": token },
      keepalive: onLeaving && body.length < MOST_ON_LEAVING,
      redirect: "error",
    });
    failed = !answer.ok;
    if (answer.ok) sent = body;
  } catch {
    failed = true;
  }
  warning.hidden = !failed;
  warning.textContent = failed ? place.dataset.warning : "";
}

function putBack(kept) {
  for (const field of form.elements) {
    if (!isKept(field) || !Object.hasOwn(kept, field.name)) continue;
    if (field.type === "checkbox") field.checked = kept[field.name] === "on";
    else if (field.type === "radio") field.checked = field.value === kept[field.name];
    else field.value = kept[field.name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (form.elements.page && kept.page) form.elements.page.value = kept.page; // typing has emptied it
}

function offer() {
  const kept = document.getElementById("kept");
  const button = place.querySelector("button[name=restore]");
  if (!kept || !button) return;
  const fields = JSON.parse(kept.textContent);
  const quiet = (place.dataset.quiet ?? "").split(" ").filter((name) => name in fields);
  putBack(Object.fromEntries(quiet.map((name) => [name, fields[name]])));
  if (quiet.length === Object.keys(fields).length) return void button.closest("form").remove();
  for (const term of place.querySelectorAll("dt")) {
    const label = form.elements[term.textContent]?.labels?.[0];
    if (label) term.textContent = label.textContent;
  }
  button.hidden = false;
  button.addEventListener("click", () => {
    putBack(fields);
    button.closest("form").remove();
    form.elements[Object.keys(fields)[0]]?.focus?.();
  });
}

if (form) {
  offer();
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, IDLE, false);
  };
  const concerns = (event) => event.target.form === form && isKept(event.target);
  document.addEventListener("input", (event) => concerns(event) && later());
  document.addEventListener("change", (event) => concerns(event) && later());
  // A form of the page that is sent saves what was typed, or shows it again.
  document.addEventListener("submit", () => {
    clearTimeout(timer);
    leaving = true;
  });
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("pagehide", () => keep(true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep(true));
  addEventListener("beforeunload", (event) => {
    const body = typedFields().toString();
    const isLost = body !== sent && body !== "" && (failed || body.length >= MOST_ON_LEAVING);
    if (!leaving && isLost) event.preventDefault();
  });
}
