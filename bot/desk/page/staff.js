/** Who works here: a list to add to, invite from and change. */

import { CallFailed, staffAdd, staffChange, staffInvite, staffList } from "./api.js";
import { moment } from "./clock.js";
import { el } from "/static/dom.js";
import { askSheet, sheet } from "./form.js";
import { texts } from "./preferences.js";
import { refusal, toast } from "./refusals.js";
import { nameOf, session } from "./session.js";
import { skillFields } from "./skills.js";

const LOGIN = "[a-z0-9][a-z0-9._@\\-]{1,63}";

function named(list, ids) {
  return ids.map((id) => ({ id, name: nameOf(list, id) }));
}

function isAdministrator() {
  return session.member.role === "administrator";
}

function roles() {
  return isAdministrator() ? session.meta.roles.map(({ id }) => id) : ["mediator"];
}

function organisations() {
  return isAdministrator() ? session.meta.organisations.map(({ id }) => id) : [session.member.organisation];
}

function select(name, label, value, options) {
  return { name, label, type: "select", required: true, value, options };
}

function memberFields(member) {
  const words = texts();
  return [
    { name: "name", label: words.shownName, required: true, value: member.name, maxlength: 64, hint: words.shownNameHint },
    select("role", words.role, member.role, named("roles", roles())),
    select("organisation", words.organisation, member.organisation, named("organisations", organisations())),
    ...skillFields(member),
  ];
}

/** Shows an invitation's link once: the server keeps only its hash. */
function invitationSheet(member, url) {
  const words = texts();
  const address = new URL(url, window.location.href).href;
  const field = el("input", { id: "invitation-link", readonly: true, value: address });
  const copy = el("button", { class: "button primary", type: "button" }, words.copy);
  copy.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard?.writeText(address).catch(() => document.execCommand("copy"));
    toast(words.copied);
  });
  const dialog = sheet(words.invitationFor(member.name),
    el("p", { class: "sheet-lead" }, words.invitationGive),
    el("div", { class: "field" }, el("label", { for: "invitation-link" }, words.invitationLink), field),
    el("div", { class: "sheet-actions" }, copy, el("button", { class: "button", type: "button", onclick: () => dialog.close() }, words.close)));
}

/** Opens the page in `root`. */
export function staffOpen(root) {
  const words = texts();
  const body = el("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": words.pages.staff });
  const load = async () => body.replaceChildren(await content(load));
  root.append(el("div", { class: "page" },
    el("h1", {}, words.pages.staff),
    el("p", {}, el("button", { class: "button primary", type: "button", onclick: () => add(load) }, words.addMember)), body));
  load();
  return { end: () => {} };
}

async function content(load) {
  try {
    const staff = await staffList();
    return staff.length ? table(staff, load) : el("p", {}, texts().noStaff);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return el("p", { class: "failed-note", role: "alert" }, refusal(error));
  }
}

async function add(load) {
  const words = texts();
  const added = await askSheet({
    title: words.addMember, lead: words.addMemberLead, confirm: words.addMember,
    fields: [
      { name: "login", label: words.login, required: true, hint: words.loginHint, maxlength: 64, pattern: LOGIN },
      ...memberFields({ organisation: session.member.organisation, role: "mediator", languages: ["zh"], kinds: [] }),
    ],
    submit: staffAdd,
  });
  if (!added) return;
  load();
  invitationSheet(added.member, added.url);
}

async function change(member, load) {
  const words = texts();
  const changed = await askSheet({
    title: words.changeMember(member.name), confirm: words.save, fields: memberFields(member),
    submit: (fields) => staffChange(member.id, fields),
  });
  if (changed) load();
}

async function invite(member) {
  try {
    invitationSheet(member, (await staffInvite(member.id)).url);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    toast(refusal(error), "bad");
  }
}

async function activate(member, load) {
  const words = texts();
  const asked = member.active
    ? { title: words.deactivateTitle(member.name), lead: words.deactivateLead, confirm: words.deactivate, danger: true }
    : { title: words.activateTitle(member.name), confirm: words.activate };
  const done = await askSheet({ ...asked, fields: [], submit: () => staffChange(member.id, { active: !member.active }) });
  if (done) load();
}

/** An administrator changes everybody, a lead the mediators. */
function mayChange(member) {
  return isAdministrator() || member.role === "mediator";
}

function state(member) {
  const words = texts();
  if (!member.active) return words.inactive;
  return member.on_duty ? words.onDuty : words.offDuty;
}

function row(member, load) {
  const words = texts();
  const button = (text, does) => el("button", { class: "button", type: "button", "aria-label": `${text}: ${member.name}`, onclick: does }, text);
  const cell = (head, value, kind = null) => el("td", { class: kind, "data-head": head }, value);
  return el("tr", { class: member.active ? "" : "inactive" },
    el("th", { scope: "row" }, member.name, el("span", { class: "hint" }, ` ${member.login}`)),
    cell(words.role, nameOf("roles", member.role)), cell(words.organisation, nameOf("organisations", member.organisation)),
    cell(words.duty, state(member)), cell(words.openCases, String(member.open_cases ?? "–"), "number-cell"),
    cell(words.lastSeen, moment(member.last_seen) || "–"),
    el("td", { class: "row-buttons" }, mayChange(member) && el("div", {},
      button(words.change, () => change(member, load)), member.active && button(words.invite, () => invite(member)),
      member.id !== session.member.id && button(member.active ? words.deactivate : words.activate, () => activate(member, load)))));
}

function table(staff, load) {
  const words = texts();
  const heads = [words.shownName, words.role, words.organisation, words.duty, words.openCases, words.lastSeen, words.doWhat];
  return el("table", { class: "staff-table" }, el("caption", { class: "visually-hidden" }, words.pages.staff),
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, staff.map((member) => row(member, load))));
}
