/** Why a call failed, as a sentence for the member; and the line that says what just happened. */

import { el } from "/static/dom.js";
import { texts } from "./preferences.js";

const TOAST_MS = 6000;

/** The sentence for a `CallFailed`: the server's own, or ours when it was not reached or said nothing. */
export function refusal(error) {
  const words = texts().refusals;
  if (error.status === 0) return words.unreachable;
  return error.detail || words[error.error] || words.other;
}

/** Shows a sentence for a few seconds, and has it read out. `kind` is "bad" or "good". */
export function toast(text, kind = "good") {
  const place = document.getElementById("toasts");
  const node = el("p", { class: `toast ${kind}` }, text);
  place.append(node);
  setTimeout(() => node.remove(), TOAST_MS);
}
