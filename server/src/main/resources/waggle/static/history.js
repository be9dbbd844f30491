// Going back to an older version: asked once more, then published as a new one.
import { Offline, post } from "./talk.js";

const list = document.querySelector(".versions-list");
const dialog = document.getElementById("go-back");
const problem = document.getElementById("go-back-problem");
let chosen = 0;

const say = (text) => {
  problem.textContent = text;
};

const goBack = async (note) => {
  const body = { version: chosen, note };
  const response = await post("/api/rulebook/rollback", body, { "If-Match": '"' + list.dataset.tag + '"' });
  if (response.ok) location.assign("/rules/history");
  else if (response.status === 412) say("Something else was published meanwhile. Load this page again and look at it first.");
  else say((await response.json()).detail);
};

if (dialog) {
  for (const button of document.querySelectorAll(".go-back")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      chosen = Number(button.dataset.version);
      document.getElementById("go-back-number").textContent = button.dataset.version;
      say("");
      dialog.showModal();
    });
  }
  document.getElementById("go-back-no").addEventListener("click", () => dialog.close());
  const form = dialog.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const yes = document.getElementById("go-back-yes");
    yes.disabled = true;
    try {
      await goBack(form.elements.note.value);
    } catch (failure) {
      if (!(failure instanceof Offline)) throw failure;
      say("Waggle does not answer. Nothing was changed, as far as this page knows; load it again to see.");
    } finally {
      yes.disabled = false;
    }
  });
}

// A link to one version opens what it changed.
const opened = location.hash && document.getElementById(location.hash.slice(1));
if (opened) for (const details of opened.querySelectorAll("details")) details.open = true;
