// A word with what it means opens by itself under the pointer and with the keyboard; a press keeps it open. Without this
// file it opens by a press. Escape closes it: the browser does that for a popover.
(() => {
  "use strict";

  const WAIT = 200;
  const timers = new WeakMap();

  const parts = (term) => ({ word: term.querySelector("button"), says: term.querySelector("[popover]") });
  const isOpen = (says) => says.matches(":popover-open");

  function open(term) {
    const { word, says } = parts(term);
    if (!isOpen(says) && !document.querySelector("[popover]:popover-open:not(.term__says)")) {
      says.showPopover({ source: word });
      term.dataset.term = "shown";
    }
  }

  function close(term) {
    const { says } = parts(term);
    if (term.dataset.term === "shown" && isOpen(says)) {
      says.hidePopover();
    }
  }

  function later(term, what) {
    clearTimeout(timers.get(term));
    timers.set(term, setTimeout(() => what(term), WAIT));
  }

  const termOf = (event) => event.target.closest?.("[data-term]");

  document.addEventListener("pointerover", (event) => {
    const term = termOf(event);
    if (term && event.pointerType === "mouse") {
      later(term, open);
    }
  });

  document.addEventListener("pointerout", (event) => {
    const term = termOf(event);
    if (term && event.pointerType === "mouse" && !term.contains(event.relatedTarget)) {
      later(term, close);
    }
  });

  document.addEventListener("focusin", (event) => {
    const term = termOf(event);
    if (term && event.target === parts(term).word && event.target.matches(":focus-visible")) {
      open(term);
    }
  });

  document.addEventListener("focusout", (event) => {
    const term = termOf(event);
    if (term && !term.contains(event.relatedTarget)) {
      later(term, close);
    }
  });

  // What opened by itself stays at the first press, and goes at the next.
  document.addEventListener("click", (event) => {
    const term = termOf(event);
    if (term?.dataset.term === "shown" && event.target.closest("button")) {
      event.preventDefault();
      clearTimeout(timers.get(term));
      term.dataset.term = "kept";
    }
  });

  document.addEventListener(
    "toggle",
    (event) => {
      const term = termOf(event);
      if (term && event.newState === "closed") {
        term.dataset.term = "";
      }
    },
    true,
  );
})();
