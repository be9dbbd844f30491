// What the pages do beyond links and forms: the drawer that shows a verdict beside the matrix, and generating.
"use strict";
document.documentElement.classList.add("js");

const drawer = document.getElementById("drawer");
if (drawer) {
  let opener = null;
  const close = () => {
    if (drawer.hidden) return;
    drawer.hidden = true;
    document.querySelectorAll("#matrix a[aria-current]").forEach((each) => each.removeAttribute("aria-current"));
    if (opener && opener.isConnected) opener.focus();
  };
  document.getElementById("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.body.addEventListener("htmx:configRequest", (event) => {
    const parameters = event.detail.parameters;
    for (const name of ["q", "format", "architecture", "task", "worker"])
      if (parameters[name] === "") delete parameters[name];
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const link = event.detail.elt;
    if (!link.closest("#matrix td")) return;
    document.querySelectorAll("#matrix a[aria-current]").forEach((each) => each.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    opener = link;
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    const verdict = drawer.querySelector("article");
    if (!verdict || document.activeElement === verdict) return;
    if (document.activeElement && document.activeElement.closest("#filters")) return;
    drawer.hidden = false;
    drawer.scrollTop = 0;
    verdict.focus();
  });
  // A page that can't be fetched in part (signed out meanwhile, a mistaken address) is opened whole.
  document.body.addEventListener("htmx:responseError", (event) => {
    location.assign(event.detail.pathInfo.finalRequestPath);
  });
}

const ask = document.getElementById("ask");
if (ask) {
  ask.hidden = false;
  const answer = document.getElementById("answer");
  const figures = document.getElementById("figures");
  const refusal = document.getElementById("refusal");
  const stop = document.getElementById("stop");
  const start = ask.querySelector("button[type=submit]");
  let running = null;

  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  const refuse = (problem) => {
    refusal.replaceChildren(element("p", problem.detail || "It did not work."));
    for (const verdict of problem.verdicts || []) {
      refusal.append(element("p", verdict.worker + ", " + verdict.variant + ": " + verdict.verdict.replaceAll("-", " ")));
      const list = document.createElement("ul");
      for (const finding of verdict.findings)
        list.append(element("li", finding.rule + " (" + finding.severity + "): " + finding.message));
      refusal.append(list);
    }
    for (const fault of problem.errors || []) refusal.append(element("p", fault.pointer + ": " + fault.detail));
  };

  const count = (tokens) => tokens + (tokens === 1 ? " token" : " tokens");

  const told = (usage) => {
    const parts = [count(usage.completion_tokens)];
    if (usage.completion_ms > 0)
      parts.push((usage.completion_tokens * 1000 / usage.completion_ms).toFixed(1) + " tokens/s");
    parts.push("prompt of " + count(usage.prompt_tokens) + " read in " + usage.prompt_ms + " ms");
    figures.textContent = parts.join(" · ");
  };

  // One event of the stream; false where it was the last.
  const take = (data, state) => {
    if (data === "[DONE]") return false;
    const event = JSON.parse(data);
    if (event.error || event.type) {
      refuse(event);
      return false;
    }
    if (event.usage) told(event.usage);
    const text = event.choices && event.choices[0] && event.choices[0].delta.content;
    if (!text) return true;
    if (state.first === 0) state.first = performance.now();
    state.pieces += 1;
    answer.append(text);
    const seconds = (performance.now() - state.first) / 1000;
    figures.textContent = count(state.pieces)
        + (seconds > 0.2 ? " · about " + ((state.pieces - 1) / seconds).toFixed(1) + " tokens/s" : " …");
    return true;
  };

  const read = async (body) => {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const state = { first: 0, pieces: 0 };
    let waiting = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      waiting += value;
      const events = waiting.split("\n\n");
      waiting = events.pop();
      for (const event of events) {
        const data = event.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trimStart());
        if (data.length > 0 && !take(data.join("\n"), state)) return;
      }
    }
  };

  const generate = async () => {
    running = new AbortController();
    const form = new FormData(ask);
    const response = await fetch("/v1/chat/completions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      signal: running.signal,
      body: JSON.stringify({
        model: form.get("model"),
        messages: [{ role: "user", content: form.get("prompt") }],
        max_tokens: Number(form.get("most")) || 256,
        stream: true,
        stream_options: { include_usage: true },
      }),
    });
    if (response.ok) await read(response.body);
    else refuse(await response.json());
  };

  const busy = (is) => {
    answer.setAttribute("aria-busy", String(is));
    start.disabled = is;
    stop.disabled = !is;
  };

  ask.addEventListener("submit", async (event) => {
    event.preventDefault();
    answer.replaceChildren();
    refusal.replaceChildren();
    figures.textContent = "Starting the worker …";
    busy(true);
    try {
      await generate();
      if (figures.textContent.startsWith("Starting")) figures.textContent = "";
    } catch (failure) {
      if (failure.name === "AbortError") figures.textContent += " · stopped";
      else refuse({ detail: "The connection ended before the answer did." });
    } finally {
      busy(false);
    }
  });
  stop.addEventListener("click", () => running && running.abort());
}
