// What somebody filled in about a line in the work list, kept in this tab until the verdict is given: he looks at the
// evidence or at the next line, comes back, and finds his choices and his words again.
(() => {
  "use strict";

  const KEY = "portal.verdict:";
  const SENT = "portal.verdict-sent";

  function currentForm() {
    return document.querySelector("form[data-verdict]");
  }

  function fieldsOf(form) {
    return [...form.elements].filter((field) => field.name && field.matches("[type=checkbox], select, textarea"));
  }

  function keep(form) {
    const kept = fieldsOf(form).map((field) => [field.name, field.value, field.type === "checkbox" ? field.checked : null]);
    sessionStorage.setItem(KEY + form.dataset.verdict, JSON.stringify(kept));
  }

  // A month that came since was not chosen.
  function bringBack(form) {
    const stored = sessionStorage.getItem(KEY + form.dataset.verdict);
    if (!stored) {
      return;
    }
    const kept = JSON.parse(stored);
    for (const field of fieldsOf(form)) {
      if (field.type === "checkbox") {
        field.checked = kept.some(([name, value, checked]) => name === field.name && value === field.value && checked);
      } else {
        field.value = kept.find(([name]) => name === field.name)?.[1] ?? field.value;
      }
    }
  }

  // A page that answers the form shows what was filled in by itself (data-filled); any other page means it was taken.
  function settle() {
    const form = currentForm();
    const isFilled = form !== null && "filled" in form.dataset;
    const sent = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (sent && !(isFilled && form.dataset.verdict === sent)) {
      sessionStorage.removeItem(KEY + sent);
    }
    if (isFilled) {
      keep(form);
    } else if (form) {
      bringBack(form);
    }
  }

  for (const happened of ["input", "change"]) {
    document.addEventListener(happened, (event) => {
      const form = event.target.form;
      if (form?.dataset.verdict && fieldsOf(form).includes(event.target)) {
        keep(form);
      }
    });
  }
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.verdict) {
      sessionStorage.setItem(SENT, event.target.dataset.verdict);
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) {
      sessionStorage.removeItem(SENT);
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.id === "werk") {
      settle();
    }
  });
  document.addEventListener("DOMContentLoaded", settle);

  // A field that stands outside its form names the button that belongs to it.
  document.addEventListener("keydown", (event) => {
    const button = event.target.dataset?.enter;
    if (button && event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      document.getElementById(button).click();
    }
  });
})();
