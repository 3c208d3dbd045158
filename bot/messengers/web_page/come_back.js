/** The dialog for coming back to a case from another device, by its code. */

import { CallFailed } from "./connection.js";
import { texts } from "./settings.js";

const LENGTH = 12;
const byId = (id) => document.getElementById(id);

/** Letters and digits alone: what cannot be a code need not be sent. */
function plain(text) {
  return text.normalize("NFKC").replace(/[^0-9a-z]/gi, "");
}

function refusal(error) {
  const words = texts();
  if (error.status === 404) return words.returnWrong;
  return error.status === 429 ? words.returnBusy(error.retryAfter || 60) : words.returnFailed;
}

/** `comeBack(code)` does it and may throw `CallFailed`; `done()` follows success; `isBusy()` tells of a conversation here. */
export function wireComeBack({ comeBack, done, isBusy }) {
  const dialog = byId("return-dialog");
  const input = byId("return-code");
  const failed = byId("return-failed");
  const fail = (text) => {
    failed.textContent = text;
    failed.hidden = !text;
    input.setAttribute("aria-invalid", String(Boolean(text)));
  };
  for (const entry of document.querySelectorAll(".return-entry")) {
    entry.addEventListener("click", () => {
      fail("");
      byId("return-replaces").hidden = !isBusy();
      dialog.showModal();
      input.focus();
    });
  }
  byId("return-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (plain(input.value).length !== LENGTH) return fail(texts().returnMalformed);
    byId("return-go").disabled = true;
    try {
      await comeBack(input.value);
      input.value = "";
      dialog.close();
      done();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      fail(refusal(error));
    } finally {
      byId("return-go").disabled = false;
    }
    return undefined;
  });
  byId("return-cancel").addEventListener("click", () => dialog.close());
}
