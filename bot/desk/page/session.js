/** Who is signed in, and the words for kinds, districts, organisations and states that the server gave. */

import { metaGet, sessionGet } from "./api.js";
import { inLanguage } from "./preferences.js";

export const session = { member: null, meta: null };

/** Asks who is signed in and for the words. Throws `CallFailed`. */
export async function sessionOpen() {
  session.member = await sessionGet();
  session.meta = await metaGet();
}

/** Asks for the words and counts again. Throws `CallFailed`. */
export async function metaRefresh() {
  session.meta = await metaGet();
  return session.meta;
}

/** The name of `id` in one of the server's lists, such as "kinds"; the id itself when it has none. */
export function nameOf(list, id) {
  const found = (session.meta[list] || []).find((entry) => entry.id === id);
  return (found && (inLanguage(found) || found.name)) || id || "";
}

/** Which pages of the desk are this member's. */
export function pages() {
  const { role } = session.member;
  const handles = role === "mediator" || role === "lead";
  return [
    handles && "cases",
    role === "lead" && "figures",
    (role === "lead" || role === "administrator") && "staff",
    session.meta.counts?.approvals !== undefined && "approvals",
    (role === "lead" || role === "maintainer") && "review",
    "me",
  ].filter(Boolean);
}
