// The form of a tender: following the advice and more rows without loading the page anew, and no sending while a concept
// is just being kept: what that keeps would look like somebody else's.
(() => {
  "use strict";

  const form = document.getElementById("tender-form");
  const kept = document.getElementById("bewaard");
  if (!form) {
    return;
  }

  let isKeeping = false;
  let waiting = null;

  kept?.addEventListener("htmx:beforeRequest", () => {
    isKeeping = true;
  });
  kept?.addEventListener("htmx:afterRequest", () => {
    isKeeping = false;
    if (waiting) {
      const submitter = waiting;
      waiting = null;
      form.requestSubmit(submitter);
    }
  });

  document.addEventListener("click", (event) => {
    const follow = event.target.closest("[data-follow]");
    const choice = follow && form.querySelector(`[name=decision][value="${CSS.escape(follow.value)}"]`);
    if (choice) {
      event.preventDefault();
      choice.checked = true;
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  form.addEventListener("submit", (event) => {
    if (isKeeping && event.submitter) {
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = event.submitter;
    }
  }, { capture: true });
})();
