/** The doors: signing in, and taking up an invitation with a password of one's own. */

import { CallFailed, invitationAccept, signIn } from "./api.js";
import { el } from "/static/dom.js";
import { formNode } from "./form.js";
import { chooseLanguage, language, texts } from "./preferences.js";

const SHORTEST_PASSWORD = 10;

function languageButton() {
  const other = language() === "en" ? "zh" : "en";
  return el("button", {
    class: "link-button", type: "button", lang: other === "en" ? "en" : "zh-CN", onclick: () => chooseLanguage(other),
  }, texts().otherLanguage);
}

function door(root, title, lead, form) {
  root.className = "at-door";
  root.replaceChildren(el("main", { class: "door", id: "main" },
    el("img", { class: "logo", src: "/static/logo.svg", alt: "", width: "56", height: "56" }),
    el("p", { class: "door-name" }, texts().name),
    el("h1", {}, title), lead && el("p", { class: "door-lead" }, lead), form, languageButton()));
  document.title = `${title} · ${texts().pageTitle}`;
  root.querySelector("input")?.focus();
}

/** Asks for login and password; `done()` follows success. `lead` says why, when there is something to say. */
export function signInShow(root, done, lead = "") {
  const words = texts();
  door(root, words.signIn, lead || words.signInLead, formNode({
    fields: [
      { name: "login", label: words.login, required: true, autocomplete: "username" },
      { name: "password", label: words.password, type: "password", required: true, autocomplete: "current-password" },
    ],
    confirm: words.signIn,
    submit: ({ login, password }) => signIn(login, password),
    done,
  }));
}

/** Asks for a new password, twice. `done()` follows success. */
export function invitationShow(root, token, done) {
  const words = texts();
  const password = { type: "password", required: true, autocomplete: "new-password", minlength: SHORTEST_PASSWORD };
  door(root, words.invitation, words.invitationLead, formNode({
    fields: [
      { ...password, name: "password", label: words.newPassword, hint: words.passwordHint },
      { ...password, name: "again", label: words.passwordAgain },
    ],
    confirm: words.invitationTake,
    submit: (values) => {
      if (values.password !== values.again) throw new CallFailed(400, { error: "passwords_differ" });
      return invitationAccept(token, values.password);
    },
    done,
  }));
}

/** Says that the server cannot be reached, with a button that tries again. */
export function unreachableShow(root, again) {
  const words = texts();
  door(root, words.noServer, words.noServerLead,
    el("button", { class: "button primary", type: "button", onclick: again }, words.tryAgain));
}
