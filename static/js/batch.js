// The files of a batch are read a few at a time: continue automatically while any are waiting.
const reading = document.getElementById("reading");
setTimeout(() => reading.requestSubmit(), Number(reading.dataset.delay));
