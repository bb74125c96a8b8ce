// Pasted rich text keeps its headings and lists: the browser supplies it as HTML, which is sent along in a hidden field
// unless the words are edited by hand.
const words = document.getElementById("id_words");
const page = document.getElementById("id_page");
words.addEventListener("paste", (event) => {
  const html = event.clipboardData.getData("text/html");
  if (html && !words.value.trim()) setTimeout(() => { page.value = html; });
});
words.addEventListener("input", (event) => {
  if (event.inputType !== "insertFromPaste") page.value = "";
});
