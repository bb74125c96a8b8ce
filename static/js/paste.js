// Rich text that is pasted keeps its headings and lists: the browser tells it as HTML, which goes along in a hidden field
// for as long as the words are not edited by hand.
const words = document.getElementById("id_words");
const page = document.getElementById("id_page");
words.addEventListener("paste", (event) => {
  const html = event.clipboardData.getData("text/html");
  if (html && !words.value.trim()) setTimeout(() => { page.value = html; });
});
words.addEventListener("input", (event) => {
  if (event.inputType !== "insertFromPaste") page.value = "";
});
