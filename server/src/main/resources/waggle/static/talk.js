// Asking the service. An answer that says no is an answer; none at all is Offline.
export class Offline extends Error {
  constructor() {
    super("Waggle does not answer. Your text is kept in this tab; try again.");
  }
}

export const ask = async (address, options = {}) => {
  try {
    return await fetch(address, options);
  } catch (failure) {
    throw failure.name === "AbortError" ? failure : new Offline();
  }
};

export const post = (address, body, headers = {}, signal = null) => ask(address, {
  method: "POST",
  signal,
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(body),
});

// The version that an answer is of, as If-Match wants it without its quotes.
export const tagOf = (response) => response.headers.get("ETag").replaceAll('"', "");

export const fileAddress = (path) => "/api/rulebook/files?path=" + encodeURIComponent(path);
