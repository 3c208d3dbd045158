/** Finds web addresses and phone numbers in plain text and makes them links. */

import { el } from "./dom.js";

const CANDIDATE = /https?:\/\/[^\s<>"'，。；：！？、（）《》“”]+|\d{3,}(?:-\d{3,8}){0,2}/g;
const SURE_NUMBER = /^(?:12\d{3}|400-?\d{3}-?\d{4}|0\d{2,3}-(?:\d{7,8}|12\d{3}|96\d{3,4})|96\d{3,4}|1[3-9]\d{9})$/;
const SHORT_NUMBER = /^(?:110|119|120|122)$/;
const CALL_BEFORE = /(?:打|拨|致电|电话|热线|报警|急救|火警|call|dial|ring|phone|hotline|police|ambulance)[^。！？.!?\d]{0,12}$/i;
const JOINS = /^\s*(?:或|或者|、|和|，|,|or|and|\/)\s*$/i;
const UNIT_AFTER = /^\s*(?:[元条日天年月个万亿%％号人家件]|yuan|days?|RMB|CNY|\.\d|,\d{3})/i;
const PART_OF_NUMBER = /[\d.,第¥￥$-]$/;

/** The address to dial for a phone number as people write it, or null when it holds no digits. */
export function telephone(number) {
  const digits = String(number || "").replace(/[^\d+]/g, "");
  return digits ? `tel:${digits}` : null;
}

/** The address when it is plain http or https, else null: a message never becomes `javascript:`. */
export function webAddress(address) {
  try {
    const url = new URL(String(address));
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** The address when it is one of this server's own under `/api/`, else null. */
export function ownAddress(address) {
  const { origin } = window.location;
  try {
    const url = new URL(String(address), origin);
    return url.origin === origin && url.pathname.startsWith("/api/") ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}

function isPhone(number, before, after, joinsPhone) {
  if (PART_OF_NUMBER.test(before) || UNIT_AFTER.test(after)) return false;
  return SURE_NUMBER.test(number) || (SHORT_NUMBER.test(number) && (joinsPhone || CALL_BEFORE.test(before)));
}

function linkTo(found, before, after, joinsPhone) {
  if (/^https?:/.test(found)) {
    const address = webAddress(found.replace(/[.,;:!?)]+$/, ""));
    return address && el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, found);
  }
  return isPhone(found, before, after, joinsPhone) ? el("a", { href: telephone(found), class: "phone" }, found) : null;
}

/** Text as a list of strings and links, in order; joined together they read exactly as `text`. */
export function linked(text) {
  const parts = [];
  let end = 0;
  let phoneEnd = -1;
  for (const match of text.matchAll(CANDIDATE)) {
    const [found] = match;
    const after = text.slice(match.index + found.length);
    const joinsPhone = phoneEnd >= 0 && JOINS.test(text.slice(phoneEnd, match.index));
    const link = linkTo(found, text.slice(0, match.index), after, joinsPhone);
    if (!link) continue;
    parts.push(text.slice(end, match.index), link);
    end = match.index + found.length;
    if (link.classList.contains("phone")) phoneEnd = end;
  }
  return [...parts, text.slice(end)];
}
