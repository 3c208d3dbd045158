/** Talks to the desk's API: one function per call. Every change carries the session's token against forged requests. */

import { langTag } from "./preferences.js";

const TIMEOUT_MS = 30000;
const REVIEW_MS = 90000; // its turn and its time, as the server has them
const BASE = "/desk/api";

let csrf = null;
let memberId = null;
let signedOutListener = () => {};

/**
 * A call that failed. `status` is the HTTP status, 0 when there was no answer. `error` is the server's word for the
 * reason, `detail` its sentence in the language of the desk.
 */
export class CallFailed extends Error {
  constructor(status, body = {}) {
    super(`call failed with status ${status}`);
    this.status = status;
    this.error = body.error || "";
    this.detail = typeof body.detail === "string" ? body.detail : "";
  }

  /** Whether the same call may well succeed later. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** `listener()` is called when the server no longer knows this session. */
export function onSignedOut(listener) {
  signedOutListener = listener;
}

function options(method, body) {
  const headers = { "accept-language": langTag() };
  if (method !== "GET") headers["x-csrf"] = csrf || "";
  if (body === undefined) return { method, headers };
  if (body instanceof Blob) return { method, headers: { ...headers, "content-type": "application/json" }, body };
  return { method, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

async function read(response) {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return {};
  }
}

/** Another tab has signed in anew: with the same member its token is ours too, with another this page is out of date. */
async function isRenewed() {
  const [token, member] = [csrf, memberId];
  await sessionGet();
  if (memberId === member && csrf !== token) return true;
  if (memberId !== member) signedOutListener();
  return false;
}

async function call(method, path, body, patience = TIMEOUT_MS) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const response = await fetch(BASE + path, { ...options(method, body), signal: stop.signal, cache: "no-store" });
    const content = await read(response);
    if (response.ok) return content;
    if (content?.error === "csrf" && (await isRenewed())) return await call(method, path, body, patience);
    if (response.status === 401 && path !== "/session") signedOutListener();
    throw new CallFailed(response.status, content);
  } catch (error) {
    throw error instanceof CallFailed ? error : new CallFailed(0);
  } finally {
    clearTimeout(timer);
  }
}

function query(fields) {
  const told = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return told.length ? `?${new URLSearchParams(told)}` : "";
}

const get = (path, fields = {}) => call("GET", path + query(fields));
const post = (path, body = {}) => call("POST", path, body);
const patch = (path, body) => call("PATCH", path, body);
const remove = (path) => call("DELETE", path);
const ofCase = (id, rest = "") => `/cases/${encodeURIComponent(id)}${rest}`;

function opened(answer) {
  csrf = answer.csrf;
  memberId = answer.member.id;
  return answer.member;
}

/** Who is signed in; throws `CallFailed` with status 401 when nobody is. */
export const sessionGet = async () => opened(await get("/session"));
export const signIn = async (login, password) => opened(await post("/session", { login, password }));
export const signOut = () => remove("/session");
/** Takes up an invitation with a password of one's own, and signs in. */
export const invitationAccept = async (token, password) => opened(await post("/invitations/accept", { token, password }));
export const meChange = (fields) => patch("/me", fields);
export const metaGet = () => get("/meta");

export const caseList = (fields) => get("/cases", fields);
export const caseGet = (id) => get(ofCase(id));
/** `action` is a word of the contract, such as `claim`; the answer is the case as it now is. */
export const caseAct = (id, action, body = {}) => post(ofCase(id, `/${action}`), body);
export const messageList = (id, after) => get(ofCase(id, "/messages"), { after });
export const messageSend = (id, message) => post(ofCase(id, "/messages"), message);
export const typingTell = (id) => post(ofCase(id, "/typing"));
export const readTell = (id, seq) => post(ofCase(id, "/read"), { seq });
export const noteList = async (id) => (await get(ofCase(id, "/notes"))).notes;
export const noteAdd = (id, text) => post(ofCase(id, "/notes"), { text });
export const eventList = async (id) => (await get(ofCase(id, "/events"))).events;
export const participantAdd = (id, organisation, role) => post(ofCase(id, "/participants"), { organisation, role });
export const participantRemove = (id, organisation) => remove(ofCase(id, `/participants/${encodeURIComponent(organisation)}`));
export const suggestionList = (id, q, language) => get(ofCase(id, "/suggestions"), { q, language });
export const packetImport = (file) => call("POST", "/packets", file);

export const fileAddress = (id, file) => `${BASE}${ofCase(id, `/files/${encodeURIComponent(file)}`)}`;
export const paperAddress = (id, paper) => `${BASE}${ofCase(id, `/papers/${encodeURIComponent(paper)}.docx`)}`;
export const packetAddress = (id) => `${BASE}${ofCase(id, "/packet")}`;

export const figuresGet = (fields) => get("/figures", fields);
export const figuresAddress = (fields) => `${BASE}/figures.csv${query(fields)}`;
export const staffList = async () => (await get("/staff")).staff;
export const staffAdd = (fields) => post("/staff", fields);
export const staffChange = (id, fields) => patch(`/staff/${encodeURIComponent(id)}`, fields);
export const staffInvite = (id) => post(`/staff/${encodeURIComponent(id)}/invitation`);
export const conflictList = async () => (await get("/conflicts")).conflicts;
export const conflictAdd = (name) => post("/conflicts", { name });
export const conflictRemove = (id) => remove(`/conflicts/${encodeURIComponent(id)}`);
export const telegramLink = () => post("/telegram/link");
export const telegramUnlink = () => remove("/telegram/link");
export const approvalList = async () => (await get("/approvals")).approvals;
export const approvalDecide = (id, decision) => post(`/approvals/${encodeURIComponent(id)}`, { decision });
/** What the legality review finds in a draft called `name`; `body` is a Blob. */
export const draftReview = (name, body) => call("POST", `/review${query({ name })}`, body, REVIEW_MS);
export const noticeList = async () => (await get("/notices")).notices;
export const noticesSeen = (upTo) => post("/notices/seen", { up_to: upTo });
export const EVENTS = `${BASE}/events`;
