// Buttons that copy a text. Where the browser does not let us, the text is selected and the keys do the rest.
(() => {
  "use strict";

  function select(text) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  function say(button, words) {
    for (const other of document.querySelectorAll("[data-copy-said]")) {
      document.getElementById(other.dataset.copySaid).textContent = other === button ? words : "";
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) {
      return;
    }
    const text = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(text.innerText.trim());
      say(button, button.dataset.textCopied);
    } catch {
      select(text);
      say(button, button.dataset.textSelected);
    }
  });

  function show() {
    for (const button of document.querySelectorAll("[data-copy][hidden]")) {
      button.hidden = false;
    }
  }
  show();
  document.addEventListener("htmx:afterSwap", show);
})();
