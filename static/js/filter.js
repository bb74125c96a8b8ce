// Filters, sorts and pages a list without reloading the whole page. Addresses are the same as without scripts.
const main = document.getElementById("main");
const told = document.createElement("p");
told.className = "visually-hidden";
told.setAttribute("role", "status");
document.body.append(told);
let running = new AbortController();

const show = async (address, push) => {
  running.abort();
  running = new AbortController();
  try {
    const response = await fetch(address, { signal: running.signal });
    if (!response.headers.get("content-type")?.startsWith("text/html")) throw new Error("no page");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (push) history.pushState({}, "", response.url);
    swap(page);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
};

const swap = (page) => {
  const open = [...main.querySelectorAll("details[open]")].map((each) => each.className);
  for (const part of ["main", "header.masthead", "footer.colophon"]) {
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  }
  for (const each of main.querySelectorAll("details")) each.open ||= open.includes(each.className);
  document.title = page.title;
  told.textContent = main.querySelector(".total")?.textContent.trim() ?? document.title;
};

const goes = (address) => address.origin === location.origin && address.pathname === location.pathname && !address.hash;

main.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.href instanceof SVGAnimatedString ? link.href.baseVal : link.href, location.href);
  if (!goes(address)) return;
  event.preventDefault();
  const paging = link.closest(".paging");
  show(address, true).then(() => {
    main.focus({ preventScroll: true });
    if (paging) scrollTo(0, 0);
  });
});

main.addEventListener("submit", (event) => {
  const address = new URL(event.target.action, location.href);
  if (event.target.method !== "get" || !goes(address)) return;
  event.preventDefault();
  address.search = new URLSearchParams(new FormData(event.target));
  show(address, true).then(() => main.focus({ preventScroll: true }));
});

addEventListener("popstate", () => show(location.href, false));
