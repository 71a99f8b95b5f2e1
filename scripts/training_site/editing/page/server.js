// Questions to the editor's server. The token comes from the address that was opened, behind the `#`,
// and leaves it at once; this tab remembers it, so that loading the page again works.

const KEY = "training-site-editor-token";
const given = location.hash.slice(1);
if (given) {
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, "", location.pathname);
}
const token = sessionStorage.getItem(KEY) ?? "";

/** Ask the server; throws an `Error` with a sentence for people when it refuses or is gone. */
export async function ask(question, body = {}) {
  let response;
  try {
    response = await fetch(`/api/${question}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Editor-Token": token },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("The editor's window in the terminal was closed. Start it again; what you typed is still here.");
  }
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.refused ?? "The editor did not answer.");
  return answer;
}
