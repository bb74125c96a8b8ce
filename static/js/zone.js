// The time zone of the browser: taken at the first visit of an account, offered later where it differs.
const KEPT = "desk-zone-kept";
const offer = document.getElementById("zone-offer");
const theirs = Intl.DateTimeFormat().resolvedOptions().timeZone;

function show(part) {
  offer.querySelectorAll("[data-differs], [data-taken], button").forEach((each) => (each.hidden = part === "taken"));
  offer.querySelector("[data-taken]").hidden = part !== "taken";
  offer.querySelectorAll("[data-theirs]").forEach((each) => (each.textContent = theirs.replaceAll("_", " ")));
  offer.hidden = false;
}

async function take() {
  const answer = await fetch(offer.action, { method: "POST", body: new FormData(offer), redirect: "manual" });
  if (answer.type === "opaqueredirect" && offer.dataset.zone !== theirs) show("taken");
}

if (offer && theirs) {
  offer.elements.time_zone.value = theirs;
  const isKept = localStorage.getItem(KEPT) === `${offer.dataset.zone} ${theirs}`;
  if ("unset" in offer.dataset) take();
  else if (offer.dataset.zone !== theirs && !isKept) show("differs");
  offer.querySelector("[data-keep]").addEventListener("click", () => {
    localStorage.setItem(KEPT, `${offer.dataset.zone} ${theirs}`);
    offer.hidden = true;
  });
}
