/** Fields of a form, from a description; and the dialog that asks for them, which keeps what was typed when it fails. */

import { CallFailed } from "./api.js";
import { el } from "/static/dom.js";
import { refusal } from "./refusals.js";
import { texts } from "./preferences.js";

let counter = 0;

function optionList(field) {
  const empty = field.placeholder === undefined ? null : el("option", { value: "" }, field.placeholder);
  return [empty, ...field.options.map(({ id, name }) => el("option", { value: id, selected: id === field.value }, name))];
}

function choiceGroup(field, type) {
  const chosen = [field.value ?? []].flat();
  return el("fieldset", { class: "choice", "aria-describedby": field.hint ? `${field.id}-hint` : null },
    el("legend", {}, field.label),
    field.options.map(({ id, name }) => el("label", {},
      el("input", { type, name: field.name, value: id, checked: chosen.includes(id), required: type === "radio" && field.required }),
      el("span", {}, name))));
}

function control(field) {
  const shared = {
    id: field.id, name: field.name, required: field.required, autocomplete: field.autocomplete || "off",
    "aria-describedby": field.hint ? `${field.id}-hint` : null, minlength: field.minlength, maxlength: field.maxlength, pattern: field.pattern,
  };
  if (field.type === "select") return el("select", shared, optionList(field));
  if (field.type === "textarea") return el("textarea", { ...shared, rows: field.rows || 3 }, field.value || "");
  return el("input", { ...shared, type: field.type || "text", value: field.value ?? "", max: field.max, min: field.min });
}

/**
 * One field: `{name, label, type, options[{id, name}], value, required, hint, when(values)}`; `type` as of an input,
 * or select, textarea, radio, checkboxes. A field whose `when` is false is not shown and not asked for.
 */
function fieldNode(description) {
  counter += 1;
  const field = { ...description, id: `field-${counter}` };
  const hint = field.hint && el("p", { class: "hint", id: `${field.id}-hint` }, field.hint);
  if (field.type === "radio") return el("div", { class: "field" }, choiceGroup(field, "radio"), hint);
  if (field.type === "checkboxes") return el("div", { class: "field" }, choiceGroup(field, "checkbox"), hint);
  const mark = field.required ? null : el("span", { class: "hint" }, texts().optional);
  return el("div", { class: "field" }, el("label", { for: field.id }, field.label, " ", mark), hint, control(field));
}

/** What a form's fields hold, by name: text, or a list for checkboxes; hidden fields are left out. */
function formValues(form, fields) {
  const data = new FormData(form);
  const read = ({ name, type }) => {
    if (type === "checkboxes") return data.getAll(name);
    const text = String(data.get(name) ?? "");
    return type === "password" ? text : text.trim();
  };
  const told = fields.map((field) => [field.name, read(field)]);
  const all = Object.fromEntries(told);
  return Object.fromEntries(told.filter(([name]) => fields.find((field) => field.name === name).when?.(all) ?? true));
}

/**
 * A form: `fields`, a line for what went wrong and its buttons. `submit(values)` does the work and may throw
 * `CallFailed`, whose reason is shown; `done(result)` follows success.
 */
export function formNode({ fields, confirm, danger, cancel, submit, done }) {
  const failed = el("p", { class: "failed-note", role: "alert", hidden: true });
  const send = el("button", { class: danger ? "button danger solid" : "button primary", type: "submit" }, confirm);
  const nodes = fields.map(fieldNode);
  const form = el("form", { class: "form" }, nodes, failed,
    el("div", { class: "sheet-actions" },
      send, cancel && el("button", { class: "button", type: "button", onclick: cancel }, texts().cancel)));
  const reveal = () => {
    const values = formValues(form, fields.map((field) => ({ ...field, when: undefined })));
    fields.forEach((field, place) => {
      const hidden = field.when ? !field.when(values) : false;
      nodes[place].hidden = hidden;
      nodes[place].querySelectorAll("input, textarea, select").forEach((input) => (input.disabled = hidden));
    });
  };
  form.addEventListener("input", reveal);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    work(send, failed, () => submit(formValues(form, fields)), done);
  });
  reveal();
  return form;
}

async function work(button, failed, submit, done) {
  button.disabled = true;
  failed.hidden = true;
  try {
    done?.(await submit());
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    failed.textContent = refusal(error);
    failed.hidden = false;
  } finally {
    button.disabled = false;
  }
}

/** Opens a dialog with any content under a title; it is gone from the page when it closes. Returns the dialog. */
export function sheet(title, ...content) {
  const heading = el("h2", { id: "sheet-title", tabindex: "-1" }, title);
  const dialog = el("dialog", { class: "sheet", "aria-labelledby": "sheet-title" }, heading, content);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && !dialog.querySelector("form.form") && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  const first = dialog.querySelector("input:not([disabled]), select:not([disabled]), textarea:not([disabled])");
  (first || heading).focus();
  return dialog;
}

/** Asks in a dialog with a form; resolves to what `submit` gave, or null when it was left. */
export function askSheet({ title, lead, ...form }) {
  return new Promise((resolve) => {
    let result = null;
    const body = formNode({
      ...form,
      cancel: () => dialog.close(),
      done: (given) => {
        result = given ?? {};
        dialog.close();
      },
    });
    const dialog = sheet(title, lead && el("p", { class: "sheet-lead" }, lead), body);
    dialog.addEventListener("close", () => resolve(result));
  });
}
