// The day of printing is known only when it comes: a page may have been kept for long. Without scripts none is printed.
const LOCALES = { en: "en-GB" };
const FIRST = { fr: "1er ", it: "1º " }; // of the month, as the pages write it
addEventListener("beforeprint", () => {
  const language = document.documentElement.lang;
  const day = new Date().toLocaleDateString(LOCALES[language] ?? language, { dateStyle: "long" });
  for (const each of document.querySelectorAll("[data-printed]")) {
    each.textContent = each.dataset.printed.replace("DAY", day.replace(/^1 /, FIRST[language] ?? "1 "));
  }
});
