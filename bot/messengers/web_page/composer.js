/** The box the citizen writes in. */

import { texts } from "./settings.js";

const LIMIT = 2000;
const COUNT_FROM = 1800;
const DRAFT = "jiefen.draft";

const form = document.getElementById("composer");
const words = document.getElementById("words");
const note = document.getElementById("composer-note");

/** Length as the server counts it: in characters, not in UTF-16 units. */
function lengthOf(text) {
  return [...text].length;
}

function keepDraft(text) {
  try {
    sessionStorage.setItem(DRAFT, text);
  } catch {
    return; // A draft is a convenience; a browser that forbids storage only loses that.
  }
}

function draft() {
  try {
    return sessionStorage.getItem(DRAFT) || "";
  } catch {
    return "";
  }
}

/** Enter that belongs to an input method (Chinese typing) must not send; Safari tells it only by key code 229. */
function sends(event) {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

export class Composer {
  /** `onSend(text)` gets trimmed, non-empty text within the limit; `onTyping()` is told of every change by hand. */
  constructor(onSend, onTyping) {
    this.onSend = onSend;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    words.addEventListener("keydown", (event) => {
      if (!sends(event)) return;
      event.preventDefault();
      this.submit();
    });
    words.addEventListener("input", () => {
      this.changed();
      onTyping();
    });
    this.fill(draft());
  }

  submit() {
    const text = words.value.trim();
    if (!text || lengthOf(text) > LIMIT) return words.focus();
    this.fill("");
    this.onSend(text);
    return words.focus({ preventScroll: true });
  }

  /** Puts text into the box, replacing what is there. */
  fill(text) {
    words.value = text;
    this.changed();
  }

  /** Puts text back to be edited, before anything already being written. */
  takeBack(text) {
    this.fill(words.value ? `${text}\n${words.value}` : text);
    this.focus();
  }

  focus() {
    words.focus({ preventScroll: true });
  }

  changed() {
    keepDraft(words.value);
    words.style.height = "";
    if (words.value) words.style.height = `${words.scrollHeight + words.offsetHeight - words.clientHeight}px`;
    this.count();
  }

  /** Tells the length near the limit and, beyond it, what to do. */
  count() {
    const used = lengthOf(words.value.trim());
    const isTooLong = used > LIMIT;
    note.hidden = used < COUNT_FROM;
    note.textContent = isTooLong ? texts().tooLong(used, LIMIT) : texts().count(used, LIMIT);
    note.classList.toggle("over", isTooLong);
    words.setAttribute("aria-invalid", String(isTooLong));
  }
}
