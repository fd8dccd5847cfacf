// A session that ended while someone was typing. htmx follows the redirect to the log-in page by itself and would put
// that page inside this one. Instead the whole page goes there, and the text waits in this tab until the user is back.
(() => {
  "use strict";

  const KEY = "portal.unsaved:";
  const NEVER_KEPT = new Set(["password", "hidden", "file", "submit", "button"]);

  function storageKey() {
    return KEY + location.pathname;
  }

  function fieldsOf(root) {
    return [...root.querySelectorAll("main form[method=post] :is(input, select, textarea)[name]")].filter(
      (field) => !NEVER_KEPT.has(field.type),
    );
  }

  function keepText() {
    const kept = fieldsOf(document).map((field) => [
      field.name,
      field.value,
      field.type === "checkbox" || field.type === "radio" ? field.checked : null,
    ]);
    if (kept.length) {
      sessionStorage.setItem(storageKey(), JSON.stringify(kept));
    }
  }

  function restoreText() {
    const stored = sessionStorage.getItem(storageKey());
    if (!stored) {
      return;
    }
    sessionStorage.removeItem(storageKey());
    const fields = fieldsOf(document);
    let changed = false;
    for (const [name, value, checked] of JSON.parse(stored)) {
      for (const field of fields.filter((each) => each.name === name)) {
        if (checked === null) {
          changed ||= field.value !== value;
          field.value = value;
        } else if (field.value === value) {
          changed ||= field.checked !== checked;
          field.checked = checked;
        }
      }
    }
    const region = document.getElementById("meldingen");
    if (changed && region) {
      const notice = document.createElement("div");
      const line = document.createElement("p");
      notice.className = "notice notice--info";
      line.textContent = document.body.dataset.messageRestored;
      notice.append(line);
      region.append(notice);
    }
  }

  function isLogin(address) {
    return address && new URL(address, location.href).pathname === document.body.dataset.loginPath;
  }

  function goToLogin() {
    keepText();
    const back = encodeURIComponent(location.pathname + location.search);
    location.assign(`${document.body.dataset.loginPath}?next=${back}`);
  }

  // Either the answer is the log-in page (redirect followed), or the server says so with HX-Redirect.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    if (isLogin(xhr.responseURL) || isLogin(xhr.getResponseHeader("HX-Redirect"))) {
      if (location.pathname !== document.body.dataset.loginPath) {
        event.preventDefault();
        goToLogin();
      }
    }
  });

  document.addEventListener("DOMContentLoaded", restoreText);
})();
