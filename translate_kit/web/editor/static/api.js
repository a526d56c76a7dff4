// Requests to the server: JSON in and out, errors with the text that the server gives.

const csrf = document.querySelector("meta[name=csrf-token]").content;

export class Refused extends Error {
  constructor(status, body) {
    super(body.error || `The server answered ${status}.`);
    this.status = status;
    this.body = body;
  }
}

// No answer at all: the server is down, or the network.
export class Unreachable extends Error {}

export async function ask(method, path, body, { keepalive = false, signal } = {}) {
  const headers = { "X-CSRF-Token": csrf, Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(`/api${path}`, {
      method,
      headers,
      keepalive,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable("The server does not answer.");
  }
  if (answer.status === 204) return null;
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, content);
  return content;
}

export const get = (path, options) => ask("GET", path, undefined, options);
export const put = (path, body, options) => ask("PUT", path, body, options);
export const post = (path, body = {}, options) => ask("POST", path, body, options);
export const patch = (path, body) => ask("PATCH", path, body);
export const remove = (path) => ask("DELETE", path);
