// A session that ended while someone was typing. htmx follows the redirect to the log-in page by itself and would put
// that page inside this one. Instead the whole page goes there, and the text waits in this tab until the user is back.
(() => {
  "use strict";

  const KEY = "portal.unsaved:";
  const SENT = "portal.sent:"; // with a form that may still turn out to meet an ended session
  const LEFT = "portal.left:"; // on a page that somebody may come back to with the back button
  const NEVER_KEPT = new Set(["password", "hidden", "file", "submit", "button"]);

  // What the page was bound to belongs to what was typed: what somebody else saved meanwhile is still noticed.
  function isWhatWasShown(field) {
    return field.type === "hidden" && field.id.endsWith("shown");
  }

  function storageKey(kind = KEY) {
    return kind + location.pathname;
  }

  function fieldsIn(forms) {
    return [...document.querySelectorAll(`main ${forms} :is(input, select, textarea)[name]`)].filter(
      (field) => !NEVER_KEPT.has(field.type) || isWhatWasShown(field),
    );
  }

  function fieldsOf() {
    return fieldsIn("form[method=post]");
  }

  function isChanged(field) {
    return field.value !== field.defaultValue || Boolean(field.checked) !== Boolean(field.defaultChecked);
  }

  function keepText(kind = KEY, fields = fieldsOf()) {
    const kept = fields.map((field) => [
      field.name,
      field.value,
      field.type === "checkbox" || field.type === "radio" ? field.checked : null,
    ]);
    if (kept.length) {
      sessionStorage.setItem(storageKey(kind), JSON.stringify(kept));
    }
  }

  // What a form took along is lost when its answer is the log-in page; on any other page it has arrived.
  function settleSent() {
    const atLogin = location.pathname === document.body.dataset.loginPath;
    for (const key of Object.keys(sessionStorage).filter((each) => each.startsWith(SENT))) {
      if (atLogin) {
        sessionStorage.setItem(KEY + key.slice(SENT.length), sessionStorage.getItem(key));
      }
      sessionStorage.removeItem(key);
    }
  }

  // Pages are not kept by the browser, so the way back brings them anew: then what was typed and not kept comes back.
  function settleLeft() {
    const left = sessionStorage.getItem(storageKey(LEFT));
    sessionStorage.removeItem(storageKey(LEFT));
    const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (left && cameBack && !sessionStorage.getItem(storageKey())) {
      sessionStorage.setItem(storageKey(), left);
    }
  }

  function restoreText() {
    settleSent();
    settleLeft();
    const stored = sessionStorage.getItem(storageKey());
    if (!stored) {
      return;
    }
    sessionStorage.removeItem(storageKey());
    const fields = fieldsOf();
    let changed = false;
    for (const [name, value, checked] of JSON.parse(stored)) {
      for (const field of fields.filter((each) => each.name === name)) {
        if (checked === null) {
          changed ||= field.value !== value && !isWhatWasShown(field);
          field.value = value;
        } else if (field.value === value) {
          changed ||= field.checked !== checked;
          field.checked = checked;
        }
      }
      // A tick of a list that was looked for is not on the page any more: its box takes the code.
      const box = checked && fields.find((each) => each.dataset.cpv === name);
      if (box && !fields.some((each) => each.name === name && each.value === value)) {
        box.value = [box.value, value].filter(Boolean).join(", ");
        changed = true;
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
        // What htmx had asked when somebody logged out is answered too: that is no session that ended by itself.
        if (!isLoggingOut) {
          goToLogin();
        }
      }
    }
  });

  let isSent = false;
  let isLoggingOut = false;

  document.addEventListener("submit", (event) => {
    // By its attribute: a button of the form can be named action as well.
    if (event.target.getAttribute("action") === document.body.dataset.logoutPath) {
      // Who logs out leaves nothing behind in the tab for who comes next.
      isSent = true;
      isLoggingOut = true;
      Object.keys(sessionStorage).filter((key) => key.startsWith("portal.")).forEach((key) => sessionStorage.removeItem(key));
      localStorage.removeItem("portal.recent");
      return;
    }
    if (event.target.matches("main form[method=post]") && location.pathname !== document.body.dataset.loginPath) {
      isSent = true;
      const own = new Set(event.target.elements);
      keepText(SENT, fieldsOf().filter((field) => own.has(field)));
    }
  });

  // A form says by data-keep that what was typed in it is worth bringing back; what htmx kept is not typed any more.
  window.addEventListener("pagehide", () => {
    if (!isSent) {
      const typed = fieldsIn("form[data-keep]").filter(isChanged);
      const own = new Set(typed.flatMap((field) => [...field.form.elements]));
      keepText(LEFT, [...typed, ...fieldsIn("form[data-keep]").filter((field) => isWhatWasShown(field) && own.has(field))]);
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const field = event.detail.requestConfig?.triggeringEvent?.target;
    if (event.detail.successful && field?.closest?.("form[data-keep]") && event.detail.xhr.status === 200) {
      field.defaultValue = field.value;
      field.defaultChecked = field.checked;
    }
  });

  document.addEventListener("DOMContentLoaded", restoreText);
})();
