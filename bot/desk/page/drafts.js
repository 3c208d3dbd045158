/** What is typed and not yet sent, by member and case; it outlives a reload, and goes when the member signs out. */

import { recall, remember } from "/static/storage.js";
import { session } from "./session.js";

const shelf = (kind) => `desk.${kind}.${session.member.id}`;

/** The draft of a `kind` ("reply", "note") for a case; "" when there is none. */
export function draftGet(kind, caseId) {
  return recall(shelf(kind), {})[caseId] || "";
}

/** Keeps a draft; an empty one is forgotten. */
export function draftKeep(kind, caseId, text) {
  const all = { ...recall(shelf(kind), {}) };
  if (text.trim()) all[caseId] = text;
  else delete all[caseId];
  remember(shelf(kind), Object.keys(all).length ? all : null);
}

/** How many texts would be lost by signing out: drafts, and messages that did not go out. */
export function unsentCount() {
  return Object.keys(recall(shelf("reply"), {})).length + Object.keys(recall(shelf("note"), {})).length + outboxAll().length;
}

/** Forgets everything of this member on this device. */
export function draftsForget() {
  for (const kind of ["reply", "note", "outbox"]) remember(shelf(kind), null);
}

/** Messages on their way or stuck: `{case, id, text, at, why}`; `why` is null while it is being sent. */
function outboxAll() {
  return recall(shelf("outbox"), []);
}

/** Those of one case, oldest first. */
export function outboxOf(caseId) {
  return outboxAll().filter((entry) => entry.case === caseId);
}

/** Adds a message, or takes the place of the one with its id. */
export function outboxPut(entry) {
  const all = outboxAll();
  const place = all.findIndex(({ id }) => id === entry.id);
  if (place < 0) all.push(entry);
  else all[place] = entry;
  remember(shelf("outbox"), all);
}

export function outboxDrop(id) {
  const rest = outboxAll().filter((entry) => entry.id !== id);
  remember(shelf("outbox"), rest.length ? rest : null);
}
