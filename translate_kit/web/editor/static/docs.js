// The API, out of its own description.

import { get } from "./api.js";
import { el } from "./dom.js";
import { fill, ready } from "./job.js";

const api = await get("/openapi.json");
const groups = new Map();
for (const [path, methods] of Object.entries(api.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    const group = operation.tags?.[0] || "other";
    groups.set(group, [...(groups.get(group) || []), { path, method: method.toUpperCase(), ...operation }]);
  }
}

function typeOf(schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (schema.type === "array") return `list of ${typeOf(schema.items)}`;
  return schema.type || "";
}

function fields(schema) {
  const name = typeOf(schema);
  const found = api.components.schemas[name];
  if (!found?.properties) return null;
  return el("table", {}, el("caption", { class: "unseen" }, `Fields of ${name}`), el("tbody", {}, Object.entries(found.properties).map(([field, one]) =>
    el("tr", {}, el("th", { scope: "row" }, el("code", {}, field), found.required?.includes(field) ? " *" : ""), el("td", {}, typeOf(one)), el("td", {}, one.description || "")))));
}

fill("operations", [...groups].flatMap(([group, operations]) => [
  el("h2", {}, group),
  ...operations.map((one) => el("details", { class: "operation" },
    el("summary", {}, el("code", {}, `${one.method} ${one.path}`), ` ${one.summary || ""}`),
    el("p", {}, one.description || ""),
    one.parameters?.length ? el("table", {}, el("caption", { class: "unseen" }, "Parameters"), el("tbody", {}, one.parameters.map((parameter) => el("tr", {}, el("th", { scope: "row" }, el("code", {}, parameter.name), parameter.required ? " *" : ""), el("td", {}, `${parameter.in}, ${typeOf(parameter.schema)}`), el("td", {}, parameter.description || ""))))) : null,
    one.requestBody ? fields(one.requestBody.content["application/json"].schema) : null)),
]));
ready();
