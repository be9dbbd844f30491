// The editor of rules and catalog: several files are changed, checked while typing, tried, and published together.
import { element, count } from "./dom.js";
import { Draft } from "./draft.js";
import { tellMeanwhile } from "./meanwhile.js";
import { isPublishable, showErrors, showPreview, showProblem, showPublished, showWarnings } from "./outcome.js";
import { Pane } from "./pane.js";
import { ask, fileAddress, Offline, post, tagOf } from "./talk.js";

const LINT_DELAY = 300;
const editor = document.getElementById("editor");
const pane = new Pane();

pane.number(new Set());
if (editor.dataset.mayEdit === "true") edit();
else document.getElementById("path").addEventListener("change", (event) => event.target.form.submit());
if (/^#L\d+$/.test(location.hash)) pane.select(Number(location.hash.slice(2)), 0);

function edit() {
  const draft = new Draft(editor.dataset, pane.value);
  const path = document.getElementById("path");
  const state = document.getElementById("lint-state");
  const errors = document.getElementById("errors");
  const chips = document.getElementById("changed");
  const meanwhile = document.getElementById("meanwhile");
  const outcome = document.getElementById("outcome");
  const note = document.getElementById("note");
  const previewButton = document.getElementById("preview");
  const publishButton = document.getElementById("publish-now");
  let timer = 0;
  let asking = null;
  let found = [];
  let busy = false;
  let blocked = false;

  const buttons = () => {
    previewButton.disabled = busy || draft.isEmpty();
    publishButton.disabled = busy || blocked || draft.isEmpty();
  };

  const mark = () => {
    pane.number(new Set(found.filter((error) => error.file === draft.path).map((error) => error.line)));
  };

  const draw = () => {
    pane.value = draft.text();
    path.value = draft.path;
    editor.dataset.path = draft.path;
    document.getElementById("text-name").textContent = draft.path;
    mark();
    drawChips();
  };

  const drawChips = () => {
    const files = draft.changed();
    chips.replaceChildren(files.length > 0 ? element("span", count(files.length, "file") + " changed:") : "");
    for (const file of files) chips.append(chip(file));
    buttons();
  };

  const chip = (file) => {
    const box = element("span", "", "chip-box");
    const name = element("button", file, "chip-name");
    name.type = "button";
    if (file === draft.path) name.setAttribute("aria-current", "true");
    name.addEventListener("click", () => go(file, 0, 0));
    const back = element("button", "take back", "chip-back");
    back.type = "button";
    back.setAttribute("aria-label", "take back all changes of " + file);
    back.addEventListener("click", () => {
      draft.takeBack(file);
      draw();
      afterChange();
    });
    box.append(name, back);
    return box;
  };

  // Shows another file; false where it can't be had, which is said.
  const open = async (file) => {
    try {
      const response = await ask(fileAddress(file));
      if (!response.ok) {
        state.textContent = (await response.json()).detail;
        return false;
      }
      draft.open(file, await response.text());
    } catch (failure) {
      if (!(failure instanceof Offline)) throw failure;
      state.textContent = failure.message;
      return false;
    }
    history.replaceState(null, "", "/rules/edit?path=" + encodeURIComponent(file));
    draw();
    pane.toTop();
    return true;
  };

  const go = async (file, line, column) => {
    const isThere = !file || file === draft.path || (draft.knows(file, path) && await open(file));
    if (isThere) pane.select(line, column);
    return isThere;
  };

  // Puts the word that was probably meant in the place of the one that stands there.
  const replace = async (error) => {
    if (await go(error.file, error.line, error.column)) pane.replaceWord(error.line, error.column, error.suggestion);
  };

  const verdictOn = (wrong, doubtful) => {
    if (wrong > 0) return count(wrong, "thing") + (wrong === 1 ? " is wrong:" : " are wrong:");
    const rest = "Nothing is wrong as far as can be read. Preview tries it.";
    return doubtful > 0 ? rest + " Perhaps not meant:" : rest;
  };

  const lint = async () => {
    if (asking) asking.abort();
    asking = new AbortController();
    let answer = { errors: [], warnings: [] };
    let words = "Nothing is changed yet.";
    try {
      if (!draft.isEmpty()) {
        const response = await post("/api/rulebook/lint", { files: draft.files() }, {}, asking.signal);
        const body = await response.json();
        if (response.ok) answer = body;
        words = response.ok ? verdictOn(body.errors.length, body.warnings.length) : body.detail;
      }
    } catch (failure) {
      if (failure.name === "AbortError") return;
      if (!(failure instanceof Offline)) throw failure;
      words = failure.message;
    }
    found = answer.errors;
    state.textContent = words;
    showErrors(errors, found, go, replace);
    showWarnings(errors, answer.warnings, go, replace);
    mark();
  };

  // What was tried before is of another text now.
  const afterChange = () => {
    outcome.replaceChildren();
    blocked = false;
    buttons();
    clearTimeout(timer);
    timer = setTimeout(lint, LINT_DELAY);
  };

  const working = async (words, work) => {
    busy = true;
    buttons();
    outcome.replaceChildren(element("p", words, "soft"));
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof Offline)) throw failure;
      showProblem(outcome, failure.message);
    } finally {
      busy = false;
      buttons();
    }
    outcome.scrollIntoView({ block: "nearest" });
  };

  const preview = () => working("Trying it: every rule is compiled, every case and every verdict judged …", async () => {
    const tried = draft.files();
    const response = await post("/api/rulebook/preview", { files: tried });
    const answer = await response.json();
    if (JSON.stringify(tried) !== JSON.stringify(draft.files())) return outcome.replaceChildren();
    if (!response.ok) return showProblem(outcome, answer.detail);
    blocked = !isPublishable(answer);
    return showPreview(outcome, answer, go, replace);
  });

  const publish = () => working("Publishing …", async () => {
    const body = { files: draft.files(), note: note.value.trim() };
    const response = await post("/api/rulebook/changes", body, { "If-Match": '"' + draft.tag + '"' });
    const answer = await response.json();
    if (response.ok) await published(response, answer, body.files);
    else if (response.status === 412) {
      showProblem(outcome, "Not published: something else is live than what you began with.");
      await overtaken();
    } else if (answer.errors) {
      showProblem(outcome, "Not published:");
      const list = element("ol", "", "errors");
      outcome.append(list);
      showErrors(list, answer.errors, go, replace);
    } else showProblem(outcome, answer.detail);
  });

  const published = async (response, version, texts) => {
    draft.rebase(tagOf(response), version.version, texts);
    note.value = "";
    draw();
    await lint();
    document.querySelector(".standing .live strong").textContent = "Version " + version.version + ", by " + version.author;
    showPublished(outcome, version, response.status === 201);
  };

  const overtaken = () => tellMeanwhile(meanwhile, draft, () => {
    draw();
    afterChange();
  });

  pane.listen({
    changed: () => {
      draft.write(pane.value);
      mark();
      drawChips();
      afterChange();
    },
    preview: () => previewButton.disabled || preview(),
    indent: () => draft.path.endsWith(".drl") ? "    " : "  ",
  });
  path.addEventListener("change", async () => {
    if (!(await open(path.value))) path.value = draft.path;
  });
  previewButton.addEventListener("click", preview);
  document.getElementById("publish").addEventListener("submit", (event) => {
    event.preventDefault();
    if (publishButton.disabled) return;
    if (note.value.trim() !== "") publish();
    else {
      showProblem(outcome, "Say in a few words why: whoever reads the history will want to know.");
      note.focus();
    }
  });

  draw();
  if (!draft.isEmpty()) lint();
  if (draft.isStale()) overtaken();
}
