/** A part of the file that folds; what was folded stays so, for every case. */

import { el } from "/static/dom.js";
import { recall, remember } from "/static/storage.js";

const FOLDED = ["why", "participants", "files", "papers"];

/** The part `key` under a `title`, with how many things it holds where that matters. */
export function fold(key, title, count, ...content) {
  const closed = recall("desk.folded", FOLDED);
  const node = el("details", { class: `part-fold fold-${key}`, open: !closed.includes(key) },
    el("summary", {}, el("h3", {}, title), count ? el("span", { class: "count" }, String(count)) : null),
    el("div", { class: "fold-content" }, content.flat(2)));
  node.addEventListener("toggle", () => {
    const rest = recall("desk.folded", FOLDED).filter((name) => name !== key);
    remember("desk.folded", node.open ? rest : [...rest, key]);
  });
  return node;
}
