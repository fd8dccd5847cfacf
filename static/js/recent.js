// What somebody opened last, for himself and only in this browser: the portal keeps no list of it. Kinds, numbers and
// addresses, no names. Logging out throws it away (session.js), and so does somebody else who works in this browser.
(() => {
  "use strict";

  const KEY = "portal.recent";
  const MOST = 8;

  function kept(who) {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY));
      return stored?.who === who && Array.isArray(stored.items) ? stored.items : [];
    } catch {
      return [];
    }
  }

  function keep(who, items) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ who, items }));
    } catch {
      // A browser that keeps nothing has no list.
    }
  }

  // Eight of each workspace, which is the first part of an address.
  function workspaceOf(url) {
    return url.split("/").slice(0, 3).join("/");
  }

  function remember({ who, kind, number, url }) {
    const others = kept(who).filter((item) => item.url !== url);
    const here = others.filter((item) => workspaceOf(item.url) === workspaceOf(url)).slice(0, MOST - 1);
    const elsewhere = others.filter((item) => workspaceOf(item.url) !== workspaceOf(url));
    keep(who, [{ kind, number, url }, ...here, ...elsewhere]);
  }

  function show(part) {
    const items = kept(part.dataset.who).filter((item) => String(item.url).startsWith(part.dataset.recent));
    const list = part.querySelector("ul");
    for (const { kind, number, url } of items.slice(0, MOST)) {
      const row = document.createElement("li");
      const words = document.createElement("span");
      const link = document.createElement("a");
      const sub = document.createElement("span");
      link.className = "utrecht-link utrecht-link--html-a todo__title";
      link.href = url;
      link.textContent = number;
      sub.className = "cell-sub";
      sub.textContent = kind;
      words.append(link, sub);
      row.append(words);
      list.append(row);
    }
    part.hidden = !items.length;
  }

  const opened = document.querySelector("[data-opened]");
  if (opened) {
    remember(opened.dataset);
  }
  document.querySelectorAll("[data-recent]").forEach(show);
})();
