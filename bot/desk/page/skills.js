/** What a member of staff can do, as fields of a form: languages and kinds of dispute. */

import { texts } from "./preferences.js";
import { nameOf, session } from "./session.js";

const LANGUAGES = ["zh", "en"];

/** The fields `languages` and `kinds`, as they are for `member`. */
export function skillFields({ languages, kinds }) {
  const words = texts();
  return [
    {
      name: "languages", label: words.speaks, type: "checkboxes", value: languages,
      options: LANGUAGES.map((id) => ({ id, name: words.languages[id] })),
    },
    {
      name: "kinds", label: words.handles, type: "checkboxes", value: kinds, hint: words.handlesHint,
      options: session.meta.kinds.map(({ id }) => ({ id, name: nameOf("kinds", id) })),
    },
  ];
}
