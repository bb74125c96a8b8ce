// A long text is shown in parts, and a server is not told of the # of an address: what is not in this part is asked for.
const whole = () => {
  const [opened] = performance.getEntriesByType("navigation"); // browsers hide from location where in a paragraph a link leads
  const directive = opened?.name.includes(`${location.hash}:~:`) ? `:~:${opened.name.split(":~:").slice(1).join(":~:")}` : "";
  return `${location.hash}${directive}`;
};
const goOn = () => {
  const key = location.hash.slice(1);
  if (!/^p[a-z0-9]+$/u.test(key) || document.getElementById(key)) return;
  const asked = new URL(location.href);
  if (asked.searchParams.get("at") === key) return;
  asked.searchParams.delete("part");
  asked.searchParams.set("at", key);
  asked.hash = "";
  location.replace(`${asked.href}${whole()}`);
};
goOn();
addEventListener("hashchange", goOn);
