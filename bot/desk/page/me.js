/** A member's own page: name and languages, password, Telegram, conflicts of interest, looks and sounds. */

import { CallFailed, conflictAdd, conflictList, conflictRemove, meChange, telegramLink, telegramUnlink } from "./api.js";
import { el } from "/static/dom.js";
import { formNode } from "./form.js";
import { skillFields } from "./skills.js";
import { lasting } from "./clock.js";
import { CHOICES, choice, choose, texts } from "./preferences.js";
import { refusal, toast } from "./refusals.js";
import { session } from "./session.js";
import { soundPlay } from "./sound.js";

const SHORTEST_PASSWORD = 10;

function part(title, lead, ...content) {
  return el("section", { class: "me-part" }, el("h2", {}, title), lead && el("p", { class: "hint" }, lead), content);
}

function tried(does) {
  return async () => {
    try {
      await does();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      toast(refusal(error), "bad");
    }
  };
}

async function save(fields) {
  session.member = { ...session.member, ...(await meChange(fields)) };
}

function profile() {
  const words = texts();
  const { member } = session;
  return part(words.profile, words.profileLead, formNode({
    confirm: words.save, submit: save, done: () => toast(words.saved),
    fields: [
      { name: "name", label: words.shownName, required: true, value: member.name, maxlength: 64, hint: words.shownNameHint },
      ...skillFields(member),
    ],
  }));
}

function password() {
  const words = texts();
  const field = { type: "password", required: true };
  const form = formNode({
    confirm: words.changePassword, done: () => {
      form.reset();
      toast(words.saved);
    },
    fields: [
      { ...field, name: "old", label: words.oldPassword, autocomplete: "current-password" },
      { ...field, name: "new", label: words.newPassword, hint: words.passwordHint, autocomplete: "new-password", minlength: SHORTEST_PASSWORD },
      { ...field, name: "again", label: words.passwordAgain, autocomplete: "new-password" },
    ],
    submit: (values) => {
      if (values.new !== values.again) throw new CallFailed(400, { error: "passwords_differ" });
      return save({ password: { old: values.old, new: values.new } });
    },
  });
  return part(words.changePassword, "", form);
}

function radios(name) {
  const words = texts();
  return el("fieldset", { class: "choice" }, el("legend", {}, words.choices[name].label), CHOICES[name].map((value) => el("label", {},
    el("input", { type: "radio", name, value, checked: choice(name) === value, onchange: () => choose(name, value) }),
    el("span", {}, words.choices[name][value]))));
}

function notificationButton() {
  const words = texts();
  if (!("Notification" in window)) return el("p", { class: "hint" }, words.notificationsMissing);
  const state = el("p", { class: "hint" });
  const button = el("button", { class: "button", type: "button" }, words.notificationsAsk);
  const show = () => {
    state.textContent = words.notificationStates[Notification.permission];
    button.hidden = Notification.permission !== "default";
  };
  button.addEventListener("click", async () => {
    await Notification.requestPermission();
    show();
  });
  show();
  return el("div", {}, state, button);
}

function looks() {
  const words = texts();
  return part(words.looks, "", radios("theme"), radios("size"), radios("keys"), el("p", { class: "hint" }, words.keysRest), radios("sound"),
    el("button", { class: "button", type: "button", onclick: () => soundPlay() }, words.soundTry), notificationButton());
}

function telegram() {
  const words = texts();
  const place = el("div", {});
  const show = () => place.replaceChildren(
    el("p", {}, session.member.telegram ? words.telegramLinked : words.telegramNotLinked),
    session.member.telegram
      ? el("button", { class: "button", type: "button", onclick: tried(unlink) }, words.telegramUnlink)
      : el("button", { class: "button", type: "button", onclick: tried(link) }, words.telegramLink));
  async function link() {
    const { code, seconds } = await telegramLink();
    place.replaceChildren(el("p", {}, words.telegramCode(lasting(seconds))), el("p", { class: "big-code" }, `/link ${code}`));
  }
  async function unlink() {
    await telegramUnlink();
    session.member = { ...session.member, telegram: false };
    show();
  }
  show();
  return part(words.telegram, words.telegramLead, place);
}

function conflicts() {
  const words = texts();
  const list = el("ul", { class: "plain" });
  const load = tried(async () => {
    const found = await conflictList();
    list.replaceChildren(...(found.length ? found.map(item) : [el("li", { class: "hint" }, words.noConflicts)]));
  });
  const item = ({ id, name }) => el("li", { class: "line" }, el("span", {}, name),
    el("button", { class: "link-button", type: "button", "aria-label": words.removeLabel(name), onclick: tried(async () => {
      await conflictRemove(id);
      await load();
    }) }, words.remove));
  const form = formNode({
    confirm: words.add, fields: [{ name: "name", label: words.conflictName, required: true, maxlength: 100 }],
    submit: ({ name }) => conflictAdd(name),
    done: () => {
      form.reset();
      load();
    },
  });
  load();
  return part(words.conflicts, words.conflictsLead, list, form);
}

/** Opens the page in `root`. */
export function meOpen(root) {
  const handles = ["mediator", "lead"].includes(session.member.role);
  root.append(el("div", { class: "page me" }, el("h1", {}, texts().pages.me),
    el("div", { class: "me-grid" }, handles && conflicts(), looks(), handles && telegram(), profile(), password())));
  return { end: () => {} };
}
