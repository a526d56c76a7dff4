// The way in for somebody with an account.

import { post } from "./api.js";
import { byId } from "./dom.js";

byId("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("said").textContent = "";
  try {
    await post("/session", { name: byId("name").value, password: byId("password").value });
    location.replace("/");
  } catch (error) {
    byId("said").textContent = error.message;
    byId("password").select();
  }
});
