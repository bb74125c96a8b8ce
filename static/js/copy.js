// Adds a button beside each citation that copies it.
import { copy, escape, link } from "./clipboard.js";

const list = document.querySelector("[data-copy]");
const address = list?.querySelector("dd > a").getAttribute("href");
const enrich = (words, language) => {
  const linked = words.split(address).map(escape).join(link(address, address));
  return language ? `<span lang="${escape(language)}">${linked}</span>` : linked;
};
const makeButton = (label, { copied, uncopied }, act) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await act();
      button.textContent = copied;
    } catch {
      button.textContent = uncopied;
    }
    setTimeout(() => (button.textContent = label), 2000);
  });
  return button;
};
for (const each of list?.querySelectorAll("dd") ?? []) {
  const words = each.querySelector(":scope > a")?.getAttribute("href") ?? each.textContent;
  each.append(" ", makeButton(list.dataset.copy, list.dataset, () => copy(words, enrich(words, each.lang))));
}

// A paragraph and its translation together: each in its language, with its citation and its link.
const gather = (both) => {
  const quotes = [...both.querySelectorAll(".quote")].map((quote) => ({
    words: quote.querySelector("blockquote p").textContent,
    told: quote.querySelector("figcaption").firstChild.data.trim(),
    address: quote.querySelector("a").getAttribute("href"),
    language: quote.querySelector("blockquote").lang,
  }));
  const how = both.querySelector(".how").textContent.trim();
  const rich = ({ words, told, address: to, language }) =>
    `<p lang="${escape(language)}">${escape(words).replaceAll("\n", "<br>")}</p><p lang="${escape(language)}">${escape(told)} ${link(to, to)}</p>`;
  return [
    [...quotes.map(({ words, told, address: to }) => `${words}\n${told} ${to}`), how].join("\n\n"),
    `${quotes.map(rich).join("")}<p>${escape(how)}</p>`,
  ];
};
for (const both of document.querySelectorAll("[data-copy-both]")) {
  const parts = gather(both);
  both.append(makeButton(both.dataset.copyBoth, both.dataset, () => copy(...parts)));
}
