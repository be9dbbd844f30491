// Somebody published since a draft was begun: who, why, and whether it touches the same files. No text is lost.
import { element } from "./dom.js";
import { ask, fileAddress, tagOf } from "./talk.js";

const liveTexts = async (files) => {
  const texts = {};
  for (const file of files) {
    const answer = await ask(fileAddress(file), { cache: "no-store" });
    texts[file] = answer.ok ? await answer.text() : "";
  }
  return texts;
};

const button = (words, css, action) => {
  const made = element("button", words, css);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
};

// Tells it, and lets the reader decide; once the draft is a change of what is live, `kept` is called.
export const tellMeanwhile = async (box, draft, kept) => {
  const response = await ask("/api/rulebook", { cache: "no-store" });
  const live = await response.json();
  const texts = await liveTexts(draft.changed());
  const both = draft.changed().filter((file) => texts[file] !== draft.base(file));
  const link = element("a", "version " + live.version);
  link.href = "/rules/history#v" + live.version;
  const who = element("p", "Meanwhile ");
  who.append(link, " was published by " + live.author + (live.note ? ": “" + live.note + "”." : "."));
  const what = element("p", both.length === 0
      ? "It changed none of the files you changed."
      : "It also changed " + both.join(", ") + ": published on top, your text would undo that. Look at it first.");
  const row = element("div", "", "buttons");
  row.append(
      button("Keep my text, on top of version " + live.version, "", () => {
        draft.rebase(tagOf(response), live.version, texts);
        box.replaceChildren();
        kept();
      }),
      button("Drop my changes", "secondary", () => {
        draft.drop();
        location.reload();
      }));
  box.replaceChildren(who, what, row);
};
