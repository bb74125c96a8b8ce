// Shows the small dialogues of the review (who is it, who issued it) over the page, and finds names while they are typed.
// Without this script they are pages of their own.

function makeDialog() {
  const dialog = Object.assign(document.createElement("dialog"), { className: "desk-dialogue" });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  return dialog;
}

async function fetchDialogue(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return document.adoptNode(page.getElementById("dialogue"));
}

function makeCloser(dialog, title) {
  const closer = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×" });
  closer.setAttribute("aria-label", title);
  closer.addEventListener("click", () => dialog.close());
  return closer;
}

async function openDialogue(address) {
  const found = await fetchDialogue(address);
  const dialog = makeDialog();
  const back = found.querySelector(".new-entry a.button");
  dialog.setAttribute("aria-label", found.dataset.title);
  dialog.append(makeCloser(dialog, back.textContent), found);
  back.remove();
  dialog.showModal();
  watch(dialog, found.querySelector(".find"), address);
  found.querySelector("#sought").focus();
}

// A name that is typed is sought at once, and goes into the form for somebody new until that is edited.
function watch(dialog, form, address) {
  const own = dialog.querySelector("#new_name");
  let waiting = 0;
  let edited = false;
  own.addEventListener("input", () => (edited = true));
  async function seek() {
    const wanted = new URL(address, location);
    for (const [name, value] of new FormData(form)) wanted.searchParams.set(name, value);
    const fresh = await fetchDialogue(wanted);
    if (new FormData(form).get("name") !== wanted.searchParams.get("name")) return;
    dialog.querySelector(".found").replaceWith(fresh.querySelector(".found"));
    if (!edited) dialog.querySelector(".new-entry").open = fresh.querySelector(".new-entry").open;
    for (const id of edited ? [] : ["new_name", "new_family_name", "new_given_name"]) {
      const field = dialog.querySelector(`#${id}`);
      if (field) field.value = fresh.querySelector(`#${id}`).value;
    }
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    seek();
  });
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(seek, 250);
  });
}

function open(event, address) {
  event.preventDefault();
  openDialogue(address).catch(() => location.assign(address));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.dialogue");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) open(event, link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.querySelector("button.opens-dialogue")) return;
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  open(event, address.href);
});
