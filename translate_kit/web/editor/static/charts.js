// Charts as SVG in the page. Each stands above a table with the same figures.

const NAMES = "http://www.w3.org/2000/svg";

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(NAMES, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// One horizontal bar of parts: [{label, value, class}].
export function stacked(parts, label) {
  const total = parts.reduce((sum, part) => sum + part.value, 0) || 1;
  const chart = svg("svg", { viewBox: "0 0 1000 30", class: "stacked-chart", role: "img", "aria-label": label, preserveAspectRatio: "none" });
  let x = 0;
  for (const part of parts) {
    if (!part.value) continue;
    const width = (1000 * part.value) / total;
    chart.append(svg("rect", { x, y: 0, width, height: 30, class: `fill ${part.class}` }, svg("title", {}, `${part.label}: ${part.value}`)));
    x += width;
  }
  return chart;
}

// A line through points with intervals: [{label, value, low, high}].
export function line(points, label) {
  const [width, height, left, bottom, top] = [640, 220, 52, 34, 14];
  const values = points.flatMap((point) => [point.value, point.low ?? point.value, point.high ?? point.value]);
  let [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || 10) * 0.15;
  // Room around the points, but none where there cannot be a value: below 0, or above 100 where it is the best there is.
  [low, high] = [low < 0 ? low - room : Math.max(0, low - room), high > 100 ? high + room : Math.min(100, high + room)];
  const x = (at) => left + ((width - left - 20) * at) / Math.max(1, points.length - 1);
  const y = (value) => top + (height - top - bottom) * (1 - (value - low) / (high - low));
  const chart = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "line-chart", role: "img", "aria-label": label });
  for (let step = 0; step <= 4; step++) {
    const value = low + ((high - low) * step) / 4;
    chart.append(
      svg("line", { x1: left, x2: width - 20, y1: y(value), y2: y(value), class: "ruler" }),
      svg("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, value.toFixed(1)),
    );
  }
  points.forEach((point, at) => {
    if (point.low !== null && point.low !== undefined) chart.append(svg("line", { x1: x(at), x2: x(at), y1: y(point.low), y2: y(point.high), class: "interval" }));
  });
  chart.append(svg("polyline", { points: points.map((point, at) => `${x(at)},${y(point.value)}`).join(" "), class: "curve" }));
  const every = Math.ceil(points.length / 8);
  points.forEach((point, at) => {
    chart.append(svg("circle", { cx: x(at), cy: y(point.value), r: 4, class: "dot" }, svg("title", {}, `${point.label}: ${point.value.toFixed(2)}`)));
    if (at % every === 0) chart.append(svg("text", { x: x(at), y: height - 12, "text-anchor": "middle" }, point.label));
  });
  return chart;
}
