// Evidence: drag or pick several files, see them before they go, send them one by one with their progress. Without this
// module the same form sends them all in one go; what the server says of a file is the same either way.
(() => {
  "use strict";

  const KINDS = new Map([
    ["application/pdf", "PDF"],
    ["image/jpeg", "JPEG"],
    ["image/png", "PNG"],
  ]);
  const MEGABYTE = 1000000;

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    if (text) {
      made.textContent = text;
    }
    return made;
  }

  function sizeOf(file) {
    return file.size < MEGABYTE
      ? `${Math.max(1, Math.round(file.size / 1000))} kB`
      : `${(file.size / MEGABYTE).toFixed(1).replace(".", ",")} MB`;
  }

  class Sender {
    constructor(form) {
      this.form = form;
      this.input = form.querySelector("input[type=file]");
      this.list = form.querySelector("[data-evidence-chosen]");
      this.said = form.querySelector("[data-evidence-said]");
      this.drop = form.querySelector("[data-evidence-drop]");
      this.button = form.querySelector("[type=submit]");
      this.chosen = [];
      this.drop.dataset.ready = "";
      this.drop.prepend(element("p", "evidence-drop__text", form.dataset.textDrop));
      this.input.addEventListener("change", () => {
        this.add(this.input.files);
        this.input.value = "";
      });
      for (const name of ["dragenter", "dragover"]) {
        this.drop.addEventListener(name, (event) => {
          event.preventDefault();
          this.drop.dataset.over = "";
        });
      }
      this.drop.addEventListener("dragleave", () => delete this.drop.dataset.over);
      this.drop.addEventListener("drop", (event) => {
        event.preventDefault();
        delete this.drop.dataset.over;
        this.add(event.dataTransfer.files);
      });
      document.addEventListener("submit", (event) => this.holdBack(event), true);
      form.addEventListener("submit", (event) => {
        if (this.chosen.some((one) => one.waits)) {
          event.preventDefault();
          this.sendAll();
        }
      });
    }

    // Another form of the page would take the user away from files that he chose and did not send.
    holdBack(event) {
      const waiting = this.form.isConnected ? this.chosen.filter((one) => one.waits) : [];
      const other = event.target !== this.form && event.target.method === "post" && event.target.closest("main");
      if (waiting.length && other) {
        event.preventDefault();
        event.stopPropagation();
        waiting.forEach((one) => {
          one.said.dataset.bad = "";
          one.said.textContent = this.form.dataset.textUnsent;
        });
        this.said.textContent = this.form.dataset.textUnsent;
        this.button.focus();
      }
    }

    add(files) {
      for (const file of files) {
        const row = element("li", "");
        const words = element("div", "");
        const one = { file, row, waits: true, said: element("span", "evidence-chosen__said") };
        words.append(element("span", "evidence-chosen__name", file.name), one.said);
        const leave = element("button", "utrecht-button utrecht-button--subtle utrecht-button--small", this.form.dataset.textLeave);
        leave.type = "button";
        leave.append(element("span", "visually-hidden", ` ${file.name}`));
        leave.addEventListener("click", () => this.leave(one));
        row.append(this.picture(file), words, leave);
        this.list.append(row);
        this.chosen.push(one);
        if (!KINDS.has(file.type)) {
          this.refuse(one, this.form.dataset.textKind);
        } else if (file.size > Number(this.form.dataset.largest)) {
          this.refuse(one, this.form.dataset.textLarge);
        } else {
          one.own = this.ownChoices(file);
          words.append(...one.own);
          one.said.textContent = `${sizeOf(file)}. ${this.form.dataset.textReady}`;
        }
      }
      this.list.hidden = !this.chosen.length;
    }

    // What the file is and of which month, for each by itself; the form's own choices are where it starts.
    ownChoices(file) {
      return [...this.form.querySelectorAll(".fields select")].map((asked) => {
        const own = asked.cloneNode(true);
        own.removeAttribute("id");
        own.removeAttribute("aria-describedby");
        own.value = asked.value;
        own.dataset.name = asked.name;
        own.removeAttribute("name");
        own.classList.add("evidence-chosen__choice");
        own.setAttribute("aria-label", `${asked.labels[0]?.textContent.trim()} ${file.name}`);
        return own;
      });
    }

    picture(file) {
      if (!file.type.startsWith("image/") || !KINDS.has(file.type)) {
        return element("span", "evidence-chosen__picture", KINDS.get(file.type) || "?");
      }
      const image = element("img", "evidence-chosen__picture");
      image.alt = "";
      const reader = new FileReader();
      reader.addEventListener("load", () => {
        image.src = reader.result;
      });
      reader.readAsDataURL(file);
      return image;
    }

    leave(one) {
      one.row.remove();
      this.chosen = this.chosen.filter((each) => each !== one);
      this.list.hidden = !this.chosen.length;
      this.input.focus();
    }

    refuse(one, sentence) {
      one.waits = false;
      one.said.dataset.bad = "";
      one.said.textContent = sentence;
      this.said.textContent = `${one.file.name}: ${sentence}`;
    }

    async sendAll() {
      this.button.disabled = true;
      let answer = null;
      for (const one of this.chosen.filter((each) => each.waits)) {
        answer = (await this.send(one)) || answer;
      }
      this.button.disabled = false;
      const list = document.getElementById("bewijs-lijst");
      if (answer && list) {
        list.outerHTML = answer;
        window.htmx?.process(document.getElementById("bewijs-lijst"));
      }
      this.chosen.filter((one) => one.sent).forEach((one) => this.leave(one));
    }

    send(one) {
      const body = new FormData(this.form);
      body.delete(this.input.name);
      body.append(this.input.name, one.file);
      one.own.forEach((choice) => body.set(choice.dataset.name, choice.value));
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.setAttribute("aria-label", `${this.form.dataset.textBusy}: ${one.file.name}`);
      one.row.append(bar);
      one.said.textContent = this.form.dataset.textBusy;
      delete one.said.dataset.bad;
      return new Promise((done) => {
        const request = new XMLHttpRequest();
        request.open("POST", this.form.action);
        request.setRequestHeader("HX-Request", "true");
        request.setRequestHeader("HX-Current-URL", location.href);
        request.upload.addEventListener("progress", (event) => {
          if (event.lengthComputable) {
            bar.value = event.loaded / event.total;
          }
        });
        request.addEventListener("loadend", () => {
          bar.remove();
          const login = request.getResponseHeader("HX-Redirect");
          if (login) {
            location.assign(login);
          } else if (request.status === 200) {
            one.waits = false;
            one.sent = true;
            one.said.textContent = this.form.dataset.textSent;
            this.said.textContent = `${one.file.name}: ${this.form.dataset.textSent}`;
            done(request.responseText);
            return;
          } else if (request.status === 422) {
            this.refuse(one, request.responseText);
          } else {
            this.refuse(one, this.form.dataset.textFailed);
            one.waits = true;
          }
          done(null);
        });
        request.send(body);
      });
    }
  }

  function start(root) {
    root.querySelectorAll("form[data-evidence]:not([data-started])").forEach((form) => {
      form.dataset.started = "";
      new Sender(form);
    });
  }

  if (!window.portalEvidence) {
    window.portalEvidence = true;
    document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  }
  start(document);
})();
