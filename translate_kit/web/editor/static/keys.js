// The keys, in one table: what they do, and the sheet that says so.

export function keyOf(event) {
  const parts = [];
  // With AltGr a character is typed (€, ®, ç …), though Windows says Ctrl+Alt as well.
  const types = event.getModifierState?.("AltGraph") && event.key.length === 1;
  const [ctrl, alt] = types ? [false, false] : [event.ctrlKey || event.metaKey, event.altKey];
  if (ctrl) parts.push("Ctrl");
  if (alt) parts.push("Alt");
  if (event.shiftKey && event.key.length > 1) parts.push("Shift");
  // With Ctrl or Alt a digit is meant by its place, whatever the layout makes of it.
  const digit = (ctrl || alt) && /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  let key = digit ? digit[1] : event.key;
  // Where the layout, or the Option key of a Mac, makes another character of a letter, its place counts.
  const letter = (ctrl || alt) && key.length === 1 && key > "\x7f" && /^Key([A-Z])$/.exec(event.code);
  if (letter) key = letter[1];
  if (key.length === 1 && parts.length) {
    if (event.shiftKey && /[a-z]/i.test(key)) parts.push("Shift");
    key = key.toUpperCase();
  }
  parts.push(key === " " ? "Space" : key);
  return parts.join("+");
}

// outside: only when nobody types; open: only when a segment is open; inTarget: not in another field.
export const KEYS = [
  { group: "Confirm and review" },
  { keys: ["Ctrl+Enter"], command: "confirm", open: true, says: "Confirm, and go to the next that is not confirmed" },
  { keys: ["Ctrl+Shift+Enter"], command: "review", open: true, says: "Accept: mark as reviewed, and go to the next to review" },
  { keys: ["Ctrl+Alt+Enter"], command: "reject", open: true, says: "Reject, with a reason, and go to the next to review" },
  { keys: ["Ctrl+S"], command: "draft", open: true, says: "Save as a draft" },
  { keys: ["Ctrl+Alt+R"], command: "reviewView", says: "Show what changed from draft to translation to review" },
  { keys: ["Ctrl+Alt+Z"], command: "undo", says: "Take back what was saved last" },
  { keys: ["Ctrl+Alt+Y"], command: "redo", says: "Save again what was taken back" },
  { keys: ["Ctrl+Z"], command: "undo", outside: true, says: "Take back, when no text is open (in a text: undo typing)" },
  { keys: ["Ctrl+Y", "Ctrl+Shift+Z"], command: "redo", outside: true, says: "Do again, when no text is open (in a text: redo typing)" },
  { group: "Go" },
  { keys: ["Ctrl+ArrowDown", "Alt+ArrowDown"], command: "next", says: "Next segment" },
  { keys: ["Ctrl+ArrowUp", "Alt+ArrowUp"], command: "previous", says: "Previous segment" },
  { keys: ["Ctrl+U"], command: "nextUnconfirmed", says: "Next segment that is not confirmed" },
  { keys: ["F8"], command: "nextFinding", says: "Next segment with a warning or an error" },
  { keys: ["Shift+F8"], command: "previousFinding", says: "The one before with a warning or an error" },
  { keys: ["Ctrl+G"], command: "goTo", says: "Go to a segment by its number" },
  { keys: ["Ctrl+F"], command: "filter", says: "Filter the list" },
  { keys: ["F6"], command: "panes", says: "To the newest message, to what stands beside the segment, and back to the text" },
  { keys: ["Escape"], command: "close", open: true, says: "Close the segment; arrows then go through the list, Enter opens" },
  { group: "Write" },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => ({
    keys: [`Ctrl+${number}`, `Alt+${number}`],
    command: "suggestion",
    value: number,
    open: true,
    says: number === 1 ? "Insert suggestion 1 … 9" : "",
    shown: number === 1 ? "Ctrl+1 … 9 or Alt+1 … 9" : "",
  })),
  { keys: ["F3", "Alt+ArrowRight"], command: "caseForward", open: true, inTarget: true, says: "Change case of the word or selection" },
  { keys: ["Shift+F3", "Alt+ArrowLeft"], command: "caseBack", open: true, inTarget: true, says: "The same, backwards" },
  { keys: ["Ctrl+Insert", "Ctrl+Shift+S"], command: "copySource", open: true, says: "Copy the source into the target" },
  { keys: ["Ctrl+,"], command: "nextTag", open: true, says: "Insert the next tag of the source; the pair around a selection" },
  { keys: ["Ctrl+."], command: "nextTerm", open: true, says: "Insert the next term that is missing" },
  { keys: ["Ctrl+M"], command: "machine", open: true, says: "Translate the segment by machine" },
  { group: "Look up and change" },
  { keys: ["Ctrl+K"], command: "concordance", says: "Concordance: look the selection up in the memories" },
  { keys: ["Ctrl+H"], command: "replace", says: "Find and replace" },
  { keys: ["Ctrl+Alt+A"], command: "bulk", says: "Change the state of all segments of the list" },
  { keys: ["Ctrl+Alt+S"], command: "split", open: true, says: "Split the segment" },
  { keys: ["Ctrl+Alt+J"], command: "join", open: true, says: "Join the segment with the next" },
  { keys: ["Ctrl+Alt+C"], command: "comment", open: true, says: "Comment on the segment" },
  { keys: ["Ctrl+Alt+H"], command: "helpView", says: "Hide or show what stands beside the segment" },
  { keys: ["F1", "Ctrl+/"], command: "sheet", says: "This sheet", shown: "? or F1 or Ctrl+/" },
  // In a text it is a character.
  { keys: ["?"], command: "sheet", outside: true, says: "" },
];
