// Reads the page aloud, sentence by sentence, where the browser has a Dutch voice; elsewhere the button stays hidden.
(() => {
  "use strict";

  const box = document.querySelector("[data-read-aloud]");
  const synthesis = window.speechSynthesis;
  if (!box || !synthesis || !window.SpeechSynthesisUtterance) {
    return;
  }
  const [start, pause, stop] = ["start", "pause", "stop"].map((name) => box.querySelector(`[data-read-aloud-${name}]`));
  const blocks = "h1, h2, h3, h4, p, li, dt, dd, th, td, caption, figcaption, label, legend, summary, blockquote, address, div";
  const silent =
    "nav, script, style, noscript, svg, button, input, select, textarea, .crumbs, .visually-hidden, [hidden], [aria-hidden=true], [data-read-aloud], [data-not-aloud]";
  // Slower than the voice by itself: who listens often reads along.
  const rate = 0.9;
  let voice = null;
  let sentences = [];
  let place = 0;
  let turn = 0;

  function dutchVoice() {
    const dutch = synthesis.getVoices().filter((one) => /^nl([-_]|$)/i.test(one.lang));
    return dutch.find((one) => /^nl[-_]nl/i.test(one.lang) && one.localService) || dutch.find((one) => one.localService) || dutch[0] || null;
  }

  function offer() {
    voice = dutchVoice();
    box.hidden = !voice;
  }

  function split(text) {
    if (window.Intl?.Segmenter) {
      return Array.from(new Intl.Segmenter("nl", { granularity: "sentence" }).segment(text), (one) => [one.index, one.segment]);
    }
    return Array.from(text.matchAll(/[^.!?]+[.!?]*\s*/g), (one) => [one.index, one[0]]);
  }

  // Which letters of which text a sentence is made of, so that it can be marked while it sounds.
  function rangeOf(pieces, from, until) {
    const range = document.createRange();
    for (const [node, first] of pieces) {
      const last = first + node.data.length;
      if (from >= first && from < last) {
        range.setStart(node, from - first);
      }
      if (until > first && until <= last) {
        range.setEnd(node, until - first);
      }
    }
    return range;
  }

  function collect() {
    const found = [];
    const walker = document.createTreeWalker(document.getElementById("inhoud"), NodeFilter.SHOW_TEXT);
    let pieces = [];
    let text = "";
    let block = null;
    const close = () => {
      for (const [index, segment] of split(text)) {
        const words = segment.replace(/\s+/g, " ").replaceAll("\u00ad", "").trim();
        if (/[\p{L}\p{N}]/u.test(words)) {
          found.push({ words, range: rangeOf(pieces, index, index + segment.length) });
        }
      }
      pieces = [];
      text = "";
    };
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (parent.closest(silent) || parent.getClientRects().length === 0) {
        continue;
      }
      const own = parent.closest(blocks);
      if (own !== block) {
        close();
        block = own;
      }
      pieces.push([node, text.length]);
      text += node.data;
    }
    close();
    return found;
  }

  function mark(range) {
    if (window.CSS?.highlights && window.Highlight) {
      CSS.highlights.delete("read-aloud");
      if (range) {
        CSS.highlights.set("read-aloud", new Highlight(range));
      }
    }
    const seen = range?.getBoundingClientRect();
    // The buttons stand over the bottom of the page.
    if (seen && (seen.top < 0 || seen.bottom > window.innerHeight - 2 * box.offsetHeight)) {
      range.startContainer.parentElement?.scrollIntoView({ block: "center" });
    }
  }

  function show(state) {
    box.dataset.state = state;
    start.hidden = state !== "silent";
    pause.hidden = stop.hidden = state === "silent";
    pause.querySelector("span").textContent = state === "paused" ? pause.dataset.textOn : pause.dataset.textPause;
  }

  function speak() {
    while (sentences[place] && !sentences[place].range.startContainer.isConnected) {
      place += 1;
    }
    const sentence = sentences[place];
    if (!sentence) {
      end();
      return;
    }
    const mine = ++turn;
    const said = new SpeechSynthesisUtterance(sentence.words);
    said.voice = voice;
    said.lang = voice.lang.replace("_", "-");
    said.rate = rate;
    said.onend = () => {
      if (mine === turn) {
        place += 1;
        speak();
      }
    };
    said.onerror = () => {
      if (mine === turn) {
        end();
      }
    };
    show("reading");
    mark(sentence.range);
    synthesis.speak(said);
  }

  // Browsers pause in the middle of a word, or not at all: we stop, and begin the sentence anew.
  function hush() {
    turn += 1;
    synthesis.cancel();
  }

  function end() {
    const hadFocus = box.contains(document.activeElement);
    hush();
    mark(null);
    place = 0;
    show("silent");
    if (hadFocus) {
      start.focus();
    }
  }

  start.addEventListener("click", () => {
    hush();
    sentences = collect();
    place = 0;
    speak();
    if (box.dataset.state === "reading") {
      pause.focus();
    }
  });
  pause.addEventListener("click", () => {
    if (box.dataset.state === "paused") {
      speak();
    } else {
      hush();
      show("paused");
    }
  });
  stop.addEventListener("click", end);
  window.addEventListener("pagehide", hush);
  hush();
  offer();
  synthesis.addEventListener?.("voiceschanged", offer);
})();
