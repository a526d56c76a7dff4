// Long work on the server: begun with a button, asked for until it is done.

import { get, post } from "./api.js";
import { byId } from "./dom.js";

export async function runJob(path, said, button) {
  button.disabled = true;
  try {
    const { job } = await post(path);
    for (;;) {
      const state = await get(`/jobs/${job}`);
      if (state.state === "running") {
        said.textContent = `Running, ${Math.round(state.seconds)} s…`;
        await new Promise((done) => setTimeout(done, 500));
        continue;
      }
      said.textContent = state.state === "done" ? `Done in ${state.seconds} s.` : state.message;
      return state.state === "done" ? state : null;
    }
  } catch (error) {
    said.textContent = error.message;
    return null;
  } finally {
    button.disabled = false;
  }
}

export const ready = () => (document.body.dataset.ready = "true");
export const fill = (id, rows) => byId(id).replaceChildren(...rows);
