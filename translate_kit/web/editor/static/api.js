// Requests to the server: JSON in and out, errors with the text that the server gives.

let csrf = document.querySelector("meta[name=csrf-token]").content;

export class Refused extends Error {
  constructor(status, body) {
    super(body.error || `The server answered ${status}.`);
    this.status = status;
    this.body = body;
  }
}

// No answer at all: the server is down, or the network.
export class Unreachable extends Error {}

// The server does not know us any more: the session has ended, or another person has logged in in another window.
export class LoggedOut extends Error {}

async function request(method, path, body, { keepalive = false, signal } = {}) {
  const headers = { "X-CSRF-Token": csrf, Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(`/api${path}`, {
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
}

export async function ask(method, path, body, options = {}) {
  let answer = await request(method, path, body, options);
  // Somebody who has logged in again in another window has another token: this page takes it over.
  if ((answer.status === 401 || answer.status === 403) && (await renewed())) answer = await request(method, path, body, options);
  if (answer.status === 204) return null;
  const content = await answer.json().catch(() => ({}));
  if (answer.status === 401) throw new LoggedOut(content.error || "You are logged out.");
  if (!answer.ok) throw new Refused(answer.status, content);
  return content;
}

let renewing = null;

// Whether there is a new token for the same person.
function renewed() {
  renewing ??= renew().finally(() => (renewing = null));
  return renewing;
}

async function renew() {
  const me = document.body.dataset.person;
  const answer = await fetch("/progress", { redirect: "manual", headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("meta[name=csrf-token]")?.content;
  if (!token || token === csrf) return false;
  if (me && page.body.dataset.person !== me) throw new LoggedOut(`${page.body.dataset.person} is logged in in this browser now.`);
  csrf = token;
  return true;
}

export const get = (path, options) => ask("GET", path, undefined, options);
export const put = (path, body, options) => ask("PUT", path, body, options);
export const post = (path, body = {}, options) => ask("POST", path, body, options);
export const patch = (path, body) => ask("PATCH", path, body);
export const remove = (path) => ask("DELETE", path);
