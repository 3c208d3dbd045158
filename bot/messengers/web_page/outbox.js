/** Messages the citizen wrote that the server has not confirmed. They survive a reload; their ids make resending safe. */

import { recall, remember } from "./storage.js";

function write(entries) {
  remember("outbox", entries.length ? entries : null);
}

/** All entries, oldest first: `{id, text, payload, language, at, failed}`; `failed` is null or a reason. */
export function outboxList() {
  const entries = recall("outbox", []);
  return Array.isArray(entries) ? entries : [];
}

/** Keeps a message to be sent. */
export function outboxAdd(entry) {
  write([...outboxList(), { ...entry, failed: null }]);
}

/** Forgets a message that was confirmed or given up. */
export function outboxRemove(id) {
  write(outboxList().filter((entry) => entry.id !== id));
}

/** Notes why the server refused a message ("long", "choice", "refused"), or null to send it again. */
export function outboxMark(id, failed) {
  write(outboxList().map((entry) => (entry.id === id ? { ...entry, failed } : entry)));
}

/** The oldest message that may be sent, or undefined. */
export function outboxNext() {
  return outboxList().find((entry) => !entry.failed);
}
