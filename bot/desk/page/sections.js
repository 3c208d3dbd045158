/**
 * The parts of a case's file: `data` is all that a part needs of the case, `build` how it looks. A part whose data is null is
 * not shown, and one whose data stayed the same is not made anew; so `build` takes from the case only what never changes.
 */

import { el, icon } from "/static/dom.js";
import { linked } from "/static/links.js";
import { packetAddress, paperAddress } from "./api.js";
import { actionPossible } from "./case_actions.js";
import { dueClock, moment } from "./clock.js";
import { fileNode } from "./said.js";
import { inLanguage, langTag, texts } from "./preferences.js";
import { nameOf, session } from "./session.js";

const PRIMARY = ["close"];
const CAREFUL = ["refuse", "withdraw"];
// In the order in which they are needed; claiming, speaking and putting back stand above the conversation.
const ACTIONS = ["close", "review", "hand_on", "transfer", "supervise", "resume", "raise", "send", "refuse", "reopen"];

function pairs(rows) {
  const told = rows.filter(([, value]) => value !== null && value !== undefined && value !== "" && value.length !== 0);
  return el("dl", { class: "pairs" }, told.map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, value instanceof Node ? value : linked(String(value))))));
}

/** An amount of yuan as people write it. */
function money(amount) {
  if (amount === null || amount === undefined) return null;
  const yuan = { style: "currency", currency: "CNY", currencyDisplay: "narrowSymbol" };
  return new Intl.NumberFormat(langTag(), { ...yuan, minimumFractionDigits: 0, maximumFractionDigits: 2 }).format(amount);
}

function bullets(list) {
  return list?.length ? el("ul", { class: "plain" }, list.map((entry) => el("li", {}, ...linked(String(entry))))) : null;
}

function deadlines(list) {
  return el("ul", { class: "deadline-list" }, list.map((deadline) => el("li", {},
    el("span", {}, texts().deadlines[deadline.what] || deadline.what),
    dueClock(deadline.at), el("span", { class: "hint" }, moment(deadline.at)))));
}

function actionsData(view) {
  return ACTIONS.filter((name) => view.allowed.includes(name) && actionPossible(view, name));
}

function actionButtons(names, _view, act) {
  const looks = (name) => `button ${PRIMARY.includes(name) ? "primary" : ""} ${CAREFUL.includes(name) ? "danger" : ""}`;
  const button = (name) => el("button", { class: looks(name), type: "button", onclick: () => act(name) }, texts().actions[name]);
  return el("div", { class: "actions", role: "group", "aria-label": texts().actionsLabel }, names.map(button));
}

function factsData(view) {
  const { facts } = view;
  if (!facts) return null;
  return { ...facts, kind: view.kind, district: view.district, subdistrict: view.subdistrict, screening: view.screening || null };
}

function factsNode(facts) {
  const words = texts().facts;
  const where = [facts.district && nameOf("districts", facts.district), facts.subdistrict].filter(Boolean).join(" · ");
  return pairs([
    [words.what_happened, facts.what_happened], [words.wishes, facts.wishes], [words.other_side, facts.other_side],
    [words.amount, money(facts.amount)], [words.happened_on, facts.happened_on], [words.tried, facts.tried],
    [words.evidence, bullets(facts.evidence)], [words.where, where], [words.address, facts.address],
    [words.screening, inLanguage(facts.screening)],
  ]);
}

function peopleData({ sees, parties, contact, consent }) {
  return sees.includes("parties") || sees.includes("contact") ? { parties, contact, consent } : null;
}

function peopleNode({ parties, contact, consent }) {
  const words = texts();
  const side = (party) => words.sides[party.side || party.role] || party.role;
  return [
    pairs([
      ...(parties || []).map((party) => [side(party), [party.name, party.contact].filter(Boolean).join(" · ")]),
      [words.contact, typeof contact === "string" ? contact : contact?.text],
    ]),
    consent ? el("p", { class: "hint" }, words.consent, " ", moment(consent.at)) : el("p", { class: "hint" }, words.noConsent),
  ];
}

function participantsData(view) {
  const may = view.allowed.includes("participants");
  return { list: view.participants || [], may, more: may && actionPossible(view, "participants") };
}

function participantsNode({ list, may, more }, _view, act) {
  const words = texts();
  const role = (one) => (one.in_charge ? words.inCharge : inLanguage({ zh: one.role_zh, en: one.role_en }));
  const remove = (one) => el("button", {
    class: "link-button", type: "button", "aria-label": words.removeLabel(inLanguage(one)), onclick: () => act({ remove: one }),
  }, words.remove);
  return [
    el("ul", { class: "plain" }, list.map((one) => el("li", { class: "line" },
      el("span", {}, inLanguage(one), " ", el("span", { class: "hint" }, role(one))),
      may && !one.in_charge && remove(one)))),
    more && el("button", { class: "button", type: "button", onclick: () => act("participants") }, words.addParticipant),
  ];
}

function shownData({ sees, shown_cards: cards, unanswered }) {
  return sees.includes("transcript") ? { cards: cards || [], unanswered: unanswered || [] } : null;
}

function shownNode({ cards, unanswered }) {
  const words = texts();
  const item = ({ at, title, text }) => el("li", {}, title || text, " ", el("span", { class: "hint" }, moment(at)));
  const listed = (list, none) => (list.length ? el("ul", { class: "plain" }, list.map(item)) : el("p", { class: "hint" }, none));
  return [
    el("h4", {}, words.shownCards), listed(cards, words.noCards),
    el("h4", {}, words.unanswered), listed(unanswered, words.noUnanswered),
  ];
}

function papersData(view) {
  const found = { list: view.papers || [], exports: mayExport(view) };
  return found.list.length || found.exports ? found : null;
}

/** A packet leaves through the hands of whoever answers for the case. */
function mayExport({ holder, organisation }) {
  const { id, role, organisation: own } = session.member;
  return holder?.id === id || (role === "lead" && organisation === own);
}

function papersNode({ list, exports }, view) {
  const words = texts();
  const link = (paper) => el("a", { href: paperAddress(view.id, paper.id), download: true }, `${inLanguage(paper)} (.docx)`);
  return [
    list.length > 0 && el("ul", { class: "plain" }, list.map((paper) => el("li", {}, link(paper)))),
    exports && el("p", {}, el("a", { href: packetAddress(view.id), download: `${view.number}.json` }, words.packet)),
    exports && el("p", { class: "hint" }, words.packetHint),
  ];
}

function endedData(view) {
  const { outcome, satisfaction, agreement, visit, closed_at: closedAt } = view;
  return outcome || satisfaction || closedAt ? { outcome, satisfaction, agreement, visit, closedAt } : null;
}

function endedNode({ outcome, satisfaction, agreement, visit, closedAt }) {
  const words = texts();
  return pairs([
    [words.outcome, outcome && nameOf("outcomes", outcome)], [words.closedAt, moment(closedAt)],
    [words.satisfaction, satisfaction && words.stars(satisfaction)],
    ...["disputed", "responsibility", "terms", "way", "due"].map((name) => [words.agreement[name], agreement?.[name]]),
    [words.visit.on, visit?.on], [words.visit.with, visit?.with], [words.visit.way, words.visit.ways[visit?.way]],
    [words.visit.performed, words.visit.performeds[visit?.performed]],
    [words.visit.satisfied, words.visit.satisfieds[visit?.satisfied]],
    [words.visit.court, visit?.court], [words.visit.hidden_trouble, visit?.hidden_trouble], [words.visit.text, visit?.text],
  ]);
}

function whyData({ routed_why: why, source, origin }) {
  return why ? { why, source, origin: origin || null } : null;
}

function whyNode({ why, source, origin }) {
  const words = texts();
  return [
    el("p", {}, icon("check"), " ", inLanguage(why)),
    source && el("p", { class: "hint" },
      words.sources[source], origin && ` ${nameOf("partners", origin.partner)} ${origin.number || ""}`),
  ];
}

export const SECTIONS = [
  { key: "deadlines", plain: true, data: ({ deadlines: list }) => (list?.length ? list : null), build: deadlines },
  { key: "actions", plain: true, data: actionsData, build: actionButtons },
  { key: "ended", data: endedData, build: endedNode },
  { key: "facts", data: factsData, build: factsNode },
  {
    key: "people", build: peopleNode,
    data: peopleData,
  },
  {
    key: "shown", build: shownNode, count: ({ unanswered }) => unanswered.length,
    data: shownData,
  },
  {
    key: "files", count: (files) => files.length, data: ({ files }) => (files?.length ? files : null),
    build: (files, view) => files.map((file) => fileNode(view.id, file)),
  },
  { key: "papers", data: papersData, build: papersNode },
  { key: "why", data: whyData, build: whyNode },
  { key: "participants", data: participantsData, count: ({ list }) => list.length, build: participantsNode },
];
