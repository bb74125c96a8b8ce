// Previous and next among the words searched for, beside the list that works without scripts.
const nav = document.querySelector("[data-found]");
const marks = [...document.querySelectorAll(".text mark")];
if (nav && marks.length > 1) {
  let at = -1;
  const go = (step) => {
    marks[at]?.classList.remove("here");
    at = at < 0 ? nearest(step) : (at + step + marks.length) % marks.length;
    marks[at].classList.add("here");
    marks[at].scrollIntoView({ block: "center" });
    status.textContent = `${at + 1} / ${marks.length}`;
  };
  const nearest = (step) => {
    const below = marks.findIndex((mark) => mark.getBoundingClientRect().top >= 0);
    return step > 0 ? Math.max(below, 0) : (below > 0 ? below : marks.length) - 1;
  };
  const button = (sign, label, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.title = label;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => go(step));
    return made;
  };
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const steps = nav.querySelector(".steps"); // its space is reserved, so that nothing moves
  steps.append(button("↑", nav.dataset.previous, -1), button("↓", nav.dataset.next, 1), status);
}
