/** What this device remembers: localStorage where the browser allows it, else memory for as long as the page lives. */

const memory = new Map();

/** The value stored under `name`, or `fallback` when there is none or it cannot be read. */
export function recall(name, fallback = null) {
  const key = `jiefen.${name}`;
  try {
    const text = localStorage.getItem(key);
    return text === null ? (memory.has(key) ? memory.get(key) : fallback) : JSON.parse(text);
  } catch {
    return memory.has(key) ? memory.get(key) : fallback;
  }
}

/** Stores `value` under `name`; `null` forgets it. Never throws: a full or forbidden storage falls back to memory. */
export function remember(name, value) {
  const key = `jiefen.${name}`;
  memory.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    if (value !== null) memory.set(key, value);
  }
}

/** A random UUID. `crypto.randomUUID` is missing on plain http and in older browsers, random bytes are not. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
