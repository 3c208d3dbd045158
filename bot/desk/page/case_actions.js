/** What can be done with a case: asks for what each action needs, does it, and gives the case as it then is. */

import { caseAct, participantAdd, participantRemove } from "./api.js";
import { isoDay } from "./clock.js";
import { askSheet } from "./form.js";
import { inLanguage, texts } from "./preferences.js";
import { nameOf, session } from "./session.js";

const LONGEST_WHY = 500;

function why(label, required = true) {
  return { name: "why", label, type: "textarea", required, maxlength: LONGEST_WHY };
}

/** One of the server's lists as options. */
function listed(list) {
  return (session.meta[list] || []).map(({ id }) => ({ id, name: nameOf(list, id) }));
}

/** A field that takes one of `options`. */
function pick(name, label, options) {
  return { name, label, type: "select", required: true, placeholder: texts().choose, options };
}

function organisations(view) {
  const taken = new Set((view.participants || []).map(({ organisation }) => organisation));
  return listed("organisations").filter(({ id }) => id !== view.organisation && !taken.has(id));
}

function colleagues(view) {
  const own = session.meta.organisations.find(({ id }) => id === view.organisation);
  return (own?.colleagues || []).filter(({ id }) => id !== view.holder?.id).map((one) => ({
    id: one.id,
    name: texts().colleague(one.name, one.on_duty, one.open_cases),
  }));
}

function filled(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

/** Whether there is anybody to give the case to, where an action needs that. */
export function actionPossible(view, action) {
  if (action === "hand_on") return colleagues(view).length > 0;
  if (action === "transfer" || action === "participants") return organisations(view).length > 0;
  return action !== "send" || (session.meta.partners || []).length > 0;
}

const agreed = ({ outcome }) => outcome === "agreement";

function agreementFields() {
  const words = texts().agreement;
  return [
    {
      name: "form", label: words.form, type: "radio", value: "written", when: agreed,
      options: ["written", "spoken"].map((id) => ({ id, name: words.forms[id] })),
    },
    { name: "terms", label: words.terms, type: "textarea", rows: 4, required: true, when: agreed, hint: words.termsHint },
    { name: "disputed", label: words.disputed, type: "textarea", rows: 2, when: agreed },
    { name: "responsibility", label: words.responsibility, type: "textarea", rows: 2, when: agreed },
    { name: "way", label: words.way, when: agreed },
    { name: "due", label: words.due, when: agreed },
  ];
}

function closeForm(view) {
  const words = texts();
  return {
    title: words.closeTitle, lead: words.closeLead, confirm: words.actions.close,
    fields: [
      { name: "outcome", label: words.outcome, type: "radio", required: true, options: listed("outcomes") },
      ...agreementFields(),
      why(words.closeWhy, false),
    ],
    submit: ({ outcome, why: reason, ...agreement }) =>
      caseAct(view.id, "close", { outcome, why: reason, ...(outcome === "agreement" ? { agreement: filled(agreement) } : {}) }),
  };
}

function reviewForm(view) {
  const words = texts().visit;
  const asked = (name, ids) => ({
    name, label: words[name], type: "select", placeholder: words.notAsked, options: ids.map((id) => ({ id, name: words[`${name}s`][id] })),
  });
  return {
    title: words.title, lead: words.lead, confirm: texts().actions.review,
    fields: [
      { name: "on", label: words.on, type: "date", required: true, value: isoDay(Date.now()) },
      { name: "with", label: words.with },
      asked("way", ["in_person", "phone", "online"]),
      asked("performed", ["full", "part", "none", "not_due"]),
      asked("satisfied", ["5", "4", "3", "2", "1"]),
      { name: "court", label: words.court },
      { name: "hidden_trouble", label: words.hidden_trouble }, { name: "text", label: words.text, type: "textarea" },
    ],
    submit: (values) => {
      const { satisfied, ...visit } = filled(values);
      return caseAct(view.id, "review", { visit: { ...visit, ...(satisfied ? { satisfied: Number(satisfied) } : {}) } });
    },
  };
}

function choiceForm(view, action, field) {
  const words = texts();
  return {
    title: words.actions[action], lead: words.leads[action], confirm: words.actions[action],
    fields: [field, why(words.why, action === "transfer")],
    submit: (values) => caseAct(view.id, action, values),
  };
}

function whyForm(view, action, danger = false) {
  const words = texts();
  return {
    title: words.actions[action], lead: words.leads[action], confirm: words.actions[action], danger,
    fields: [why(words.why)], submit: (values) => caseAct(view.id, action, values),
  };
}

const FORMS = {
  close: closeForm,
  review: reviewForm,
  hand_on: (view) => choiceForm(view, "hand_on", pick("to", texts().toColleague, colleagues(view))),
  transfer: (view) => choiceForm(view, "transfer", pick("organisation", texts().toOrganisation, organisations(view))),
  release: (view) => whyForm(view, "release"),
  refuse: (view) => whyForm(view, "refuse", true),
  supervise: (view) => whyForm(view, "supervise"),
  reopen: (view) => whyForm(view, "reopen"),
  send: (view) => choiceForm(view, "send", pick("partner", texts().toPartner, listed("partners"))),
  claimFirst: (view) => ({
    title: texts().claimFirstTitle, lead: texts().claimFirstLead, confirm: texts().claimAndSend, fields: [],
    submit: () => caseAct(view.id, "claim"),
  }),
  raise: (view) => ({
    title: texts().actions.raise, lead: texts().leads.raise, confirm: texts().actions.raise,
    fields: [{
      name: "priority", label: texts().priority, type: "radio", required: true, value: String(view.priority),
      options: ["0", "1", "2"].map((id) => ({ id, name: texts().priorities[id] })),
    }],
    submit: ({ priority }) => caseAct(view.id, "raise", { priority: Number(priority) }),
  }),
  participants: (view) => ({
    title: texts().addParticipant, lead: texts().leads.participants, confirm: texts().add,
    fields: [
      pick("organisation", texts().organisation, organisations(view)),
      pick("role", texts().participantRole, listed("participant_roles")),
    ],
    submit: ({ organisation, role }) => participantAdd(view.id, organisation, role),
  }),
};

function removeForm(view, { organisation, ...one }) {
  const words = texts();
  return {
    title: words.removeLabel(inLanguage(one) || organisation), lead: words.leads.remove, confirm: words.remove, danger: true,
    fields: [],
    submit: () => participantRemove(view.id, organisation),
  };
}

/**
 * Does `action`, a word of the contract, "claimFirst", or `{remove: participant}`. Resolves to the case as it then is, or
 * null when the member changed their mind. Throws `CallFailed`.
 */
export function actionDo(view, action) {
  if (action.remove) return askSheet(removeForm(view, action.remove));
  return FORMS[action] ? askSheet(FORMS[action](view)) : caseAct(view.id, action);
}
