// What others change, as it happens; the browser connects again by itself when the connection breaks.

export function listen(page, { segments, presence, again }) {
  let broken = false;
  const source = new EventSource(`/api/events?page=${page}`);
  source.addEventListener("segments", (event) => segments(JSON.parse(event.data)));
  source.addEventListener("presence", (event) => presence(JSON.parse(event.data)));
  source.addEventListener("error", () => (broken = true));
  source.addEventListener("open", () => {
    if (broken) again();
    broken = false;
  });
  return source;
}
