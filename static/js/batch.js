// The files of a batch are read a few at a time: go on by itself for as long as some wait.
const reading = document.getElementById("reading");
setTimeout(() => reading.requestSubmit(), Number(reading.dataset.delay));
